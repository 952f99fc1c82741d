"""Scenarios of the earlier internal term."""

from datetime import timedelta

import pytest
from pytest_bdd import given, parsers, scenarios, then, when

from otklik import worktime
from otklik.cases import actions
from otklik.cases.models import Deadline
from otklik.journal.actors import system
from otklik.staff.calendars import schedule_of, zone
from otklik.staff.profiles import profile_of
from otklik.worktime import Day, DayKind
from tests.law.conftest import World, day, due_of

pytestmark = [pytest.mark.django_db, pytest.mark.clause("labour-novosibirsk:4.2")]
scenarios("internal_term.feature")


@given("первичная обратная связь отправлена")
def acknowledged(world: World) -> None:
    case = world.present()
    assert actions.note_acknowledged(case, at=case.received_at + timedelta(hours=2))


@when(
    parsers.re(
        r"(?P<on>\d.+?) года назначен внутренний срок (?P<until>\d.+? года)(?P<without> без причины)?$"
    )
)
def set_internal(world: World, on: str, until: str, without: str | None) -> None:
    world.attempt(
        lambda: actions.set_internal_due(
            world.present(),
            by=world.team.head,
            day=day(until),
            reason="" if without else "situation",
            at=world.at(day(on)),
        )
    )


@when(parsers.parse("указом объявлены нерабочими {first} года и {second} года"))
def decreed_off(world: World, first: str, second: str) -> None:
    case, profile = world.present(), profile_of(world.body)
    off = [(day(text), Day(DayKind.OFF, "указ")) for text in (first, second)]
    calendar = worktime.calendar_for(
        profile.timezone, schedule_of(profile), extra=[worktime.layer(off)]
    )
    at = case.received_at + timedelta(days=3)
    actions.recount(case, profile, calendar, at, system("recount"), "calendar")


@when(parsers.parse("срок по закону продлён до {until}"))
def extended(world: World, until: str) -> None:
    case = world.present()
    at = case.received_at + timedelta(days=5)
    row = actions.propose_extension(
        case,
        by=world.team.executor,
        day=day(until),
        progress="Запрошены сведения.",
        reason="Сведений ещё нет.",
        at=at,
    )
    actions.approve_extension(row, by=world.team.head, at=at + timedelta(hours=1))


@then(parsers.parse("внутренний срок истекает {on}"))
def internal_is_due(world: World, on: str) -> None:
    assert due_of(world, "reply_internal") == day(on)


@then("внутреннего срока нет")
def no_internal(world: World) -> None:
    assert not Deadline.objects.filter(case=world.present(), kind="reply_internal").exists()


@then(parsers.parse("в списках дело стоит под датой {on}"))
def nearest_is(world: World, on: str) -> None:
    nearest = world.present().next_due
    assert nearest is not None
    assert nearest.astimezone(zone(world.body)).date() == day(on)
