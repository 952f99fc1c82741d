"""How long one deadline in working hours takes, beside a walk day by day to the same moment.

The walk is the one that the tests compare with (`tests/worktime/walk.py`): it looks at one day after the other, with the
hours of each day looked up ready. So its time grows with the term and ours does not: after one working day there is next to
nothing to save, after a working year there is. The names of the rows therefore say how long the term is.
"""

import random
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from statistics import median

from tests.worktime import walk
from tests.worktime.bodies import FIVE_DAY_WEEK

from bench.accepting import Row
from otklik.worktime import Unit, calendar_for, compute

AIM_US = 5.0
AIM_RATIO = 50.0
STARTS = 2000
WALKS_OF_A_LONG_TERM = 200
SHORT, LONG = 8, 2000
"""Working hours: those of the order that counts in them (industry-mordovia:10.2), and those of a year."""


def measure(rounds: int) -> Iterator[Row]:
    """Yield the rows, medians of single deadlines in microseconds after warm-up; ours and the walk in turns."""
    calendar = calendar_for("Europe/Moscow", FIVE_DAY_WEEK)
    random_of = random.Random(1)
    first = datetime(2024, 1, 10, tzinfo=calendar.zone)
    starts = [first + timedelta(minutes=random_of.randrange(700 * 1440)) for _ in range(STARTS)]
    for hours in (SHORT, LONG):
        walked = starts if hours == SHORT else starts[:WALKS_OF_A_LONG_TERM]

        def ours(start: datetime, hours: int = hours) -> object:
            return compute(hours, Unit.WORKING_HOURS, start, calendar)

        def slow(start: datetime, hours: int = hours) -> object:
            return walk.add_minutes(calendar, start, hours * 60)

        for start in walked:
            assert compute(hours, Unit.WORKING_HOURS, start, calendar).due == slow(start)
        pairs = [(_median_us(ours, starts), _median_us(slow, walked)) for _ in range(rounds)]
        mine, floor = (median(pair[side] for pair in pairs) for side in (0, 1))
        ratio = median(pair[1] / pair[0] for pair in pairs)
        name = f"deadline of {hours} working hours"
        yield Row(name, "µs", mine, floor, ratio, AIM_US, mine <= AIM_US)
        if hours == LONG:
            yield Row(f"{name}, walk", "x", mine, floor, ratio, AIM_RATIO, ratio >= AIM_RATIO)


def _median_us(count: Callable[[datetime], object], starts: list[datetime]) -> float:
    found = []
    for start in starts:
        begun = time.perf_counter_ns()
        count(start)
        found.append(time.perf_counter_ns() - begun)
    return median(found) / 1000
