"""A joint answer on the desk: who answers chooses similar cases; who signs reads one letter and signs each."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from otklik.cases.assignment_queries import executes
from otklik.cases.desk.reaching import case_of, employee_of, opened
from otklik.cases.models import Case, Stage
from otklik.replies import actions, joint_queries, queries
from otklik.replies.actions import Sent
from otklik.replies.joint_queries import CHANGEABLE
from otklik.replies.joint_rules import AT_ONCE
from otklik.replies.models import LetterVersion, Reply
from otklik.staff.models import Employee, Power
from otklik.staff.refusals import Refusal
from otklik.web.access import needs


@needs(Power.EXECUTE)
@require_http_methods(["GET", "HEAD", "POST"])
def joint(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose cases that get the same answer, take one out again, send all letters on their way."""
    employee = employee_of(request)
    case = case_of(request, pk) if request.method == "POST" else opened(request, pk)
    reply = queries.reply_of(case)
    if reply is not None and reply.lead is not None:
        return redirect("desk:joint", reply.lead.case_id)
    may_write = case.stage == Stage.ASSIGNED and executes(case, employee, timezone.now())
    if request.method != "POST":
        return _page(request, case, reply, may_write=may_write)
    try:
        _do(request, case, reply, employee)
    except Refusal as refusal:
        messages.error(request, refusal.message)
        return _page(request, case, queries.reply_of(case), may_write=may_write, status=422)
    return redirect("desk:joint", pk)


def _do(request: HttpRequest, case: Case, reply: Reply | None, by: Employee) -> None:
    act = request.POST.get("act", "")
    if act == "join":
        chosen = [pk for value in request.POST.getlist("case") if (pk := _number(value))]
        if not chosen:
            raise Refusal(_("Choose at least one case."))
        free = joint_queries.free_cases(case, by).filter(pk__in=chosen[:AT_ONCE])
        actions.join(case, list(free), by=by)
        messages.success(request, _("The letters carry the words of this one now."))
    elif act == "send" and reply is not None:
        _tell(request, actions.submit_together(reply, by=by), signed=False)
    elif act.startswith("out-") and reply is not None:
        follower = reply.followers.filter(pk=_number(act.removeprefix("out-"))).first()
        if follower is None:
            raise Http404
        actions.leave_joint(follower, by=by)
        messages.success(
            request, _("Taken out: %(case)s is answered by itself.") % {"case": follower.case}
        )


def _number(text: str) -> int:
    """The id that a value is; 0, which no row has, for what cannot be one."""
    return int(text) if text.isdecimal() and len(text) < 18 else 0


def _tell(request: HttpRequest, sent: Sent, *, signed: bool) -> None:
    """Say what became of the round, and each letter that was refused with its reason."""
    if sent.done:
        said = _("Letters signed: %(count)s.") if signed else _("Letters sent: %(count)s.")
        messages.success(request, said % {"count": sent.done})
    for reply, reason in sent.refused:
        messages.error(request, f"{reply.case}: {reason}")
    if sent.left:
        messages.info(
            request,
            _("Still to be done: %(count)s. Press the button again.") % {"count": sent.left},
        )


def _page(
    request: HttpRequest, case: Case, reply: Reply | None, *, may_write: bool, status: int = 200
) -> HttpResponse:
    employee = employee_of(request)
    followers = joint_queries.followers_of(reply) if reply else []
    changeable = may_write and (reply is None or reply.stage in CHANGEABLE)
    near = joint_queries.candidates(case, employee) if changeable else []
    return render(
        request,
        "replies/desk/joint.html",
        {
            "case": case,
            "body": case.body,
            "reply": reply,
            "followers": followers,
            "ready": [item for item in followers if item.is_ready],
            "candidates": near,
            "may_write": may_write,
            "may_join": changeable,
            "limit": AT_ONCE,
        },
        status=status,
    )


@needs(Power.SIGN)
@require_http_methods(["GET", "HEAD", "POST"])
def sign_joint(request: HttpRequest, reply: int) -> HttpResponse:
    """Show the letters of a joint answer that wait for this signer; sign each that was shown."""
    employee = employee_of(request)
    lead = queries.visible_to(employee).filter(pk=reply, lead=None).select_related("case").first()
    if lead is None:
        raise Http404
    waiting = joint_queries.waiting_together(lead, employee)
    if request.method == "POST":
        sent = actions.sign_together(_shown(request, waiting), by=employee)
        _tell(request, sent, signed=True)
        left = joint_queries.waiting_together(lead, employee)
        return redirect("desk:sign-joint", reply) if left else redirect("desk:signing")
    context = {
        "lead": lead,
        "case": lead.case,
        "body": lead.case.body,
        "waiting": waiting,
        "answers": waiting[0].content.get("answers", ()) if waiting else (),
        "opening": waiting[0].content.get("opening", "") if waiting else "",
    }
    return render(request, "replies/desk/sign_joint.html", context)


def _shown(request: HttpRequest, waiting: list[LetterVersion]) -> list[tuple[LetterVersion, str]]:
    """The letters that stood on the page, each with the hash that stood beside it."""
    hashes = {f"sha256-{version.pk}": version for version in waiting}
    return [
        (version, str(request.POST[name]))
        for name, version in hashes.items()
        if name in request.POST
    ]
