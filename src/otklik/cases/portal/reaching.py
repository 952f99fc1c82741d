"""What is known under a tracking code, in words for its client; no name is among them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from otklik.cases import explaining, queries
from otklik.cases.deadlines import Planned, latest_reply_due, plan
from otklik.cases.models import Case, Deadline
from otklik.cases.rules import CLOSED_STAGES, allowed, transition
from otklik.messages.codes import normalise
from otklik.messages.models import Outgoing, Receipt
from otklik.messages.queries import receipt_by_code
from otklik.staff.calendars import calendar_of
from otklik.staff.models import Body
from otklik.staff.profiles import profile_of

KEY = "status-code"
SHOWN = "shown"
"""Stands in an address where the code itself should not: the code is in the visitor's session."""
CODE_MAX = 60
STATUS_PAGE = "web"
"""The channel of letters that are handed over on this page."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What the page tells: nothing in it names the person."""

    code: str
    body: Body
    number: str
    kind: str
    steps: list[dict[str, Any]]
    is_over: bool
    case: Case | None


def case_of(request: HttpRequest, code: str) -> Case | None:
    """Return the case of an address: its code, or the word that stands for the code in the visitor's session."""
    found = find(str(request.session.get(KEY, "")) if code == SHOWN else code)
    return found.case if found else None


def may_add(case: Case) -> bool:
    """Whether the client may still add to the case."""
    return allowed("add-by-client", case.stage, frozenset())


def may_answer(case: Case) -> bool:
    """Whether an answer to a question of the ministry still reaches it in time."""
    return case.stage in transition("note-clarified").sources


def may_stop(case: Case) -> bool:
    """Whether the client may ask to stop the consideration, and has not done so yet."""
    may = allowed("ask-withdrawal", case.stage, frozenset())
    return may and queries.asked_to_stop(case) is None


def find(code: str) -> Shown | None:
    """Return what is known under a code as a person types it, or None."""
    code = normalise(code[:CODE_MAX])
    if not code:
        return None
    case = queries.by_tracking_code(code)
    if case is not None:
        return of_case(case)
    receipt = receipt_by_code(code)
    if receipt is None:
        return None
    joined = Case.objects.filter(receipts__receipt=receipt).select_related("body").first()
    return of_case(joined) if joined else of_receipt(receipt)


@dataclass(frozen=True, slots=True)
class Signed:
    """A signed letter as the page lists it: what it is, its number and day, the addresses of its files."""

    title: str
    number: str
    day: date | None
    files: tuple[tuple[str, str], ...]
    """Label and address."""


def signed_of(case: Case, code: str) -> list[Signed]:
    """Return the signed letters of the case besides its reply, the latest first.

    `code` stands in the addresses: the tracking code, or the word for the one in the visitor's session. The room of
    letters tells them; the roof names it, for it knows all rooms.
    """
    tell: Callable[[Case, str], list[Signed]] = import_string(settings.CASE_LETTERS)
    return tell(case, code)


def letters_of(case: Case) -> Any:
    """Return the letters handed over on this page, newest first."""
    return queries.messages_of(case).filter(channel=STATUS_PAGE, state=Outgoing.State.SENT)


def of_case(case: Case) -> Shown:
    """Tell where a case is."""
    profile = profile_of(case.body)
    known = queries.status_of(case)
    over = case.stage in CLOSED_STAGES
    items = []
    for step in known:
        due = _stored(step.due, case) if step.due is not None else None
        if step.code == "answered" and step.at is None and due is None:
            due = _latest_reply(case.body, case.type, case.form, case.channel, case.received_at)
        items.append(_item(step.title, step.at, due, present=step.is_present and not over))
    return Shown(
        case.tracking_code,
        case.body,
        case.number,
        profile.work_type(case.type).label,
        items,
        over,
        case,
    )


def of_receipt(receipt: Receipt) -> Shown:
    """Tell where something is of which no case was made yet."""
    body, said = receipt.body, receipt.payload
    profile = profile_of(body)
    kind = str(said.get("type") or "application") if isinstance(said, dict) else "application"
    form = profile.channel(receipt.channel).form
    planned = plan(
        profile,
        calendar_of(body),
        type=kind,
        form=form,
        channel=receipt.channel,
        received=receipt.received_at,
    )
    registration = next(
        (_computed(item, body) for item in planned if item.kind == "registration"),
        None,
    )
    reply = _latest_reply(body, kind, form, receipt.channel, receipt.received_at)
    if receipt.state == Receipt.State.DISMISSED:
        items = [
            _item(_("Received"), receipt.received_at, None),
            _item(_("Looked at: it is not an appeal"), receipt.received_at, None),
        ]
    else:
        items = [
            _item(_("Received"), receipt.received_at, None, present=True),
            _item(_("Registered"), None, registration),
            _item(_("Answered"), None, reply),
        ]
    over = receipt.state == Receipt.State.DISMISSED
    return Shown(receipt.tracking_code, body, "", profile.work_type(kind).label, items, over, None)


def _latest_reply(
    body: Body, kind: str, form: str, channel: str, received: datetime
) -> dict[str, Any] | None:
    found = latest_reply_due(
        profile_of(body),
        calendar_of(body),
        type=kind,
        form=form,
        channel=channel,
        received=received,
    )
    return _computed(found, body, not_registered=True) if found else None


def _computed(item: Planned, body: Body, *, not_registered: bool = False) -> dict[str, Any]:
    """Return a computed deadline as `{% why %}` explains it to the client."""
    moves = explaining.of_planned(
        item, profile_of(body), for_client=True, not_registered=not_registered
    )
    return item.as_json() | {"due": item.due, "moves": moves}


def _stored(row: Deadline, case: Case) -> dict[str, Any]:
    """Return a stored deadline as `{% why %}` explains it to the client."""
    return {
        "due": row.due,
        "basis": row.basis,
        "clause": row.clause,
        "steps": row.steps,
        "preliminary": row.preliminary,
        "calendar": row.calendar_version,
        "moves": explaining.of_stored(
            row, profile_of(case.body), (case.type, case.form, case.channel), for_client=True
        ),
    }


def _item(
    title: str | Promise, at: datetime | None, deadline: Any, *, present: bool = False
) -> dict[str, Any]:
    """Return one step as `{% steps %}` draws it; a date still to come is shown with its reason."""
    state = "now" if present else "done" if at else "later"
    return {"title": title, "state": state, "at": at, "deadline": None if at else deadline}
