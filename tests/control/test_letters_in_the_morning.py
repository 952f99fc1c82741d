"""The morning tells who has a letter to approve, and whose letter came back with remarks."""

from datetime import UTC, datetime, timedelta

import pytest

from otklik.control import jobs
from otklik.control.models import Notice, Round
from otklik.control.rules import cases_of
from otklik.replies import actions as replies
from otklik.staff import calendars
from otklik.staff.models import Employee
from tests.replies.route_world import SENT, House, house, sent

pytestmark = pytest.mark.django_db


@pytest.fixture
def here(settings: object) -> House:
    found = house()
    day = SENT.date()
    moment = datetime.combine(day, SENT.time(), UTC) - timedelta(hours=12)
    Round.objects.create(body=found.body, day=day, until=moment, finished_at=moment)
    return found


def morning_after(here: House) -> None:
    """The first round on the next working day."""
    calendar = calendars.calendar_of(here.body)
    day = calendar.add_working_days(SENT.date(), 1)
    opening = calendar.opening_of(day)
    assert opening is not None
    jobs.sweep_bodies(opening + timedelta(minutes=30))


def told(employee: Employee, group: str) -> list[str]:
    lines = [line for notice in Notice.objects.filter(employee=employee) for line in notice.lines]
    return [number for line in lines if line["group"] == group for _pk, number in cases_of(line)]


def test_whose_turn_it_is_is_told_and_nobody_else(here: House) -> None:
    version = sent(here, outcome="impossible")
    morning_after(here)
    assert told(here.team.head, "approval") == [str(version.reply.case)]
    assert told(here.lawyer, "approval") == []


def test_the_author_is_told_that_his_letter_came_back(here: House) -> None:
    version = sent(here)
    replies.reject(version, by=here.team.head, sha256=version.sha256, remarks="Короче.", at=SENT)
    morning_after(here)
    assert told(here.team.executor, "remarks") == [str(version.reply.case)]
    assert told(here.team.head, "approval") == []
