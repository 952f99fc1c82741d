"""The earlier states of a letter that is being written: what changed between them, and going back to one."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from otklik.cases.desk.reaching import case_of, employee_of, opened
from otklik.knowledge.differences import Piece, differences
from otklik.replies import actions
from otklik.replies.actions.keeping import state_of
from otklik.replies.desk.joining import said
from otklik.replies.desk.studio import may_write
from otklik.replies.desk.studio_page import name_of
from otklik.replies.desk.studio_saving import Desk, desk_of
from otklik.replies.draft_rules import differing, parts_of
from otklik.replies.models import DraftVersion
from otklik.staff.models import Employee, Power
from otklik.staff.refusals import Refusal
from otklik.web.access import needs

LISTED = 60
"""States that one page lists, the newest first."""


@dataclass(frozen=True, slots=True)
class Line:
    """One state in the list; the first is the letter as it is now."""

    revision: int
    at: datetime
    by: Employee
    parts: str
    """What this state changed against the one before, in words."""


@dataclass(frozen=True, slots=True)
class Changed:
    """One part as it differs between a kept state and the letter as it is now."""

    title: str
    pieces: list[Piece]


@needs(Power.EXECUTE, Power.VIEW_BODY, Power.VIEW_UNIT)
@require_safe
def states(request: HttpRequest, pk: int) -> HttpResponse:
    """List the kept states; show how the chosen one (`?state=…`) differs from the letter as it is now."""
    desk = desk_of(opened(request, pk), employee_of(request))
    if desk.reply is None:
        raise Http404
    kept = list(desk.reply.draft_versions.select_related("by")[:LISTED])
    asked = request.GET.get("state", "")
    chosen = next((item for item in kept if str(item.revision) == asked), kept[0] if kept else None)
    context = {
        "case": desk.case,
        "body": desk.case.body,
        "reply": desk.reply,
        "lines": _lines(desk, kept),
        "chosen": chosen,
        "changed": _changed(desk, chosen) if chosen else [],
        "may_restore": may_write(desk),
    }
    return render(request, "replies/desk/states.html", context)


def _lines(desk: Desk, kept: list[DraftVersion]) -> list[Line]:
    assert desk.reply is not None  # noqa: S101 - the page is shown for a begun letter
    reply = desk.reply
    found = [(reply.revision, reply.saved_at, reply.author, reply.draft)]
    found += [(item.revision, item.at, item.by, item.draft) for item in kept]
    lines = []
    for place, (revision, at, by, draft) in enumerate(found):
        before = found[place + 1][3] if place + 1 < len(found) else None
        names = differing(before, draft) if before is not None else []
        said_names = ", ".join(dict.fromkeys(name_of(desk.case, name) for name in names))
        lines.append(Line(revision, at, by, said_names))
    return lines


def _changed(desk: Desk, state: DraftVersion) -> list[Changed]:
    assert desk.reply is not None  # noqa: S101 - as above
    then, now = parts_of(state.draft), parts_of(desk.reply.draft)
    return [
        Changed(
            name_of(desk.case, name),
            differences(said(desk, then.get(name, "")), said(desk, now.get(name, ""))),
        )
        for name in differing(state.draft, desk.reply.draft)
    ]


@needs(Power.EXECUTE)
@require_POST
def restore(request: HttpRequest, pk: int) -> HttpResponse:
    """Go back to a kept state; the present words are kept as a state as well, so nothing is lost."""
    desk = desk_of(case_of(request, pk), employee_of(request))
    if desk.reply is None or not may_write(desk):
        messages.error(request, _("The letter cannot be changed now. Nothing was saved."))
        return redirect("desk:reply", pk)
    try:
        asked = request.POST.get("state", "")
        state = state_of(desk.reply, int(asked) if asked.isascii() and asked.isdigit() else 0)
        actions.save(
            desk.reply,
            by=desk.employee,
            draft=state.draft,
            revision=desk.reply.revision,
            whole=True,
        )
    except Refusal as refusal:
        messages.error(request, refusal.message)
        return redirect("desk:reply-states", pk)
    messages.success(
        request, _("The letter is again as it was then. The words of before are kept too.")
    )
    return redirect("desk:reply", pk)
