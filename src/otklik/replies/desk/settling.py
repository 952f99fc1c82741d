"""Remarks to a letter in its studio: shown at their words, settled one by one."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from otklik.cases.models import Question
from otklik.replies import actions, queries, route
from otklik.replies.desk.studio_saving import Desk
from otklik.replies.draft_rules import ANSWER
from otklik.replies.models import Remark
from otklik.staff.refusals import Refusal

SETTLE = "settle "
"""What begins the name of a button that marks a remark as settled."""
ANYWAY = "submit-anyway"
"""The button that sends the letter although remarks are not settled."""


def settle(request: HttpRequest, desk: Desk, pk: str) -> None:
    """Mark a remark as settled, with what was done where the author says so."""
    found = Remark.objects.filter(version__reply=desk.reply).select_related("version__reply")
    remark = found.filter(pk=int(pk)).first() if pk.isdecimal() and len(pk) < 15 else None
    if remark is None:
        messages.warning(request, _("There is no such remark to this letter."))
        return
    try:
        actions.settle(remark, by=desk.employee, answer=request.POST.get(f"settled-{pk}", ""))
    except Refusal as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("Marked as settled."))


def remarks_at(desk: Desk) -> dict[str, Any]:
    """Return the remarks to the letter with their places in the present words, and whether somebody approves it first."""
    if desk.reply is None:
        return {}
    remarks = route.remarks_of(desk.reply)
    waiting = sum(item.row.settled_at is None for item in remarks)
    way = route.way_of(desk.reply, by=desk.employee, at=timezone.now())
    return {
        "remarks": remarks,
        "remark_labels": labels_of(queries.questions_of(desk.case)),
        "open_remarks": waiting,
        "settled_remarks": len(remarks) - waiting,
        "approvers": any(one.waits for one in way),
    }


def labels_of(questions: Sequence[Question]) -> dict[str, str]:
    """Return how the parts of a letter are called, by name; the empty name is the whole letter."""
    answers = {
        f"{ANSWER}{question.pk}": _("Answer to question %(number)s") % {"number": question.position}
        for question in questions
    } | {f"{ANSWER}text": _("Text"), f"{ANSWER}covering": _("Covering letter")}
    return {
        "": _("The whole letter"),
        "salutation": _("Salutation"),
        "opening": _("First paragraph"),
        **answers,
        "closing": _("Closing"),
    }
