"""Interim letters: they go out, they have terms of their own, and they never end a case."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otklik.cases import actions, rules
from otklik.cases.asking_rules import interim_problems
from otklik.cases.models import Case, Deadline, Interim, Stage
from otklik.journal.models import Entry
from otklik.messages.models import Outgoing
from otklik.staff import calendars
from otklik.staff.refusals import Refusal
from tests.factories import RECEIVED, Team, make_body, make_case, make_employee, make_team

SENT = RECEIVED + timedelta(days=1)
LATER = RECEIVED + timedelta(days=9)
TEXT = "Мы запросили сведения у банка и ждём их до 20 марта."


def assigned(code: str = "labour-novosibirsk") -> tuple[Case, Team]:
    body = make_body(code)
    team = make_team(body)
    return make_case(body, Stage.ASSIGNED, team=team), team


def enquiry(case: Case, team: Team) -> Interim:
    return actions.write_interim(
        case, by=team.executor, kind="enquiry", text="Просим сообщить остаток по счёту.",
        recipient="Банк", address="630000, Новосибирск, ул. Ленина, 1", at=SENT,
    )  # fmt: skip


@given(st.text(max_size=20), st.text(max_size=20), st.text(max_size=20))
def test_an_enquiry_needs_text_recipient_and_address(text: str, who: str, where: str) -> None:
    fields = [
        item.field
        for item in interim_problems(is_enquiry=True, text=text, recipient=who, address=where)
    ]
    empty = {"text": text, "recipient": who, "address": where}
    assert fields == [name for name, value in empty.items() if not value.strip()]
    to_client = interim_problems(is_enquiry=False, text=text, recipient=who, address=where)
    assert bool(to_client) is not bool(text.strip())


@pytest.mark.clause("labour-novosibirsk:30")
def test_the_table_of_acts_ends_no_case_by_an_interim_letter() -> None:
    for act in ("write-interim", "note-materials", "clarify", "note-clarified"):
        assert rules.transition(act).target is None


@pytest.mark.django_db
@pytest.mark.clause("labour-novosibirsk:30")
@pytest.mark.parametrize("kind", Interim.Kind.values)
def test_an_interim_letter_neither_closes_the_case_nor_meets_or_moves_its_terms(kind: str) -> None:
    case, team = assigned()
    before = list(Deadline.objects.order_by("pk").values())
    actions.write_interim(
        case, by=team.executor, kind=kind, text=TEXT, recipient="Банк", address="630000", at=SENT
    )
    fresh = Case.objects.get()
    assert (fresh.stage, fresh.answered_at, fresh.closed_at) == (Stage.ASSIGNED, None, None)
    assert fresh.next_due == case.next_due
    assert list(Deadline.objects.exclude(kind="materials").order_by("pk").values()) == before
    with pytest.raises(Refusal):
        actions.finish(fresh, by=team.executor.actor, at=SENT)
    assert Entry.objects.get(act="cases.write-interim").clause == "labour-novosibirsk:30"


@pytest.mark.django_db
def test_the_client_gets_the_interim_reply_by_his_channel() -> None:
    case, team = assigned()
    row = actions.write_interim(case, by=team.executor, kind="client", text=TEXT, at=SENT)
    message = Outgoing.objects.get(kind="interim")
    assert row.message == message
    assert (message.channel, message.address) == ("email", case.reply_address)
    assert TEXT in message.text
    assert "срок ответа не меняется" in message.text


@pytest.mark.django_db
def test_an_enquiry_has_fifteen_explained_days_of_its_own() -> None:
    case, team = assigned()
    row = enquiry(case, team)
    term = Deadline.objects.get(kind="materials")
    due = term.due.astimezone(calendars.zone(case.body)).date()
    assert (term.part, term.starts_from, term.started_at) == (str(row.pk), "request", SENT)
    assert due.isoformat() == "2026-03-19"
    assert term.steps
    assert "59-ФЗ, ст. 10" in term.basis
    message = Outgoing.objects.get(kind="enquiry")
    assert (message.channel, message.state) == ("post", Outgoing.State.BY_HAND)
    assert message.address.startswith("Банк, 630000")
    assert "19 марта 2026" in message.text


@pytest.mark.django_db
def test_two_enquiries_have_two_terms_and_each_is_met_by_its_own_answer() -> None:
    case, team = assigned()
    first, second = enquiry(case, team), enquiry(case, team)
    actions.note_materials(first, by=team.executor, at=LATER)
    first.refresh_from_db()
    assert first.answered_at == LATER
    open_ones = Deadline.objects.filter(kind="materials", met_at=None)
    assert [row.part for row in open_ones] == [str(second.pk)]
    with pytest.raises(Refusal):
        actions.note_materials(first, by=team.executor, at=LATER)


@pytest.mark.django_db
def test_an_interim_reply_waits_for_no_answer() -> None:
    case, team = assigned()
    row = actions.write_interim(case, by=team.executor, kind="client", text=TEXT, at=SENT)
    with pytest.raises(Refusal):
        actions.note_materials(row, by=team.executor, at=LATER)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("parts", "field"),
    [
        ({"kind": "client", "text": "  "}, "text"),
        ({"kind": "enquiry", "text": TEXT, "recipient": "", "address": "630000"}, "recipient"),
        ({"kind": "enquiry", "text": TEXT, "recipient": "Банк", "address": " "}, "address"),
        ({"kind": "pigeon", "text": TEXT}, "kind"),
    ],
)
def test_what_is_missing_is_told_at_its_field(parts: dict[str, str], field: str) -> None:
    case, team = assigned()
    with pytest.raises(Refusal) as refused:
        actions.write_interim(case, by=team.executor, at=SENT, **parts)  # type: ignore[arg-type]  # texts only
    assert refused.value.field == field
    assert not Interim.objects.exists()
    assert not Deadline.objects.filter(kind="materials").exists()


@pytest.mark.django_db
def test_a_colleague_writes_no_letters_in_another_executor_s_case() -> None:
    case, _team = assigned()
    with pytest.raises(Refusal):
        actions.write_interim(
            case, by=make_employee(case.body, "executor"), kind="client", text=TEXT, at=SENT
        )
