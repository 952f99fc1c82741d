"""The working calendar of one body: which days and hours it works, and sums over them."""

from __future__ import annotations

import hashlib
import threading
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from otklik.worktime import span as spans
from otklik.worktime.days import Day, DayKind, DayTable, merge
from otklik.worktime.errors import CalendarError
from otklik.worktime.federal import FIRST_YEAR, LAST_YEAR, federal_days, package_version
from otklik.worktime.schedule import DatedSchedule, DayHours, Schedule, in_order
from otklik.worktime.span import EMPTY, MICROSECONDS_A_MINUTE, Span

_ONE_DAY = timedelta(days=1)


class WorkingCalendar:
    """Working days and working time of one body in its own time zone.

    Moments are aware datetimes in any zone; answers are in the calendar's zone. A date is a date
    of the body's zone. The calendar answers for the years of its table (2010-2045 unless the
    table says otherwise); beyond them, and for days without a schedule, CalendarError.

    Which hours a day has:

    * an ordinary day: those of its weekday in the schedule of that date;
    * a moved working day (a working Saturday): those of the weekday whose place it takes, for
      its length is by law the length of that day. So a Saturday worked for a short Friday is
      short. When the table does not say whose place it takes, or that weekday is off too, the
      first working weekday of the schedule, Monday as a rule;
    * a shortened day, and every ordinary working day directly before a public holiday: the
      schedule's shortening less, taken from the end. A day that the table calls "working" is
      never shortened.

    A transfer of a weekday that is an ordinary working day of the body (a Saturday in a six-day
    week) does not concern the body: both days stay ordinary for it.

    Thread safe: days are computed in whole years when first asked for, under a lock, and
    published as one immutable span.
    """

    def __init__(
        self,
        version: str,
        zone: ZoneInfo,
        schedules: Iterable[DatedSchedule] | Schedule,
        days: DayTable,
        decreed_through: int | None = None,
    ) -> None:
        rows = [DatedSchedule(schedules)] if isinstance(schedules, Schedule) else schedules
        self.version = version
        self.zone = zone
        self.schedules = in_order(rows)
        self.days = days
        last = decreed_through if decreed_through is not None else days.decreed_through
        if last is None:
            raise CalendarError("a calendar must know the last year that is decreed")
        self.decreed_through = last
        self.first_year, self.last_year = days.years or (FIRST_YEAR, LAST_YEAR)
        self._lock = threading.Lock()
        self._span: Span = EMPTY

    def __repr__(self) -> str:
        return f"<WorkingCalendar {self.version} {self.zone.key}>"

    # --- one day -----------------------------------------------------------------------------

    def hours(self, day: date) -> DayHours | None:
        """Working hours of the day, or None when it is off."""
        span, index = self._locate(day.toordinal(), day.year)
        return span.hours[index]

    def is_working(self, day: date) -> bool:
        """Whether the body works on the day."""
        return self.hours(day) is not None

    def is_shortened(self, day: date) -> bool:
        """Whether the day is worked and loses the schedule's shortening."""
        return self.is_working(day) and self._loses_an_hour(day)

    def is_preliminary(self, day: date) -> bool:
        """Whether the year of the day has no decree yet, so that the day may still change."""
        return day.year > self.decreed_through

    def note(self, day: date) -> str:
        """Why the day differs from the ordinary week, in Russian; empty when it does not."""
        entry = self._entry(day)
        return entry.note if entry else ""

    def entry(self, day: date) -> Day | None:
        """The table's entry that holds for this body on the day, or None."""
        return self._entry(day)

    def end_of_day(self, day: date) -> datetime:
        """When the working time of the day ends.

        A day off has no working time. A term that ends on one all the same (rule "none") ends
        when the body would close on that weekday in its ordinary week; on a weekday that is off
        in the ordinary week, at the body's latest closing hour of the week.
        """
        hours = self.hours(day)
        return self._at(day, hours.end if hours else self.schedule_on(day).usual_end(day.weekday()))

    def schedule_on(self, day: date) -> Schedule:
        """The ordinary week that holds on the day; CalendarError when there is none."""
        for row in reversed(self.schedules):
            if row.holds_on(day):
                return row.schedule
        raise CalendarError(f"no working schedule is known for {day}")

    # --- working days ------------------------------------------------------------------------

    def next_working_day(self, day: date) -> date:
        """The first working day after the day, the day itself never."""
        return self.add_working_days(day, 1)

    def previous_working_day(self, day: date) -> date:
        """The last working day before the day, the day itself never."""
        return self.add_working_days(day, -1)

    def working_day_on_or_after(self, day: date) -> date:
        """The day itself when it is worked, otherwise the next working day."""
        return day if self.is_working(day) else self.next_working_day(day)

    def working_day_on_or_before(self, day: date) -> date:
        """The day itself when it is worked, otherwise the previous working day."""
        return day if self.is_working(day) else self.previous_working_day(day)

    def add_working_days(self, day: date, count: int) -> date:
        """The count-th working day strictly after the day, or before it when negative.

        The day itself is never counted, worked or not; 0 gives it back unchanged.
        """
        if count == 0:
            return day
        span, index = self._locate(day.toordinal(), day.year)
        while True:
            if count > 0:
                target = span.days_before[index + 1] + count
                if target <= span.days_before[-1]:
                    found = bisect_left(span.days_before, target) - 1
                    return span.midnights[found].date()
            else:
                target = span.days_before[index] + count
                if target >= 0:
                    found = bisect_right(span.days_before, target) - 1
                    return span.midnights[found].date()
            self._reach_further(span, forward=count > 0)
            span, index = self._locate(day.toordinal(), day.year)

    def working_days_between(self, a: date, b: date) -> int:
        """Working days after `a` up to and including `b`; negative when `b` is earlier.

        Adding this number of working days to `a` gives `b`, when both are worked.
        """
        if b < a:
            return -self.working_days_between(b, a)
        self._locate(a.toordinal(), a.year)
        span, last = self._locate(b.toordinal(), b.year)
        return span.days_before[last + 1] - span.days_before[a.toordinal() - span.first + 1]

    # --- working time ------------------------------------------------------------------------

    def add_working_minutes(self, moment: datetime, minutes: int) -> datetime:
        """The moment when so many working minutes have passed, or had still to pass if negative.

        Time outside working hours does not count. Forward, an answer on the border of a rest is
        its beginning (end of the day, begin of lunch); backward and for 0 its end (the opening).
        Adding and then subtracting therefore gives back the `opening` of the moment.
        """
        if moment.tzinfo is None:
            raise CalendarError(f"the moment {moment} has no time zone")
        local = moment.astimezone(self.zone)
        ordinal = local.toordinal()
        clock = (
            local.hour * 3600 + local.minute * 60 + local.second
        ) * 1_000_000 + local.microsecond
        span = self._span
        while True:
            index = ordinal - span.first
            if not 0 <= index < span.size:
                span, index = self._locate(ordinal, local.year)
            before = span.time_before
            profile = span.profiles[index]
            target = before[index] + minutes * MICROSECONDS_A_MINUTE
            if profile is not None:
                target += spans.worked(profile, clock)
            if minutes > 0 and target <= before[-1]:
                found = bisect_left(before, target) - 1
                clock = spans.clock_at_last(_worked_day(span, found), target - before[found])
                return span.midnights[found] + timedelta(microseconds=clock)
            if minutes <= 0 and 0 <= target < before[-1]:
                found = bisect_right(before, target) - 1
                clock = spans.clock_at_first(_worked_day(span, found), target - before[found])
                return span.midnights[found] + timedelta(microseconds=clock)
            self._reach_further(span, forward=minutes > 0 or target >= 0)
            span = self._span

    def working_minutes_between(self, a: datetime, b: datetime) -> int:
        """Whole working minutes from `a` to `b`, a broken one dropped; negative if b is earlier."""
        span = self._covering(a, b)
        passed = self._passed(b, span) - self._passed(a, span)
        whole = abs(passed) // MICROSECONDS_A_MINUTE
        return whole if passed >= 0 else -whole

    def opening(self, moment: datetime) -> datetime:
        """The moment itself within working time, otherwise when working time next begins.

        In a lunch that is its end; at or after closing, the opening of the next working day.
        """
        return self.add_working_minutes(moment, 0)

    def next_opening(self, moment: datetime) -> datetime:
        """When the body next opens in the morning, strictly after the moment."""
        day = self._local(moment).date()
        if (today := self.opening_of(day)) is not None and today > moment:
            return today
        return self._opening_of_working(self.next_working_day(day))

    def previous_opening(self, moment: datetime) -> datetime:
        """When the body last opened in the morning, at or before the moment."""
        day = self._local(moment).date()
        if (today := self.opening_of(day)) is not None and today <= moment:
            return today
        return self._opening_of_working(self.previous_working_day(day))

    def opening_of(self, day: date) -> datetime | None:
        """When the body opens on the day, or None on a day off."""
        hours = self.hours(day)
        return self._at(day, hours.start) if hours else None

    def is_open(self, moment: datetime) -> bool:
        """Whether the moment is within working time, lunch and the closing moment excluded."""
        return self.opening(moment) == moment

    # --- how a day is worked out --------------------------------------------------------------

    def _resolve(self, day: date) -> DayHours | None:
        schedule = self.schedule_on(day)
        entry = self._entry(day)
        if entry is None and not schedule.works_on(day.weekday()):
            return None
        if entry is not None and entry.kind is DayKind.OFF:
            return None
        weekday = day.weekday()
        if not schedule.works_on(weekday) and entry is not None and entry.swapped_with is not None:
            weekday = entry.swapped_with.weekday()
        return schedule.ordinary(weekday, shortened=self._loses_an_hour(day))

    def _entry(self, day: date) -> Day | None:
        entry = self.days.get(day)
        if entry is None or entry.swapped_with is None:
            return entry
        rest_day = entry.swapped_with if entry.kind is DayKind.OFF else day
        if self.schedule_on(day).works_on(rest_day.weekday()):
            return None
        return entry

    def _loses_an_hour(self, day: date) -> bool:
        entry = self._entry(day)
        if entry is not None and entry.kind is not DayKind.WORKING:
            return entry.kind is DayKind.SHORTENED
        if entry is not None:
            return False
        following = self.days.get(day + _ONE_DAY)
        return following is not None and following.holiday

    # --- the span ----------------------------------------------------------------------------

    def _locate(self, ordinal: int, year: int) -> tuple[Span, int]:
        """The span that holds the day, computed if need be, and the day's index in it."""
        span = self._span
        index = ordinal - span.first
        if not 0 <= index < span.size:
            span = self._extend(year, year)
            index = ordinal - span.first
            if not 0 <= index < span.size:
                raise CalendarError(f"no working schedule is known for {date.fromordinal(ordinal)}")
        return span, index

    def _reach_further(self, span: Span, *, forward: bool) -> None:
        """Twice as many years in one direction; CalendarError at the end of the calendar."""
        more = span.last_year - span.first_year + 1
        if forward:
            if span.last_year >= self.last_year:
                raise CalendarError(f"the calendar ends with the year {self.last_year}")
            self._extend(span.last_year, min(span.last_year + more, self.last_year))
        else:
            if span.first_year <= self.first_year:
                raise CalendarError(f"the calendar begins with the year {self.first_year}")
            self._extend(max(span.first_year - more, self.first_year), span.first_year)

    def _extend(self, first: int, last: int) -> Span:
        if not self.first_year <= first <= last <= self.last_year:
            raise CalendarError(
                f"the year {first if first < self.first_year else last} lies outside the calendar "
                f"{self.first_year}-{self.last_year}"
            )
        with self._lock:
            span = self._span
            if span.size:
                first, last = min(first, span.first_year), max(last, span.last_year)
            else:
                first, last = max(first - 1, self.first_year), min(last + 1, self.last_year)
            if not span.size or (first, last) != (span.first_year, span.last_year):
                begin = max(date(first, 1, 1), self.schedules[0].since or date.min)
                end = min(date(last, 12, 31), self.schedules[-1].until or date.max)
                self._span = spans.build(first, last, (begin, end), self.zone, self._resolve)
            return self._span

    def _covering(self, a: datetime, b: datetime) -> Span:
        """One span that holds both moments; spans only grow, so the second holds the first."""
        first, last = self._local(a), self._local(b)
        self._locate(first.toordinal(), first.year)
        return self._locate(last.toordinal(), last.year)[0]

    def _passed(self, moment: datetime, span: Span) -> int:
        local = self._local(moment)
        index = local.toordinal() - span.first
        clock = (
            local.hour * 3600 + local.minute * 60 + local.second
        ) * 1_000_000 + local.microsecond
        profile = span.profiles[index]
        return span.time_before[index] + (spans.worked(profile, clock) if profile else 0)

    def _local(self, moment: datetime) -> datetime:
        if moment.tzinfo is None:
            raise CalendarError(f"the moment {moment} has no time zone")
        return moment.astimezone(self.zone)

    def _at(self, day: date, clock: time) -> datetime:
        return datetime.combine(day, clock, tzinfo=self.zone)

    def _opening_of_working(self, day: date) -> datetime:
        hours = self.hours(day)
        if hours is None:
            raise CalendarError(f"{day} is a day off")
        return self._at(day, hours.start)


def _worked_day(span: Span, index: int) -> spans.Profile:
    """The profile of a day that the sums have found, which is therefore worked."""
    profile = span.profiles[index]
    assert profile is not None  # noqa: S101 - sums rise on worked days only
    return profile


def calendar_for(
    zone: str | ZoneInfo,
    schedule_rows: Schedule | Sequence[DatedSchedule],
    *,
    extra: DayTable | Sequence[DayTable] = (),
    version: str | None = None,
) -> WorkingCalendar:
    """The calendar of a body: the federal table, its own layers over it in turn, its schedules.

    `zone` is an IANA name such as "Asia/Novosibirsk". Without `version` the calendar names itself
    by `version_of`. Raises CalendarError for an unknown zone, schedules with a gap or overlap, and
    layers that do not fit.
    """
    if isinstance(zone, str):
        try:
            zone = ZoneInfo(zone)
        except (ZoneInfoNotFoundError, ValueError) as error:
            raise CalendarError(f"the time zone {zone!r} is unknown") from error
    rows = (
        (DatedSchedule(schedule_rows),)
        if isinstance(schedule_rows, Schedule)
        else in_order(schedule_rows)
    )
    days = federal_days()
    for layer in (extra,) if isinstance(extra, DayTable) else extra:
        days = merge(days, layer)
    return WorkingCalendar(version or version_of(zone, rows, days), zone, rows, days)


def version_of(zone: ZoneInfo, rows: Sequence[DatedSchedule], days: DayTable) -> str:
    """A name that changes when, and only when, something changes that dates depend on.

    "<last decreed year>-<12 hex digits>" over zone, schedules, days and the version of the
    `holidays` package; the same in every process and on every machine.
    """
    lines = [f"holidays {package_version()}", zone.key]
    lines += [f"{row.since} {row.until} {row.schedule.canonical()}" for row in rows]
    lines += days.canonical()
    digest = hashlib.sha256("\n".join(lines).encode()).hexdigest()
    return f"{days.decreed_through}-{digest[:12]}"
