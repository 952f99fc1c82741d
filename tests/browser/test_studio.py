"""The reply studio in a real browser: words survive a cut connection, an expired session and a second editor."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from otklik.cases.models import Case, Stage
from otklik.config.work import run_once
from otklik.replies.models import Approval, Presence, Reply
from otklik.staff import actions as staff
from otklik.staff.models import Employee
from tests.browser.conftest import DESKTOP, PHONE, Check, Visitor
from tests.factories import Team, make_body, make_case, make_employee, make_team

pytestmark = pytest.mark.django_db(transaction=True)
PASSWORD = "a-long-password-of-the-tests"
WIDE = {"width": 1600, "height": 900}
ANSWER = "Меры есть: субсидия и льготный заём."
Writer = Callable[..., Page]


@pytest.fixture
def team(live_server: LiveServer, settings: Any) -> Team:
    settings.PUBLIC_URL = live_server.url
    settings.DEMO = True
    team = make_team(make_body())
    for person in (team.executor, team.head, team.signer):
        person.set_password(PASSWORD)
        person.save()
    return team


@pytest.fixture
def case(team: Team) -> Case:
    body = team.executor.body
    assert body is not None
    return make_case(
        body,
        Stage.ASSIGNED,
        team=team,
        received_at=timezone.now() - timedelta(days=2),
        questions=("Какие меры поддержки есть для пекарни?", "Почему нет ответа на заявку?"),
    )


@pytest.fixture
def writer(live_server: LiveServer, visitor: Visitor, team: Team, case: Case) -> Writer:
    """Open the studio as an employee, by default as the executor."""

    def open_studio(username: str = "", size: Any = None, **options: Any) -> Page:
        page = visitor(size or WIDE, **options)
        sign_in(page, live_server, username or team.executor.username)
        page.goto(f"{live_server.url}/desk/cases/{case.pk}/reply")
        return page

    return open_studio


def sign_in(page: Page, server: LiveServer, username: str) -> None:
    page.goto(f"{server.url}/desk/")
    page.locator("[name=login]").fill(username)
    page.locator("[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="Войти").click()
    expect(page.get_by_role("heading", name="Сегодня")).to_be_visible()


def field(page: Page, case: Case, number: int = 1) -> Any:
    question = case.questions.get(position=number)
    return page.locator(f"[name=answer-{question.pk}]")


def kept(case: Case, number: int = 1) -> str:
    question = case.questions.get(position=number)
    reply = Reply.objects.filter(case=case).first()
    return str(reply.draft["answers"].get(str(question.pk), "")) if reply else ""


def saved(page: Page) -> None:
    expect(page.locator("#studio")).to_have_attribute("data-state", "saved")


def test_what_is_typed_saves_itself_and_the_page_follows_without_a_jump(
    writer: Writer, case: Case
) -> None:
    page = writer()
    place = field(page, case)
    place.click()
    page.keyboard.type("В рамках программы осуществляется проверка.")
    for _ in range(5):
        page.keyboard.press("ArrowLeft")
    top = place.bounding_box()["y"]
    saved(page)
    margin = page.locator(f"#margin-{place.get_attribute('name')}")
    expect(margin.locator(".finding").first).to_be_visible()
    assert kept(case) == "В рамках программы осуществляется проверка."
    caret = place.evaluate("field => [document.activeElement === field, field.selectionStart]")
    assert caret == [True, len("В рамках программы осуществляется пров")]
    assert abs(place.bounding_box()["y"] - top) < 2
    marks = page.locator(".marks-layer mark").all_inner_texts()
    assert "осуществляется проверка" in " ".join(marks)
    # The list of what is missing has shrunk, the picture of the page is another one.
    expect(page.locator("#missing")).not_to_contain_text("На вопрос 1 нет ответа")


def test_one_press_replaces_and_one_press_takes_it_back(writer: Writer, case: Case) -> None:
    page = writer()
    place = field(page, case)
    place.fill("Подтверждать ничего нe нужно: меры действуют.")
    saved(page)
    page.locator(".margin [data-mend]").first.click()
    expect(place).to_have_value("Подтверждать ничего не нужно: меры действуют.")
    expect(page.locator("#saved")).to_contain_text("Заменено")
    page.get_by_role("button", name="Вернуть как было").click()
    expect(place).to_have_value("Подтверждать ничего нe нужно: меры действуют.")


def test_a_cut_connection_loses_no_word(
    writer: Writer, case: Case, live_server: LiveServer
) -> None:
    page = writer()
    page.context.set_offline(True)
    field(page, case).fill("Слова, набранные без связи.")
    expect(page.locator("#saved")).to_contain_text("Нет связи")
    stored = page.evaluate("JSON.stringify(Object.entries(localStorage))")
    assert "otklik:draft:" in stored
    assert "Слова" not in stored, "the copy is locked"
    # The page is left without saving: the words wait in the browser.
    page.route(
        "**/reply",
        lambda route: route.abort() if route.request.method == "POST" else route.continue_(),
    )
    page.context.set_offline(False)
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(f"{live_server.url}/desk/cases/{case.pk}/reply")
    assert kept(case) == ""
    page.unroute("**/reply")
    expect(page.locator("#local-copy")).to_be_visible()
    expect(page.locator("#local-copy")).to_contain_text("Слова, набранные без связи.")
    page.get_by_role("button", name="Вернуть в письмо").click()
    saved(page)
    assert kept(case) == "Слова, набранные без связи."
    assert page.evaluate("Object.keys(localStorage).length") == 0


def test_the_connection_comes_back_and_the_text_is_sent_by_itself(
    writer: Writer, case: Case
) -> None:
    page = writer()
    page.context.set_offline(True)
    field(page, case).fill("Дождались связи.")
    expect(page.locator("#studio")).to_have_attribute("data-state", "offline")
    page.context.set_offline(False)
    saved(page)
    assert kept(case) == "Дождались связи."


def test_an_expired_session_loses_no_word(
    writer: Writer, case: Case, live_server: LiveServer, team: Team
) -> None:
    page = writer()
    Session.objects.all().delete()
    field(page, case).fill("Набрано после конца сеанса.")
    expect(page.locator("#saved")).to_contain_text("Вы вышли из системы")
    assert kept(case) == ""
    other = page.context.new_page()
    sign_in(other, live_server, team.executor.username)
    other.close()
    expect(page.locator("#studio")).to_have_attribute("data-state", "saved", timeout=20_000)
    assert kept(case) == "Набрано после конца сеанса."


def test_signing_out_takes_the_copies_along(writer: Writer, case: Case) -> None:
    page = writer()
    page.evaluate("localStorage.setItem('otklik:draft:1:1', '{\"at\": 9999999999999}')")
    page.locator(".desk-bar details.menu summary").click()
    page.get_by_role("button", name="Выйти").click()
    page.wait_for_url("**/login/**")
    assert page.evaluate("Object.keys(localStorage).length") == 0


@pytest.fixture
def substitute(team: Team, case: Case) -> str:
    """A colleague who stands in for the executor, so that both may write."""
    body = team.executor.body
    assert body is not None
    person = make_employee(body, "executor", username="substitute")
    person.surname = "Иванова"
    person.set_password(PASSWORD)
    person.save()
    today = timezone.localdate()
    staff.record_absence(
        team.executor,
        since=today - timedelta(days=1),
        until=today + timedelta(days=5),
        substitute=person,
        by=team.head,
    )
    return person.username


def test_two_editors_see_each_other_and_their_parts_come_together(
    writer: Writer, case: Case, substitute: str
) -> None:
    one, two = writer(), writer(substitute)
    expect(two.locator("#others")).to_contain_text("Сотрудникова")
    field(one, case, 1).fill("Первый пишет первый ответ.")
    saved(one)
    field(two, case, 2).fill("Второй пишет второй ответ.")
    saved(two)
    expect(field(two, case, 1)).to_have_value("Первый пишет первый ответ.")
    assert (kept(case, 1), kept(case, 2)) == (
        "Первый пишет первый ответ.",
        "Второй пишет второй ответ.",
    )
    assert Presence.objects.count() == 2


def test_two_texts_of_one_part_are_compared_and_nothing_is_overwritten(
    writer: Writer, case: Case, substitute: str, accessible: Check
) -> None:
    one, two = writer(), writer(substitute)
    field(one, case).fill("Деньги придут 5 марта на карту.")
    saved(one)
    field(two, case).fill("Деньги придут 9 марта на карту.")
    expect(two.locator("#studio")).to_have_attribute("data-state", "conflict")
    assert kept(case) == "Деньги придут 5 марта на карту."
    two.get_by_role("button", name="Сравнить оба текста").click()
    expect(two.get_by_role("heading", name="Два текста одного письма")).to_be_visible()
    accessible(two)
    assert two.locator("ins").all_inner_texts() == ["9", "5"]
    two.locator("label:has([value=edit])").click()
    two.locator("textarea:visible").fill("Деньги придут 5 или 9 марта на карту.")
    two.get_by_role("button", name="Сохранить выбранное").click()
    two.wait_for_url("**/reply")
    assert kept(case) == "Деньги придут 5 или 9 марта на карту."
    two.goto(f"{two.url}/states")
    accessible(two)
    expect(two.locator("main")).to_contain_text("Сейчас")


def test_a_paste_of_three_hundred_pages_loses_nothing_and_says_what_to_do(
    writer: Writer, case: Case
) -> None:
    page = writer()
    page.locator("[name=closing]").fill("Позвоните нам.")
    paste = "field.value = 'Страница текста без конца. '.repeat(27000)"
    typed = "field.dispatchEvent(new Event('input', {bubbles: true}))"
    field(page, case).evaluate(f"(field) => {{ {paste}; {typed}; }}")
    expect(page.locator("#saved")).to_contain_text("слишком длинная", timeout=20_000)
    expect(page.locator(".field-error")).to_contain_text("можно 60")
    assert Reply.objects.get(case=case).draft["closing"] == "Позвоните нам."
    assert kept(case) == ""
    assert len(field(page, case).input_value()) > 600_000
    field(page, case).fill("Коротко: меры есть.")
    saved(page)
    assert kept(case) == "Коротко: меры есть."
    expect(page.locator(".field-error")).to_have_count(0)


def test_the_letter_is_written_by_keyboard_only(writer: Writer, case: Case) -> None:
    page = writer(size=DESKTOP)
    page.keyboard.press("Control+Enter")
    for number in (1, 2):
        page.keyboard.press("Space")  # the first outcome of the question
        assert page.evaluate("document.activeElement.name").startswith("outcome-")
        for _ in range(4):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.name").startswith("answer-"):
                break
        page.keyboard.type(ANSWER)
        saved(page)
        assert kept(case, number) == ANSWER
        page.keyboard.press("Control+Enter")
    page.keyboard.press("Control+s")
    saved(page)
    page.keyboard.press("F9")
    expect(page.locator("#preview img").first).to_be_visible()


@pytest.mark.parametrize("size", [PHONE, DESKTOP, WIDE], ids=["phone", "desktop", "wide"])
def test_the_studio_has_no_barrier_and_needs_no_sideways_scrolling(
    writer: Writer, case: Case, accessible: Check, size: dict[str, int]
) -> None:
    page = writer(size=size)
    field(page, case).fill("В рамках программы осуществляется проверка. Срок нe назван.")
    saved(page)
    expect(page.locator(".margin .finding").first).to_be_visible()
    accessible(page)
    wide = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    assert wide <= 0


def test_the_studio_works_without_scripts(writer: Writer, case: Case) -> None:
    page = writer(scripts=False)
    field(page, case).fill("Подтверждать ничего нe нужно: меры действуют.")
    page.get_by_role("button", name="Сохранить", exact=True).last.click()
    page.locator(".margin [data-mend]").first.click()
    expect(field(page, case)).to_have_value("Подтверждать ничего не нужно: меры действуют.")
    page.get_by_role("link", name="Как было раньше").click()
    page.get_by_role("button", name="Вернуться к этому состоянию").click()
    expect(field(page, case)).to_have_value("Подтверждать ничего нe нужно: меры действуют.")


def test_from_an_empty_draft_to_a_letter_that_the_client_has(
    writer: Writer,
    visitor: Visitor,
    live_server: LiveServer,
    case: Case,
    team: Team,
    accessible: Check,
) -> None:
    page = writer()
    accessible(page)
    for number, question in enumerate(case.questions.all(), 1):
        page.locator(f"label:has([name='outcome-{question.pk}'][value='solved'])").click()
        field(page, case, number).fill(
            "Мы проверили Вашу заявку. Она одобрена 2 марта, деньги придут через десять дней."
        )
    page.locator("[name=closing]").fill("Позвоните нам, если появятся вопросы.")
    saved(page)
    expect(page.locator("#missing")).to_contain_text("Всё на месте")
    page.locator("button[value=submit]").click()
    page.wait_for_url("**/cases/*/")
    while approval := Approval.objects.filter(state=Approval.State.WAITING).first():
        look_and_decide(visitor(), live_server, approval.approver, accessible)
    reply = Reply.objects.get(case=case)
    assert reply.stage == Reply.Stage.FOR_SIGNATURE
    look_and_decide(visitor(), live_server, team.signer, accessible)
    case.refresh_from_db()
    assert case.stage == Stage.SIGNED
    run_once()
    run_once()
    case.refresh_from_db()
    assert case.stage == Stage.ANSWERED


def look_and_decide(page: Page, server: LiveServer, who: Employee, accessible: Check) -> None:
    """Open the letter that waits for the employee, read what the checks say, and press the main button."""
    who.set_password(PASSWORD)
    who.save()
    sign_in(page, server, who.username)
    page.goto(f"{server.url}/desk/signing/")
    accessible(page)
    expect(page.locator("#missing")).to_contain_text("Всё на месте")
    page.locator(".signing-acts .button-main").first.click()
    expect(page.locator("main .notice-good")).to_be_visible()
    accessible(page)
