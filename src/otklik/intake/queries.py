"""Reading what arrived: the state of a receipt for its sender, lists for registrars."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Generic, TypeVar

from django.db.models import Model, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from otklik.cases import queries as cases
from otklik.cases.models import Case, Deadline
from otklik.messages import queries as messages
from otklik.messages.codes import normalise
from otklik.messages.models import Receipt
from otklik.staff.calendars import zone
from otklik.staff.models import Body, Employee, Power
from otklik.staff.queries import may
from otklik.worktime import Step, describe

PAGE = 30
RowT = TypeVar("RowT", bound=Model)


@dataclass(frozen=True, slots=True)
class Page(Generic[RowT]):
    """One page of a list that goes from the oldest: its rows, and the keys of the pages beside it."""

    rows: Sequence[RowT]
    newer: str
    """Key of the page before this one; empty on the first page."""
    older: str
    """Key of the page after this one; empty on the last page."""


def page_of(
    rows: QuerySet[RowT], *, newer: str = "", older: str = "", size: int = PAGE
) -> Page[RowT]:
    """Return the page after the key `older` or before the key `newer`, by (received_at, id).

    A key that is none gives the first page. No row is counted or skipped, so that the page is as quick in
    a long list as in a short one.
    """
    after, before = _key(older), _key(newer)
    if before:
        at, pk = before
        earlier = rows.filter(Q(received_at__lt=at) | Q(received_at=at, pk__lt=pk))
        found = list(earlier.order_by("-received_at", "-pk")[: size + 1])
        shown, more = found[:size][::-1], len(found) > size
        return Page(shown, _key_of(shown[0]) if more else "", _key_of(shown[-1]) if shown else "")
    if after:
        at, pk = after
        rows = rows.filter(Q(received_at__gt=at) | Q(received_at=at, pk__gt=pk))
    found = list(rows.order_by("received_at", "pk")[: size + 1])
    shown, more = found[:size], len(found) > size
    return Page(
        shown,
        _key_of(shown[0]) if after and shown else "",
        _key_of(shown[-1]) if more else "",
    )


def _key_of(row: Model) -> str:
    received: datetime = getattr(row, "received_at")  # noqa: B009 - cases and receipts both have it
    return f"{received.isoformat()}_{row.pk}"


def _key(text: str) -> tuple[datetime, int] | None:
    moment, _mark, pk = text.partition("_")
    try:
        at = datetime.fromisoformat(moment)
        if not (at.tzinfo and pk.isascii() and pk.isdigit() and len(pk) < 19):
            return None
        return at.astimezone(UTC), int(pk)
    except (ValueError, OverflowError):  # no date, or one beyond the calendar in UTC
        return None


def receipts(employee: Employee) -> QuerySet[Receipt]:
    """Return the receipts of the employee's body, for those who sort what arrives."""
    if not may(employee, Power.RECEIPTS, Power.REGISTER):
        return Receipt.objects.none()
    return Receipt.objects.filter(body=employee.body_id).select_related("body", "raw")


def held(employee: Employee) -> QuerySet[Receipt]:
    """Return the receipts that wait for a person, oldest first, for those who sort what arrives."""
    return messages.held(employee).select_related("body", "raw")


def parts_of_inbox(employee: Employee, *, registers: bool) -> list[tuple[object, ...]]:
    """Return the tabs of «Входящие»: title, address, how many wait."""
    parts: list[tuple[object, ...]] = []
    if registers:
        waiting = cases.inbox(employee).order_by().count()
        parts.append((_("To register"), reverse("desk:inbox"), waiting))
    parts.append((_("Not understood"), reverse("desk:held"), held(employee).order_by().count()))
    return parts


def status_by_code(code: str) -> dict[str, Any] | None:
    """Return the state and the dates of what was filed under a tracking code; no personal data.

    A receipt that no case was made of yet, or that waits for a person, is `received`.
    """
    case = cases.by_tracking_code(code)
    if case is not None:
        return _of_case(case)
    canonical = normalise(code)
    receipt = Receipt.objects.select_related("body").filter(tracking_code=canonical).first()
    if receipt is None or not canonical:
        return None
    placed = Case.objects.filter(receipts__receipt=receipt).select_related("body").first()
    if placed is not None:
        return _of_case(placed) | {"code": receipt.tracking_code}
    dismissed = receipt.state == Receipt.State.DISMISSED
    return {
        "code": receipt.tracking_code,
        "body": receipt.body.code,
        "state": "dismissed" if dismissed else "received",
        "received_at": _local(receipt.received_at, receipt.body),
        "number": "",
        "registered_at": None,
        "answered_at": None,
        "deadlines": [],
    }


def _of_case(case: Case) -> dict[str, Any]:
    return {
        "code": case.tracking_code,
        "body": case.body.code,
        "state": case.stage,
        "received_at": _local(case.received_at, case.body),
        "number": case.number,
        "registered_at": _local(case.registered_at, case.body),
        "answered_at": _local(case.answered_at, case.body),
        "deadlines": [_of_deadline(row, case.body) for row in cases.deadlines_of(case)],
    }


def _of_deadline(row: Deadline, body: Body) -> dict[str, Any]:
    return {
        "kind": row.kind,
        "due": _local(row.due, body),
        "clause": row.clause,
        "basis": row.basis,
        "preliminary": row.preliminary,
        "met_at": _local(row.met_at, body),
        "steps": [describe(Step.from_json(step)) for step in row.steps],
    }


def _local(moment: datetime | None, body: Body) -> str | None:
    return moment.astimezone(zone(body)).isoformat(timespec="seconds") if moment else None
