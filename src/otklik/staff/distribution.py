"""Reading the distribution of powers: who signs the letters of a body on a day, himself or in somebody's place."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import Q, QuerySet

from otklik.staff.distribution_rules import Share, over_all, responsible
from otklik.staff.models import Appointment, Body, Employee, Power, Signatory
from otklik.staff.profiles import profile_of
from otklik.staff.queries import away_on, body_of, with_power

CLAUSE = "labour-novosibirsk:10.1"


@dataclass(frozen=True, slots=True)
class Signer:
    """Somebody who may sign a letter now; `behalf` is in whose place, where it is not his own right."""

    employee: Employee
    behalf: Employee | None = None
    capacity: str = ""
    """Code of the post in the profile's `signatories`, his own or of whom he stands in for."""

    def post(self, body: Body) -> str:
        """The post as it stands above the signature: his own, or whose duties he performs."""
        if self.behalf is None:
            return self.employee.post
        known = {item.code: item.genitive for item in profile_of(body).signatories}
        genitive = known.get(self.capacity, "")
        return f"исполняющий обязанности {genitive}" if genitive else self.employee.post


@dataclass(frozen=True, slots=True)
class Signers:
    """Who is to sign a letter, and who else may."""

    designated: tuple[Signer, ...]
    others: tuple[Signer, ...] = ()
    named: tuple[Employee, ...] = ()
    """Whom the table names, present or not; empty where the body has no table."""

    @property
    def all(self) -> tuple[Signer, ...]:
        """Everybody who may sign, who is to do it first."""
        return (*self.designated, *self.others)

    def of(self, employee: Employee) -> Signer | None:
        """Return by which right the employee may sign; None when he may not."""
        return next((one for one in self.all if one.employee.pk == employee.pk), None)


def in_force(body: Body, day: date) -> QuerySet[Signatory]:
    """Return the rows of the table in force on the body's local day."""
    on = Q(since__lte=day) & (Q(until__isnull=True) | Q(until__gte=day))
    return Signatory.objects.filter(on, body=body).select_related("employee__unit", "unit")


def rows_for(employee: Employee) -> QuerySet[Signatory]:
    """Return the whole table of the employee's body, with the rows that are over."""
    rows = Signatory.objects.filter(body=employee.body_id)
    return rows.select_related("employee", "unit", "added_by", "ended_by")


class Table:
    """The distribution of powers of one body on one day: read once, asked about many letters."""

    def __init__(self, body: Body, day: date) -> None:
        self.body = body
        self.rows = list(in_force(body, day))
        self._day = day
        self._away = away_on(body, day) if self.rows else {}
        self._acting = _acting_on(body, day) if self.rows else []
        anything = {item.code for item in profile_of(body).signatories if item.any_topic}
        self.shares = [
            Share(row.employee_id, tuple(row.topics), row.unit_id, row.capacity in anything)
            for row in self.rows
        ]
        self._people = {row.employee_id: row.employee for row in self.rows}
        self._capacity = {row.employee_id: row.capacity for row in reversed(self.rows)}

    @cached_property
    def holders(self) -> dict[int, Employee]:
        """Everybody with the power to sign, by id."""
        return {person.pk: person for person in with_power(self.body, Power.SIGN, self._day)}

    def signers(self, topics: Sequence[str], unit: int | None) -> Signers:
        """Return who signs a letter on these topics of this unit.

        Without a table every holder of the power does. Whoever is named and away is replaced by his formal
        substitute; is nobody there for him, by who signs anything. Both need the power to sign.
        """
        if not self.rows:
            return Signers(tuple(Signer(person) for person in self.holders.values()))
        named = responsible(self.shares, topics, unit)
        there = self._there(named)
        over = self._there(over_all(self.shares))
        back = [
            Signer(self.holders[pk], None, self._capacity[pk])
            for pk in named
            if pk in self._away and pk in self.holders
        ]
        designated = there or over
        others = _without(_without([*over, *back], designated), ())
        return Signers(tuple(designated), tuple(others), tuple(self._people[pk] for pk in named))

    def _there(self, people: Sequence[int]) -> list[Signer]:
        found: list[Signer] = []
        for pk in people:
            capacity = self._capacity[pk]
            if pk not in self._away and pk in self.holders:
                found.append(Signer(self.holders[pk], None, capacity))
            stand_ins = [self._away[pk].substitute_id] if pk in self._away else []
            stand_ins += [acting for acting, whom in self._acting if whom == pk]
            found += [
                Signer(self.holders[one], self._people[pk], capacity)
                for one in stand_ins
                if one in self.holders and one not in self._away
            ]
        return _without(found, ())


def _without(signers: Sequence[Signer], known: Sequence[Signer]) -> list[Signer]:
    """Return the signers, each person once, without those known already; his own right goes before another's."""
    seen = {one.employee.pk for one in known}
    found: dict[int, Signer] = {}
    for one in signers:
        have = found.get(one.employee.pk)
        if one.employee.pk not in seen and (have is None or (have.behalf and not one.behalf)):
            found[one.employee.pk] = one
    return list(found.values())


def _acting_on(body: Body, day: date) -> list[tuple[int, int]]:
    """Return (who acts, for whom) by acting appointments."""
    rows = Appointment.objects.filter(
        Q(until__isnull=True) | Q(until__gte=day),
        employee__body=body,
        since__lte=day,
        substitutes__isnull=False,
    )
    pairs = rows.values_list("employee_id", "substitutes_id")
    return [(acting, whom) for acting, whom in pairs if whom is not None]


def candidates(employee: Employee, day: date) -> list[Employee]:
    """Return who may be entered into the table of the employee's body: whoever has the power to sign."""
    return with_power(body_of(employee), Power.SIGN, day)
