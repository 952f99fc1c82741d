"""No reply on the merits: a ground and its reason, a second person, the notice, the terms, and what is refused."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from otklik.cases import actions, queries
from otklik.cases import leaving_queries as leaving
from otklik.cases.actions import Proposed
from otklik.cases.models import Case, Deadline, NoReply, Proposal, Stage
from otklik.clients.models import Client as Person
from otklik.journal.actors import system
from otklik.journal.models import Entry
from otklik.messages import actions as messages
from otklik.messages import storage
from otklik.messages.models import Attachment, Outgoing
from otklik.staff.models import Body, Employee
from otklik.staff.refusals import Refusal
from tests.factories import (
    RECEIVED,
    TEXT,
    Team,
    make_body,
    make_case,
    make_client,
    make_employee,
    make_team,
)

pytestmark = pytest.mark.django_db
LN = "labour-novosibirsk"
DAY = timedelta(days=1)
NOTICE = "Ваше обращение оставлено без ответа по существу. Пояснение: так решено."
UNCLEAR = Proposed("unclear", "Набор слов, вопроса нет", text=NOTICE)


def registered(code: str = LN, **parts: Any) -> tuple[Case, Team]:
    body = make_body(code)
    team = make_team(body)
    return make_case(body, parts.pop("stage", Stage.REGISTERED), team=team, **parts), team


def propose(case: Case, team: Team, what: Proposed = UNCLEAR, **parts: Any) -> NoReply:
    return actions.propose_no_reply(
        case, by=team.registrar, what=what, **({"at": RECEIVED + DAY} | parts)
    )


def approve(
    row: NoReply, team: Team, *, by: Employee | None = None, at: datetime = RECEIVED + 2 * DAY
) -> NoReply:
    return actions.approve_no_reply(row, by=by or team.signer, at=at)


def present(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def answered(body: Body, person: Person, team: Team, days: int, **parts: Any) -> Case:
    """A case of the client that was answered so many days before the usual one arrives."""
    at = RECEIVED - days * DAY
    case = make_case(body, Stage.ASSIGNED, team=team, client=person, received_at=at, **parts)
    for question in case.questions.all():
        actions.consider(question, by=team.executor, outcome="solved", at=at + DAY)
    actions.mark_signed(case, by=team.signer, at=at + DAY)
    return actions.finish(case, by=system("deliver"), at=at + 2 * DAY)


@pytest.mark.clause("labour-novosibirsk:26.a", "labour-novosibirsk:26.c", "labour-novosibirsk:9.4")
def test_what_cannot_be_understood_ends_with_a_notice_within_seven_days_of_registration() -> None:
    case, team = registered()
    due = leaving.due_of(case, "unclear_notice")
    assert due
    assert due.date().isoformat() == "2026-03-10"
    row = propose(case, team)
    assert (present(case).stage, row.state) == (Stage.REGISTERED, Proposal.PROPOSED)
    row = approve(row, team)
    assert row.notice
    assert (row.notice.kind, row.notice.text) == ("no-reply-notice", NOTICE)
    assert (row.notice.address, row.notice.clause) == (case.reply_address, "labour-novosibirsk:9.4")
    case = present(case)
    assert (case.stage, case.next_due, case.answered_at) == (Stage.NO_REPLY, None, None)
    told = Deadline.objects.get(case=case, kind="unclear_notice", superseded_at=None)
    assert told.met_at == RECEIVED + 2 * DAY
    assert not Deadline.objects.filter(case=case, met_at=None, superseded_at=None).exists()
    assert Entry.objects.get(act="cases.approve-no-reply").details["late"] is False


@pytest.mark.clause("labour-novosibirsk:26.c")
def test_a_ground_found_after_the_seven_days_still_holds_and_the_notice_is_marked_late() -> None:
    case, team = registered()
    row = approve(propose(case, team, at=RECEIVED + 8 * DAY), team, at=RECEIVED + 9 * DAY)
    assert row.notice
    assert Entry.objects.get(act="cases.approve-no-reply").details["late"] is True


@pytest.mark.clause("labour-novosibirsk:7.4")
def test_who_proposed_does_not_approve_and_without_approval_nothing_is_sent() -> None:
    body = make_body(LN)
    both = make_employee(body, "registrar", "signer", "head")
    team = replace(make_team(body), registrar=both)
    case = make_case(body, Stage.REGISTERED, team=team)
    row = propose(case, team)
    sent = Outgoing.objects.filter(kind="no-reply-notice")
    with pytest.raises(Refusal) as refusal:
        approve(row, team, by=both)
    assert refusal.value.clause == "labour-novosibirsk:7.4"
    with pytest.raises(Refusal):
        approve(row, team, by=team.executor)
    assert (present(case).stage, sent.count()) == (Stage.REGISTERED, 0)
    row.refresh_from_db()
    assert row.state == Proposal.PROPOSED
    approve(row, team)
    assert sent.count() == 1
    with pytest.raises(Refusal):
        approve(row, team)
    assert sent.count() == 1


def test_rejection_needs_remarks_and_lets_the_case_go_on() -> None:
    case, team = registered()
    row = propose(case, team, Proposed("published", "Есть на сайте", NOTICE, page="https://a.ru"))
    watched = Deadline.objects.filter(case=case, kind="published_notice", superseded_at=None)
    assert watched.get().due.date().isoformat() == "2026-03-10"
    with pytest.raises(Refusal) as refusal:
        actions.reject_no_reply(row, by=team.signer, remarks=" ", at=RECEIVED + 2 * DAY)
    assert refusal.value.field == "remarks"
    actions.reject_no_reply(row, by=team.signer, remarks="Вопрос ясен", at=RECEIVED + 2 * DAY)
    assert present(case).stage == Stage.REGISTERED
    assert not watched.exists()
    assert not Outgoing.objects.filter(kind="no-reply-notice").exists()
    assert propose(case, team, at=RECEIVED + 3 * DAY).state == Proposal.PROPOSED


@pytest.mark.clause("labour-novosibirsk:9.1")
def test_an_appeal_against_a_court_decision_is_returned_with_the_way_of_appeal() -> None:
    case, team = registered()
    text = actions.no_reply.drafted(
        case, leaving_ground(case, "court"), {"reason": "Решение суда от марта."}, RECEIVED
    )
    assert "обжалуется в суд вышестоящей инстанции" in text
    assert case.number in text
    row = approve(propose(case, team, Proposed("court", "Спор о решении", text)), team)
    assert row.notice
    assert row.notice.text == text
    assert Deadline.objects.get(case=case, kind="return_notice", superseded_at=None).met_at


def leaving_ground(case: Case, code: str) -> Any:
    from otklik.staff.profiles import profile_of  # noqa: PLC0415 - only here

    return profile_of(case.body).ground(code)


@pytest.mark.clause("labour-novosibirsk:9.2")
def test_insults_need_the_passage_which_the_decider_reads_and_the_client_does_not() -> None:
    case, team = registered(text=f"{TEXT} Вы все негодяи!")
    with pytest.raises(Refusal) as refusal:
        propose(case, team, Proposed("abusive", "Оскорбление", NOTICE, passage="нет такого"))
    assert (refusal.value.field, refusal.value.clause) == ("passage", "labour-novosibirsk:9.2")
    what = Proposed("abusive", "Оскорбление", NOTICE, passage="Вы все негодяи")
    row = approve(propose(case, team, what), team)
    assert "Вы все негодяи" in row.reason
    assert row.notice
    assert "негодяи" not in row.notice.text
    assert Deadline.objects.get(case=case, kind="reply", superseded_at=None).met_at


@pytest.mark.clause("labour-novosibirsk:9.3")
def test_an_illegible_text_needs_its_scan_and_its_notice_has_seven_days() -> None:
    case, team = registered(form="written", channel="post")
    what = Proposed("illegible", "Чернила размыты", NOTICE)
    with pytest.raises(Refusal) as refusal:
        propose(case, team, what)
    assert refusal.value.clause == "labour-novosibirsk:9.3"
    accepted = messages.accept(
        case.body, source="desk", source_key="scan", channel="post", payload={},
        received_at=RECEIVED, files=[],
    )  # fmt: skip
    actions.attach_receipt(case, accepted.receipt, by=team.registrar, at=RECEIVED + DAY)
    Attachment.objects.create(receipt=accepted.receipt, file=storage.store(b"x"), name="скан.pdf")
    row = propose(case, team, what)
    due = Deadline.objects.get(case=case, kind="illegible_notice", superseded_at=None)
    assert due.due.date().isoformat() == "2026-03-10"
    approve(row, team)
    due.refresh_from_db()
    assert due.met_at


@pytest.mark.clause("labour-novosibirsk:9.6")
def test_an_answer_on_the_site_needs_the_address_of_its_page() -> None:
    case, team = registered()
    with pytest.raises(Refusal) as refusal:
        propose(case, team, Proposed("published", "Есть на сайте", NOTICE, page="на сайте"))
    assert refusal.value.field == "page"
    text = f"{NOTICE} https://mtsrg.nso.ru/page/12"
    what = Proposed("published", "Есть на сайте", text, page="https://mtsrg.nso.ru/page/12")
    row = approve(propose(case, team, what), team)
    assert row.notice
    assert "https://mtsrg.nso.ru/page/12" in row.notice.text


@pytest.mark.clause("labour-novosibirsk:9.7")
def test_a_secret_is_named_by_its_kind() -> None:
    case, team = registered()
    with pytest.raises(Refusal) as refusal:
        propose(case, team, Proposed("secret", "Нельзя раскрыть", NOTICE))
    assert refusal.value.field == "secret"
    text = actions.no_reply.drafted(
        case, leaving_ground(case, "secret"), {"ground": "налоговая тайна", "reason": "."}, RECEIVED
    )
    assert "налоговая тайна" in text
    what = Proposed("secret", "Нельзя раскрыть", text, secret="налоговая тайна")
    row = approve(propose(case, team, what), team)
    assert row.notice
    assert "налоговая тайна" in row.notice.text


@pytest.mark.clause("labour-novosibirsk:9.5")
def test_the_correspondence_ends_only_after_two_replies_on_the_same_question() -> None:
    body = make_body(LN)
    team, person = make_team(body), make_client(body)
    first = answered(body, person, team, 200)
    case = make_case(body, Stage.REGISTERED, team=team, client=person)
    what = Proposed("repeated", "Новых доводов нет", NOTICE, earlier=[first.pk])
    with pytest.raises(Refusal) as refusal:
        propose(case, team, what)
    assert (refusal.value.field, refusal.value.clause) == ("earlier", "labour-novosibirsk:9.5")
    second = answered(body, person, team, 100)
    foreign = answered(body, make_client(body), team, 90)
    with pytest.raises(Refusal):
        propose(case, team, replace(what, earlier=[first.pk, foreign.pk]))
    row = propose(case, team, replace(what, earlier=[first.pk, second.pk]))
    assert set(row.earlier.all()) == {first, second}
    with pytest.raises(Refusal, match=r"руководител|head"):
        approve(row, team, by=team.head)
    assert approve(row, team).notice
    assert present(case).stage == Stage.NO_REPLY


def test_earlier_replies_are_the_client_s_own_on_the_same_topic_or_in_like_words() -> None:
    body = make_body(LN)
    team, person = make_team(body), make_client(body)
    like = answered(body, person, team, 300)
    other = answered(body, person, team, 200, text="Совсем о другом: ремонт моста через реку.")
    other.questions.update(topic_code="")
    open_one = make_case(body, Stage.ASSIGNED, team=team, client=person)
    case = make_case(body, Stage.REGISTERED, team=team, client=person)
    assert leaving.answered_before(case) == [like]
    other.questions.update(topic_code=case.questions.get().topic_code)
    assert leaving.answered_before(case) == [other, like]
    assert open_one not in leaving.answered_before(case)


def test_nobody_is_told_where_nobody_can_be_and_a_crime_is_forwarded_instead() -> None:
    body = make_body(LN)
    team = make_team(body)
    case = make_case(
        body, Stage.REGISTERED, team=team, client=make_client(body, surname="", given_name=""),
        form="written", channel="post", reply_channel="post", reply_address="",
    )  # fmt: skip
    with pytest.raises(Refusal) as refusal:
        propose(case, team, Proposed("anonymous", "Подписи и адреса нет", crime=True))
    assert refusal.value.field == "crime"
    row = approve(propose(case, team, Proposed("anonymous", "Подписи и адреса нет")), team)
    assert row.notice is None
    assert present(case).stage == Stage.NO_REPLY
    assert not Outgoing.objects.filter(kind="no-reply-notice").exists()


@pytest.mark.parametrize(
    ("kind", "what", "field"),
    [
        ("application", replace(UNCLEAR, ground="request-foreign"), "ground"),
        ("information-request", UNCLEAR, "ground"),
        ("application", replace(UNCLEAR, reason="  "), "reason"),
        ("application", replace(UNCLEAR, text=""), "text"),
    ],
)
def test_a_ground_of_the_wrong_law_or_without_reason_is_refused_and_nothing_has_changed(
    kind: str, what: Proposed, field: str
) -> None:
    case, team = registered(type=kind)
    before = present(case).revision
    with pytest.raises(Refusal) as refusal:
        propose(case, team, what)
    assert refusal.value.field == field
    assert not NoReply.objects.exists()
    assert present(case).revision == before


def test_a_request_of_information_is_refused_by_its_own_law() -> None:
    case, team = registered(type="information-request")
    ground = leaving_ground(case, "request-foreign")
    text = actions.no_reply.drafted(case, ground, {"reason": "Этим ведает Росреестр."}, RECEIVED)
    assert "Этим ведает Росреестр." in text
    assert ground.text in text
    row = approve(propose(case, team, Proposed(ground.code, "Этим ведает Росреестр", text)), team)
    assert row.notice
    assert Deadline.objects.get(case=case, kind="reply", superseded_at=None).met_at


def test_one_proposal_at_a_time_by_whose_case_it_is_and_not_behind_the_page() -> None:
    case, team = registered(stage=Stage.ASSIGNED)
    stranger = make_employee(case.body, "executor")
    for parts in ({"by": stranger}, {"by": team.signer}, {"revision": case.revision + 5}):
        with pytest.raises(Refusal):
            actions.propose_no_reply(
                case, what=UNCLEAR, at=RECEIVED + DAY, **({"by": team.registrar} | parts)
            )
    actions.propose_no_reply(case, by=team.executor, what=UNCLEAR, at=RECEIVED + DAY)
    with pytest.raises(Refusal):
        propose(case, team)


@pytest.mark.clause("labour-novosibirsk:26.b")
def test_what_cannot_be_understood_is_not_forwarded_until_the_proposal_is_rejected() -> None:
    case, team = registered()
    row = propose(case, team)
    sent: dict[str, Any] = {
        "by": team.registrar, "questions": [case.questions.get().pk],
        "recipient": "Прокуратура", "channel": "post", "reason": "Надзор",
    }  # fmt: skip
    with pytest.raises(Refusal) as refusal:
        actions.forward(case, **sent, at=RECEIVED + DAY)
    assert refusal.value.clause == "labour-novosibirsk:26.b"
    actions.reject_no_reply(row, by=team.signer, remarks="Суть ясна", at=RECEIVED + DAY)
    assert actions.forward(present(case), **sent, at=RECEIVED + DAY).pk


@pytest.mark.clause("industry-mordovia:6.5.b")
def test_whom_the_complaint_is_about_neither_proposes_nor_decides() -> None:
    case, team = registered("industry-mordovia", type="complaint")
    Case.objects.filter(pk=case.pk).update(complained_employee=team.signer)
    row = propose(present(case), team, Proposed("complained-body", "Больше некому", NOTICE))
    with pytest.raises(Refusal) as refusal:
        approve(row, team)
    assert refusal.value.clause == "industry-mordovia:6.5.b"
    assert approve(row, team, by=team.head).notice
    assert Deadline.objects.get(case=case, kind="complaint_return", superseded_at=None).met_at


@pytest.mark.clause("economy-novosibirsk:4.6.b", "labour-novosibirsk:3.4")
def test_what_is_set_aside_is_told_to_whoever_wrote_with_the_reason() -> None:
    case = make_case(make_body())
    registrar = make_employee(case.body, "registrar")
    actions.dismiss(case, by=registrar, reason="Это поздравление", at=RECEIVED + DAY)
    notice = Outgoing.objects.get(kind="dismissal-notice")
    assert "Это поздравление." in notice.text
    assert (notice.address, notice.clause) == (case.reply_address, "economy-novosibirsk:4.6.b")
    assert queries.status_of(present(case))[-1].code == "dismissed"


def test_spam_and_whoever_left_no_address_get_no_notice() -> None:
    body = make_body()
    registrar = make_employee(body, "registrar")
    actions.dismiss(make_case(body), by=registrar, reason="реклама", tell=False, at=RECEIVED)
    silent = make_case(body, reply_channel="post", reply_address="")
    actions.dismiss(silent, by=registrar, reason="поздравление", at=RECEIVED)
    assert not Outgoing.objects.filter(kind="dismissal-notice").exists()
    told = Entry.objects.filter(act="cases.dismiss").values_list("details", flat=True)
    assert [details["told"] for details in told] == [False, False]
