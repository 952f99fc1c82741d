"""Scenarios of control over the execution of appeals."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from pytest_bdd import given, parsers, scenarios, then, when

from otklik.cases import actions
from otklik.cases.actions import Removal
from otklik.cases.models import ControlMark, Interim
from otklik.control.queries import breaches
from otklik.journal.actors import system
from otklik.messages import actions as messages
from otklik.messages.models import Outgoing
from otklik.staff import calendars
from otklik.staff.models import Absence, Employee
from otklik.staff.profiles import profile_of
from tests.factories import make_employee
from tests.law.conftest import World, day

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.clause("labour-novosibirsk:27"),
    pytest.mark.clause("labour-novosibirsk:28.a"),
    pytest.mark.clause("labour-novosibirsk:28.b"),
    pytest.mark.clause("labour-novosibirsk:29"),
    pytest.mark.clause("labour-novosibirsk:30"),
    pytest.mark.clause("labour-novosibirsk:31"),
]
scenarios("control_marks.feature")


@dataclass
class Deputies:
    """The officials of these scenarios, by their posts."""

    by_post: dict[str, Employee]


@given(
    parsers.parse("{on} заместитель министра ставит дело на контроль"), target_fixture="deputies"
)
def put_on_control(world: World, on: str) -> Deputies:
    people = {
        "заместитель министра": make_employee(world.body, "signer"),
        "другой заместитель министра": make_employee(world.body, "signer"),
        "начальник отдела": world.team.head,
        "исполнитель": world.team.executor,
    }
    by = people["заместитель министра"]
    actions.put_on_control(world.present(), by=by, note="Доложить", at=world.at(day(on)))
    return Deputies(people)


def soon(world: World) -> datetime:
    return world.present().received_at + timedelta(days=3)


@when("все вопросы рассмотрены с исходом «решён»")
def solved(world: World) -> None:
    for question in world.present().questions.all():
        actions.consider(question, by=world.team.executor, outcome="solved", at=soon(world))


@when("все вопросы рассмотрены с исходом «решён» и меры записаны")
def solved_and_measured(world: World) -> None:
    solved(world)
    for question in world.present().questions.all():
        actions.record_measure(
            question, by=world.team.executor, measure="Выплата назначена", at=soon(world)
        )


def letter(world: World, kind: str, at: datetime) -> Outgoing:
    case = world.present()
    return messages.enqueue(
        world.body, kind=kind, about=case.ref, channel="post", address="630000", subject="Ответ",
        text="Ответ", key=f"{kind}-{case.pk}", at=at,
    )  # fmt: skip


@when(parsers.parse("ответ отправлен клиенту {on}"))
def sent(world: World, on: str) -> None:
    at = world.at(day(on))
    actions.mark_signed(world.present(), by=world.team.signer, at=at)
    messages.record_by_hand(letter(world, "reply", at), by=world.team.registrar, at=at)
    actions.finish(world.present(), by=system("deliver"), at=at)


@when("ответ подписан, а по дополнительному каналу ещё не отправлен")
def half_sent(world: World) -> None:
    at = soon(world)
    actions.mark_signed(world.present(), by=world.team.signer, at=at)
    messages.record_by_hand(letter(world, "reply", at), by=world.team.registrar, at=at)
    letter(world, "reply-duplicate", at)


@when(parsers.parse("исполнитель отправляет промежуточный ответ {on}"))
def interim(world: World, on: str) -> None:
    actions.write_interim(
        world.present(),
        by=world.team.executor,
        kind=Interim.Kind.CLIENT,
        text="Мы запросили сведения.",
        at=world.at(day(on)),
    )


@when(parsers.parse("с {since} по {until} заместителя министра замещает начальник отдела"))
def stands_in(deputies: Deputies, since: str, until: str) -> None:
    Absence.objects.create(
        employee=deputies.by_post["заместитель министра"],
        substitute=deputies.by_post["начальник отдела"],
        since=day(since),
        until=day(until),
    )


@when(
    parsers.re(
        r"(?P<on>\d+ [а-я]+ \d{4} года) (?P<who>[а-я ]+?) снимает дело с контроля"
        r"(?P<bare> без записи в системе документооборота)?$"
    )
)
def take_off(world: World, deputies: Deputies, on: str, who: str, bare: str | None) -> None:
    at = world.at(day(on))
    removal = Removal() if bare else Removal("Исполнено", "СЭДД-15", day(on))
    world.attempt(
        lambda: actions.take_off_control(world.present(), removal, by=deputies.by_post[who], at=at)
    )


@then("дело стоит на контроле")
def on_control(world: World) -> None:
    assert world.present().is_on_control


@then("дело не стоит на контроле")
def off_control(world: World) -> None:
    assert not world.present().is_on_control
    assert ControlMark.objects.get().record_number == "СЭДД-15"


@then(parsers.parse('отказ ссылается на пункт "{clause}"'))
def cites(world: World, clause: str) -> None:
    assert world.refusal is not None
    assert world.refusal.clause == clause


def replies_late(world: World, on: str) -> list[breaches.Breach]:
    """The terms of the reply that were not kept, as the report of that day's morning tells them."""
    control = make_employee(world.body, "control")
    period = breaches.days_of(
        day("1 января 2026"), day("31 декабря 2026"), calendars.zone(world.body)
    )
    found = breaches.report_for(control, period, world.at(day(on)))
    return [row for row in found.breaches if row.kind == "reply"]


@then(parsers.parse("{on} отчёт о нарушениях показывает срок «{term}» на {days:d} день"))
def told(world: World, on: str, term: str, days: int) -> None:
    (row,) = replies_late(world, on)
    label = next(item.label for item in profile_of(world.body).terms if item.kind == row.kind)
    assert (label, row.days) == (term, days)


@then(parsers.parse("{on} отчёт о нарушениях пуст"))
def nothing_told(world: World, on: str) -> None:
    assert replies_late(world, on) == []
