"""A case, or a part of it, goes to another body: letter, notice, terms, and what is refused."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from otklik.cases import actions, queries
from otklik.cases import leaving_queries as leaving
from otklik.cases.models import Case, Deadline, Forwarding, Stage
from otklik.journal.models import Entry
from otklik.messages import actions as messages
from otklik.messages import storage
from otklik.messages.models import Attachment, Outgoing
from otklik.replies import actions as replies
from otklik.replies import letter as letters
from otklik.replies import queries as reply_queries
from otklik.staff.models import Body
from otklik.staff.refusals import Refusal
from tests.factories import RECEIVED, Team, make_body, make_case, make_client, make_team

pytestmark = pytest.mark.django_db
LN = "labour-novosibirsk"
TWO = ("Почему не платят пособие?", "Почему не убирают снег?")
DAY = timedelta(days=1)
SENT: dict[str, Any] = {
    "recipient": "Прокуратура Новосибирской области",
    "channel": "post",
    "address": "630000, Новосибирск",
    "reason": "Надзор за этим ведёт прокуратура",
}


def registered(code: str = LN, **parts: Any) -> tuple[Case, Team]:
    body = make_body(code)
    team = make_team(body)
    stage = parts.pop("stage", Stage.REGISTERED)
    return make_case(body, stage, team=team, questions=TWO, **parts), team


def forward(case: Case, team: Team, *positions: int, **changes: Any) -> Forwarding:
    chosen = case.questions.filter(position__in=positions) if positions else case.questions.all()
    said = SENT | {"at": RECEIVED + 2 * DAY} | changes
    return actions.forward(
        case, by=team.registrar, questions=[question.pk for question in chosen], **said
    )


def present(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


@pytest.mark.clause("labour-novosibirsk:25.a", "labour-novosibirsk:25.b")
def test_the_whole_case_leaves_with_letter_notice_and_nothing_owed() -> None:
    case, team = registered()
    row = forward(case, team)
    assert row.letter
    assert row.notice
    assert (row.letter.kind, row.letter.state) == ("forwarding-letter", Outgoing.State.BY_HAND)
    assert case.text in row.letter.text
    assert case.client.display_name in row.letter.text
    assert row.notice.address == case.reply_address
    for words in (SENT["recipient"], SENT["reason"], case.number, "5 марта 2026"):
        assert words in row.notice.text
    case = present(case)
    assert (case.stage, case.next_due) == (Stage.FORWARDED, None)
    assert case.closed_at == RECEIVED + 2 * DAY
    met = Deadline.objects.get(case=case, kind="forwarding", superseded_at=None)
    assert met.met_at == RECEIVED + 2 * DAY
    assert not Deadline.objects.filter(case=case, met_at=None, superseded_at=None).exists()
    told = Entry.objects.get(act="cases.forward")
    assert (told.clause, told.details["late"]) == ("labour-novosibirsk:25.a", False)
    assert told.details["recipient"] == SENT["recipient"]


def test_the_notice_cites_the_ministry_s_own_order_and_the_files_go_along() -> None:
    case, team = registered("economy-novosibirsk")
    accepted = messages.accept(
        case.body, source="web", source_key="k", channel="web", payload={}, received_at=RECEIVED,
        files=[],
    )  # fmt: skip
    actions.attach_receipt(case, accepted.receipt, by=team.registrar, at=RECEIVED + DAY)
    Attachment.objects.create(
        receipt=accepted.receipt, file=storage.store(b"scan"), name="скан.pdf"
    )
    Attachment.objects.create(
        receipt=accepted.receipt, file=storage.store(b"bad"), name="вирус.exe", refused="программа"
    )
    row = forward(case, team)
    assert row.letter
    assert row.notice
    assert row.notice.clause == "economy-novosibirsk:5.2.a"
    assert [item.name for item in row.letter.files.all()] == ["скан.pdf"]


def test_a_part_leaves_and_the_case_goes_on_with_the_rest() -> None:
    case, team = registered()
    owed = case.next_due
    assert owed
    row = forward(case, team, 2)
    assert row.notice
    assert TWO[1].rstrip(".") in row.notice.text
    assert TWO[0] not in row.notice.text
    case = present(case)
    assert (case.stage, case.next_due, case.closed_at) == (Stage.REGISTERED, owed, None)
    assert [question.text for question in leaving.left_to_us(case)] == [TWO[0]]
    assert Entry.objects.get(act="cases.forward-part").details["questions"] == [2]
    forward(case, team, 1, at=RECEIVED + 3 * DAY)
    assert present(case).stage == Stage.FORWARDED
    last = Forwarding.objects.order_by("-pk")[0].notice
    assert last
    assert "ответим мы" not in last.text


def test_a_forwarded_question_needs_neither_outcome_nor_answer_and_the_letter_tells_where_it_is() -> (
    None
):
    case, team = registered(stage=Stage.ASSIGNED)
    forward(case, team, 2)
    first, second = case.questions.all()
    with pytest.raises(Refusal, match=r"переадресован|forwarded"):
        actions.consider(second, by=team.executor, outcome="solved", at=RECEIVED + 3 * DAY)
    actions.consider(first, by=team.executor, outcome="solved", at=RECEIVED + 3 * DAY)
    reply = replies.start(case, by=team.executor, at=RECEIVED + 3 * DAY)
    assert SENT["recipient"] in reply.draft["closing"]
    assert str(second.pk) not in reply.draft["answers"]
    draft = reply.draft | {"answers": {str(first.pk): "Пособие выплачено."}}
    reply = replies.save(
        reply, by=team.executor, draft=draft, revision=reply.revision, at=RECEIVED + 3 * DAY
    )
    assert not [item for item in reply_queries.missing_in(reply) if item.blocks]
    letter = letters.letter_of(
        present(case), reply.draft, signer=team.signer, executor=team.executor, survey_url=""
    )
    assert [answer.question for answer in letter.answers] == [TWO[0]]
    assert replies.submit(reply, by=team.executor, at=RECEIVED + 3 * DAY).pk


@pytest.mark.clause("labour-novosibirsk:25.a")
def test_after_the_term_it_is_still_forwarded_and_the_journal_says_that_it_was_late() -> None:
    case, team = registered()
    due = Deadline.objects.get(case=case, kind="forwarding").due
    assert due.date() == datetime(2026, 3, 10).date()  # noqa: DTZ001 - only the day is compared
    forward(case, team, at=due + timedelta(seconds=1))
    assert Entry.objects.get(act="cases.forward").details["late"] is True
    row = Deadline.objects.get(case=case, kind="forwarding", superseded_at=None)
    assert row.met_at
    assert row.met_at > row.due


def test_in_the_last_second_of_the_term_it_is_in_time() -> None:
    case, team = registered()
    forward(case, team, at=Deadline.objects.get(case=case, kind="forwarding").due)
    assert Entry.objects.get(act="cases.forward").details["late"] is False


def test_migration_matters_have_a_shorter_term() -> None:
    case, team = registered()
    usual = leaving.planned(case, "forwarding")
    special = leaving.planned(case, "forwarding", variants=("migration",))
    assert usual
    assert special
    assert special.due < usual.due
    between = special.due + timedelta(hours=1)
    forward(case, team, migration=True, at=between)
    assert Entry.objects.get(act="cases.forward").details["late"] is True
    assert Deadline.objects.get(case=case, kind="forwarding", superseded_at=None).due == special.due


def test_who_left_no_address_is_forwarded_without_a_notice() -> None:
    body = make_body(LN)
    team = make_team(body)
    case = make_case(
        body, Stage.REGISTERED, team=team, client=make_client(body, surname="", given_name=""),
        reply_channel="post", reply_address="", form="written", channel="post",
    )  # fmt: skip
    row = forward(case, team)
    assert row.notice is None
    assert Entry.objects.get(act="cases.forward").details["told"] is False
    assert present(case).stage == Stage.FORWARDED


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"reason": "  "}, "reason"),
        ({"recipient": ""}, "recipient"),
        ({"recipient": "Минтруда и соцразвития НСО"}, "recipient"),
        ({"recipient": "министерству труда и социального развития"}, "recipient"),
        ({"channel": "email", "address": "не адрес"}, "address"),
        ({"channel": "telegram"}, "channel"),
    ],
)
@pytest.mark.clause("economy-novosibirsk:4.6.b", "labour-novosibirsk:3.4")
def test_what_is_wrong_is_refused_and_nothing_has_changed(
    changes: dict[str, str], field: str
) -> None:
    case, team = registered()
    before, messages_before = present(case).revision, Outgoing.objects.count()
    with pytest.raises(Refusal) as refusal:
        forward(case, team, **changes)
    assert refusal.value.field == field
    assert not Forwarding.objects.exists()
    assert Outgoing.objects.count() == messages_before
    assert (present(case).stage, present(case).revision) == (Stage.REGISTERED, before)


def test_no_question_or_another_case_s_question_is_nothing_to_forward() -> None:
    case, team = registered()
    other = make_case(case.body, Stage.REGISTERED, team=team)
    for chosen in ([], [other.questions.get().pk]):
        with pytest.raises(Refusal) as refusal:
            actions.forward(case, by=team.registrar, questions=chosen, **SENT, at=RECEIVED + DAY)
        assert refusal.value.field == "questions"


def test_before_registration_after_the_end_by_others_and_with_a_page_behind_it_is_refused() -> None:
    case, team = registered()
    fresh = make_case(case.body)
    with pytest.raises(Refusal):
        actions.forward(fresh, by=team.registrar, questions=[1], **SENT, at=RECEIVED)
    with pytest.raises(Refusal):
        actions.forward(
            case, by=team.executor, questions=list(case.questions.values_list("pk", flat=True)),
            **SENT, at=RECEIVED + DAY,
        )  # fmt: skip
    with pytest.raises(Refusal):
        forward(case, team, revision=case.revision + 7)
    forward(case, team)
    with pytest.raises(Refusal):
        forward(present(case), team)


def complaint(**parts: Any) -> tuple[Case, Team]:
    case, team = registered(type="complaint")
    Case.objects.filter(pk=case.pk).update(**parts)
    return present(case), team


@pytest.mark.clause("industry-mordovia:6.5.b")
def test_a_complaint_does_not_go_to_whom_it_is_about() -> None:
    case, team = complaint(complained_body="ООО «Управляющая компания Тёплый дом»")
    with pytest.raises(Refusal) as refusal:
        forward(case, team, recipient="управляющая компания «ТЕПЛЫЙ ДОМ»")
    assert refusal.value.field == "recipient"
    assert forward(case, team, recipient="Государственная жилищная инспекция НСО").pk


def test_a_complaint_about_us_does_not_go_to_our_own_organisation_and_another_appeal_does() -> None:
    case, team = complaint(complained_body="Минтруда и соцразвития НСО")
    below = Body.objects.create(
        code="centre", profile=LN, parent=case.body, name="ГКУ НСО «Центр занятости Бердска»",
        short_name="ЦЗН Бердска", timezone="Asia/Novosibirsk",
    )  # fmt: skip
    with pytest.raises(Refusal):
        forward(case, team, recipient="Центр занятости города Бердска")
    Case.objects.filter(pk=case.pk).update(complained_body="", complained_employee=team.executor)
    with pytest.raises(Refusal):
        forward(present(case), team, recipient=below.short_name)
    Case.objects.filter(pk=case.pk).update(complained_body="", complained_employee=None)
    assert forward(present(case), team, recipient=below.short_name).pk


def test_a_complaint_about_an_organisation_of_ours_does_not_go_to_it_by_its_other_name() -> None:
    case, team = complaint(complained_body="ЦЗН Бердска")
    Body.objects.create(
        code="centre", profile=LN, parent=case.body, name="ГКУ НСО «Центр занятости Бердска»",
        short_name="ЦЗН Бердска", timezone="Asia/Novosibirsk",
    )  # fmt: skip
    with pytest.raises(Refusal):
        forward(case, team, recipient="Центр занятости г. Бердска")


def test_the_client_sees_that_it_went_elsewhere() -> None:
    case, team = registered()
    forward(case, team)
    steps = queries.status_of(present(case))
    assert steps[-1].code == "forwarded"
    assert steps[-1].is_present
