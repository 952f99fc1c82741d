"""Pure decisions of control: which day asks for which list, and on which day a term is told to whom."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple, TypedDict

from otklik.cases.rules import ANSWERS
from otklik.regulations import Term
from otklik.regulations.control import Control, Escalation
from otklik.worktime import WorkingCalendar

EXECUTION = (*ANSWERS, "reply_internal", "co_executor_part", "promise")
"""Kinds of deadline that the weekly lists are about: something is to be executed, not merely noted."""

LOOK_AHEAD = 60
"""No row of the escalation reaches further ahead than its days plus so many days off in a row."""


class Item(NamedTuple):
    """One open deadline as control reads it."""

    case: int
    number: str
    stage: str
    unit: int | None
    executor: int | None
    kind: str
    due: datetime


class Bundle(NamedTuple):
    """Open deadlines of one executor that end at the same moment, as the database has put them together."""

    executor: int | None
    due: datetime
    kind: str
    stage: str
    unit: int | None
    number: int
    """How many cases."""
    cases: str
    """The cases as `Line.cases` has them."""


class Line(TypedDict, total=False):
    """One line of a notice: what is to be said about some cases of one person. It names no client."""

    group: str
    """`overdue`, `today`, `soon`, `promise`, `assigned`, `addition`, …: see `wording.GROUPS`."""
    cases: str
    """Id and number of each case, one a row: `12 О-15/2026`."""
    count: int
    term: str
    """Kind of the deadline; missing where the line is about something else."""
    due: str
    """The last moment of the term, ISO 8601."""
    left: int
    """Calendar days left on the day of the notice; negative when it has run out."""
    executor: str
    """Whose cases they are, where the notice goes to somebody else."""
    behalf: str
    """For whom the reader stands in."""
    note: str


def about(group: str, case: int, number: str) -> Line:
    """Return a line about one case."""
    return {"group": group, "cases": f"{case} {number}", "count": 1}


def cases_of(line: Line, limit: int | None = None) -> list[tuple[int, str]]:
    """Return id and number of the cases of a line, the oldest first, at most `limit` of them.

    The database puts the rows of a line together in no particular order.
    """
    pairs = (row.partition(" ") for row in line["cases"].split("\n"))
    return sorted((int(case), number) for case, _space, number in pairs)[:limit]


@dataclass(frozen=True, slots=True)
class Ahead:
    """What a due moment means on the day of the look: its group, the days left, and whom it is told to."""

    group: str
    left: int
    due: str
    to: tuple[str, ...]


class Watch:
    """Tells of each due moment what it means on one morning; equal moments are judged once.

    `day` is the body's local day, `now` the moment of the look, `since_day` the day of the look before (None: there was
    none, so that everything is news).
    """

    def __init__(
        self,
        rows: Sequence[Escalation],
        calendar: WorkingCalendar,
        *,
        day: date,
        now: datetime,
        since_day: date | None,
    ) -> None:
        self._rows = rows
        self._calendar = calendar
        self._day = day
        self._now = now
        self._since = since_day
        self._known: dict[datetime, Ahead] = {}

    def of(self, due: datetime) -> Ahead:
        """Return what the due moment (aware) means."""
        found = self._known.get(due)
        if found is None:
            found = self._known[due] = self._judge(due)
        return found

    def _judge(self, due: datetime) -> Ahead:
        here = due.astimezone(self._calendar.zone)
        left = (here.date() - self._day).days
        group = "overdue" if due < self._now else "soon" if left else "today"
        to = told_to(
            self._rows, here.date(), day=self._day, since_day=self._since, calendar=self._calendar
        )
        return Ahead(group, left, here.isoformat(), to)


def told_to(
    rows: Iterable[Escalation],
    due_day: date,
    *,
    day: date,
    since_day: date | None,
    calendar: WorkingCalendar,
) -> tuple[str, ...]:
    """Return to whom a term that ends on `due_day` is told on the working day `day`, by the rows of the profile.

    A row speaks from its effective day: each day, or once, on the first look since then. Before the end only the rows
    of before speak, afterwards only those of after.
    """
    found: dict[str, None] = {}
    for row in rows:
        if (row.direction == "before") != (day <= due_day):
            continue
        effective = effective_day(row, due_day, calendar)
        if effective > day:
            continue
        if row.each_day or since_day is None or effective > since_day:
            found.update(dict.fromkeys(row.to))
    return tuple(found)


def effective_day(row: Escalation, due_day: date, calendar: WorkingCalendar) -> date:
    """Return the working day from which the row speaks: not later than its days before, not earlier than its days after."""
    before = row.direction == "before"
    days = -row.days if before else row.days
    if row.unit == "working-days":
        start = (
            calendar.working_day_on_or_before(due_day)
            if before
            else calendar.working_day_on_or_after(due_day)
        )
        return calendar.add_working_days(start, days)
    day = due_day + timedelta(days=days)
    return (
        calendar.working_day_on_or_before(day) if before else calendar.working_day_on_or_after(day)
    )


def horizon(rows: Sequence[Escalation], day: date, calendar: WorkingCalendar) -> date:
    """Return the last day whose terms may have to be told on `day`."""
    before = [row for row in rows if row.direction == "before" and row.to]
    furthest = max((row.days for row in before), default=0)
    last = day
    for ahead in range(1, furthest + LOOK_AHEAD):
        due_day = day + timedelta(days=ahead)
        if any(effective_day(row, due_day, calendar) <= day for row in before):
            last = due_day
    return last


def triage_day(registered: date, after: int, calendar: WorkingCalendar) -> date:
    """Return the working day on which an executor is reminded to check the grounds, `after` days after registration.

    A day off moves it to the working day before, but never to the day of registration itself.
    """
    day = calendar.working_day_on_or_before(registered + timedelta(days=after))
    return day if day > registered else calendar.next_working_day(registered)


# --- the weekly lists


def monday_of(day: date) -> date:
    """Return the Monday of the day's week."""
    return day - timedelta(days=day.weekday())


def preventive_day(monday: date, term: Term | None, calendar: WorkingCalendar) -> date:
    """Return the working day on which the list of the week from `monday` is made: the last one before the week.

    A term of the profile in days moves it further back (labour-novosibirsk:24.2.a).
    """
    last = calendar.previous_working_day(monday)
    if term is None or term.amount == 0 or term.direction != "before":
        return last
    if term.unit == "working-days":
        return calendar.add_working_days(last, -term.amount)
    return calendar.working_day_on_or_before(last - timedelta(days=term.amount))


def preventive_weeks(day: date, term: Term | None, calendar: WorkingCalendar) -> tuple[date, ...]:
    """Return the Mondays of the weeks whose preventive list must exist on `day`.

    Before long holidays that is more than one week. Until the day for the next week has come it is the present week,
    whose list may have been missed.
    """
    present = monday_of(day)
    coming = [present + timedelta(days=7)]
    while preventive_day(coming[-1], term, calendar) <= day:
        coming.append(coming[-1] + timedelta(days=7))
    return tuple(coming[:-1]) or (present,)


def preventive_days(
    control: Control, monday: date, term: Term | None, calendar: WorkingCalendar
) -> tuple[date, date]:
    """Return the first and last day that the preventive list covers, both included."""
    if control.window == "seven-days":
        made = preventive_day(monday, term, calendar)
        return made + timedelta(days=1), made + timedelta(days=7)
    return monday, monday + timedelta(days=6)


def final_day(monday: date, term: Term | None, calendar: WorkingCalendar) -> date:
    """Return the working day on which the week from `monday` is looked back at: by the term, after its Sunday."""
    sunday = monday + timedelta(days=6)
    if term is None or term.unit != "calendar-days":
        return calendar.add_working_days(sunday, term.amount if term and term.amount else 1)
    return calendar.working_day_on_or_after(sunday + timedelta(days=term.amount))


def final_week(day: date, term: Term | None, calendar: WorkingCalendar) -> date:
    """Return the Monday of the last week whose final list must exist on `day` (labour-novosibirsk:24.3.a)."""
    monday = monday_of(day) - timedelta(days=7)
    while final_day(monday, term, calendar) > day:
        monday -= timedelta(days=7)
    return monday


def nearest_of_each(items: Iterable[Item]) -> list[Item]:
    """Return one item a case and person: the one due first, in the order of their due moments."""
    found: dict[tuple[int, int | None], Item] = {}
    for item in sorted(items, key=lambda one: (one.due, one.case)):
        found.setdefault((item.case, item.executor), item)
    return list(found.values())
