"""The reply studio: the executor considers each question and writes the letter."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from otklik.cases.assignment_queries import executes
from otklik.cases.desk.reaching import case_of, employee_of, opened
from otklik.cases.models import Stage
from otklik.replies import actions, queries
from otklik.replies.actions.presence import be_present
from otklik.replies.checks.draft import mended
from otklik.replies.desk import suggesting
from otklik.replies.desk.files import DRAFTED
from otklik.replies.desk.joining import chosen_by, joining_page
from otklik.replies.desk.settling import ANYWAY, SETTLE, settle
from otklik.replies.desk.studio_page import live, page_of
from otklik.replies.desk.studio_saving import Desk, desk_of, save
from otklik.replies.models import Reply
from otklik.staff.models import Power
from otklik.staff.refusals import Refusal
from otklik.web.access import needs

MEND = "mend "
"""What begins the name of a button that puts a suggestion into the draft."""
AUTOSAVE, JOIN = "autosave", "join"


@needs(Power.EXECUTE)
@require_http_methods(["GET", "HEAD", "POST"])
def studio(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the draft; save it; send it for signature. Whoever is not the executor only reads."""
    if request.method == "POST":
        return _sent(request, pk)
    case = opened(request, pk)
    desk = desk_of(case, employee_of(request))
    if not may_write(desk):
        return render(request, "replies/desk/reading.html", page_of(desk))
    return render(request, "replies/desk/studio.html", page_of(desk))


def may_write(desk: Desk) -> bool:
    """Whether the letter may be changed now, by who sits here."""
    drafted = desk.reply is None or (desk.reply.stage in DRAFTED and desk.reply.lead_id is None)
    if not drafted or desk.case.stage != Stage.ASSIGNED:
        return False
    return executes(desk.case, desk.employee, timezone.now())


def _sent(request: HttpRequest, pk: int) -> HttpResponse:
    case = case_of(request, pk)
    act = request.POST.get("act", "save")
    data: dict[str, Any] = request.POST.dict()
    if act == JOIN:
        data |= chosen_by(request.POST)
    desk = desk_of(case, employee_of(request), data)
    if not may_write(desk):
        return _closed(request, desk, act)
    whole = act.startswith(MEND) or act == JOIN or bool(data.get("mended"))
    saved = save(desk, whole=whole)
    be_present(case, by=desk.employee)
    if act == AUTOSAVE:
        return _json(live(request, desk, saved=saved))
    if desk.conflicts:
        return render(request, "replies/desk/joining.html", joining_page(desk), status=409)
    if not saved:
        return render(request, "replies/desk/studio.html", page_of(desk), status=422)
    return _after_saving(request, desk, act)


def _closed(request: HttpRequest, desk: Desk, act: str) -> HttpResponse:
    """The letter cannot be changed any more: nothing was saved, and whoever typed is told so."""
    said = _("The letter cannot be changed now. Nothing was saved.")
    if act == AUTOSAVE:
        return _json({"state": "closed", "said": said})
    messages.error(request, said)
    typed = [value for name, value in desk.form.data.items() if _is_words(name) and value.strip()]
    return render(request, "replies/desk/reading.html", {**page_of(desk), "typed": typed})


def _json(answer: dict[str, Any]) -> JsonResponse:
    return JsonResponse(answer, json_dumps_params={"ensure_ascii": False})


def _is_words(name: str) -> bool:
    return name in {"opening", "closing"} or name.startswith(("answer-", "reason-"))


def _after_saving(request: HttpRequest, desk: Desk, act: str) -> HttpResponse:
    assert desk.reply is not None  # noqa: S101 - saving made it
    page = reverse("desk:reply", args=[desk.case.pk])
    if act == "look":
        return redirect(f"{page}?look=1#preview")
    if (offered := suggesting.act_of(act)) is not None:
        return redirect(f"{page}#{suggesting.do(request, desk, offered, desk.employee)}")
    if act.startswith(MEND):
        _mend(request, desk, act.removeprefix(MEND))
        return redirect(f"{page}#letter")
    if act.startswith(SETTLE):
        settle(request, desk, act.removeprefix(SETTLE))
        return redirect(f"{page}#remarks")
    if act in ("submit", ANYWAY):
        return _submit(request, desk, despite_remarks=act == ANYWAY)
    messages.success(request, _("The draft is saved."))
    return redirect(page)


def _submit(request: HttpRequest, desk: Desk, *, despite_remarks: bool) -> HttpResponse:
    assert desk.reply is not None  # noqa: S101 - as above
    try:
        version = actions.submit(desk.reply, by=desk.employee, despite_remarks=despite_remarks)
    except Refusal as refusal:
        desk.form.add_error(None, refusal.message)
        return render(request, "replies/desk/studio.html", page_of(desk), status=422)
    if version.reply.stage == Reply.Stage.FOR_APPROVAL:
        messages.success(request, _("The letter is sent for approval."))
    else:
        messages.success(request, _("The letter is sent for signature."))
    return redirect("desk:case", desk.case.pk)


def _mend(request: HttpRequest, desk: Desk, key: str) -> None:
    """Put the suggestion of one finding into the draft that has just been saved."""
    assert desk.reply is not None  # noqa: S101 - saving made it
    proof = queries.proof_of(desk.reply)
    chosen = next((item for item in (proof.findings if proof else ()) if item.key == key), None)
    if chosen is None or chosen.finding.suggestion is None:
        messages.warning(request, _("This place has changed meanwhile. Look at the remarks again."))
        return
    actions.save(
        desk.reply,
        by=desk.employee,
        draft=mended(desk.reply.draft, chosen),
        revision=desk.reply.revision,
        whole=True,
    )
    messages.success(
        request,
        _("Replaced: “%(old)s” by “%(new)s”.")
        % {"old": chosen.finding.text, "new": chosen.finding.suggestion},
    )
