"""Letters that carry an act: what they do to their case, and when."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from otklik.cases import actions as cases
from otklik.cases import notices
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
from otklik.replies.models import Covering, Dispatch, LetterVersion, Reply
from otklik.staff.models import Body
from otklik.staff.profiles import profile_of
from otklik.staff.refusals import Refusal
from tests.factories import (
    RECEIVED,
    Team,
    by_the_order,
    make_body,
    make_case,
    make_employee,
    make_team,
)

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
    assert [letter.recipient for letter in told(case, "extension")] == [case.client.display_name]
    proposed.refresh_from_db()
    due = Deadline.objects.get(case=case, kind="reply", superseded_at=None)
    assert proposed.state == Proposal.APPROVED
    assert due.due.date() == date(2026, 4, 20)
    case.refresh_from_db()
    assert case.stage == Stage.ASSIGNED


def test_the_signature_acts_once(case: Case, team: Team) -> None:
    version = sent(case, team, Kind.INTERIM)
    actions.sign(version, by=team.signer, sha256=version.sha256, at=SIGNED)
    with pytest.raises(Refusal):
        actions.sign(version, by=team.signer, sha256=version.sha256, at=SIGNED)
    assert case.interims.count() == 1


def test_what_is_done_is_what_the_hash_binds(case: Case, team: Team) -> None:
    version = sent(case, team, Kind.INTERIM)
    letter = Reply.objects.get(case=case)
    letter.draft["act"]["progress"] = "Совсем другое"
    letter.save()
    actions.sign(version, by=team.signer, sha256=version.sha256, at=SIGNED)
    assert case.interims.get().text == ACTS[Kind.INTERIM]["progress"]


def test_a_frozen_act_that_was_changed_is_not_signed(case: Case, team: Team) -> None:
    version = sent(case, team, Kind.EXTENSION)
    version.content["act"]["day"] = "2026-04-30"
    version.save()
    with pytest.raises(Refusal):
        actions.sign(version, by=team.signer, sha256=version.sha256, at=SIGNED)
    assert Extension.objects.get(case=case).state == Proposal.PROPOSED


def test_the_author_does_not_sign_his_own_letter(case: Case, body: Body) -> None:
    both = make_employee(body, "head", "signer")
    act = ACTS[Kind.FORWARDING]
    letter = begin_notice(case, Kind.FORWARDING, by=both, act=act, at=LATER)
    version = submit_notice(letter, by=both, at=LATER)
    with pytest.raises(Refusal):
        actions.sign(version, by=both, sha256=version.sha256, at=SIGNED)
    assert not Forwarding.objects.exists()


@pytest.mark.parametrize("kind", [Kind.EXTENSION, Kind.NO_REPLY])
def test_a_letter_taken_back_takes_its_proposal_back(case: Case, team: Team, kind: str) -> None:
    version = sent(case, team, kind)
    actions.recall(version.reply, by=team.executor, at=LATER)
    model = Extension if kind == Kind.EXTENSION else NoReply
    assert model.objects.get(case=case).state == Proposal.REJECTED
    letter = Reply.objects.get(case=case)
    assert letter.stage == Reply.Stage.DRAFT
    submit_notice(letter, by=team.executor, at=LATER)
    states = model.objects.filter(case=case).values_list("state", flat=True)
    assert sorted(states) == ["proposed", "rejected"]


def test_an_approver_sends_the_proposal_back_with_the_letter() -> None:
    routed = by_the_order(make_body("labour-novosibirsk"))
    team = make_team(routed)
    case = make_case(routed, Stage.ASSIGNED, team=team)
    letter = begun(case, team, Kind.NO_REPLY)
    version = submit_notice(letter, by=team.executor, at=LATER)
    letter.refresh_from_db()
    assert letter.stage == Reply.Stage.FOR_APPROVAL
    actions.reject(
        version, by=team.head, sha256=version.sha256, remarks="Рассмотрите по существу.", at=LATER
    )
    row = NoReply.objects.get(case=case)
    assert (row.state, row.remarks) == (Proposal.REJECTED, "Рассмотрите по существу.")
    case.refresh_from_db()
    assert case.stage == Stage.ASSIGNED


def test_what_the_act_refuses_stops_the_letter_at_sending(case: Case, team: Team) -> None:
    late = begun(case, team, Kind.EXTENSION, day="2027-01-15")
    with pytest.raises(Refusal) as refused:
        submit_notice(late, by=team.executor, at=LATER)
    assert refused.value.field == "day"
    own = begun(case, team, Kind.FORWARDING, recipient=case.body.name)
    with pytest.raises(Refusal) as refused:
        submit_notice(own, by=team.registrar, at=LATER)
    assert refused.value.field == "recipient"
    assert not Extension.objects.exists()
    assert not Forwarding.objects.exists()
    assert not LetterVersion.objects.exists()


def test_a_letter_needs_somebody_who_may_do_the_act(case: Case, team: Team, body: Body) -> None:
    stranger = make_employee(body, "executor")
    for kind, by in ((Kind.INTERIM, stranger), (Kind.FORWARDING, team.executor)):
        with pytest.raises(Refusal):
            begin_notice(case, kind, by=by, act=ACTS[kind], at=LATER)


def test_nobody_writes_to_a_client_without_an_address(body: Body, team: Team) -> None:
    silent = make_case(body, Stage.ASSIGNED, team=team, reply_channel="post", reply_address="")
    with pytest.raises(Refusal):
        begin_notice(silent, Kind.INTERIM, by=team.executor, act=ACTS[Kind.INTERIM], at=LATER)


def test_a_begun_letter_goes_on_with_the_new_values_and_its_own_words(
    case: Case, team: Team
) -> None:
    first = begun(case, team, Kind.INTERIM)
    draft = {**first.draft, "closing": "Своими словами."}
    save_notice(first, by=team.executor, draft=draft, revision=first.revision, at=LATER)
    again = begun(case, team, Kind.INTERIM, progress="Справка получена.")
    assert again.pk == first.pk
    assert again.draft["closing"] == "Своими словами."
    assert again.draft["act"]["progress"] == "Справка получена."
    with pytest.raises(Refusal):
        save_notice(first, by=team.executor, draft=draft, revision=1, at=LATER)


def test_words_are_made_anew_and_a_draft_is_thrown_away(case: Case, team: Team) -> None:
    letter = begun(case, team, Kind.INTERIM, progress="Справка получена.")
    draft = {**letter.draft, "opening": "Иначе."}
    letter = save_notice(letter, by=team.executor, draft=draft, revision=letter.revision, at=LATER)
    letter = refill_notice(letter, by=team.executor, at=LATER)
    assert case.number in letter.draft["opening"]
    discard_notice(letter, by=team.executor, at=LATER)
    assert not Reply.objects.exists()
    assert Entry.objects.filter(act="replies.discard-notice", subject=case.ref).exists()
    sent(case, team, Kind.INTERIM)
    letter = Reply.objects.get()
    actions.recall(letter, by=team.executor, at=LATER)
    with pytest.raises(Refusal):
        discard_notice(letter, by=team.executor, at=LATER)


def test_a_second_letter_waits_until_the_first_is_decided(case: Case, team: Team) -> None:
    sent(case, team, Kind.INTERIM)
    with pytest.raises(Refusal):
        begun(case, team, Kind.INTERIM)


def test_forwarding_numbers_two_letters_and_carries_the_appeal(case: Case, team: Team) -> None:
    reply = signed(case, team, Kind.FORWARDING)
    row = Forwarding.objects.get(case=case)
    covering = Covering.objects.get(version__reply=reply)
    assert row.notice == told(case, "forwarding-notice")[0]
    assert row.letter == covering.message
    assert covering.number not in {"", reply.number}
    assert covering.message is not None
    assert covering.message.address == FORWARDING["address"]
    assert case.text in covering.message.text
    assert "Соколова Анна Ильинична" in covering.message.text
    case.refresh_from_db()
    assert case.stage == Stage.FORWARDED


def test_forwarding_in_part_says_who_answers_the_rest(body: Body, team: Team) -> None:
    case = make_case(
        body, Stage.ASSIGNED, team=team, questions=("Какие меры есть?", "Где лицензия?")
    )
    first = case.questions.first()
    assert first is not None
    letter = begun(case, team, Kind.FORWARDING, questions=[str(first.pk)])
    assert "На остальные вопросы ответим мы" in letter.draft["closing"]
    assert "Где лицензия?" not in letter.draft["answers"]["covering"]


def test_a_channel_that_carries_no_text_carries_the_news(body: Body, team: Team) -> None:
    quiet = next(
        item.code for item in profile_of(body).channels if item.delivery != "full-text"
        and item.code != "web"
    )  # fmt: skip
    case = make_case(body, Stage.ASSIGNED, team=team, reply_channel=quiet, reply_address="id1")
    signed(case, team, Kind.INTERIM)
    message = told(case, "interim")[0]
    assert message.channel == "web"
    assert message.files.count() == 2
    assert told(case, "news")[0].channel == quiet


def test_letters_of_one_case_do_not_disturb_its_reply(case: Case, team: Team) -> None:
    signed(case, team, Kind.INTERIM)
    case.refresh_from_db()
    reply = actions.start(case, by=team.executor, at=SIGNED)
    assert reply.kind == Kind.REPLY
    assert actions.start(case, by=team.executor, at=SIGNED) == reply


def test_a_ministry_may_demand_the_letter(
    case: Case, team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    profile = profile_of(case.body)
    demanding = profile.model_copy(
        update={
            "letter": profile.letter.model_copy(
                update={"notices_by_letter": ("interim", "extension")}
            )
        }
    )
    monkeypatch.setattr(notices, "profile_of", lambda _body: demanding)
    with pytest.raises(Refusal, match=r"(?i)письм|letter"):
        cases.write_interim(case, by=team.executor, kind="client", text="Запрошено.", at=LATER)
    with pytest.raises(Refusal):
        cases.propose_extension(
            case, by=team.executor, day=date(2026, 4, 20), progress="Да", reason="Ждём", at=LATER
        )
    enquiry = cases.write_interim(
        case,
        by=team.executor,
        kind="enquiry",
        text="Просим",
        recipient="Банк",
        address="1",
        at=LATER,
    )
    assert enquiry.pk
    assert signed(case, team, Kind.INTERIM).number


def test_the_ministry_s_own_order_is_cited(case: Case, team: Team) -> None:
    signed(case, team, Kind.EXTENSION)
    assert told(case, "extension")[0].clause == "labour-novosibirsk:24.4.b"
    assert not Outgoing.objects.filter(about=case.ref, clause__startswith="economy").exists()


def test_a_letter_that_waits_for_its_number_has_acted_and_goes_out_later() -> None:
    routed = by_the_order(make_body("labour-novosibirsk"))
    team = make_team(routed)
    case = make_case(routed, Stage.REGISTERED, team=team)
    version = sent(case, team, Kind.FORWARDING)
    actions.sign(version, by=team.signer, sha256=version.sha256, at=SIGNED)
    row = Forwarding.objects.get(case=case)
    assert (row.notice, row.letter) == (None, None)
    assert not told(case, "forwarding-notice")
    later = SIGNED + timedelta(hours=2)
    actions.enter_number(version, number="7-05/26", on=SIGNED.date(), by=team.registrar, at=later)
    row.refresh_from_db()
    assert row.notice is not None
    assert row.letter is not None
    assert Covering.objects.get(version=version).number == "7-05/26-1"
