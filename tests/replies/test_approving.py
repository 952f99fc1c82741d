"""A letter on its way to the signer: who approves, in which order, what binds it, how it comes back."""

from datetime import timedelta
from typing import Any

import pytest

from otklik.cases.actions import declare_interest
from otklik.cases.models import Stage
from otklik.journal.models import Entry
from otklik.replies import actions as replies
from otklik.replies import queries, route
from otklik.replies.models import Approval, Decision, LetterVersion, Remark, Reply
from otklik.replies.route_rules import Place
from otklik.staff import actions as staff
from otklik.staff.models import Absence, Employee
from otklik.staff.refusals import Refusal
from tests.factories import RECEIVED, make_body, make_case, make_employee
from tests.replies.route_world import SENT, House, drafted, house, sent, stage, states, write

pytestmark = pytest.mark.django_db
WAITING, APPROVED = "waiting", "approved"


@pytest.fixture
def here() -> House:
    return house()


def approve(version: LetterVersion, by: Employee) -> Reply:
    return replies.approve(version, by=by, sha256=version.sha256, at=SENT)


def away(person: Employee, substitute: Employee | None) -> None:
    """Away on the day on which letters are sent in these tests, and today."""
    Absence.objects.create(
        employee=person,
        substitute=substitute,
        since=SENT.date(),
        until=SENT.date() + timedelta(days=3000),
    )


# --- the way


@pytest.mark.clause("industry-mordovia:8.6.b")
def test_a_letter_goes_to_each_in_order_and_the_decision_of_each_is_kept() -> None:
    here = house("industry-mordovia")
    version = sent(here, outcome="impossible")
    assert stage(version) == "for-approval"
    assert states(version) == [("unit-head", WAITING), ("lawyer", WAITING)]
    with pytest.raises(Refusal):
        approve(version, here.lawyer)  # not his turn yet
    approve(version, here.team.head)
    assert stage(version) == "for-approval"
    approve(version, here.lawyer)
    assert stage(version) == "for-signature"
    replies.sign(version, by=here.team.signer, sha256=version.sha256)
    kept = Approval.objects.filter(version=version).order_by("position")
    assert [row.decided_by for row in kept] == [here.team.head, here.lawyer]
    assert all(row.decided_at == SENT and row.sha256 == version.sha256 for row in kept)
    acts = list(
        Entry.objects.filter(subject=version.reply.case.ref, act__startswith="replies.")
        .order_by("id")
        .values_list("act", flat=True)
    )
    assert acts[-4:] == [
        "replies.submit-for-approval",
        "replies.approve",
        "replies.approve-last",
        "replies.sign",
    ]


def test_only_a_refusal_goes_to_the_lawyer(here: House) -> None:
    assert states(sent(here)) == [("unit-head", WAITING)]
    assert states(sent(here, outcome="impossible", days=1))[-1] == ("lawyer", WAITING)


def test_a_head_who_writes_himself_is_not_asked_to_approve(here: House) -> None:
    head = here.team.head
    case = make_case(here.body, Stage.REGISTERED, team=here.team)
    from otklik.cases import actions as cases  # noqa: PLC0415 - only this test gives a case to the head

    case = cases.assign(
        case,
        by=head,
        unit=head.unit,  # type: ignore[arg-type]  # the team works in a unit
        executor=head,
        topics={q.pk: q.topic_code for q in case.questions.all()},
        at=RECEIVED + timedelta(hours=2),
    )
    version = replies.submit(write(case, head), by=head, at=SENT)
    assert stage(version) == "for-signature"
    (row,) = Approval.objects.filter(version=version)
    assert (row.state, row.approver) == ("void", head)
    assert row.note


def test_without_a_lawyer_a_refusal_still_goes_to_the_signer() -> None:
    here = house()
    here.lawyer.appointments.all().delete()
    assert states(sent(here, outcome="impossible")) == [("unit-head", WAITING)]


def test_a_body_switches_steps_off_and_on(here: House) -> None:
    admin = make_employee(here.body, "administrator")
    staff.keep_setting(here.body, route.SETTING, {"unit-head": False}, by=admin)
    version = sent(here)
    assert (stage(version), states(version)) == ("for-signature", [])
    staff.keep_setting(here.body, route.SETTING, {"unit-head": True}, by=admin)
    assert states(sent(here, days=1)) == [("unit-head", WAITING)]


# --- who may decide


def test_who_wrote_the_letter_never_approves_it_not_even_as_a_substitute(here: House) -> None:
    reply = drafted(here)
    version = replies.submit(reply, by=here.team.executor, at=SENT)
    here.team.executor.appointments.create(
        role=here.team.head.appointments.get().role, since=RECEIVED.date()
    )
    away(here.team.head, here.team.executor)
    executor = Employee.objects.get(pk=here.team.executor.pk)
    with pytest.raises(Refusal, match="Кто писал письмо"):
        approve(version, executor)
    assert version not in route.to_approve(executor)


def test_the_formal_substitute_decides_for_who_is_away(here: House) -> None:
    second = make_employee(here.body, "signer")
    away(here.team.head, second)
    version = sent(here)
    assert states(version) == [("unit-head", WAITING)]
    assert list(route.to_approve(second)) == [version]
    approve(version, second)
    row = Approval.objects.get(version=version)
    assert (row.approver, row.decided_by) == (here.team.head, second)


def test_a_head_who_is_away_and_replaced_by_nobody_does_not_hold_the_letter(here: House) -> None:
    away(here.team.head, None)
    version = sent(here)
    assert stage(version) == "for-signature"
    assert Approval.objects.get(version=version).note


def test_somebody_else_is_told_whose_turn_it_is(here: House) -> None:
    version = sent(here)
    other = make_employee(make_body("economy-magadan"), "head")
    with pytest.raises(Refusal, match="роли"):
        approve(version, other)
    with pytest.raises(Refusal, match=here.team.head.short_name):
        approve(version, here.lawyer)


def test_approval_binds_to_the_very_words(here: House) -> None:
    version = sent(here)
    with pytest.raises(Refusal, match="изменилось"):
        replies.approve(version, by=here.team.head, sha256="0" * 64)
    version.content["opening"] = "Другое."
    version.save()
    with pytest.raises(Refusal, match="изменилось"):
        approve(version, here.team.head)


def test_a_letter_that_is_being_approved_cannot_be_signed_or_edited(here: House) -> None:
    version = sent(here)
    with pytest.raises(Refusal):
        replies.sign(version, by=here.team.signer, sha256=version.sha256)
    reply = Reply.objects.get(pk=version.reply_id)
    with pytest.raises(Refusal):
        replies.save(reply, by=here.team.executor, draft=reply.draft, revision=reply.revision)


# --- back and again


def places_of(reply: Reply, words: str, text: str) -> Place:
    part = next(name for name in route.text_parts(reply.draft) if name.startswith("answer-"))
    start = route.text_parts(reply.draft)[part].index(words)
    return Place(part, start, start + len(words), text)


def rejected(here: House, version: LetterVersion, **said: Any) -> Reply:
    return replies.reject(version, by=here.team.head, sha256=version.sha256, at=SENT, **said)


def test_a_letter_comes_back_with_remarks_at_their_words(here: House) -> None:
    version = sent(here)
    place = places_of(version.reply, "до мая", "Назовите день.")
    reply = rejected(here, version, remarks="Короче.", places=[place])
    assert reply.stage == "returned"
    assert states(version) == [("unit-head", "rejected")]
    said = {row.part[:6]: (row.quote, row.text) for row in Remark.objects.all()}
    assert said == {"": ("", "Короче."), "answer": ("до мая", "Назовите день.")}
    assert [item.start for item in route.remarks_of(reply)][-1] == place.start


def test_a_remark_finds_its_words_again_and_says_when_they_are_gone(here: House) -> None:
    version = sent(here)
    reply = rejected(here, version, places=[places_of(version.reply, "до мая", "Какого?")])
    key = next(iter(reply.draft["answers"]))
    for text, place in (("Сначала. Подайте до мая.", 17), ("Подайте заявку.", None)):
        reply.draft = reply.draft | {"answers": {key: text}}
        (item,) = route.remarks_of(reply)
        assert (item.start, item.gone) == (place, place is None)


@pytest.mark.parametrize(
    "place",
    [
        Place("answer-0", 0, 1, "нет такого вопроса"),
        Place("opening", 5, 4, "конец раньше начала"),
        Place("opening", 0, 10_000, "дальше конца"),
        Place("", 1, 2, "место без части"),
    ],
)
def test_a_remark_at_a_place_that_is_not_there_is_refused_whole(here: House, place: Place) -> None:
    version = sent(here)
    with pytest.raises(Refusal):
        rejected(here, version, remarks="Короче.", places=[place])
    assert stage(version) == "for-approval"
    assert not Remark.objects.exists()


def test_a_letter_is_not_returned_without_a_word(here: House) -> None:
    version = sent(here)
    with pytest.raises(Refusal):
        rejected(here, version, remarks="  ", places=[Place("opening", 0, 3, " ")])
    assert stage(version) == "for-approval"


def test_unsettled_remarks_hold_the_letter_until_the_author_says_otherwise(here: House) -> None:
    executor = here.team.executor
    reply = rejected(here, sent(here), remarks="Короче.")
    with pytest.raises(Refusal, match="не учтены"):
        replies.submit(reply, by=executor, at=SENT)
    second = replies.submit(reply, by=executor, despite_remarks=True, at=SENT)
    assert second.number == 2
    assert states(second) == [("unit-head", WAITING)], "every version is approved anew"


def test_a_settled_remark_stays_with_what_was_done(here: House) -> None:
    executor = here.team.executor
    reply = rejected(here, sent(here), remarks="Короче.")
    remark = Remark.objects.get()
    with pytest.raises(Refusal):
        replies.settle(remark, by=here.lawyer)
    replies.settle(remark, by=executor, answer="Сократил вдвое.", at=SENT)
    assert route.unsettled(reply) == 0
    replies.submit(reply, by=executor, at=SENT)
    (item,) = route.remarks_of(reply)
    assert (item.row.answer, item.row.settled_at) == ("Сократил вдвое.", SENT)


def test_the_signer_too_returns_with_remarks_at_places(here: House) -> None:
    version = sent(here)
    approve(version, here.team.head)
    place = places_of(version.reply, "до мая", "Какого года?")
    replies.return_to_author(version, by=here.team.signer, remarks="", places=[place], at=SENT)
    assert stage(version) == "returned"
    assert Remark.objects.get().quote == "до мая"
    assert Decision.objects.get().kind == "returned"


def test_an_approval_is_taken_back_until_the_letter_is_signed(here: House) -> None:
    version = sent(here)
    approve(version, here.team.head)
    with pytest.raises(Refusal, match="Вашего согласования"):
        replies.withdraw_approval(version, by=here.lawyer)
    replies.withdraw_approval(version, by=here.team.head)
    assert (stage(version), states(version)) == ("for-approval", [("unit-head", WAITING)])
    with pytest.raises(Refusal):
        replies.sign(version, by=here.team.signer, sha256=version.sha256)
    approve(version, here.team.head)
    replies.sign(version, by=here.team.signer, sha256=version.sha256)
    with pytest.raises(Refusal):
        replies.withdraw_approval(version, by=here.team.head)


def test_an_author_takes_the_letter_back_and_nothing_of_it_is_approved_any_more(
    here: House,
) -> None:
    version = sent(here)
    approve(version, here.team.head)
    with pytest.raises(Refusal):
        replies.recall(version.reply, by=here.lawyer)
    reply = replies.recall(version.reply, by=here.team.executor, at=SENT)
    assert reply.stage == "draft"
    with pytest.raises(Refusal):
        replies.sign(version, by=here.team.signer, sha256=version.sha256)
    second = replies.submit(reply, by=here.team.executor, at=SENT)
    assert states(second) == [("unit-head", WAITING)]


# --- queues


def test_a_letter_waits_only_for_whose_turn_it_is(here: House) -> None:
    version = sent(here, outcome="impossible")
    assert list(route.to_approve(here.team.head)) == [version]
    assert not route.to_approve(here.lawyer)
    assert not queries.to_sign(here.team.signer)
    approve(version, here.team.head)
    assert not route.to_approve(here.team.head)
    assert list(route.to_approve(here.lawyer)) == [version]
    assert list(route.approved_by(here.team.head)) == [version]
    approve(version, here.lawyer)
    assert list(queries.to_sign(here.team.signer)) == [version]


def test_the_letter_of_an_executor_who_declared_an_interest_leaves_every_queue(
    here: House,
) -> None:
    version = sent(here)
    approve(version, here.team.head)
    assert queries.to_sign(here.team.signer)
    case = version.reply.case
    declare_interest(case, by=here.team.executor, reason="Родственник", at=SENT)
    assert not queries.to_sign(here.team.signer)
    from otklik.cases import actions as cases  # noqa: PLC0415 - only this test gives the case anew

    case.refresh_from_db()
    other = make_employee(here.body, "executor")
    cases.assign(
        case,
        by=here.team.head,
        unit=other.unit,  # type: ignore[arg-type]  # the team works in a unit
        executor=other,
        topics={q.pk: q.topic_code for q in case.questions.all()},
        at=SENT,
    )
    assert not queries.to_sign(here.team.signer), "nobody may sign what he prepared"
    reply = replies.recall(version.reply, by=other, at=SENT)
    assert reply.stage == "draft", "the new executor takes it back into work"


def test_the_way_of_a_letter_is_told_with_who_has_it_since_when(here: House) -> None:
    version = sent(here, outcome="impossible")
    approve(version, here.team.head)
    stops = route.stops_of(LetterVersion.objects.get(pk=version.pk))
    assert [(stop.state, stop.person) for stop in stops] == [
        ("done", here.team.executor),
        ("done", here.team.head),
        ("now", here.lawyer),
        ("later", here.team.signer),
    ]
    assert stops[2].since == SENT
