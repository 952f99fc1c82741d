"""One case of a story with the people around it, and the queue into which its acts go."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ObjectDoesNotExist

from otklik.cases.models import Case
from otklik.demo.events.days import Days
from otklik.demo.lives import Life
from otklik.demo.present import Present
from otklik.demo.staffing import Crew
from otklik.messages.codes import tracking_code
from otklik.messages.models import Receipt
from otklik.staff.models import Employee
from otklik.staff.refusals import Refusal

log = logging.getLogger(__name__)


def put(present: Present, moment: datetime, act: Callable[[datetime], object]) -> None:
    """Put an act into the queue; one that the rules refuse is left out.

    Around long holidays a term may be over before the day of an act: then the demonstration does without it, and
    without what would have followed from it.
    """

    def done(at: datetime) -> None:
        try:
            act(at)
        except (Refusal, ObjectDoesNotExist) as refusal:
            log.debug("an event of the demonstration is left out: %s", refusal)

    present.at(moment, done)


@dataclass(frozen=True, slots=True)
class Scene:
    """The case of a story and who acts in it."""

    present: Present
    days: Days
    life: Life

    @property
    def crew(self) -> Crew:
        """The people of the body."""
        return self.present.crew

    @property
    def case(self) -> Case:
        """The case as the last act left it; written already when an act happens."""
        return Case.objects.get(pk=self.present.cases[self.life.code].pk)

    @property
    def executor(self) -> Employee:
        """Who considers the case."""
        return self.present.executor(self.life)

    @property
    def head(self) -> Employee:
        """The head of the unit that answers."""
        return self.crew.heads[self.life.unit]

    @property
    def colleague(self) -> Employee:
        """An executor of another unit: the first unit's, unless the case is its own."""
        other = next(code for code in self.crew.units if code != self.life.unit)
        return self.crew.executors[other][0]

    @property
    def key(self) -> str:
        """What makes the client's deliveries of this case one each."""
        return f"demo-{self.life.code}"

    def on(self, back: int, minutes: int, act: Callable[[datetime], object]) -> None:
        """Let the act happen so many working days ago, so many working minutes after the opening."""
        put(self.present, self.days.at(back, minutes), act)

    def settle(self, receipt: Receipt | None, about: str) -> None:
        """Give the client's delivery a code drawn by the same chance as everything else."""
        if receipt is not None:
            Receipt.objects.filter(pk=receipt.pk).update(
                tracking_code=tracking_code(self.present.rng), source_key=f"{self.key}-{about}"
            )
