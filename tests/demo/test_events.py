"""What happens to cases on their way is in the demonstration of every body, and so is the control of the last weeks."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

import pytest
from django.conf import settings
from django.db import transaction
from django.db.models import F
from pytest_django import DjangoDbBlocker

from otklik import regulations
from otklik.cases.models import (
    Assignment,
    Case,
    Clarification,
    ControlMark,
    Deadline,
    Extension,
    Forwarding,
    NoReply,
    Promise,
    Question,
    Stage,
    Withdrawal,
)
from otklik.cases.rules import OPEN_STAGES
from otklik.control.models import ControlList, Notice, Round
from otklik.demo import actions as demo
from otklik.demo.content import MARK, events
from otklik.demo.events import Days
from otklik.demo.events.plots import PLOTS
from otklik.demo.events.stories import KINDS, LETTERS, PROMISES
from otklik.journal.models import Entry
from otklik.messages.models import Outgoing, Receipt
from otklik.reception.models import Visit
from otklik.replies.models import Reply
from otklik.staff.calendars import calendar_of, zone
from otklik.staff.models import Absence, Body
from otklik.staff.queries import stands_in
from otklik.telephone.models import Call

TODAY = date(2026, 11, 21)
"""A Saturday: nobody is at work on the day of the filling."""
LAST = date(2026, 11, 20)
BODIES = regulations.bodies()
every_body = pytest.mark.parametrize("code", BODIES)


@pytest.fixture(scope="module")
def filled(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """One small filling of all the bodies, which the tests of this file read."""
    with django_db_blocker.unblock(), transaction.atomic():
        demo.fill(seed=7, today=TODAY, small=True)
        yield
        transaction.set_rollback(True)


pytestmark = pytest.mark.django_db
read = pytest.mark.usefixtures("filled")


def acts(code: str, act: str) -> int:
    return Entry.objects.filter(body_code=code, act=act).count()


def test_each_kind_of_story_has_its_plot() -> None:
    assert set(PLOTS) == {*KINDS, *PROMISES, *LETTERS}


@read
@every_body
def test_clients_are_asked_and_answer_add_and_ask_to_stop(code: str) -> None:
    asked = Clarification.objects.filter(case__body__code=code)
    assert asked.count() == 3
    assert asked.filter(answered_at=None).count() == 1
    assert asked.filter(answer__in=[events()["clarified"]["answer"]]).count() == 1
    assert acts(code, "cases.add-by-client") == 2
    stop = Withdrawal.objects.get(case__body__code=code)
    assert stop.decided_at is None
    assert stop.case.stage in OPEN_STAGES


@read
@every_body
def test_a_second_person_has_decided_some_proposals_and_others_wait_for_him(code: str) -> None:
    extensions = Extension.objects.filter(case__body__code=code, by_letter=False)
    assert sorted(extensions.values_list("state", flat=True)) == ["approved", "proposed"]
    no_replies = NoReply.objects.filter(case__body__code=code, by_letter=False)
    assert sorted(no_replies.values_list("state", flat=True)) == [
        "approved",
        "proposed",
        "rejected",
    ]
    assert not extensions.filter(state="approved", decided_by=None).exists()
    assert not no_replies.exclude(state="proposed").filter(decided_by=None).exists()
    assert no_replies.get(state="approved").case.stage == Stage.NO_REPLY
    extended = extensions.get(state="approved")
    reply = Deadline.objects.get(case=extended.case, kind="reply", superseded_at=None)
    assert reply.due == extended.new_due > extended.previous_due


@read
@every_body
def test_a_letter_of_each_kind_is_somewhere_on_its_way(code: str) -> None:
    letters = Reply.objects.filter(case__body__code=code).exclude(kind="reply")
    stages = dict(letters.values_list("kind", "stage"))
    assert stages.pop("interim") in {"signed", "dispatched"}
    assert stages == {
        "clarification": "draft",
        "extension": "for-signature",
        "forwarding": "for-signature",
        "no-reply": "returned",
    }


@read
@every_body
def test_one_case_went_whole_to_another_body_and_one_in_part(code: str) -> None:
    rows = Forwarding.objects.filter(case__body__code=code)
    assert sorted(rows.values_list("case__stage", flat=True)) == ["assigned", "forwarded"]
    for row in rows:
        assert row.letter is not None
        assert row.letter.address.endswith(".example.org")
        term = Deadline.objects.filter(case=row.case, kind="forwarding").exclude(met_at=None)
        assert not term.filter(met_at__gt=F("due")).exists()


@read
@every_body
def test_co_executors_control_internal_term_and_a_named_employee(code: str) -> None:
    parts = Assignment.objects.filter(case__body__code=code, role=Assignment.Role.CO)
    assert parts.count() == 2
    assert parts.filter(reported_at=None).count() == 1
    assert ControlMark.objects.filter(case__body__code=code).count() == 2
    assert acts(code, "cases.set-internal-due") == 1
    complaint = Case.objects.get(body__code=code, complained_employee__isnull=False)
    assert complaint.type == "complaint"
    assert complaint.executor != complaint.complained_employee
    assert Question.objects.filter(case__body__code=code).exclude(measure="").exists()


@read
@every_body
def test_promises_are_kept_late_and_due_in_these_days(code: str) -> None:
    days = Days(calendar_of(Body.objects.get(code=code)), TODAY)
    rows = Promise.objects.filter(question__case__body__code=code)
    kept = rows.exclude(kept_at=None)
    assert [row.promised_on for row in kept] == [days.day(2)]
    assert kept[0].letter is not None
    open_ones = rows.filter(kept_at=None)
    assert open_ones.filter(promised_on=days.nearest).exists()
    assert open_ones.filter(promised_on__lt=TODAY).exists()


@read
@every_body
def test_somebody_is_away_and_those_whose_sign_ins_are_printed_keep_their_work(code: str) -> None:
    leave = Absence.objects.get(employee__body__code=code)
    assert leave.since == LAST
    assert leave.employee.username.startswith("executor2.")
    stays = leave.substitute
    assert stays is not None
    assert stays.username.startswith("executor.")
    assert stands_in(stays, leave.employee_id, LAST)
    assert Case.objects.filter(executor=stays, stage=Stage.ASSIGNED).exists()


@read
@every_body
def test_telephone_and_reception_have_something_to_show(code: str) -> None:
    calls = Call.objects.filter(body__code=code)
    assert calls.count() == 4
    assert calls.exclude(callback_by=None).filter(called_back_at=None).count() == 1
    assert not calls.exclude(note__endswith=MARK).exists()
    visits = Visit.objects.filter(body__code=code)
    assert visits.filter(closed_at=None).count() == 1
    assert visits.count() == 2
    assert not visits.exclude(gist__endswith=MARK).exists()


@read
@every_body
def test_lists_of_two_weeks_and_of_this_one_are_made_and_told(code: str) -> None:
    body = Body.objects.get(code=code)
    rows = ControlList.objects.filter(body=body)
    assert not rows.filter(told_at=None).exists()
    weeks = {(row.kind, row.week) for row in rows}
    monday = date(2026, 11, 16)
    profile = regulations.profile(code)
    if profile.switch("preventive_control"):
        assert {("preventive", monday - timedelta(days=7)), ("preventive", monday)} <= weeks
        assert rows.filter(kind="preventive", total__gt=0).exists()
    if profile.switch("final_control"):
        assert ("final", monday - timedelta(days=7)) in weeks


@read
@every_body
def test_the_last_working_morning_told_everybody_and_nothing_was_sent_anywhere(code: str) -> None:
    body = Body.objects.get(code=code)
    last = Round.objects.get(body=body, day=LAST)
    assert last.finished_at is not None
    told = Notice.objects.filter(employee__body=body, kind="digest", created_at__gte=last.until)
    names = set(told.values_list("employee__username", flat=True))
    assert {name.split(".")[0] for name in names} >= {"executor", "head", "control"}
    now = datetime.combine(TODAY, time.min, tzinfo=zone(body))
    assert not Notice.objects.filter(employee__body=body, created_at__gte=now).exists()
    letters = Outgoing.objects.filter(body=body, channel="email")
    assert not letters.exclude(address__endswith=".example.org").exists()
    assert not settings.EMAIL_HOST


@read
def test_deliveries_of_clients_have_codes_drawn_by_the_seed() -> None:
    told = Receipt.objects.filter(source="status")
    assert told.count() == 4 * len(BODIES)
    assert told.filter(source_key__startswith="demo-").count() == told.count()
    assert not Case.objects.filter(receipts__receipt__in=told, registration_note="").exists()
