"""Edits of the working calendar before they are made: a day, a swap of two days, a year's decree.

An edit says which rows would stand where; the page and the command show what it would change, and
`actions.make_calendar_edit` makes it. Nothing here writes.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from otklik import worktime
from otklik.staff import calendars
from otklik.staff.calendars import DayRow
from otklik.staff.models import Body, CalendarDay, DecreedYear
from otklik.staff.refusals import Refusal
from otklik.worktime import PublishedError, WorkingCalendar
from otklik.worktime.federal import FIRST_YEAR, LAST_YEAR

_ONE_DAY = timedelta(days=1)
NOTE_MAX = 300


@dataclass(frozen=True, slots=True)
class CalendarEdit:
    """What would stand in the calendar: date → the row, or None for a row taken away.

    `body` is the body whose own days they are, None for all bodies. `decreed` is the year that the edit decrees, of
    which `rows` is all there is; `decree` names the act.
    """

    act: str
    rows: Mapping[date, DayRow | None]
    body: Body | None = None
    decreed: int | None = None
    decree: str = ""

    @property
    def bodies(self) -> list[Body]:
        """The bodies whose calendar the edit concerns."""
        return [self.body] if self.body else list(Body.objects.filter(active=True))

    def calendar(self, body: Body) -> WorkingCalendar:
        """The calendar of one of these bodies as it would be."""
        if self.body is None:
            return calendars.calendar_with(body, general=self.rows, decreed=self.decreed)
        return calendars.calendar_with(body, own=self.rows)


@dataclass(frozen=True, slots=True)
class ChangedDay:
    """A day that would be worked otherwise; hours in the body's own time, None for a day off."""

    day: date
    before: worktime.DayHours | None
    after: worktime.DayHours | None
    note: str

    @property
    def kind(self) -> str:
        """`off`, `working` or `changed` (other hours)."""
        if self.after is None:
            return "off"
        return "working" if self.before is None else "changed"


def day_edit(body: Body | None, day: date, kind: str, note: str) -> CalendarEdit:
    """Enter or correct one day for a body, or for all (None). Raises `Refusal` for what cannot be."""
    _check_day(day, "date")
    if kind not in CalendarDay.Kind.values:
        raise Refusal(_("Choose what the day is."), field="kind")
    note = " ".join(note.split())[:NOTE_MAX]
    if not note:
        raise Refusal(_("Say by which act or why: people will ask."), field="note")
    return CalendarEdit("staff.calendar-day", {day: DayRow(day, kind, note)}, body)


def clear_edit(body: Body | None, day: date) -> CalendarEdit:
    """Take the entry of a day away, so that the calendar below it holds again.

    Raises `Refusal` when there is none, or when the day belongs to a decreed year that was read from a file.
    """
    row = CalendarDay.objects.filter(body=body, date=day).first()
    if row is None:
        raise Refusal(_("Nothing has been entered for this day."), field="date")
    decreed = DecreedYear.objects.filter(year=day.year).exists()
    if body is None and decreed and _is_whole(day.year):
        raise Refusal(
            _(
                "The day comes from the year's decree: enter what it is instead, or read the decree again."
            ),
            field="date",
        )
    rows: dict[date, DayRow | None] = {day: None}
    other = row.swapped_with
    if other and CalendarDay.objects.filter(body=body, date=other, swapped_with=day).exists():
        rows[other] = None
    return CalendarEdit("staff.clear-day", rows, body)


def swap_edit(own: Body, body: Body | None, off: date, worked: date, note: str) -> CalendarEdit:
    """Rest on `off`, which is worked now, and work on `worked`, which is off now, in its place.

    `own` is the body by whose present calendar this is judged; `body` whose days they become, None for all. The day
    that is worked instead has the length of the day it replaces. Raises `Refusal` for what cannot be.
    """
    _check_day(off, "off")
    _check_day(worked, "worked")
    calendar = calendars.calendar_of(own)
    if off == worked:
        raise Refusal(_("A day cannot be swapped with itself."), field="worked")
    if not calendar.is_working(off):
        raise Refusal(_("This day is a day off already."), field="off")
    if calendar.is_working(worked):
        raise Refusal(_("This day is worked already."), field="worked")
    entry = calendar.entry(worked)
    if entry is not None and entry.holiday:
        raise Refusal(
            _("This day is a public holiday: it cannot be made a working day."), field="worked"
        )
    note = " ".join(note.split())[:NOTE_MAX]
    if not note:
        raise Refusal(_("Say by which act or why: people will ask."), field="note")
    kind = CalendarDay.Kind.SHORTENED if calendar.is_shortened(off) else CalendarDay.Kind.WORKING
    rows: dict[date, DayRow | None] = {
        off: DayRow(off, CalendarDay.Kind.OFF, note, worked),
        worked: DayRow(worked, kind, note, off),
    }
    return CalendarEdit("staff.swap-days", rows, body)


def decree_edit(
    text: str, *, year: int | None = None, decree: str = "", body: Body | None = None
) -> CalendarEdit:
    """Read the published calendar of a year; for all bodies, or only for `body` as its region's calendar.

    Without `year` it is the one that the file describes; of several the one after the last that is decreed. Raises
    `PublishedError` for a file that is not taken, and when nothing but a mistake can be meant: a year before which
    another one is not decreed, a year that is over.
    """
    year = _year_meant(worktime.published_years(text), year)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise PublishedError(
            "the year %(year)s lies outside the calendar %(first)s-%(last)s",
            year=year, first=FIRST_YEAR, last=LAST_YEAR,
        )  # fmt: skip
    table = worktime.read_published_year(text, year)
    decreed = _last_decreed()
    if year > decreed + 1:
        raise PublishedError(
            "a gap: the file is for %(year)s, but %(missing)s before it is not decreed yet",
            year=year, missing=decreed + 1,
        )  # fmt: skip
    rows = {
        day: DayRow(day, entry.kind.value, entry.note[:NOTE_MAX], entry.swapped_with, entry.holiday)
        for day, entry in table.days.items()
    }
    edit = CalendarEdit(
        "staff.enter-decree", rows, None, year, decree.strip()[:NOTE_MAX] or str(year)
    )
    if body is not None:
        edit = _as_regional(edit, body)
    if year < calendars.today(edit.bodies[0]).year and any(
        changes(edit, one) for one in edit.bodies
    ):
        raise PublishedError("the year %(year)s is over: its days are facts", year=year)
    return edit


def doubts(edit: CalendarEdit) -> str:
    """Say what is strange about a year's file that is taken all the same; empty when nothing is.

    The number of working days is compared with what the Labour Code gives, for a five-day week.
    """
    if edit.decreed is None:
        return ""
    layer = worktime.layer(
        [row.entry for row in edit.rows.values() if row],
        year=edit.decreed,
        decreed_through=edit.decreed,
    )
    calendar = worktime.calendar_for(
        "Europe/Moscow", worktime.NORM_WEEK, extra=layer, version="doubts"
    )
    found = sum(calendar.is_working(day) for day in days_of(edit.decreed))
    lawful = worktime.lawful_working_days(edit.decreed)
    if found == lawful:
        return ""
    return _(
        "The file has %(found)s working days; by the Labour Code a year with all its transfers has %(lawful)s. "
        "Compare the file with the decree."
    ) % {"found": found, "lawful": lawful}


def changes(edit: CalendarEdit, body: Body) -> list[ChangedDay]:
    """Return the days that the body would work otherwise than now, by date."""
    before, after = calendars.calendar_of(body), edit.calendar(body)
    days = days_of(edit.decreed) if edit.decreed else _around(edit.rows)
    return [
        ChangedDay(day, before.hours(day), after.hours(day), after.note(day))
        for day in days
        if before.hours(day) != after.hours(day)
    ]


def changes_nothing(edit: CalendarEdit) -> bool:
    """Whether the calendar says all this already."""
    if edit.decreed is not None:
        if edit.decreed > _last_decreed():
            return False
        return not any(changes(edit, body) for body in edit.bodies)
    kept = {row.day: row for row in calendars.rows_of(edit.body)}
    return all(kept.get(day) == row for day, row in edit.rows.items())


def days_of(year: int) -> Iterator[date]:
    """Yield the days of a year."""
    day = date(year, 1, 1)
    while day.year == year:
        yield day
        day += _ONE_DAY


def _around(rows: Mapping[date, DayRow | None]) -> list[date]:
    """The days named and the days before them: a holiday shortens the day before."""
    days = {day - _ONE_DAY for day in rows} | set(rows)
    return sorted(day for day in days if FIRST_YEAR <= day.year <= LAST_YEAR)


def _year_meant(found: list[int], wanted: int | None) -> int:
    if wanted is not None:
        if wanted not in found:
            given = ", ".join(map(str, found)) or "–"
            raise PublishedError(
                "the file is for the year %(given)s, not %(year)s", given=given, year=wanted
            )
        return wanted
    if len(found) == 1:
        return found[0]
    following = _last_decreed() + 1
    if following not in found:
        raise PublishedError(
            "the file describes several years and not %(year)s, which is decreed next: name the year",
            year=following,
        )
    return following


def _last_decreed() -> int:
    years = DecreedYear.objects.values_list("year", flat=True)
    return max([worktime.federal_days().decreed_through or 0, *years])


def _is_whole(year: int) -> bool:
    return CalendarDay.objects.filter(body=None, date__year=year, holiday=True).exists()


def _as_regional(edit: CalendarEdit, body: Body) -> CalendarEdit:
    """Only the days on which the region's calendar differs from what holds for all; as the body's own rows."""
    after = edit.calendar(body)
    rows: dict[date, DayRow | None] = {}
    for change in changes(edit, body):
        day, entry = change.day, after.entry(change.day)
        if change.after is None:
            kind = CalendarDay.Kind.OFF
        elif after.is_shortened(day):
            kind = CalendarDay.Kind.SHORTENED
        else:
            kind = CalendarDay.Kind.WORKING
        rows[day] = DayRow(
            day,
            kind,
            (entry.note if entry else "") or edit.decree,
            entry.swapped_with if entry else None,
        )
    return CalendarEdit("staff.enter-decree", rows, body, None, edit.decree)


def _check_day(day: date, field: str) -> None:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise Refusal(
            _("The calendar knows the years %(first)s to %(last)s. Check the year.")
            % {"first": FIRST_YEAR, "last": LAST_YEAR},
            field=field,
        )
