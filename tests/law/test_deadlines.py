"""Scenarios of the terms: of a reply, of registration and forwarding, of messages and of employees' questions."""

from datetime import datetime

import pytest
from pytest_bdd import given, parsers, scenarios, then, when

from otklik.cases import explaining
from otklik.cases.models import Case, Deadline
from otklik.staff import calendars
from otklik.staff.profiles import profile_of
from tests.factories import make_case, register_case
from tests.law.conftest import TYPES, World, day

pytestmark = pytest.mark.django_db
scenarios("deadlines.feature")

MOMENT = r"(?P<on>\d+ [а-я]+ \d{4}) года в (?P<hour>\d+):(?P<minute>\d+)"


def moment(world: World, on: str, hour: str, minute: str) -> datetime:
    return world.at(day(on), int(hour), int(minute))


@given(parsers.re(r"(?P<kind>обращение|жалоба|запрос информации) поступил[аои]* " + MOMENT))
def came(world: World, kind: str, on: str, hour: str, minute: str) -> None:
    world.case = make_case(
        world.body, type=TYPES[kind], received_at=moment(world, on, hour, minute)
    )


@given(parsers.re("сообщение во ВКонтакте обнаружено " + MOMENT))
def found(world: World, on: str, hour: str, minute: str) -> None:
    world.case = make_case(
        world.body,
        type="message",
        channel="vk",
        reply_channel="vk",
        received_at=moment(world, on, hour, minute),
    )


@given(parsers.re("устный вопрос сотрудника поступил " + MOMENT))
def asked(world: World, on: str, hour: str, minute: str) -> None:
    world.case = make_case(
        world.body,
        type="internal-request",
        form="oral",
        channel="internal",
        reply_channel="internal",
        received_at=moment(world, on, hour, minute),
    )


@when(parsers.re("(?:его|её) регистрируют " + MOMENT))
def registered(world: World, on: str, hour: str, minute: str) -> None:
    world.case = register_case(
        world.present(), world.team.registrar, ("Вопрос?",), at=moment(world, on, hour, minute)
    )


def deadline(world: World, label: str) -> tuple[Case, Deadline]:
    """The deadline in force that the profile calls so."""
    case = world.present()
    profile = profile_of(world.body)
    rows = [
        row
        for row in Deadline.objects.filter(case=case, superseded_at=None)
        if (term := explaining.term_of(row, profile, (case.type, case.form, case.channel)))
        and term.label == label
    ]
    assert len(rows) == 1, f"{label}: {len(rows)}"
    return case, rows[0]


@then(parsers.re(r'срок "(?P<label>[^"]+)" истекает ' + MOMENT))
def ends(world: World, label: str, on: str, hour: str, minute: str) -> None:
    _case, row = deadline(world, label)
    assert row.due == moment(world, on, hour, minute), row.due.astimezone(
        calendars.zone(world.body)
    )


@then(parsers.parse('срок "{label}" взят из пункта "{clause}"'))
def cites(world: World, label: str, clause: str) -> None:
    assert deadline(world, label)[1].clause == clause


@then(parsers.parse('срок "{label}" объяснён шагом "{words}"'))
def explained(world: World, label: str, words: str) -> None:
    steps = [step["text"] for step in deadline(world, label)[1].steps]
    assert any(words in text for text in steps), steps


@then(parsers.parse('срок "{label}" может сдвинуть "{words}"'))
def moved_by(world: World, label: str, words: str) -> None:
    case, row = deadline(world, label)
    said = explaining.of_stored(row, profile_of(world.body), (case.type, case.form, case.channel))
    assert any(words in sentence.text for sentence in said), said


@then(parsers.parse('срок "{label}" предварительный'))
def preliminary(world: World, label: str) -> None:
    assert deadline(world, label)[1].preliminary
