"""The year of a body's calendar as the page shows it: twelve months of marked days, sums, the days that differ."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from otklik import worktime
from otklik.staff import calendars
from otklik.staff.models import Body
from otklik.staff.profiles import profile_of
from otklik.worktime import Mark, WorkingCalendar, YearDay, YearMonth
from otklik.worktime.federal import FIRST_YEAR, LAST_YEAR

MONTHS = (
    "Январь", "Февраль", "Март", "Апрель", "Май", "Июнь",
    "Июль", "Август", "Сентябрь", "Октябрь", "Ноябрь", "Декабрь",
)  # fmt: skip
WEEKDAYS = ("Пн", "Вт", "Ср", "Чт", "Пт", "Сб", "Вс")

WORDS: dict[Mark, Promise] = {
    Mark.WORKED: gettext_lazy("Working day"),
    Mark.SHORTENED: gettext_lazy("Shortened working day"),
    Mark.MOVED_WORKED: gettext_lazy("Day off that is worked"),
    Mark.WEEKEND: gettext_lazy("Ordinary day off"),
    Mark.HOLIDAY: gettext_lazy("Public holiday"),
    Mark.MOVED_OFF: gettext_lazy("Weekday that is a day off"),
}
SIGNS = {
    Mark.WORKED: "",
    Mark.SHORTENED: "*",
    Mark.MOVED_WORKED: "Р",
    Mark.WEEKEND: "",
    Mark.HOLIDAY: "П",
    Mark.MOVED_OFF: "В",
}
"""A letter for each mark, so that no colour is needed to tell them apart."""
OWN_SIGN = "м"
"""Beside the sign of a day that was entered for this body or its region."""
_ORDINARY = frozenset({Mark.WORKED, Mark.WEEKEND})


@dataclass(frozen=True, slots=True)
class Cell:
    """One day of the grid; `day` is None before the first and after the last of the month."""

    day: date | None
    mark: str = ""
    sign: str = ""
    words: str = ""
    is_today: bool = False

    @property
    def number(self) -> int:
        """Number in the month."""
        return self.day.day if self.day else 0


@dataclass(frozen=True, slots=True)
class Month:
    """One month of the page: weeks of seven cells and what is worked."""

    title: str
    weeks: tuple[tuple[Cell, ...], ...]
    days: int
    hours: str


@dataclass(frozen=True, slots=True)
class SumRow:
    """A quarter or the year: working days, hours of the 40-hour week, hours of the body's own week."""

    title: str
    days: int
    norm: str
    own: str
    is_whole: bool = False


@dataclass(frozen=True, slots=True)
class Special:
    """A day, or several in a row, that differ from the ordinary week in the same way."""

    days: str
    words: str
    hours: str
    note: str


@dataclass(frozen=True, slots=True)
class YearPage:
    """All that the page of a year shows."""

    year: int
    preliminary: bool
    months: tuple[Month, ...]
    sums: tuple[SumRow, ...]
    special: tuple[Special, ...]
    week: tuple[tuple[str, str], ...]
    has_own_hours: bool
    earlier: int | None
    later: int | None


def year_page(body: Body, year: int, today: date) -> YearPage:
    """Return the page of a year of the body's calendar. Raises `CalendarError` for a year beyond it."""
    calendar = calendars.calendar_of(body)
    months = worktime.year_of(calendar, year)
    own = own_days(body, year)
    sums = tuple(_sums(months))
    return YearPage(
        year,
        year > calendar.decreed_through,
        tuple(_month(found, own, today) for found in months),
        sums,
        tuple(_special(months, own)),
        tuple(week_of(calendar, date(year, 12, 31))),
        any(row.norm != row.own for row in sums),
        year - 1 if year > FIRST_YEAR else None,
        year + 1 if year < LAST_YEAR else None,
    )


def own_days(body: Body, year: int) -> frozenset[date]:
    """Return the days that were entered for the body itself, or are its region's own."""
    region = profile_of(body).region.days
    days = [row.day for row in calendars.rows_of(body)] + [row.date for row in region]
    return frozenset(day for day in days if day.year == year)


def week_of(calendar: WorkingCalendar, day: date) -> Iterator[tuple[str, str]]:
    """Yield the ordinary week on a day: weekdays with the same hours together."""
    schedule = calendar.schedule_on(day)
    groups: list[tuple[int, int, str]] = []
    for weekday in range(7):
        hours = schedule.hours.get(weekday)
        words = said_hours(hours) if hours else _("day off")
        if groups and groups[-1][2] == words:
            groups[-1] = (groups[-1][0], weekday, words)
        else:
            groups.append((weekday, weekday, words))
    for first, last, words in groups:
        name = WEEKDAYS[first] if first == last else f"{WEEKDAYS[first]}–{WEEKDAYS[last]}"
        yield name, words


def said_hours(hours: worktime.DayHours | None) -> str:
    """«9:00–18:00, обед 13:00–14:00»; a dash for a day off."""
    if hours is None:
        return "–"
    span = f"{hours.start:%-H:%M}–{hours.end:%-H:%M}"
    if hours.lunch is None:
        return span
    begin, end = hours.lunch
    return _("%(span)s, lunch %(begin)s–%(end)s") % {
        "span": span, "begin": f"{begin:%-H:%M}", "end": f"{end:%-H:%M}",
    }  # fmt: skip


def _month(found: YearMonth, own: frozenset[date], today: date) -> Month:
    empty = Cell(None)
    cells = [empty] * found.days[0].day.weekday()
    cells += [_cell(day, own, today) for day in found.days]
    cells += [empty] * (-len(cells) % 7)
    weeks = tuple(tuple(cells[start : start + 7]) for start in range(0, len(cells), 7))
    return Month(
        MONTHS[found.number - 1], weeks, found.total.days, _hours(found.total.norm_minutes)
    )


def _cell(found: YearDay, own: frozenset[date], today: date) -> Cell:
    sign = _sign(found, own)
    parts = [str(WORDS[found.mark])]
    if found.mark not in _ORDINARY or found.day in own:
        parts += [said_hours(found.hours)] if found.hours else []
        parts += [found.note] if found.note else []
    return Cell(found.day, found.mark.value, sign, ". ".join(parts), found.day == today)


def _sign(found: YearDay, own: frozenset[date]) -> str:
    sign = SIGNS[found.mark]
    if found.mark is Mark.MOVED_WORKED and found.shortened:
        sign += SIGNS[Mark.SHORTENED]
    return sign + (OWN_SIGN if found.day in own else "")


def _special(months: Sequence[YearMonth], own: frozenset[date]) -> Iterator[Special]:
    """Yield what differs, days in a row of the same kind together."""
    found = [
        day for month in months for day in month.days if day.mark not in _ORDINARY or day.day in own
    ]
    run: list[YearDay] = []
    for day in found:
        if run and not _belongs(run[-1], day):
            yield _told(run, own)
            run = []
        run.append(day)
    if run:
        yield _told(run, own)


def _belongs(before: YearDay, day: YearDay) -> bool:
    """Whether a day off goes on with the one before."""
    is_next = (day.day - before.day).days == 1
    return is_next and day.hours is None and before.mark is day.mark


def _told(run: Sequence[YearDay], own: frozenset[date]) -> Special:
    first, last = run[0], run[-1]
    words = str(WORDS[first.mark])
    if first.mark is Mark.MOVED_WORKED and first.shortened:
        words = _("Day off that is worked, shortened")
    if first.day in own:
        words = _("%(words)s, only here") % {"words": words}
    days = f"{first.day:%d.%m}, {WEEKDAYS[first.day.weekday()].lower()}"
    if last is not first:
        days = f"{first.day:%d.%m} – {last.day:%d.%m}"
    notes = dict.fromkeys(day.note for day in run if day.note)
    hours = said_hours(first.hours) if first.hours else ""
    return Special(days, words, hours, ", ".join(notes))


def _sums(months: tuple[YearMonth, ...]) -> Iterator[SumRow]:
    for quarter in range(4):
        found = worktime.total(months[quarter * 3 : quarter * 3 + 3])
        title = _("Quarter %(number)s") % {"number": ("I", "II", "III", "IV")[quarter]}
        yield SumRow(title, found.days, _hours(found.norm_minutes), _hours(found.minutes))
    whole = worktime.total(months)
    yield SumRow(_("Year"), whole.days, _hours(whole.norm_minutes), _hours(whole.minutes), True)


def _hours(minutes: int) -> str:
    return f"{minutes / 60:.1f}".removesuffix(".0").replace(".", ",")
