"""Hostile values in every field that people post: refused at the field or kept, never a failure."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from otklik.cases.models import Case
from otklik.messages.models import Receipt
from otklik.replies.models import LetterVersion
from otklik.staff.models import Body
from otklik.surveys import actions as surveys
from otklik.surveys import queries as questionnaires
from otklik.surveys.sheet import fields_of
from otklik.touchpoints.models import Touchpoint
from tests.factories import make_body, topic
from tests.hostile.values import HOSTILE, SHARP
from tests.hostile.world import World, make_world
from tests.web.filing import ABOUT, REPLY, answer

pytestmark = pytest.mark.django_db
Values = dict[str, Any]
SAID: Values = {
    "type": "application", "text": "Прошу помочь", "summary": "о мерах", "addressee": "", "kind": "person",
    "name": "Ким Лариса", "organisation": "", "municipality": "", "reply_channel": "post", "email": "",
    "phone": "", "postal_address": "630000, Новосибирск", "reply_address": "", "extra_channel": "",
    "needs_note": "", "identification": "", "touchpoint": "",
}  # fmt: skip


def failures(client: Client, address: str, usual: Values, values: tuple[str, ...]) -> Iterator[Any]:
    """Put each value into each field, one at a time, and undo what came of it; yield what failed."""
    for name in usual:
        for value in values:
            with transaction.atomic():
                status = client.post(address, usual | {name: value}).status_code
                transaction.set_rollback(True)
            if status >= 500:
                yield address, name, value[:30], len(value), status


def browser(world: World | None = None) -> Client:
    """A browser to which a failure is an answer and not an exception."""
    client = Client(raise_request_exception=False)
    if world:
        client.force_login(world.everybody)
    return client


@pytest.fixture
def body(db: None) -> Body:
    return make_body()


@pytest.fixture
def world(db: None) -> World:
    return make_world("economy-novosibirsk")


def desk_forms(world: World) -> dict[str, Values]:
    """Return every form of the desk that is quick to draw, with the values that it would take."""
    received = Case.objects.get(pk=world.numbers["register"]["pk"])
    registered = Case.objects.get(pk=world.numbers["assign"]["pk"])
    proposed = Case.objects.get(pk=world.numbers["decide-no-reply"]["pk"])
    version = LetterVersion.objects.get(pk=world.numbers["sign"]["version"])
    now = timezone.now().strftime("%Y-%m-%dT%H:%M")
    topics = {f"topic-{q.pk}": q.topic_code for q in registered.questions.all()}
    me = str(world.everybody.pk)
    return {
        "dismiss": {"reason": "реклама", "is_spam": ""},
        "forward": {"questions": str(registered.questions.get().pk), "recipient": "Прокуратура",
                    "channel": "email", "address": "a@example.org", "reason": "надзор", "migration": "",
                    "revision": registered.revision},
        "propose-no-reply-ground": {"reason": "решение суда", "text": "возвращаем",
                                    "revision": registered.revision},
        "decide-no-reply": {"decision": "reject", "remarks": "рассмотреть", "revision": proposed.revision},
        "assign": {"executor": me, "unit": "", "instruction": "", "revision": registered.revision, **topics},
        "sign": {"sha256": version.sha256}, "return-letter": {"remarks": "короче"},
        "outgoing-by-hand": {"day": "2026-11-01", "number": "1"},
        "new-receipt": SAID | {"channel": "post", "form": "", "received_at": now, "key": "k"},
        "attach-receipt": {"where": received.tracking_code}, "place-receipt": SAID,
        "dismiss-receipt": {"reason": "реклама"},
        "new-call": {"direction": "in", "caller": "Ким", "phone": "1", "note": "вопрос", "switches": "0",
                     "need_met": "", "promised": "on", "callback_by": ""},
        "call-appeal": SAID,
        "new-visit": {"official": me, "visitor": "Ким", "form": "oral", "gist": "вопрос", "result": "oral",
                      "facts_evident": "on", "consent_to_oral": "on", "oral_answer": "да"},
        "visit-appeal": SAID, "close-visit": {"handwritten": "on"},
        "new-template": {"title": "т", "text": "т", "topic_code": ""},
        "new-material": {"title": "т", "text": "т", "period": "", "audience": "employees"},
    }  # fmt: skip


def test_no_form_of_the_desk_fails_over_a_value(world: World) -> None:
    client = browser(world)
    failed = [
        failure
        for name, usual in desk_forms(world).items()
        for failure in failures(client, world.address(name), usual, SHARP)
    ]
    assert failed == []


def test_no_form_of_assignments_and_control_fails_over_a_value(world: World) -> None:
    written = Case.objects.get(pk=world.numbers["take-off-control"]["pk"])
    registered = Case.objects.get(pk=world.numbers["assign"]["pk"])
    me = str(world.everybody.pk)
    forms: dict[str, Values] = {
        "add-co-executor": {"executor": me, "instruction": "справка", "due": "2026-03-20",
                            "revision": written.revision},
        "report-part": {"report": "справка"}, "return-part": {"remarks": "мало"},
        "end-part": {"reason": "нет"}, "leave-part": {"reason": "родство"},
        "declare-interest": {"reason": "родство", "revision": written.revision},
        "record-measure": {"revision": written.revision},
        "put-on-control": {"note": "важно", "revision": registered.revision},
        "take-off-control": {"note": "всё", "revision": written.revision},
        "routes": {"title": "м", "unit": str(world.everybody.unit_id), "executor": me, "instruction": "",
                   "co_executors": "", "part_instruction": ""},
    }  # fmt: skip
    values = ("\x00до\x00", "0001-01-01", "9999-12-31", "9" * 30, "Ж" * 70_000)
    client = browser(world)
    failed = [
        failure
        for name, usual in forms.items()
        for failure in failures(client, world.address(name), usual, values)
    ]
    assert failed == []


def test_registration_fails_over_no_value_nor_over_a_damaged_list_of_questions(
    world: World,
) -> None:
    case = Case.objects.get(pk=world.numbers["register"]["pk"])
    touchpoint = Touchpoint.objects.filter(version__body=world.body).first()
    usual = {
        "type": "application", "form": "electronic", "channel": "web", "note": "так",
        "touchpoint": touchpoint.pk if touchpoint else "", "addressee": "министерство", "summary": "",
        "earlier": "", "need": "", "life_situation": "", "revision": case.revision,
        "question-TOTAL_FORMS": "1", "question-INITIAL_FORMS": "0", "question-0-text": "Вопрос?",
        "question-0-topic": topic(),
    }  # fmt: skip
    client, address = browser(world), world.address("register")
    failed = list(failures(client, address, usual, SHARP))
    failed += failures(client, address, {"act": "dates", **usual}, ("-1", "9" * 30, "\x00"))
    assert failed == []


def test_the_reply_studio_fails_over_no_value(world: World) -> None:
    case = Case.objects.get(pk=world.numbers["reply"]["pk"])
    key = case.questions.get().pk
    usual = {
        "salutation": "Уважаемая", "opening": "О мерах", "closing": "", "revision": "0", "act": "autosave",
        "greeting": "f", f"outcome-{key}": "promised", f"promised_on-{key}": "2027-01-01",
        f"reason-{key}": "надо подождать", f"answer-{key}": "Меры есть",
    }  # fmt: skip
    values = ("\x00до\x00", "9999-12-31", "0001-01-01", "9" * 30, "Ж" * 70_000)
    assert list(failures(browser(world), world.address("reply"), usual, values)) == []


def test_questionnaires_fail_over_no_value(world: World) -> None:
    asked = questionnaires.opening(world.body)
    link = surveys.invite(world.body, about="case:1", context={})
    usual = dict.fromkeys(fields_of(asked), "") | {
        "step": "1",
        "act": "",
        "asked": "1",
        "form-key": "",
    }
    values = ("\x00", "9" * 30, "9999-12-31", "Ж" * 10_001)
    for address in (f"/survey/{world.body.code}", f"/s/{link.token}"):
        assert list(failures(browser(), address, usual, values)) == []
    paper = dict.fromkeys(fields_of(asked), "") | {"filled_on": "2026-03-03", "source": ""}
    assert list(failures(browser(world), world.address("paper-answer"), paper, values)) == []


def test_the_public_forms_and_the_sign_in_fail_over_no_value(body: Body) -> None:
    client = browser()
    for step, usual in {
        "kind": {"type": "information-request", "body": body.code},
        "text": {"text": "Прошу сообщить"}, "about": ABOUT,
        "reply": REPLY | {"extra_channel": "", "postal_address": "", "needs_note": ""},
    }.items():  # fmt: skip
        assert list(failures(client, f"/appeal/{step}", usual, HOSTILE)) == []
        assert (
            list(failures(client, f"/appeal/{step}", usual | {"add": "1", "remove": ""}, SHARP))
            == []
        )
        answer(client, step, **usual)
    for address, usual in {
        "/appeal/check": {"token": "x"}, "/appeal/identity": {"person": "1"}, "/status": {"code": "x"},
        "/appearance": {"size": "100", "spacing": "normal", "colours": "auto", "next": "/"},
        "/desk/account/login/": {"login": "x", "password": "y"},
    }.items():  # fmt: skip
        assert list(failures(client, address, usual, SHARP)) == []
    assert Receipt.objects.count() == 0


def test_what_the_api_takes_becomes_a_case_or_waits_with_its_reason(body: Body) -> None:
    from otklik.intake.actions import take_in  # noqa: PLC0415 - only here
    from otklik.intake.submission import Submission  # noqa: PLC0415 - as above

    usual: Values = {"body": body.code, "type": "information-request", "surname": "Ким", "text": "Прошу",
                     "reply_channel": "email", "email": "a@example.org"}  # fmt: skip
    client, failed = browser(), []
    odd: tuple[Any, ...] = (*SHARP, "", " ", "\ud800", None, 5, 1e308, True, [], {}, ["x"])
    for name in (*usual, *Submission.model_fields):
        for value in odd:
            sent = client.post(
                "/api/v1/cases", usual | {name: value}, content_type="application/json"
            )
            if sent.status_code not in {201, 422}:
                failed.append((name, repr(value)[:30], sent.status_code))
    assert failed == []
    for receipt in Receipt.objects.all():
        assert take_in(receipt) is not None or receipt.held_reason not in {"", "error"}
