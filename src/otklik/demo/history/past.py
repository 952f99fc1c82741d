"""What is being written for one body."""

from dataclasses import dataclass, field
from datetime import datetime

from otklik.cases.models import (
    Case,
)
from otklik.clients.models import Client
from otklik.demo.lives import Life
from otklik.demo.staffing import Crew
from otklik.journal.actors import Actor
from otklik.journal.models import Entry
from otklik.regulations import Profile
from otklik.staff.models import Body, Employee
from otklik.staff.profiles import own_clause

BATCH = 400
"""Rows of one insert."""


@dataclass(slots=True)
class Past:
    """What is being written for one body."""

    body: Body
    crew: Crew
    profile: Profile
    closing: str
    clients: dict[str, Client] = field(default_factory=dict)
    entries: list[Entry] = field(default_factory=list)
    counters: dict[tuple[str, int], int] = field(default_factory=dict)

    def executor(self, life: Life) -> Employee:
        """Return who considers the case."""
        return self.crew.executors[life.unit][life.executor]

    def signer(self, life: Life) -> Employee:
        """Return who signs the reply."""
        return self.crew.signers[len(life.code + life.summary) % len(self.crew.signers)]

    def note(
        self, at: datetime, act: str, case: Case, actor: Actor, clause: str = "", **details: object
    ) -> None:
        """Remember a journal entry; all are written in the order of time."""
        self.entries.append(
            Entry(
                at=at,
                body_code=self.body.code,
                act=act,
                subject=case.ref,
                actor=actor.key,
                actor_name=actor.name,
                clause=own_clause(self.body, clause),
                details=details,
            )
        )

    def next(self, register: str, year: int) -> int:
        """Take the next number of a register, as `cases.numbering` does one at a time."""
        key = (register, year)
        self.counters[key] = self.counters.get(key, 0) + 1
        return self.counters[key]
