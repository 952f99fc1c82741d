"""Scenarios of the working calendar: decrees, regions, swaps, a new year, and the recount of what is open."""

import pytest
from pytest_bdd import given, parsers, scenarios, then, when

from otklik.cases import jobs
from otklik.cases.models import ClockState, Deadline
from otklik.journal.actors import system
from otklik.journal.models import Entry
from otklik.staff import actions as staff
from otklik.staff import calendars, edits
from otklik.staff.edits import CalendarEdit
from otklik.staff.models import CalendarDay
from otklik.staff.reading import in_words
from otklik.worktime import PublishedError
from tests.law.conftest import World, day, due_of
from tests.worktime.test_published import as_xml

pytestmark = pytest.mark.django_db
scenarios("working_calendar.feature")


def enter(edit: CalendarEdit) -> None:
    staff.make_calendar_edit(edit, by=system("test"))
    calendars.forget()


def reply(world: World) -> Deadline:
    return Deadline.objects.get(case=world.present(), kind="reply", superseded_at=None)


@given(parsers.parse("срок ответа истекает {on}"))
def was_due(world: World, on: str) -> None:
    assert due_of(world, "reply") == day(on)


@given("срок ответа предварительный")
def was_preliminary(world: World) -> None:
    assert reply(world).preliminary


@when(parsers.parse("указом объявлено нерабочим {on}"))
def declared_off(world: World, on: str) -> None:
    enter(edits.day_edit(None, day(on), "off", "Указ Президента"))


@when(
    parsers.re(
        r"(?P<off>\d+ [а-я]+ \d{4}) года сделали выходным, а (?P<worked>\d+ [а-я]+ \d{4}) года рабочим"
    )
)
def swapped(world: World, off: str, worked: str) -> None:
    enter(edits.swap_edit(world.body, world.body, day(off), day(worked), "Распоряжение"))


@when(parsers.parse("внесён календарь 2028 года, в котором 13 января выходной"))
def entered_year(world: World) -> None:
    del world
    text = as_xml(2028).replace("<days>", '<days><day d="01.13" t="1" f="01.02"/>')
    enter(edits.decree_edit(text, decree="Постановление Правительства РФ"))


@when("сроки пересчитаны")
def recounted(world: World) -> None:
    for _turn in range(3):
        jobs.recompute_deadlines()
    assert not ClockState.objects.get(body=world.body).pending


@when(parsers.parse("вносят календарь {year:d} года"), target_fixture="said")
def tried_year(world: World, year: int) -> str:
    del world
    with pytest.raises(PublishedError) as error:
        edits.decree_edit(as_xml(year))
    return in_words(error.value)


@then(parsers.parse("файл не принят: {words}"))
def not_taken(said: str, words: str) -> None:
    assert words in said


@then("календарь не изменился")
def unchanged() -> None:
    assert not CalendarDay.objects.exists()


@then("в журнале записан перенос срока")
def in_journal(world: World) -> None:
    (entry,) = Entry.objects.filter(act="cases.recount", subject=world.present().ref)
    assert "2 апреля 2026" in entry.details["what"]
    assert "1 апреля 2026" in entry.details["what"]


@then("срок ответа окончательный")
def certain(world: World) -> None:
    assert not reply(world).preliminary
