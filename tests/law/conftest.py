"""Steps that the law's scenarios share: a ministry, a case on its way, a date, a refusal."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

import pytest
from pytest_bdd import given, parsers, then

from otklik.cases.models import Case, Deadline, Stage
from otklik.staff import calendars
from otklik.staff.models import Body
from otklik.staff.refusals import Refusal
from tests.factories import Team, make_body, make_case, make_team

MONTHS = [
    "января",
    "февраля",
    "марта",
    "апреля",
    "мая",
    "июня",
    "июля",
    "августа",
    "сентября",
    "октября",
    "ноября",
    "декабря",
]
TYPES = {
    "обращение": "application",
    "заявление": "application",
    "предложение": "proposal",
    "жалоба": "complaint",
    "запрос информации": "information-request",
    "запрос депутата": "deputy-enquiry",
}


def day(text: str) -> date:
    """«2 декабря 2025 года» as a date."""
    found = re.fullmatch(r"(\d{1,2}) ([а-я]+) (\d{4})(?: года)?", text.strip())
    assert found, f"not a date: {text}"
    return date(int(found[3]), MONTHS.index(found[2]) + 1, int(found[1]))


@dataclass
class World:
    """What one scenario knows."""

    body: Body
    team: Team
    case: Case | None = None
    refusal: Refusal | None = None

    def at(self, on: date, hour: int = 10, minute: int = 0) -> datetime:
        """The moment of that local day in the ministry."""
        return datetime.combine(on, time(hour, minute), calendars.zone(self.body))

    def present(self) -> Case:
        """The case as the database has it now."""
        assert self.case is not None
        return Case.objects.get(pk=self.case.pk)

    def attempt(self, act: Callable[[], Any]) -> Any:
        """Do the act; a refusal is kept for the steps that follow."""
        try:
            return act()
        except Refusal as refusal:
            self.refusal = refusal
            return None


@given(parsers.parse('министерство "{code}"'), target_fixture="world")
def a_ministry(db: None, code: str) -> World:
    body = make_body(code)
    return World(body, make_team(body))


@given(parsers.re(r"(?P<kind>[а-я ]+?) (?:поступил[аоие]? и )?зарегистрирован[ао]? (?P<on>\d.+)"))
def registered_on(world: World, kind: str, on: str) -> None:
    world.case = make_case(
        world.body,
        Stage.REGISTERED,
        team=world.team,
        type=TYPES[kind],
        received_at=world.at(day(on), 9),
    )


@given(
    parsers.re(
        r"(?P<kind>[а-я ]+?) (?:зарегистрирован[ао]? и )?поручен[ао]? исполнителю (?P<on>\d.+)"
    )
)
def assigned_on(world: World, kind: str, on: str) -> None:
    world.case = make_case(
        world.body,
        Stage.ASSIGNED,
        team=world.team,
        type=TYPES[kind],
        received_at=world.at(day(on), 9),
    )


@given(parsers.parse('жалоба на "{whom}" зарегистрирована {on}'))
def complaint_about(world: World, whom: str, on: str) -> None:
    complaint(world, on, complained_body=whom)


def complaint(world: World, on: str, **about: Any) -> None:
    """A complaint registered that morning, with whom it is about."""
    world.case = make_case(
        world.body,
        Stage.REGISTERED,
        team=world.team,
        type="complaint",
        received_at=world.at(day(on), 9),
    )
    Case.objects.filter(pk=world.case.pk).update(**about)


@then(parsers.parse("срок ответа истекает {on}"))
def reply_is_due(world: World, on: str) -> None:
    assert due_of(world, "reply") == day(on)


@then(parsers.parse("действие отклонено: {words}"))
def refused_with(world: World, words: str) -> None:
    assert world.refusal is not None, "the act was not refused"
    assert words.casefold() in str(world.refusal.message).casefold()


@then(parsers.parse('отказ ссылается на "{clause}"'))
def refusal_cites(world: World, clause: str) -> None:
    assert world.refusal is not None
    assert world.refusal.clause == clause


@then(parsers.parse('дело на этапе "{stage}"'))
def at_stage(world: World, stage: str) -> None:
    assert world.present().get_stage_display() == stage


@then("действие не отклонено")
def not_refused(world: World) -> None:
    assert world.refusal is None, world.refusal and world.refusal.message


def due_of(world: World, kind: str) -> date:
    """The local day on which the deadline in force ends."""
    row = Deadline.objects.get(case=world.present(), kind=kind, superseded_at=None)
    return row.due.astimezone(calendars.zone(world.body)).date()


@pytest.fixture(autouse=True)
def _russian(settings: Any) -> None:
    """Refusals are read as people read them."""
    from django.utils import translation  # noqa: PLC0415 - after the settings are configured

    translation.activate("ru")
