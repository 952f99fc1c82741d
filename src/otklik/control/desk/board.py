"""«Контроль»: how many cases each unit or person has, how near their terms are, what comes in three weeks."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from otklik import documents
from otklik.cases.due import LATE, LATER, NO_TERM, RANGES, TODAY
from otklik.cases.listing import NOBODY
from otklik.control.queries.board import PERSON, UNIT, Board, Row, board
from otklik.control.queries.counting import Counts
from otklik.language.dates import date_long
from otklik.staff.models import Employee, Power
from otklik.staff.queries import powers_of
from otklik.web.access import needs

HEADINGS: dict[str, Promise] = {
    LATE: gettext_lazy("Overdue"),
    TODAY: gettext_lazy("Today"),
    "1-3": gettext_lazy("1–3 days"),
    "4-7": gettext_lazy("4–7 days"),
    "8-14": gettext_lazy("8–14 days"),
    LATER: gettext_lazy("Later"),
}
WITHOUT, SUM = gettext_lazy("No term"), gettext_lazy("Sum")
WEEKDAYS: tuple[Promise, ...] = (
    gettext_lazy("Mo"),
    gettext_lazy("Tu"),
    gettext_lazy("We"),
    gettext_lazy("Th"),
    gettext_lazy("Fr"),
    gettext_lazy("Sa"),
    gettext_lazy("Su"),
)
ABOUT_AVERAGE = 15
"""Per cent up and down within which a load is called average."""

FEW = 3
"""With fewer open cases a person on average, comparing says nothing."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One number under its heading, and how it is drawn; `shown` is a link to the cases, a zero leads nowhere."""

    title: str | Promise
    shown: SafeString
    look: str = ""


ZERO = format_html('<span class="board-zero">{}</span>', 0)


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the matrix and of the forecast."""

    row: Row
    title: str
    note: str
    address: str
    """Where the unit's own people stand."""
    cells: tuple[Cell, ...]
    days: tuple[Cell, ...]
    width: int = 0
    """Length of the bar of the load, per cent of the longest."""
    load: str = ""


@needs(Power.CONTROL, Power.ASSIGN, Power.VIEW_BODY)
@require_safe
def board_page(request: HttpRequest) -> HttpResponse:
    """Show the board by unit (default for a whole body) or by person, perhaps of one unit."""
    found = _asked(request)
    lines = _lines(found)
    totals = _cells(found, found.total, _list_of(found, None))
    return render(
        request,
        "control/desk/board.html",
        {
            "board": found,
            "body": found.scope.body,
            "now": timezone.now(),
            "lines": lines,
            "headings": [cell.title for cell in totals],
            "totals": totals,
            "ways": _ways(found),
            "headline": _headline(found),
            "days": [(WEEKDAYS[day.weekday()], day) for day in found.days],
            "day_totals": _day_cells(found, found.total, _list_of(found, None), 0),
            "average": round(found.average),
            "picture": f"{reverse('desk:board-chart')}?{urlencode(_query_of_page(found))}",
        },
    )


@needs(Power.CONTROL, Power.ASSIGN, Power.VIEW_BODY)
@require_safe
def board_chart(request: HttpRequest) -> HttpResponse:
    """The forecast of the page as a picture (SVG); the table below it holds the same figures."""
    found = _asked(request)
    figures = tuple(
        (f"{day:%d.%m}", str(WEEKDAYS[day.weekday()]), _on(found, found.total, day))
        for day in found.days
    )
    where = str(found.unit or found.scope.body.short_name)
    subtitle = _("Terms that end on a working day: %(where)s") % {"where": where}
    headers = {"Cache-Control": "private, no-store"}
    picture = _drawn(_headline(found), subtitle, figures)
    return HttpResponse(picture.svg, content_type="image/svg+xml", headers=headers)


@lru_cache(maxsize=64)
def _drawn(title: str, subtitle: str, figures: tuple[tuple[str, str, int], ...]) -> documents.Chart:
    most = max((number for _day, _weekday, number in figures), default=0)
    peaks = [place for place, row in enumerate(figures) if row[2] == most]
    return documents.column_chart(title, subtitle, figures, peaks[0] if len(peaks) == 1 else None)


def _asked(request: HttpRequest) -> Board:
    employee = request.user
    if not isinstance(employee, Employee) or employee.body_id is None:
        raise PermissionDenied
    unit = request.GET.get("unit", "")
    by = request.GET.get("by", "")
    return board(
        employee,
        by if by in {UNIT, PERSON} else _usual(employee),
        int(unit) if unit.isascii() and unit.isdecimal() and len(unit) < 18 else None,
        timezone.now(),
    )


def _usual(employee: Employee) -> str:
    """Whoever sees the body looks at its units, a head at his people."""
    return UNIT if Power.VIEW_BODY in powers_of(employee) else PERSON


def _ways(found: Board) -> list[tuple[object, ...]]:
    """Return the tabs: by unit, by person; each keeps the unit."""
    page = reverse("desk:board")
    return [
        (title, f"{page}?{urlencode(_query_of_page(found, by))}", None, found.by == by)
        for by, title in ((UNIT, _("By unit")), (PERSON, _("By person")))
    ]


def _query_of_page(found: Board, by: str = "") -> dict[str, object]:
    kept: dict[str, object] = {"by": by or found.by}
    if found.unit is not None and found.scope.is_whole:
        kept["unit"] = found.unit.pk
    return kept


def _list_of(found: Board, row: Row | None) -> str:
    """Return the address of the list with the cases of a row; of None, with those of all rows."""
    asked = {"stage": "open", "scope": "all" if found.scope.is_whole else "unit"}
    return f"{reverse('desk:cases')}?{urlencode({**asked, **_query(found, row)})}"


def _query(found: Board, row: Row | None) -> dict[str, object]:
    asked: dict[str, object] = {}
    if found.unit is not None:
        asked["unit"] = found.unit.pk
    if row is None:
        return asked
    if row.person is not None:
        return asked | {"executor": row.person.pk}
    if found.by == PERSON:
        return asked | {"executor": NOBODY}
    return {"unit": row.unit.pk if row.unit else NOBODY}


def _lines(found: Board) -> list[Line]:
    longest = max((row.counts.total for row in found.rows if row.person), default=0)
    strongest = max(
        (_on(found, row.counts, day) for row in found.rows for day in found.days), default=0
    )
    return [_line(found, row, longest, strongest) for row in found.rows]


def _line(found: Board, row: Row, longest: int, strongest: int) -> Line:
    page = _list_of(found, row)
    title, note, address = _named(found, row)
    total = row.counts.total
    return Line(
        row,
        title,
        note,
        address,
        _cells(found, row.counts, page),
        _day_cells(found, row.counts, page, strongest),
        round(100 * total / longest) if longest and row.person else 0,
        _load(total, found.average) if row.person else "",
    )


def _named(found: Board, row: Row) -> tuple[str, str, str]:
    if row.person is not None:
        left = "" if row.person.is_active else _("account switched off")
        unit = str(row.unit or "") if found.unit is None or row.unit != found.unit else ""
        return row.person.short_name, ", ".join(filter(None, (row.person.post, unit, left))), ""
    if row.unit is not None:
        people = urlencode({"by": PERSON, "unit": row.unit.pk})
        return str(row.unit), "", f"{reverse('desk:board')}?{people}"
    return (_("No executor yet") if found.by == PERSON else _("Not given to a unit yet")), "", ""


def _load(total: int, average: float) -> str:
    """Say how a person's load compares with the average of the list; of a few cases nothing is said."""
    if not total:
        return _("free")
    if average < FEW:
        return ""
    more = round(100 * (total - average) / average)
    if abs(more) <= ABOUT_AVERAGE:
        return _("about average")
    if more > 0:
        return _("%(percent)s %% above average") % {"percent": more}
    return _("%(percent)s %% below average") % {"percent": -more}


def _cells(found: Board, counts: Counts, page: str) -> tuple[Cell, ...]:
    """Return the ranges of days left, what has no term where the board has any, and the sum.

    `page` is the list of the row's cases.
    """
    numbers = counts.by_range()
    cells = [_cell(HEADINGS[name], numbers[name], page, name) for name in RANGES]
    if found.total.without_term:
        cells.append(_cell(WITHOUT, counts.without_term, page, NO_TERM))
    return (*cells, Cell(SUM, _link(counts.total, page, ""), "board-sum"))


def _day_cells(found: Board, counts: Counts, page: str, strongest: int) -> tuple[Cell, ...]:
    """Return the days of the forecast; the more falls due on one, the stronger its colour."""
    cells = []
    for day in found.days:
        number = _on(found, counts, day)
        due = TODAY if day == found.today else day.isoformat()
        strength = min(3, 1 + 3 * number // (strongest + 1)) if number and strongest else 0
        cells.append(Cell("", _link(number, page, due), f"heat-{strength}" if strength else ""))
    return tuple(cells)


def _cell(title: Promise, number: int, page: str, due: str) -> Cell:
    look = "board-none" if not number else "board-late" if due == LATE else ""
    return Cell(title, _link(number, page, due), look)


def _link(number: int, page: str, due: str) -> SafeString:
    if not number:
        return ZERO
    return format_html('<a href="{}{}">{}</a>', page, f"&due={due}" if due else "", number)


def _on(found: Board, counts: Counts, day: date) -> int:
    return counts.get((day - found.today).days, 0)


def _headline(found: Board) -> str:
    """Say what the forecast finds: the day on which most terms end."""
    ahead = [(_on(found, found.total, day), day) for day in found.days]
    most = max((number for number, _day in ahead), default=0)
    if not most:
        return _("No term ends in the next three weeks")
    peak, *others = [day for number, day in ahead if number == most]
    if others:
        return _("At most %(number)s terms end on one day") % {"number": most}
    return _("Most terms end on %(day)s: %(number)s") % {"day": date_long(peak), "number": most}
