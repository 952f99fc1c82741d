"""The way of a letter in a real browser: the queue, remarks by sentence and by selection, the studio, the tables."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from otklik.replies import actions as replies
from otklik.replies import route
from otklik.replies.models import LetterVersion, Remark
from otklik.replies.route_rules import Place
from otklik.staff import actions as staff
from tests.browser.conftest import DESKTOP, PHONE, Check, Visitor
from tests.browser.test_letter_papers import as_employee, fits
from tests.factories import make_employee
from tests.replies.route_world import SENT, House, house, sent, stage

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def here(live_server: LiveServer, settings: Any) -> House:
    settings.PUBLIC_URL = live_server.url
    return house()


def answer_of(version: LetterVersion) -> str:
    return next(name for name in route.text_parts(version.reply.draft) if name.startswith("answer"))


def returned(here: House) -> LetterVersion:
    """A letter that the head has sent back with two remarks."""
    version = sent(here)
    part = answer_of(version)
    start = route.text_parts(version.reply.draft)[part].index("до мая")
    replies.reject(
        version,
        by=here.team.head,
        sha256=version.sha256,
        remarks="Назовите сумму субсидии.",
        places=[Place(part, start, start + 6, "Какого числа?")],
        at=SENT,
    )
    return version


def again(here: House) -> LetterVersion:
    """The mended letter, sent once more."""
    version = returned(here)
    executor = here.team.executor
    for remark in Remark.objects.all():
        replies.settle(remark, by=executor, answer="Дописал.", at=SENT)
    reply = version.reply
    reply.refresh_from_db()
    key = next(iter(reply.draft["answers"]))
    text = "Меры поддержки есть: субсидия до 500 тысяч рублей. Подайте заявку до 30 апреля."
    draft = reply.draft | {"answers": {key: text}}
    reply = replies.save(reply, by=executor, draft=draft, revision=reply.revision, at=SENT)
    return replies.submit(reply, by=executor, at=SENT)


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_the_pages_are_accessible_and_fit(
    live_server: LiveServer,
    here: House,
    visitor: Visitor,
    accessible: Check,
    shots: Path,
    size: dict[str, int],
) -> None:
    version = again(here)
    second = sent(here, outcome="impossible", days=1)
    replies.approve(second, by=here.team.head, sha256=second.sha256)
    replies.reject(
        second, by=here.lawyer, sha256=second.sha256, remarks="Назовите норму закона.", at=SENT
    )
    admin = make_employee(here.body, "administrator")
    row = staff.SignatoryEntry(
        here.team.signer,
        "deputy",
        date(2025, 1, 9),
        "Приказ о распределении обязанностей",
        ("0003",),
    )
    for who, path, name in (
        (here.team.head, "/desk/signing/", "queue"),
        (here.team.head, "/desk/", "today"),
        (here.team.executor, f"/desk/cases/{version.reply.case_id}/", "case"),
        (here.team.executor, f"/desk/cases/{second.reply.case_id}/reply", "studio"),
        (admin, "/desk/distribution/", "table-empty"),
        (admin, "/desk/distribution/", "table"),
        (admin, "/desk/letters/settings", "settings"),
        (here.team.registrar, "/desk/letters/numbers/", "numbers"),
    ):
        if name == "table":
            staff.add_signatory(row, by=admin)
        page = as_employee(visitor(size), who, live_server)
        page.goto(f"{live_server.url}{path}")
        page.screenshot(path=shots / f"approving-{name}-{size['width']}.png", full_page=True)
        accessible(page)
        assert fits(page), f"{path} is wider than the window"


def remark(page: Page, live_server: LiveServer, words: str) -> None:
    page.goto(f"{live_server.url}/desk/signing/")
    page.locator(".place > summary", has_text="Подайте заявку").click()
    page.locator(".place[open] textarea").fill(words)


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_a_sentence_gets_its_remark_and_the_letter_goes_back(
    live_server: LiveServer, here: House, visitor: Visitor, scripts: bool
) -> None:
    version = sent(here)
    page = as_employee(visitor(DESKTOP, scripts=scripts), here.team.head, live_server)
    remark(page, live_server, "Какого года?")
    page.get_by_role("button", name="Вернуть с замечаниями").click()
    expect(page.get_by_text("Письмо вернулось исполнителю")).to_be_visible()
    assert stage(version) == "returned"
    assert Remark.objects.get().quote == "Подайте заявку до мая."


def test_selected_words_get_a_remark_of_their_own(
    live_server: LiveServer, here: House, visitor: Visitor
) -> None:
    sent(here)
    page = as_employee(visitor(DESKTOP), here.team.head, live_server)
    page.goto(f"{live_server.url}/desk/signing/")
    page.evaluate(
        """() => {
            const found = [...document.querySelectorAll('.place-words')]
                .find((one) => one.textContent.startsWith('Подайте'));
            const range = document.createRange();
            range.setStart(found.firstChild, 8);
            range.setEnd(found.firstChild, 14);
            getSelection().removeAllRanges();
            getSelection().addRange(range);
        }"""
    )
    page.get_by_role("button", name="Замечание к выделенному").click()
    page.keyboard.type("Какую заявку?")
    page.get_by_role("button", name="Вернуть с замечаниями").click()
    expect(page.locator(".desk-main")).to_contain_text("Письмо вернулось исполнителю")
    assert Remark.objects.get().quote == "заявку"


def test_the_author_settles_a_remark_and_sends_the_letter_again(
    live_server: LiveServer, here: House, visitor: Visitor
) -> None:
    version = returned(here)
    page = as_employee(visitor(DESKTOP), here.team.executor, live_server)
    address = f"{live_server.url}/desk/cases/{version.reply.case_id}/reply"
    page.goto(address)
    for left in (2, 1):
        panel = page.locator("#remarks")
        expect(panel.get_by_role("button", name="Учтено")).to_have_count(left)
        panel.get_by_role("button", name="Учтено").first.click()
    expect(page.locator("#remarks")).to_contain_text("Учтённые замечания")
    page.get_by_role("button", name="Отправить на согласование").click()
    expect(page.get_by_text("Письмо отправлено на согласование.", exact=True)).to_be_visible()
    assert stage(version) == "for-approval"
