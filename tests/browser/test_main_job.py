"""The story of the README in a real browser: a citizen asks, the ministry answers, the citizen says how it was.

On every page axe looks for violations of WCAG 2.2 AA.
"""

from datetime import timedelta
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.utils import timezone
from django.utils.translation import gettext
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from otklik.analytics.jobs import open_unit_forms
from otklik.analytics.models import UnitForm
from otklik.cases.models import Case, Stage
from otklik.config.work import run_once
from otklik.staff.models import Body, Employee
from otklik.surveys.models import Answer
from tests.browser.conftest import DESKTOP, PHONE, Check, Visitor
from tests.documents.samples import scanned
from tests.factories import make_body, make_employee

pytestmark = pytest.mark.django_db(transaction=True)
PASSWORD = "a-long-password-of-the-tests"
APPEAL = (
    "Здравствуйте! Наша пекарня подала в январе заявку на субсидию. "
    "Почему до сих пор нет ответа на заявку? Какие ещё меры поддержки есть для пекарни?"
)


@pytest.fixture
def body(live_server: LiveServer, settings: Any) -> Body:
    """One body with a person for every step of the story."""
    settings.PUBLIC_URL = live_server.url
    settings.DEMO = True
    body = make_body()
    for role in ("registrar", "head", "executor", "signer", "office"):
        person = make_employee(body, role, username=role)
        person.set_password(PASSWORD)
        person.save()
    return body


def sign_in(page: Page, server: LiveServer, username: str, accessible: Check) -> Page:
    """Sign in to the desk as a person does, and stand on «Сегодня»."""
    page.goto(f"{server.url}/desk/")
    accessible(page)
    page.locator("[name=login]").fill(username)
    page.locator("[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="Войти").click()
    expect(page.get_by_role("heading", name="Сегодня")).to_be_visible()
    accessible(page)
    return page


def choose(page: Page, name: str, value: str) -> None:
    """Choose a radio button by its value, through its label as a finger does."""
    page.locator(f"label:has([name='{name}'][value='{value}'])").first.click()


def on(page: Page) -> None:
    """Press the main button of the step."""
    page.locator("main .button-main").first.click()


def file_appeal(page: Page, server: LiveServer, body: Body, accessible: Check) -> str:
    """File an appeal on the portal and return its tracking code."""
    page.goto(f"{server.url}/")
    accessible(page)
    page.goto(f"{server.url}/appeal?body={body.code}")
    accessible(page)
    choose(page, "type", "application")
    on(page)
    if "/identity" in page.url:
        accessible(page)
        page.locator("button[name=person]").first.click()
    page.locator("[name=text]").fill(APPEAL)
    accessible(page)
    on(page)
    accessible(page)
    on(page)
    choose(page, "reply_channel", "email")
    page.locator("[name=email]").fill("anna@example.org")
    choose(page, "extra_channel", "post")
    page.locator("[name=postal_address]").fill("630000, г. Новосибирск, ул. Примерная, д. 1")
    accessible(page)
    on(page)
    expect(page.get_by_role("heading", name="Проверьте")).to_be_visible()
    accessible(page)
    on(page)
    code = page.locator("#code").inner_text()
    expect(page.get_by_text("Почему эта дата?").first).to_be_visible()
    accessible(page)
    return code


def register(page: Page, server: LiveServer, accessible: Check) -> None:
    """The registrar opens the inbox, reads, fills in the card, and registers."""
    page.goto(f"{server.url}/desk/inbox/")
    accessible(page)
    page.get_by_role("link", name="Зарегистрировать").first.click()
    accessible(page)
    page.locator("[name=touchpoint]").select_option(index=1)
    topics = page.locator("input[list=topics]")
    for number in range(topics.count()):
        if (
            page.locator(
                f"[name='questions-{number}-text'], [name='question-{number}-text']"
            ).count()
            == 0
        ):
            continue
    for row in page.locator("form textarea").all():
        if row.input_value().strip() and "question" in (row.get_attribute("name") or ""):
            name = str(row.get_attribute("name")).replace("text", "topic")
            page.locator(f"[name='{name}']").fill("0001.0002.0025.0087")
    page.locator("button[value=register]").click()
    accessible(page)


def assign(page: Page, server: LiveServer, case: Case, accessible: Check) -> None:
    """The head looks at the case, confirms the topics and names the executor."""
    page.goto(f"{server.url}/desk/cases/{case.pk}/")
    accessible(page)
    page.goto(f"{server.url}/desk/cases/{case.pk}/assign")
    executor = Employee.objects.get(username="executor")
    choose(page, "executor", str(executor.pk))
    accessible(page)
    on(page)
    accessible(page)


def write_reply(page: Page, server: LiveServer, case: Case, accessible: Check) -> None:
    """The executor considers each question, writes the text, looks at the letter and sends it for signature."""
    page.goto(f"{server.url}/desk/cases/{case.pk}/reply")
    accessible(page)
    for question in case.questions.all():
        choose(page, f"outcome-{question.pk}", "solved")
        page.locator(f"[name='answer-{question.pk}']").fill(
            "Мы проверили Вашу заявку. Она одобрена 2 марта, деньги придут в течение десяти дней."
        )
    page.locator("[data-look]").click()
    accessible(page)
    page.locator("button[value=submit]").click()
    accessible(page)


def letter_in(folder: Path, kind: str) -> bytes:
    """The attachment of that kind in the newest outgoing letter that has one."""
    for path in sorted(folder.rglob("*.eml"), key=lambda item: item.stat().st_mtime, reverse=True):
        for part in message_from_bytes(path.read_bytes(), policy=policy.default).iter_attachments():
            if str(part.get_filename()).endswith(kind):
                content = part.get_content()
                assert isinstance(content, bytes)
                return content
    raise AssertionError(f"no letter with a {kind} went out")


def survey_address(letter: bytes, folder: Path) -> str:
    """What the QR code of the letter says when a phone looks at the printed page."""
    path = folder / "letter.pdf"
    path.write_bytes(letter)
    found = scanned(path)
    assert found, "no QR code on the letter"
    return found[0]


@pytest.mark.clause("economy-novosibirsk:10.2.b")
@pytest.mark.clause("economy-novosibirsk:4.2")
@pytest.mark.clause("economy-novosibirsk:13")
def test_from_an_appeal_on_a_phone_to_the_quarterly_form(
    live_server: LiveServer,
    body: Body,
    visitor: Visitor,
    accessible: Check,
    settings: Any,
    tmp_path: Path,
) -> None:
    citizen = visitor(PHONE)
    code = file_appeal(citizen, live_server, body, accessible)
    run_once()
    case = Case.objects.get()
    assert case.tracking_code == code.replace(" ", "")

    register(sign_in(visitor(), live_server, "registrar", accessible), live_server, accessible)
    case.refresh_from_db()
    assert case.stage == Stage.REGISTERED
    run_once()
    assert any(Path(settings.MAIL_FOLDER).rglob("*.eml")), "the acknowledgement went out by itself"

    assign(sign_in(visitor(), live_server, "head", accessible), live_server, case, accessible)
    write_reply(
        sign_in(visitor(), live_server, "executor", accessible), live_server, case, accessible
    )
    signer = sign_in(visitor(), live_server, "signer", accessible)
    signer.goto(f"{live_server.url}/desk/signing/")
    accessible(signer)
    signer.locator(".signing-acts .button-main").first.click()
    accessible(signer)
    case.refresh_from_db()
    assert case.stage == Stage.SIGNED

    run_once()
    registrar = sign_in(visitor(), live_server, "registrar", accessible)
    registrar.goto(f"{live_server.url}/desk/outbox/?state=by-hand")
    accessible(registrar)
    registrar.locator("main td a[href*='/desk/outbox/']").first.click()
    accessible(registrar)
    on(registrar)
    accessible(registrar)
    run_once()
    case.refresh_from_db()
    assert case.stage == Stage.ANSWERED

    folder = Path(settings.MAIL_FOLDER)
    assert letter_in(folder, ".docx").startswith(b"PK")
    address = survey_address(letter_in(folder, ".pdf"), tmp_path)
    assert address.startswith(f"{live_server.url}/s/")
    answer_survey(citizen, address, accessible)
    assert Answer.objects.get().satisfied is True

    look_at_the_form(sign_in(visitor(), live_server, "head", accessible), live_server, accessible)
    citizen.goto(f"{live_server.url}/status")
    citizen.locator("[name=code]").fill(code.lower())
    on(citizen)
    expect(citizen.get_by_text(gettext("Answered")).first).to_be_visible()
    accessible(citizen)


def look_at_the_form(page: Page, server: LiveServer, accessible: Check) -> None:
    """After the quarter the unit's form opens by itself; its total row counts one client and one answer."""
    assert open_unit_forms(timezone.now() + timedelta(days=93)) == 1
    form = UnitForm.objects.get()
    page.goto(f"{server.url}/desk/analysis/forms/{form.pk}")
    accessible(page)
    cells = page.locator("tr.total td").all_inner_texts()
    assert cells[3:8] == ["1", "1", "100,0", "1", "100,0"]


def answer_survey(page: Page, address: str, accessible: Check) -> None:
    """Answer the questionnaire, page by page, giving good marks."""
    page.goto(address)
    for _ in range(12):
        accessible(page)
        if (
            urlsplit(page.url).path.endswith("/thanks")
            or page.locator("main form .button-main").count() == 0
        ):
            return
        for group in page.locator("main fieldset").all():
            wanted = group.locator(
                "input[type=radio][value='5']:visible, input[type=radio][value='1']:visible"
            )
            if wanted.count() and not group.locator("input[type=radio]:checked").count():
                best = group.locator(".scale input[value='5']")
                (best if best.count() else wanted.first).check(force=True)
        for select in page.locator("main select:visible").all():
            if not select.input_value():
                select.select_option(index=1)
        page.locator("main form .button-main").first.click()
    raise AssertionError("the questionnaire never ends")


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_an_appeal_can_be_filed_without_scripts(
    live_server: LiveServer, body: Body, visitor: Visitor, size: dict[str, int]
) -> None:
    page = visitor(size, scripts=False)
    assert file_appeal(page, live_server, body, lambda _page: None)
    run_once()
    assert Case.objects.count() == 1


@pytest.mark.parametrize(
    "path",
    ["/", "/appeal", "/status", "/touchpoints", "/appearance", "/survey/economy-novosibirsk"],
)
@pytest.mark.parametrize("zoom", [1, 2])
def test_no_page_of_the_portal_needs_sideways_scrolling(
    live_server: LiveServer, body: Body, visitor: Visitor, path: str, zoom: int
) -> None:
    for size in (PHONE, DESKTOP):
        page = visitor(size, zoom=zoom)
        page.goto(f"{live_server.url}{path}")
        wide = page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert wide <= 0, f"{path} at {size} × {zoom}"
