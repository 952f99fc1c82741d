"""What a morning's look reads: open terms and news of one body, each in one statement whatever the number of cases."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import Aggregate, Count, F, Q, QuerySet, TextField, Value, When
from django.db.models import Case as Choice
from django.db.models.functions import Cast, Coalesce, Concat

from otklik.cases.models import (
    Assignment,
    Case,
    CaseReceipt,
    Clarification,
    Deadline,
    Extension,
    NoReply,
    Stage,
)
from otklik.cases.models.events import Proposal
from otklik.cases.rules import AFTER_THE_END, OPEN_STAGES, WATCHED
from otklik.control.models import Round
from otklik.control.rules import Bundle, Item
from otklik.staff.models import Body

CO_PART = "co_executor_part"


class JoinedRows(Aggregate):
    """The texts of a group, one a row, in no particular order."""

    output_field = TextField()
    name = "JoinedRows"

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        """Write it the way SQLite has it."""
        template = "GROUP_CONCAT(%(expressions)s, CHAR(10))"
        return self.as_sql(compiler, connection, template=template, **extra)

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        """Write it the way PostgreSQL has it."""
        template = "STRING_AGG(%(expressions)s, CHR(10))"
        return self.as_sql(compiler, connection, template=template, **extra)


_ROW = Concat(
    Cast("case_id", TextField()),
    Value(" "),
    Choice(
        When(case__number="", then=F("case__tracking_code")),
        default=F("case__number"),
    ),
    output_field=TextField(),
)


def open_bundles(body: Body, before: datetime) -> list[Bundle]:
    """Return the open terms of the body that end before a moment (UTC), put together by person and moment.

    The database puts them together: of a hundred thousand terms some thousand rows come here. A co-executor's part is
    his own.
    """
    rows = (
        _open(body, before, [kind for kind in WATCHED if kind != CO_PART])
        # What tells most rows apart comes first: comparing stops there.
        .values_list("case__executor_id", "due", "kind", "case__stage", "case__unit_id")
        .annotate(number=Count("*"), cases=JoinedRows(_ROW))
        .order_by()
    )
    found = list(map(Bundle._make, rows))
    for item in open_terms(body, before, [CO_PART]):
        line = f"{item.case} {item.number}"
        found.append(Bundle(item.executor, item.due, item.kind, item.stage, item.unit, 1, line))
    return found


def open_terms(body: Body, before: datetime, kinds: Iterable[str] = WATCHED) -> list[Item]:
    """Return each open deadline of the body that ends before a moment (UTC); a co-executor's part is his own."""
    wanted = list(kinds)
    rows = _open(body, before, wanted).order_by().values_list(
        "case_id", "case__number", "case__stage", "case__unit_id", "case__executor_id",
        "kind", "due", "part", "case__tracking_code",
    )  # fmt: skip
    parts = _co_executors(body) if CO_PART in wanted else {}
    return [
        Item(
            case,
            number or code,
            stage,
            unit,
            parts.get(part, executor) if kind == CO_PART else executor,
            kind,
            due,
        )
        for case, number, stage, unit, executor, kind, due, part, code in rows
    ]


def _open(body: Body, before: datetime, kinds: list[str]) -> QuerySet[Deadline]:
    """Return the open deadlines, found by their moment; those of a single kind by the kind.

    Body and kinds are written so that no index serves them: a planner without statistics would go through every case
    that the body has ever had, instead of the few deadlines that are open.
    """
    rows = Deadline.objects.alias(owner=F("case__body_id") + 0, what=Coalesce("kind", Value("")))
    rows = rows.filter(superseded_at=None, met_at=None, due__lt=before, owner=body.pk)
    rows = rows.filter(kind=kinds[0]) if len(kinds) == 1 else rows.filter(what__in=kinds)
    return rows.filter(Q(case__stage__in=OPEN_STAGES) | Q(kind__in=AFTER_THE_END))


def _co_executors(body: Body) -> dict[str, int]:
    """Return who owes each part that has not been handed in, by the assignment's id as deadlines name it."""
    rows = Assignment.objects.filter(
        case__body=body, role=Assignment.Role.CO, ended_at=None, case__stage__in=OPEN_STAGES
    )
    return {str(pk): executor for pk, executor in rows.values_list("pk", "executor")}


class News(NamedTuple):
    """That something has happened to a case which its people should know."""

    group: str
    case: int
    number: str
    stage: str
    unit: int | None
    executor: int | None
    term: str = ""
    due: datetime | None = None
    note: str = ""


def _case_parts(prefix: str = "case__") -> tuple[str, ...]:
    names = ("id", "number", "tracking_code", "stage", "unit_id", "executor_id")
    return tuple(f"{prefix}{name}" for name in names)


def _news(group: str, row: tuple[object, ...], **more: object) -> News:
    case, number, code, stage, unit, executor = row[:6]
    return News(group, case, number or code, stage, unit, executor, **more)  # type: ignore[arg-type]  # columns of Case


def additions(body: Body, since: datetime, until: datetime) -> list[News]:
    """Return the cases to which the client has added something in the time."""
    rows = CaseReceipt.objects.filter(
        case__body=body,
        added_at__gt=since,
        added_at__lte=until,
        receipt__received_at__gt=F("case__received_at"),
        case__stage__in=OPEN_STAGES,
    )
    found = rows.order_by("case_id").values_list(*_case_parts()).distinct()
    return [_news("addition", row) for row in found]


def clarified(body: Body, since: datetime, until: datetime) -> list[News]:
    """Return the cases whose client has answered a question in the time; not what the executor wrote down himself."""
    rows = Clarification.objects.filter(
        case__body=body,
        answered_at__gt=since,
        answered_at__lte=until,
        case__stage__in=OPEN_STAGES,
    ).filter(Q(answered_by=None) | ~Q(answered_by=F("case__executor")))
    found = rows.order_by("case_id").values_list(*_case_parts()).distinct()
    return [_news("clarified", row) for row in found]


def proposals(body: Body) -> list[News]:
    """Return the cases on which a second person has to decide: an extension, or no reply on the merits."""
    found = []
    for model, group in ((Extension, "extension"), (NoReply, "no-reply")):
        rows: QuerySet[Extension] | QuerySet[NoReply] = model.objects.filter(
            state=Proposal.PROPOSED, case__body=body, case__stage__in=OPEN_STAGES
        )
        found += [_news(group, row) for row in rows.order_by("id").values_list(*_case_parts())]
    return found


def moved(body: Body, since: datetime, until: datetime) -> list[News]:
    """Return the open deadlines that have been moved to another moment in the time."""
    old: dict[tuple[int, str, str], datetime] = {}
    gone = Deadline.objects.alias(owner=F("case__body_id") + 0).filter(
        superseded_at__gt=since, superseded_at__lte=until, owner=body.pk
    )
    for case, kind, part, due in gone.order_by("id").values_list("case", "kind", "part", "due"):
        if kind in WATCHED:
            old.setdefault((case, kind, part), due)
    if not old:
        return []
    rows = Deadline.objects.filter(
        superseded_at=None,
        met_at=None,
        computed_at__gt=since,
        case__body=body,
        case__stage__in=OPEN_STAGES,
    ).values_list(*_case_parts(), "kind", "part", "due")
    return [
        _news("moved", row, term=row[6], due=row[8])
        for row in rows.order_by("due", "id")
        if old.get((row[0], row[6], row[7]), row[8]) != row[8]
    ]


def to_triage(
    body: Body, types: Iterable[str], first: datetime, end: datetime
) -> list[tuple[News, datetime]]:
    """Return the cases registered in the time, still considered, with nothing proposed; each with its registration."""
    rows = (
        Case.objects.filter(
            body=body,
            type__in=list(types),
            stage__in=[Stage.REGISTERED, Stage.ASSIGNED],
            registered_at__gte=first,
            registered_at__lt=end,
        )
        .exclude(no_replies__state__in=[Proposal.PROPOSED, Proposal.APPROVED])
        .order_by("registered_at", "id")
        .values_list(*_case_parts(""), "registered_at")
    )
    return [(_news("triage", row), row[6]) for row in rows]


class Fresh(NamedTuple):
    """An assignment of which its executor has not been told."""

    assignment: int
    executor: int
    news: News


def untold(body: Body, since: datetime) -> list[Fresh]:
    """Return the assignments in force, given since a moment, of which nobody has been told yet."""
    rows = (
        Assignment.objects.alias(owner=F("case__body_id") + 0)
        .filter(
            ended_at=None,
            given_at__gte=since,
            told=None,
            owner=body.pk,
            case__stage__in=OPEN_STAGES,
        )
        .order_by("id")
        .values_list(*_case_parts(), "id", "executor_id", "case__next_due")
    )
    return [Fresh(row[6], row[7], _news("assigned", row, due=row[8])) for row in rows]


def round_before(body: Body, day: date) -> Round | None:
    """Return the body's last round before a local day that was told to the end."""
    done = Round.objects.filter(body=body, day__lt=day, finished_at__isnull=False)
    return done.order_by("-day").first()
