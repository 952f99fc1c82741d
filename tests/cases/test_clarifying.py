"""Asking the client: in writing, by word of mouth, with proof; refused where a ground for no answer stands."""

from datetime import timedelta

import pytest

from otklik.cases import actions
from otklik.cases.asking_rules import Answered, Asked
from otklik.cases.models import Case, Clarification, Deadline, NoReply, Proposal, Stage
from otklik.journal.models import Entry
from otklik.messages.models import Outgoing
from otklik.staff.models import Employee
from otklik.staff.refusals import Refusal
from tests.factories import RECEIVED, Team, make_body, make_case, make_employee, make_team

pytestmark = pytest.mark.django_db
ASKED = RECEIVED + timedelta(days=1)
LATER = RECEIVED + timedelta(days=2)
WORDS = "Уточните, пожалуйста, адрес пекарни и год, когда подана заявка."


def assigned(body_code: str = "economy-novosibirsk", **parts: str) -> tuple[Case, Team]:
    body = make_body(body_code)
    team = make_team(body)
    return make_case(body, Stage.ASSIGNED, team=team, **parts), team  # type: ignore[arg-type]  # text fields


def ground(case: Case, by: Employee, state: str = Proposal.PROPOSED) -> NoReply:
    return NoReply.objects.create(
        case=case, state=state, ground="abusive", reason="угрозы", text="", proposed_at=RECEIVED,
        proposed_by=by,
    )  # fmt: skip


def letter_of(case: Case, kind: str) -> Outgoing:
    return Outgoing.objects.get(about=case.ref, kind=kind)


@pytest.mark.clause("economy-novosibirsk:6.2.a")
def test_a_question_goes_out_by_the_channel_of_the_reply_and_waits_for_the_answer() -> None:
    case, team = assigned()
    row = actions.clarify(case, Asked(WORDS, "email"), by=team.executor, at=ASKED)
    message = letter_of(case, "clarification")
    assert row.message == message
    assert (message.channel, message.address) == ("email", case.reply_address)
    assert WORDS in message.text
    assert (row.asked_by, row.asked_at, row.answered_at) == (team.executor, ASKED, None)
    entry = Entry.objects.get(act="cases.clarify")
    assert entry.clause == "economy-novosibirsk:6.2.a"
    assert WORDS not in str(entry.details)


@pytest.mark.clause("economy-novosibirsk:6.2.a")
@pytest.mark.parametrize(
    ("answer", "proof", "field"),
    [("", "запись 17", "answer"), ("Бердск, 2025", "", "proof"), ("", "", "answer")],
)
def test_a_talk_without_its_answer_or_its_proof_is_not_written_down(
    answer: str, proof: str, field: str
) -> None:
    case, team = assigned()
    with pytest.raises(Refusal) as refused:
        actions.clarify(case, Asked(WORDS, "phone", answer, proof), by=team.executor, at=ASKED)
    assert refused.value.field == field
    assert refused.value.clause == "economy-novosibirsk:6.2.a"
    assert not Clarification.objects.exists()


@pytest.mark.clause("economy-novosibirsk:6.2.a")
def test_a_proven_talk_is_kept_whole_and_writes_nobody() -> None:
    case, team = assigned()
    asked = Asked(WORDS, "phone", "Бердск, 2025 год", "запись разговора № 17")
    row = actions.clarify(case, asked, by=team.executor, at=ASKED)
    assert (row.answer, row.proof, row.answered_at) == (asked.answer, asked.proof, ASKED)
    assert (row.channel, row.answer_channel, row.message) == ("phone", "phone", None)
    assert not Outgoing.objects.filter(kind="clarification").exists()


@pytest.mark.clause("labour-novosibirsk:6.2")
def test_where_the_order_asks_for_no_proof_a_call_is_noted_without_one() -> None:
    case, team = assigned("labour-novosibirsk")
    asked = Asked(WORDS, "phone", "Бердск, 2025 год")
    row = actions.clarify(case, asked, by=team.executor, at=ASKED)
    assert (row.question, row.answer, row.channel, row.asked_at) == (
        WORDS, asked.answer, "phone", ASKED,
    )  # fmt: skip
    assert Entry.objects.get(act="cases.clarify").clause == "labour-novosibirsk:6.2"
    assert Case.objects.get().stage == Stage.ASSIGNED


@pytest.mark.clause("economy-novosibirsk:6.2.b")
@pytest.mark.parametrize("state", [Proposal.PROPOSED, Proposal.APPROVED])
def test_asking_is_refused_while_a_ground_for_no_answer_stands(state: str) -> None:
    case, team = assigned()
    ground(case, team.registrar, state)
    with pytest.raises(Refusal) as refused:
        actions.clarify(case, Asked(WORDS, "email"), by=team.executor, at=ASKED)
    assert "Нецензурные выражения" in str(refused.value.message)
    assert refused.value.clause == "economy-novosibirsk:6.2.b"
    assert not Outgoing.objects.filter(kind="clarification").exists()


@pytest.mark.clause("economy-novosibirsk:6.2.b")
def test_a_rejected_ground_stands_in_nobody_s_way() -> None:
    case, team = assigned()
    ground(case, team.registrar, Proposal.REJECTED)
    assert actions.clarify(case, Asked(WORDS, "email"), by=team.executor, at=ASKED).pk


@pytest.mark.clause("labour-novosibirsk:6.2")
def test_asking_changes_no_term() -> None:
    case, team = assigned("labour-novosibirsk")
    before = list(Deadline.objects.order_by("pk").values())
    row = actions.clarify(case, Asked(WORDS, "email"), by=team.executor, at=ASKED)
    actions.note_clarified(row, Answered("Бердск", "email"), by=team.executor, at=LATER)
    assert list(Deadline.objects.order_by("pk").values()) == before


@pytest.mark.clause("labour-novosibirsk:6.1")
def test_what_is_learned_replaces_what_was_known_and_the_earlier_stays() -> None:
    case, team = assigned("labour-novosibirsk")
    Case.objects.update(life_situation="переезд", need="1")
    row = actions.clarify(case, Asked(WORDS, "email"), by=team.executor, at=ASKED)
    actions.note_clarified(
        row, Answered("Родился ребёнок", "email"), by=team.executor,
        life_situation="рождение ребёнка", need="2", at=LATER,
    )  # fmt: skip
    fresh = Case.objects.get()
    assert (fresh.life_situation, fresh.need) == ("рождение ребёнка", "2")
    row.refresh_from_db()
    assert row.changes == {"life_situation": ["переезд", "рождение ребёнка"], "need": ["1", "2"]}
    entry = Entry.objects.get(act="cases.note-clarified")
    assert entry.clause == "labour-novosibirsk:6.1"
    assert entry.details["changed"] == ["life_situation", "need"]
    assert "ребёнка" not in str(entry.details)


def test_a_need_that_the_order_does_not_know_is_refused() -> None:
    case, team = assigned()
    with pytest.raises(Refusal) as refused:
        actions.clarify(case, Asked(WORDS, "email"), by=team.executor, need="8", at=ASKED)
    assert refused.value.field == "need"


@pytest.mark.clause("economy-novosibirsk:6.2.a")
def test_an_answer_by_telephone_needs_its_proof_even_to_a_written_question() -> None:
    case, team = assigned()
    row = actions.clarify(case, Asked(WORDS, "email"), by=team.executor, at=ASKED)
    with pytest.raises(Refusal) as refused:
        actions.note_clarified(row, Answered("Бердск", "phone"), by=team.executor, at=LATER)
    assert refused.value.field == "proof"
    row.refresh_from_db()
    assert row.answered_at is None


def test_an_answer_is_written_down_once() -> None:
    case, team = assigned()
    row = actions.clarify(case, Asked(WORDS, "email"), by=team.executor, at=ASKED)
    actions.note_clarified(row, Answered("Бердск", "email"), by=team.executor, at=LATER)
    with pytest.raises(Refusal):
        actions.note_clarified(row, Answered("Обь", "email"), by=team.executor, at=LATER)
    row.refresh_from_db()
    assert row.answer == "Бердск"


@pytest.mark.clause("labour-novosibirsk:7.1.b")
def test_an_invitation_keeps_the_consent_and_the_outcome() -> None:
    case, team = assigned("labour-novosibirsk")
    meets = RECEIVED + timedelta(days=5)
    asked = Asked(WORDS, "email", is_invitation=True, meets_at=meets, place="кабинет 305")
    row = actions.clarify(case, asked, by=team.executor, at=ASKED)
    assert row.kind == Clarification.Kind.INVITATION
    text = letter_of(case, "invitation").text
    for said in ("8 марта 2026", "10:00", "кабинет 305"):
        assert said in text
    answered = Answered("Придёт с бухгалтером", "email")
    actions.note_clarified(row, answered, by=team.executor, agreed=True, at=LATER)
    row.refresh_from_db()
    assert (row.agreed, row.answer) == (True, answered.answer)
    clauses = Entry.objects.filter(act="cases.clarify").values_list("clause", flat=True)
    assert list(clauses) == ["labour-novosibirsk:7.1.b"]


@pytest.mark.parametrize(
    ("hours", "place", "field"), [(-1, "кабинет 305", "meets_at"), (1, " ", "place"), (None, "к", "meets_at")]
)  # fmt: skip
def test_an_invitation_says_when_and_where(hours: int | None, place: str, field: str) -> None:
    case, team = assigned("labour-novosibirsk")
    meets = None if hours is None else ASKED + timedelta(hours=hours)
    asked = Asked(WORDS, "email", is_invitation=True, meets_at=meets, place=place)
    with pytest.raises(Refusal) as refused:
        actions.clarify(case, asked, by=team.executor, at=ASKED)
    assert refused.value.field == field


def test_a_colleague_does_not_ask_another_executor_s_client() -> None:
    case, _team = assigned()
    stranger = make_employee(case.body, "executor")
    with pytest.raises(Refusal):
        actions.clarify(case, Asked(WORDS, "email"), by=stranger, at=ASKED)


def test_a_client_who_is_answered_by_telephone_is_written_to_on_his_own_page() -> None:
    case, team = assigned(reply_channel="phone", reply_address="8 900 000-00-00")
    with pytest.raises(Refusal):
        actions.clarify(case, Asked(WORDS, "post"), by=team.executor, at=ASKED)
    row = actions.clarify(case, Asked(WORDS, "web"), by=team.executor, at=ASKED)
    assert row.message is not None
    assert (row.message.channel, row.message.state) == ("web", Outgoing.State.SENT)
    assert WORDS not in letter_of(case, "news").text


def test_a_client_answered_on_his_page_gets_one_message_there_and_not_two() -> None:
    case, team = assigned(reply_channel="web", reply_address="")
    actions.clarify(case, Asked(WORDS, "web"), by=team.executor, at=ASKED)
    assert Outgoing.objects.filter(channel="web", created_at=ASKED).count() == 1


def test_who_gets_his_reply_by_post_is_asked_by_e_mail_all_the_same() -> None:
    case, team = assigned(reply_channel="post", reply_address="630000, Новосибирск")
    contact = case.client.contacts.get(channel="email")
    actions.clarify(case, Asked(WORDS, "email"), by=team.executor, at=ASKED)
    message = letter_of(case, "clarification")
    assert (message.channel, message.address) == ("email", contact.address)
    assert message.state == Outgoing.State.QUEUED


def test_who_gave_no_e_mail_is_not_asked_by_it() -> None:
    case, team = assigned(reply_channel="post", reply_address="630000, Новосибирск")
    case.client.contacts.all().delete()
    with pytest.raises(Refusal) as refused:
        actions.clarify(case, Asked(WORDS, "email"), by=team.executor, at=ASKED)
    assert refused.value.field == "channel"
