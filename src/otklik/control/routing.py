"""To whom a message goes: whose the case is, who heads his unit, who stands in for whom. Pure."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from otklik.cases.models import Stage
from otklik.staff.models import Power


class Person(NamedTuple):
    """An active employee as control knows him."""

    pk: int
    name: str
    email: str
    unit: int | None
    powers: frozenset[str]
    acts_in: frozenset[int]
    """Units in which he counts as one of theirs: his own, and those whose people he formally stands in for."""


class Reach(NamedTuple):
    """Somebody who gets a line, and for whom (empty: for himself)."""

    pk: int
    behalf: str


class Staffing:
    """The people of one body on one day; answers are kept, for the same question comes for each case.

    `stand_ins` has everybody who is away on the day: his substitute, or None where nobody is named.
    `names` has the names of former employees too.
    """

    def __init__(
        self,
        people: Iterable[Person],
        stand_ins: Mapping[int, int | None],
        names: Mapping[int, str],
        office: Iterable[int] = (),
    ) -> None:
        self.people = {person.pk: person for person in people}
        self.stand_ins = stand_ins
        self.names = names
        self._office = frozenset(office)
        self._holders: dict[str, tuple[int, ...]] = {}
        self._reached: dict[tuple[object, ...], tuple[Reach, ...]] = {}

    def holders(self, power: str) -> tuple[int, ...]:
        """Return everybody who has the power."""
        if power not in self._holders:
            self._holders[power] = tuple(
                pk for pk, person in self.people.items() if power in person.powers
            )
        return self._holders[power]

    def heads_of(self, unit: int | None) -> tuple[int, ...]:
        """Return who gives assignments in the unit; in the whole body where there is no unit or nobody in it."""
        givers = self.holders(Power.ASSIGN)
        own = tuple(pk for pk in givers if unit in self.people[pk].acts_in)
        return own or givers

    def responsible(self, executor: int | None, unit: int | None, stage: str) -> tuple[int, ...]:
        """Return whose the case is at its stage: the executor's, the registrars', or the heads' who are to assign it."""
        if executor is not None:
            return (executor,)
        if stage == Stage.RECEIVED:
            return self.holders(Power.REGISTER)
        return self.heads_of(unit)

    def addressees(
        self, code: str, executor: int | None, unit: int | None, stage: str
    ) -> tuple[int, ...]:
        """Return the people behind an addressee of the escalation; KeyError for an unknown code."""
        match code:
            case "executor":
                return self.responsible(executor, unit, stage)
            case "unit-head":
                # What has just arrived belongs to no unit yet: it is the registrars' matter, not every head's.
                return () if unit is None and stage == Stage.RECEIVED else self.heads_of(unit)
            case "control":
                return self.holders(Power.CONTROL)
            case "signer":
                return self.holders(Power.SIGN)
            case "office":
                found = self.holders(Power.ANALYSE)
                own = tuple(pk for pk in found if self.people[pk].acts_in & self._office)
                return own or found
        raise KeyError(code)

    def reached(
        self, codes: tuple[str, ...], executor: int | None, unit: int | None, stage: str
    ) -> tuple[Reach, ...]:
        """Return who gets the line of a case for these addressees: everybody once, substitutes for those away."""
        key = (codes, executor, unit, stage)
        found = self._reached.get(key)
        if found is None:
            people = [pk for code in codes for pk in self.addressees(code, executor, unit, stage)]
            found = self._reached[key] = self.present(people)
        return found

    def present(self, people: Iterable[int]) -> tuple[Reach, ...]:
        """Return who is there for these people: themselves, or their substitutes; everybody once."""
        found: dict[int, Reach] = {}
        for pk in people:
            for reach in self._there(pk):
                known = found.get(reach.pk)
                if known is None or (known.behalf and not reach.behalf):
                    found[reach.pk] = reach
        return tuple(found.values())

    def _there(self, pk: int) -> list[Reach]:
        if self._is_there(pk):
            return [Reach(pk, "")]
        name = self.names.get(pk, "")
        seen, other = {pk}, self.stand_ins.get(pk)
        while other is not None and other not in seen:
            if self._is_there(other):
                return [Reach(other, name)]
            seen.add(other)
            other = self.stand_ins.get(other)
        return [Reach(head, name) for head in self._instead_of(pk)]

    def _instead_of(self, pk: int) -> tuple[int, ...]:
        """Who is told where nobody stands in: the heads of his unit, else control, else he himself for his return."""
        gone = self.people.get(pk)
        heads = self.heads_of(gone.unit) if gone else self.holders(Power.ASSIGN)
        for group in (heads, self.holders(Power.CONTROL)):
            there = tuple(one for one in group if one != pk and self._is_there(one))
            if there:
                return there
        return (pk,) if gone else ()

    def _is_there(self, pk: int) -> bool:
        return pk in self.people and pk not in self.stand_ins
