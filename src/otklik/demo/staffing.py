"""Bodies, units and people of the demonstration."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib.resources import files
from random import Random
from typing import Any

from django.contrib.auth.hashers import make_password

from otklik.demo.content import Kit
from otklik.demo.people import draw_name
from otklik.staff import actions as staff
from otklik.staff.calendars import zone
from otklik.staff.models import Body, Employee, Unit
from otklik.staff.profiles import profile_of


@dataclass(frozen=True, slots=True)
class Crew:
    """The people of one body by what they do; heads and executors by unit code."""

    units: Mapping[str, Unit]
    registrar: Employee
    signers: Sequence[Employee]
    heads: Mapping[str, Employee]
    executors: Mapping[str, Sequence[Employee]]
    control: Employee
    office: Employee
    operator: Employee
    receptionist: Employee


def plan_of_staff() -> dict[str, Any]:
    """Return who is to work in each body, and the common password."""
    text = files("otklik.demo").joinpath("data", "staff.toml").read_text("utf-8")
    return tomllib.loads(text)


def settle(body: Body, kit: Kit, rng: Random, *, at: datetime) -> Crew:
    """Give the body its units and people; letters of the body go out from an invented address."""
    body.mailbox = f"{kit.login}@ministry.example.org"
    body.save(update_fields=["mailbox"])
    units = {plan.code: staff.add_unit(body, plan.code, plan.name) for plan in kit.units}
    office = Unit.objects.get(body=body, is_office=True)
    people: dict[str, list[Employee]] = {}
    for row in plan_of_staff()["people"]:
        for unit in _places(row["unit"], units, office):
            for _ in range(row["count"]):
                role = people.setdefault(row["role"], [])
                role.append(_employ(body, kit, rng, row, unit, len(role) + 1, at))
    if profile_of(body).switch("external_register_required"):
        _distribute(body, people, list(units.values()), at)
    return Crew(
        units=units,
        registrar=people["registrar"][0],
        signers=people["signer"],
        heads={code: _of(people["head"], unit)[0] for code, unit in units.items()},
        executors={code: _of(people["executor"], unit) for code, unit in units.items()},
        control=people["control"][0],
        office=people["office"][0],
        operator=people["operator"][0],
        receptionist=people["receptionist"][0],
    )


def _distribute(
    body: Body, people: Mapping[str, Sequence[Employee]], units: Sequence[Unit], at: datetime
) -> None:
    """Distribute the powers: the first deputy signs what nobody else has, the second one the letters of the last unit."""
    first, second = people["signer"][:2]
    since = at.astimezone(zone(body)).date()
    for person, capacity, unit in ((first, "first-deputy", None), (second, "deputy", units[-1])):
        row = staff.SignatoryEntry(
            employee=person,
            capacity=capacity,
            unit=unit,
            since=since,
            act="Приказ о распределении обязанностей (учебный)",
            act_number="1-у",
            act_date=since,
        )
        staff.add_signatory(row, by=people["administrator"][0], at=at)


def let_sign_in() -> None:
    """Give every employee the common password; hashed once, because hashing is slow on purpose."""
    Employee.objects.update(password=make_password(plan_of_staff()["password"]))


def _places(where: str, units: Mapping[str, Unit], office: Unit) -> list[Unit]:
    if where == "each":
        return list(units.values())
    return [office] if where == "office" else [next(iter(units.values()))]


def _of(people: Sequence[Employee], unit: Unit) -> list[Employee]:
    return [person for person in people if person.unit_id == unit.pk]


def _employ(
    body: Body, kit: Kit, rng: Random, row: Mapping[str, Any], unit: Unit, number: int, at: datetime
) -> Employee:
    surname, given_name, patronymic = draw_name(rng)
    username = f"{row['role']}{'' if number == 1 else number}.{kit.login}"
    return staff.add_employee(
        body,
        username=username,
        password=None,
        surname=surname,
        given_name=given_name,
        patronymic=patronymic,
        post=row["post"],
        unit=unit,
        roles=[row["role"]],
        phone=f"8 (000) 000-{number:02d}-{rng.randrange(10, 99)}",
        email=f"{username}@ministry.example.org",
        at=at,
    )
