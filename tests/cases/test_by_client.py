"""What the client does himself while no reply is signed: adds, answers, asks to stop; and the end that follows."""

from datetime import timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otklik.cases import actions, queries, rules
from otklik.cases.asking_rules import SPOKEN, Asked, way_of_writing, ways_of_asking
from otklik.cases.models import Case, Clarification, Deadline, Stage, Withdrawal
from otklik.journal.models import Entry
from otklik.messages.actions import NamedFile
from otklik.messages.models import Attachment, Outgoing, Receipt
from otklik.staff.refusals import Refusal
from tests.factories import RECEIVED, Team, make_body, make_case, make_employee, make_team

ASKED = RECEIVED + timedelta(days=1)
LATER = RECEIVED + timedelta(days=2)
MORE = "Забыл приложить договор аренды. Прошу учесть."
FILE = NamedFile("договор.txt", "Договор".encode())


def assigned() -> tuple[Case, Team]:
    body = make_body()
    team = make_team(body)
    return make_case(body, Stage.ASSIGNED, team=team), team


def key() -> str:
    return str(uuid4())


@given(st.sampled_from(["email", "post", "web", "epgu", "pos", "phone", "in-person", "vk"]))
def test_there_is_always_a_written_way_to_the_client(reply_channel: str) -> None:
    first, *spoken = ways_of_asking(reply_channel)
    assert first == way_of_writing(reply_channel)
    assert first not in SPOKEN
    assert tuple(spoken) == SPOKEN
    with_email = ways_of_asking(reply_channel, ["email", "post"])
    assert "email" in with_email
    assert len(set(with_email)) == len(with_email)
    assert "post" not in with_email or reply_channel == "post"


@pytest.mark.django_db
@pytest.mark.parametrize("stage", [Stage.RECEIVED, Stage.REGISTERED, Stage.ASSIGNED])
def test_what_the_client_adds_is_a_receipt_of_the_case_at_once(stage: Stage) -> None:
    case = make_case(make_body(), stage)
    receipt = actions.add_by_client(case, text=MORE, files=[FILE], key=key(), at=ASKED)
    assert (receipt.state, receipt.source, receipt.received_at) == ("placed", "status", ASKED)
    assert receipt.payload["text"] == MORE
    assert Attachment.objects.get(receipt=receipt).name == FILE.name
    assert [row.receipt for row in queries.additions_of(case)] == [receipt]
    entry = Entry.objects.get(act="cases.add-by-client")
    assert (entry.actor, entry.subject) == ("client", case.ref)
    assert "договор" not in str(entry.details).casefold()
    assert Case.objects.get().stage == stage


@pytest.mark.django_db
def test_an_addition_is_found_by_its_words() -> None:
    case, team = assigned()
    assert not queries.search(team.registrar, "договор аренды").exists()
    actions.add_by_client(case, text=MORE, key=key(), at=ASKED)
    assert list(queries.search(team.registrar, "договора аренды")) == [case]


@pytest.mark.django_db
def test_the_same_addition_sent_twice_is_one() -> None:
    case, _team = assigned()
    token = key()
    first = actions.add_by_client(case, text=MORE, files=[FILE], key=token, at=ASKED)
    again = actions.add_by_client(case, text=MORE, files=[FILE], key=token, at=LATER)
    assert first == again
    assert Entry.objects.filter(act="cases.add-by-client").count() == 1
    with pytest.raises(Refusal):
        actions.add_by_client(case, text="другое", key=token, at=LATER)
    assert Receipt.objects.filter(source="status").count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("stage", [*rules.CLOSED_STAGES, Stage.SIGNED])
def test_nothing_is_added_once_the_reply_is_signed_or_the_case_closed(stage: Stage) -> None:
    case, _team = assigned()
    Case.objects.update(stage=stage)
    for act in (
        lambda: actions.add_by_client(case, text=MORE, key=key(), at=ASKED),
        lambda: actions.ask_withdrawal(case, key=key(), at=ASKED),
    ):
        with pytest.raises(Refusal):
            act()
    assert not Receipt.objects.filter(source="status").exists()
    assert not Withdrawal.objects.exists()


@pytest.mark.django_db
def test_an_empty_addition_is_refused_at_its_field() -> None:
    case, _team = assigned()
    with pytest.raises(Refusal) as refused:
        actions.add_by_client(case, text="  ", key=key(), at=ASKED)
    assert refused.value.field == "text"


@pytest.mark.django_db
@pytest.mark.clause("economy-novosibirsk:6.2.a")
def test_the_client_answers_in_his_own_words_and_the_receipt_proves_it() -> None:
    case, team = assigned()
    row = actions.clarify(case, Asked("Где пекарня?", "email"), by=team.executor, at=ASKED)
    assert list(queries.unanswered(case)) == [row]
    receipt = actions.answer_by_client(row, text="Бердск", key=key(), at=LATER)
    row.refresh_from_db()
    assert (row.answer, row.answered_by, row.answered_at) == ("Бердск", None, LATER)
    assert (row.receipt, row.answer_channel) == (receipt, "web")
    assert not queries.unanswered(case).exists()
    with pytest.raises(Refusal):
        actions.answer_by_client(row, text="Обь", key=key(), at=LATER)
    assert Receipt.objects.filter(source="status").count() == 1


@pytest.mark.django_db
@pytest.mark.clause("labour-novosibirsk:7.1.b")
@pytest.mark.parametrize("agreed", [True, False])
def test_the_invited_client_says_himself_whether_he_comes(*, agreed: bool) -> None:
    body = make_body("labour-novosibirsk")
    team = make_team(body)
    case = make_case(body, Stage.ASSIGNED, team=team)
    asked = Asked("Обсудим заявку", "email", is_invitation=True, meets_at=LATER, place="каб. 3")
    row = actions.clarify(case, asked, by=team.executor, at=ASKED)
    actions.answer_by_client(row, text="", agreed=agreed, key=key(), at=ASKED)
    assert Clarification.objects.get().agreed is agreed


@pytest.mark.django_db
def test_the_request_to_stop_ends_nothing_by_itself() -> None:
    case, team = assigned()
    row = actions.ask_withdrawal(case, words="Вопрос решён", key=key(), at=ASKED)
    assert queries.asked_to_stop(case) == row
    assert actions.ask_withdrawal(case, key=key(), at=LATER) == row
    fresh = Case.objects.get()
    assert (fresh.stage, fresh.closed_at) == (Stage.ASSIGNED, None)
    assert fresh.next_due is not None
    assert Entry.objects.filter(act="cases.ask-withdrawal").count() == 1
    actions.withdraw(fresh, by=team.executor, at=LATER)
    row.refresh_from_db()
    assert (row.decided_at, row.decided_by) == (LATER, team.executor)
    assert queries.asked_to_stop(case) is None


@pytest.mark.django_db
def test_an_official_stops_the_case_and_the_client_is_told() -> None:
    case, team = assigned()
    fresh = actions.withdraw(case, by=team.registrar, channel="post", words="Прошу", at=ASKED)
    assert (fresh.stage, fresh.closed_at, fresh.next_due) == (Stage.WITHDRAWN, ASKED, None)
    assert not Deadline.objects.filter(case=case, met_at=None, superseded_at=None).exists()
    told = Outgoing.objects.get(about=case.ref, kind="withdrawn")
    assert case.number in told.text
    assert "прекращено" in told.text
    assert Withdrawal.objects.get().channel == "post"
    assert Entry.objects.get(act="cases.withdraw").actor == team.registrar.actor.key


@pytest.mark.django_db
@pytest.mark.parametrize("channel", ["", "pigeon"])
def test_nobody_stops_a_case_without_saying_how_the_client_asked(channel: str) -> None:
    case, team = assigned()
    with pytest.raises(Refusal) as refused:
        actions.withdraw(case, by=team.executor, channel=channel, at=ASKED)
    assert refused.value.field == "channel"
    assert Case.objects.get().stage == Stage.ASSIGNED


@pytest.mark.django_db
def test_another_body_s_official_stops_nothing() -> None:
    case, _team = assigned()
    stranger = make_employee(make_body("economy-magadan"), "registrar")
    with pytest.raises(Refusal):
        actions.withdraw(case, by=stranger, channel="post", at=ASKED)


@pytest.mark.django_db
def test_the_steps_end_as_the_case_ended() -> None:
    case, team = assigned()
    actions.withdraw(case, by=team.executor, channel="post", at=ASKED)
    steps = queries.status_of(Case.objects.get())
    assert [step.code for step in steps] == ["received", "registered", "considered", "withdrawn"]
    assert steps[-1].is_present
    assert steps[-1].at == ASKED


@pytest.mark.django_db
@pytest.mark.parametrize("stage", [Stage.FORWARDED, Stage.NO_REPLY, Stage.WITHDRAWN])
def test_every_end_that_is_no_reply_has_its_own_words(stage: Stage) -> None:
    case = make_case(make_body(), Stage.REGISTERED)
    Case.objects.update(stage=stage, closed_at=LATER)
    last = queries.status_of(Case.objects.get())[-1]
    assert (last.code, last.at, last.due) == (stage, LATER, None)
    assert str(last.title) == str(queries.ENDS[stage])
    assert case.stage != stage


@pytest.mark.django_db
def test_a_signed_reply_on_its_way_is_a_step_of_its_own() -> None:
    case, team = assigned()
    for question in case.questions.all():
        actions.consider(question, by=team.executor, outcome="solved", at=ASKED)
    signed = actions.mark_signed(case, by=team.signer, at=LATER)
    steps = queries.status_of(signed)
    assert [step.code for step in steps] == [
        "received", "registered", "considered", "signed", "answered",
    ]  # fmt: skip
    (present,) = [step for step in steps if step.is_present]
    assert (present.code, present.at) == ("signed", LATER)
