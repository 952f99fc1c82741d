"""The list of cases: which ones, in which order, one page at a time by key (never by counting rows)."""

from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlencode

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.expressions import OrderBy

from otklik.cases import queries
from otklik.cases.due import NO_TERM, span_of
from otklik.cases.models import Assignment, Case, ControlMark, Stage
from otklik.cases.rules import OPEN_STAGES
from otklik.staff.calendars import zone
from otklik.staff.models import Employee, Power
from otklik.staff.queries import body_of, powers_of

PAGE = 50
COUNT_LIMIT = 500
"""Counts above it are shown as «500+»: nobody needs them exact, and counting a million rows is slow."""

SORTS = {"due": "next_due", "received": "received_at"}
OPEN, LATE, ALL, PROMISED, CONTROL = "open", "late", "all", "promised", "control"
SCOPES = ("mine", "unit", "all")
NOBODY = "none"
"""Instead of a unit or an executor: cases that have none yet."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the visitor asks to see; every value is one that the list knows."""

    scope: str
    stage: str
    words: str
    sort: str
    unit: str = ""
    """Id of a unit, `NOBODY`, or empty for all."""
    executor: str = ""
    """Id of an employee, `NOBODY`, or empty for all."""
    due: str = ""
    """A range of `cases.due`, `none`, a day as ISO date, or empty for all."""

    @property
    def field(self) -> str:
        """The column that the list is sorted by."""
        return SORTS[self.sort.removeprefix("-")]

    @property
    def descending(self) -> bool:
        """Whether the list goes from the greatest down."""
        return self.sort.startswith("-")

    @property
    def narrowed(self) -> dict[str, str]:
        """The filters by unit, executor and term that are set, as the address has them."""
        given = {"unit": self.unit, "executor": self.executor, "due": self.due}
        return {name: value for name, value in given.items() if value}

    @property
    def without_narrowing(self) -> str:
        """The query of the same list without those filters."""
        kept = {"scope": self.scope, "stage": self.stage, "q": self.words, "sort": self.sort}
        return urlencode({name: value for name, value in kept.items() if value})


def scopes_for(employee: Employee) -> tuple[str, ...]:
    """Return which views of the list the employee's powers open, the widest last."""
    powers = powers_of(employee)
    found = ["mine"] if Power.EXECUTE in powers else []
    if Power.VIEW_UNIT in powers and employee.unit_id is not None:
        found.append("unit")
    if Power.VIEW_BODY in powers:
        found.append("all")
    return tuple(found) or ("mine",)


def _first_scope(employee: Employee, scopes: tuple[str, ...]) -> str:
    """The view that the menu opens: a head's work is the unit's cases, everybody else's the narrowest."""
    return "unit" if "unit" in scopes and Power.ASSIGN in powers_of(employee) else scopes[0]


def asked(employee: Employee, given: dict[str, str]) -> Asked:
    """Read the address of the list; what is unknown counts as not said."""
    scopes = scopes_for(employee)
    scope, stage = given.get("scope", ""), given.get("stage", "")
    sort = given.get("sort", "")
    words = " ".join(given.get("q", "").replace("\x00", "").split())[:200]
    known_stages = {OPEN, LATE, ALL, PROMISED, CONTROL, *Stage.values}
    narrowed = {name: given.get(name, "")[:20] for name in ("unit", "executor", "due")}
    widest = words or any(narrowed.values())
    return Asked(
        scope if scope in scopes else scopes[-1] if widest else _first_scope(employee, scopes),
        stage if stage in known_stages else ALL if words else OPEN,
        words,
        sort if sort.removeprefix("-") in SORTS else "due",
        unit=_owner(narrowed["unit"]),
        executor=_owner(narrowed["executor"]),
        due=_term(employee, narrowed["due"]),
    )


def _owner(said: str) -> str:
    known = said == NOBODY or (said.isascii() and said.isdecimal() and len(said) < 18)
    return said if known else ""


def _term(employee: Employee, said: str) -> str:
    if said in {"", NO_TERM}:
        return said
    return said if span_of(said, datetime.now(UTC), zone(body_of(employee))) else ""


def in_scope(employee: Employee, scope: str) -> QuerySet[Case]:
    """Return the visible cases of one view of the list."""
    cases = queries.visible_to(employee)
    return cases.filter(pk__in=queries.given_to(employee)) if scope == "mine" else cases


def with_marks(cases: QuerySet[Case], employee: Employee) -> QuerySet[Case]:
    """Return the cases each with `marked` (it is on control) and `own_part` (the employee has a part of it)."""
    of_case = {"case": OuterRef("pk")}
    marks = ControlMark.objects.filter(removed_at=None, **of_case)
    parts = Assignment.objects.filter(
        role=Assignment.Role.CO, ended_at=None, executor=employee, **of_case
    )
    return cases.annotate(marked=Exists(marks), own_part=Exists(parts))


def matching(employee: Employee, wanted: Asked, now: datetime) -> QuerySet[Case]:
    """Return the cases that the visitor asks for, not sorted."""
    cases = _narrowed(in_scope(employee, wanted.scope), employee, wanted, now)
    if wanted.words:
        cases = queries.containing(cases, wanted.words)
    if wanted.stage == OPEN and wanted.scope == "mine":
        return cases.filter(Q(stage__in=OPEN_STAGES) | queries.OWES_PROMISE)
    if wanted.stage == OPEN:
        return cases.filter(stage__in=OPEN_STAGES)
    if wanted.stage == CONTROL:
        return cases.filter(pk__in=ControlMark.objects.filter(removed_at=None).values("case"))
    if wanted.stage == LATE:
        return cases.filter(stage__in=(*OPEN_STAGES, Stage.ANSWERED), next_due__lt=now)
    if wanted.stage == PROMISED:
        return cases.filter(queries.OWES_PROMISE)
    return cases if wanted.stage == ALL else cases.filter(stage=wanted.stage)


def _narrowed(
    cases: QuerySet[Case], employee: Employee, wanted: Asked, now: datetime
) -> QuerySet[Case]:
    if wanted.unit:
        cases = cases.filter(unit=None if wanted.unit == NOBODY else int(wanted.unit))
    if wanted.executor:
        cases = cases.filter(executor=None if wanted.executor == NOBODY else int(wanted.executor))
    if wanted.due == NO_TERM:
        return cases.filter(next_due=None)
    span = span_of(wanted.due, now, zone(body_of(employee))) if wanted.due else None
    if span and span.since:
        cases = cases.filter(next_due__gte=span.since)
    if span and span.until:
        cases = cases.filter(next_due__lt=span.until)
    return cases


def capped(cases: QuerySet[Case]) -> str:
    """Return how many there are, as a text, counting no further than the limit."""
    number = cases.order_by()[: COUNT_LIMIT + 1].values("pk").count()
    return f"{COUNT_LIMIT}+" if number > COUNT_LIMIT else str(number)


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the list; `newer` and `older` are the keys of its neighbours, empty where there is none."""

    rows: list[Case]
    newer: str
    older: str


def page_of(cases: QuerySet[Case], wanted: Asked, *, newer: str = "", older: str = "") -> Page:
    """Return the page after the key `older`, before the key `newer`, or the first one; a damaged key counts as none."""
    after, before = _read(older), _read(newer)
    backwards = before is not None
    if before is not None:
        cases = cases.filter(_beside(wanted, before, forward=False))
    elif after is not None:
        cases = cases.filter(_beside(wanted, after, forward=True))
    found = list(cases.order_by(*_order(wanted, backwards=backwards))[: PAGE + 1])
    more, rows = len(found) > PAGE, found[:PAGE]
    if backwards:
        rows.reverse()
    if not rows:
        return Page([], "", "")
    has_newer = more if backwards else after is not None
    has_older = True if backwards else more
    return Page(
        rows,
        _key(rows[0], wanted) if has_newer else "",
        _key(rows[-1], wanted) if has_older else "",
    )


def _order(wanted: Asked, *, backwards: bool) -> tuple[OrderBy, str]:
    """Rows without a date stand last in either direction; the id makes the order whole."""
    down = wanted.descending != backwards
    field = F(wanted.field)
    nulls = {"nulls_first": True} if backwards else {"nulls_last": True}
    return (field.desc(**nulls) if down else field.asc(**nulls)), "-id" if down else "id"


def _beside(wanted: Asked, key: tuple[datetime | None, int], *, forward: bool) -> Q:
    moment, pk = key
    beyond = "lt" if wanted.descending == forward else "gt"
    further = Q(**{f"id__{beyond}": pk})
    empty = Q(**{f"{wanted.field}__isnull": True})
    if moment is None:
        return (empty & further) if forward else (~empty | (empty & further))
    found = Q(**{f"{wanted.field}__{beyond}": moment}) | (Q(**{wanted.field: moment}) & further)
    return found | empty if forward else found


def _key(case: Case, wanted: Asked) -> str:
    moment: datetime | None = getattr(case, wanted.field)
    return f"{moment.isoformat() if moment else ''}~{case.pk}"


def _read(key: str) -> tuple[datetime | None, int] | None:
    text, mark, number = key.partition("~")
    if not mark or not number.isdecimal() or len(number) > 18:
        return None
    try:
        moment = datetime.fromisoformat(text) if text else None
        if moment is not None and moment.tzinfo is None:
            return None
        return moment and moment.astimezone(UTC), int(number)
    except (ValueError, OverflowError):  # no date, or one beyond the calendar in UTC
        return None
