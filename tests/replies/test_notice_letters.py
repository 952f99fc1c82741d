"""Letters that carry an act: what they do to their case, and when."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from otklik.cases import actions as cases
from otklik.cases.models import Case, Deadline, Extension, Forwarding, NoReply, Proposal, Stage
from otklik.journal.models import Entry
from otklik.messages.models import Outgoing
from otklik.replies import actions
from otklik.replies.actions.noticing import (
    begin_notice,
    discard_notice,
    refill_notice,
    save_notice,
    submit_notice,
)
from otklik.replies.kinds.reading import missing_of
from otklik.replies.models import Dispatch, LetterVersion, Reply
from otklik.staff.models import Body
from otklik.staff.refusals import Refusal
from tests.factories import RECEIVED, Team, make_body, make_case, make_team

pytestmark = pytest.mark.django_db
LATER = RECEIVED + timedelta(days=2)
SIGNED = RECEIVED + timedelta(days=3)
Kind = Reply.Kind
EXTENSION = {
    "progress": "Запрошены сведения в банке.",
    "reason": "Банк ответит после 1 апреля",
    "day": "2026-04-20",
}
FORWARDING = {
    "recipient": "Министерство сельского хозяйства Новосибирской области",
    "reason": "Меры поддержки пекарен назначает это министерство.",
    "channel": "email",
    "address": "priem@mcx.example.org",
}
NO_REPLY = {"ground": "court", "reason": "В обращении обжалуется решение суда от 1 марта."}
ACTS: dict[str, dict[str, Any]] = {
    Kind.INTERIM: {"progress": "Мы запросили справку в банке."},
    Kind.CLARIFICATION: {"question": "Пришлите номер заявки.", "day": "2026-03-12"},
    Kind.FORWARDING: FORWARDING,
    Kind.EXTENSION: EXTENSION,
    Kind.NO_REPLY: NO_REPLY,
}


@pytest.fixture
def body() -> Body:
    return make_body("labour-novosibirsk")


@pytest.fixture
def team(body: Body) -> Team:
    return make_team(body)


@pytest.fixture
def case(body: Body, team: Team) -> Case:
    return make_case(body, Stage.ASSIGNED, team=team)


def writer(team: Team, kind: str) -> Any:
    return team.registrar if kind == Kind.FORWARDING else team.executor


def begun(case: Case, team: Team, kind: str, **more: Any) -> Reply:
    act = ACTS[kind] | more
    return begin_notice(case, kind, by=writer(team, kind), act=act, at=LATER)


def sent(case: Case, team: Team, kind: str, at: datetime = LATER, **more: Any) -> LetterVersion:
    letter = begun(case, team, kind, **more)
    version = submit_notice(letter, by=writer(team, kind), at=at)
    letter.refresh_from_db()
    while letter.stage == Reply.Stage.FOR_APPROVAL:
        actions.approve(version, by=team.head, sha256=version.sha256, at=at)
        letter.refresh_from_db()
    return version


def signed(case: Case, team: Team, kind: str, at: datetime = SIGNED, **more: Any) -> Reply:
    version = sent(case, team, kind, **more)
    reply = actions.sign(version, by=team.signer, sha256=version.sha256, at=at)
    if not reply.number:
        actions.enter_number(
            version, number=f"{reply.pk}-05/26", on=at.date(), by=team.registrar, at=at
        )
        reply.refresh_from_db()
    return reply


def told(case: Case, kind: str) -> list[Outgoing]:
    return list(Outgoing.objects.filter(about=case.ref, kind=kind))


@pytest.mark.parametrize("kind", ACTS)
def test_a_letter_begins_with_the_words_of_the_profile_and_lacks_nothing(
    case: Case, team: Team, kind: str
) -> None:
    letter = begun(case, team, kind)
    lacking = [str(item.message) for item in missing_of(letter, signatory_known=True)]
    assert lacking == []
    assert case.number in letter.draft["opening"]
    assert letter.draft["salutation"] == "Уважаемая Анна Ильинична!"


@pytest.mark.parametrize("kind", ACTS)
def test_nothing_happens_to_the_case_before_the_signature(
    case: Case, team: Team, kind: str
) -> None:
    before = Outgoing.objects.filter(about=case.ref).count()
    sent(case, team, kind)
    case.refresh_from_db()
    assert case.stage == Stage.ASSIGNED
    assert Outgoing.objects.filter(about=case.ref).count() == before
    assert not case.clarifications.exists()
    assert not case.forwardings.exists()
    assert not case.interims.exists()


@pytest.mark.parametrize(
    ("kind", "outgoing"),
    [
        (Kind.INTERIM, "interim"),
        (Kind.CLARIFICATION, "clarification"),
        (Kind.FORWARDING, "forwarding-notice"),
        (Kind.EXTENSION, "extension"),
        (Kind.NO_REPLY, "no-reply-notice"),
    ],
)
def test_the_signed_letter_goes_as_the_fixed_text_would(
    case: Case, team: Team, kind: str, outgoing: str
) -> None:
    reply = signed(case, team, kind)
    message = told(case, outgoing)[0]
    assert message.channel == "email"
    assert [item.name.rpartition(".")[2] for item in message.files.all()] == ["pdf", "docx"]
    assert Dispatch.objects.get(message=message).version.reply == reply
    assert len(told(case, outgoing)) == 1
    assert case.number in message.subject


def test_extension_by_letter(case: Case, team: Team) -> None:
    sent_version = sent(case, team, Kind.EXTENSION)
    proposed = Extension.objects.get(case=case)
    assert (proposed.state, proposed.by_letter) == (Proposal.PROPOSED, True)
    with pytest.raises(Refusal):
        cases.approve_extension(proposed, by=team.head, at=SIGNED)
    with pytest.raises(Refusal):
        cases.reject_extension(proposed, by=team.head, remarks="Нет", at=SIGNED)
    actions.sign(sent_version, by=team.signer, sha256=sent_version.sha256, at=SIGNED)
    proposed.refresh_from_db()
    due = Deadline.objects.get(case=case, kind="reply", superseded_at=None)
    assert proposed.state == Proposal.APPROVED
    assert due.due.date() == date(2026, 4, 20)
    case.refresh_from_db()
    assert case.stage == Stage.ASSIGNED
