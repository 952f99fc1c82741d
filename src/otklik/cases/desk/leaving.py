"""Pages of the ways out of a case: forward it, propose no reply on the merits, decide on such a proposal."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from otklik.cases import actions
from otklik.cases import leaving_queries as leaving
from otklik.cases.desk.acting import ActPage, act_page
from otklik.cases.desk.leaving_cards import earlier_letters
from otklik.cases.desk.leaving_forms import (
    APPROVE,
    DecisionForm,
    ForwardForm,
    no_reply_form,
    proposed,
)
from otklik.cases.desk.reaching import case_of, employee_of, opened
from otklik.cases.models import Case, NoReply, Proposal
from otklik.cases.rules import allowed
from otklik.regulations import Ground
from otklik.staff.models import Employee, Power
from otklik.staff.profiles import profile_of
from otklik.staff.queries import powers_of
from otklik.staff.refusals import Refusal
from otklik.web.access import needs

Said = dict[str, Any]
LETTER_DECIDES = gettext_lazy("The letter about it waits for signature: whoever signs it decides.")


def _forward(case: Case, employee: Employee, said: Said) -> str:
    row = actions.forward(
        case,
        by=employee,
        questions=[int(pk) for pk in said["questions"]],
        migration=bool(said.get("migration")),
        **{name: said[name] for name in ("recipient", "channel", "address", "reason", "revision")},
    )
    if row.notice is None:
        return _("Forwarded. The client left no way to reach him, so nobody is told.")
    return _("Forwarded. The letter and the notice to the client are in the outbox.")


def _before_forwarding(case: Case, _employee: Employee) -> Mapping[str, object]:
    due = leaving.due_of(case, "forwarding")
    row = leaving.standing(case)
    ground = leaving.ground_of(row) if row else None
    return {
        "forward_due": due,
        "is_late": due is not None and due < timezone.now(),
        "complained": bool(case.complained_body or case.complained_employee_id),
        "barring": ground if ground and not ground.forwarded else None,
        "gone": leaving.forwardings_of(case),
    }


FORWARD = ActPage(
    act="forward",
    title=gettext_lazy("Forward"),
    button=gettext_lazy("Forward and tell the client"),
    form=ForwardForm,
    perform=_forward,
    lead=gettext_lazy(
        "What another body decides goes there, and the client is told: letter and notice go out together."
    ),
    clauses=("labour-novosibirsk:25.a", "economy-novosibirsk:4.6.b"),
    template="cases/desk/forward.html",
    letter="forwarding",
    more=_before_forwarding,
)


@needs(Power.REGISTER, Power.ASSIGN)
@require_http_methods(["GET", "HEAD", "POST"])
def forward(request: HttpRequest, pk: int) -> HttpResponse:
    """Forward the case, or some of its questions, to the competent body."""
    return act_page(request, pk, FORWARD)


@needs(Power.REGISTER, Power.EXECUTE)
@require_safe
def choose_ground(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the grounds of the law by which this case is considered; each leads to its own form."""
    case, employee = opened(request, pk), employee_of(request)
    if not allowed("propose-no-reply", case.stage, powers_of(employee)):
        messages.warning(
            request, _("This cannot be done at the present stage of the case, or not by you.")
        )
        return redirect("desk:case", pk)
    grounds = profile_of(case.body).grounds_for(case.type)
    if "complained-about" in {need for ground in grounds for need in ground.needs}:
        complained = bool(case.complained_body or case.complained_employee_id)
        grounds = tuple(g for g in grounds if complained or "complained-about" not in g.needs)
    return render(
        request,
        "cases/desk/grounds.html",
        {
            "case": case,
            "body": case.body,
            "grounds": [(ground, leaving.due_of(case, ground.notice_term)) for ground in grounds],
            "standing": leaving.standing(case),
        },
    )


@needs(Power.REGISTER, Power.EXECUTE)
@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: HttpRequest, pk: int, ground: str) -> HttpResponse:
    """Propose no reply on the ground; the notice is there already, filled with what is known of the case."""
    case = case_of(request, pk)
    found = {item.code: item for item in profile_of(case.body).grounds_for(case.type)}
    if ground not in found:
        raise Http404
    return act_page(request, pk, page_of(found[ground]))


def page_of(ground: Ground) -> ActPage:
    """Return the page on which no reply is proposed on the ground."""

    def perform(case: Case, employee: Employee, said: Said) -> str:
        what = proposed(ground, said)
        actions.propose_no_reply(case, by=employee, what=what, revision=said["revision"])
        return _("Proposed. The case goes on until a second person decides.")

    return ActPage(
        act="propose-no-reply",
        title=ground.label,
        button=gettext_lazy("Send for approval"),
        form=no_reply_form(ground),
        perform=perform,
        lead=ground.text,
        clauses=(ground.clause or "", *ground.clauses, "labour-novosibirsk:7.4"),
        template="cases/desk/no_reply.html",
        letter="no-reply" if ground.notice else "",
        ground=ground.code,
        more=lambda case, _employee: _before_proposing(case, ground),
    )


def _before_proposing(case: Case, ground: Ground) -> Mapping[str, object]:
    due = leaving.due_of(case, ground.notice_term) if ground.notice else None
    return {
        "ground": ground,
        "notice_due": due,
        "is_late": due is not None and due < timezone.now(),
        "earlier_letters": earlier_letters(leaving.answered_before(case))
        if "earlier-replies" in ground.needs
        else [],
        "least": profile_of(case.body).parameter("repeat_replies_min"),
        "nobody_to_tell": bool(ground.notice) and not leaving.can_be_told(case),
        "ask_first": not ground.forwarded and not case.clarifications.exists(),
    }


@needs(Power.ASSIGN, Power.SIGN)
@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Approve the proposal, or send it back with remarks."""
    case = case_of(request, pk)
    row = leaving.standing(case)
    if row is None or row.state != Proposal.PROPOSED:
        messages.warning(request, _("Nothing waits for a decision here."))
        return redirect("desk:case", pk)
    if row.by_letter:
        messages.info(request, LETTER_DECIDES)
        return redirect("desk:case", pk)
    return act_page(request, pk, _decision_on(row))


def _decision_on(row: NoReply) -> ActPage:
    ground = leaving.ground_of(row)

    def perform(case: Case, employee: Employee, said: Said) -> str:
        if said["revision"] != case.revision:
            raise Refusal(
                _(
                    "Somebody has changed the case since you opened it. Look at the changes and repeat the act."
                )
            )
        if said["decision"] != APPROVE:
            actions.reject_no_reply(row, by=employee, remarks=said["remarks"])
            return _("Sent back: the case is considered on the merits.")
        done = actions.approve_no_reply(row, by=employee)
        if done.notice is None:
            return _("The case is closed. There is nobody to tell.")
        return _("The case is closed, the notice to the client is on its way.")

    def more(case: Case, _employee: Employee) -> Mapping[str, object]:
        due = leaving.due_of(case, ground.notice_term) if ground and ground.notice else None
        return {
            "row": row,
            "ground": ground,
            "notice_due": due,
            "is_late": due is not None and due < timezone.now(),
            "earlier_letters": earlier_letters(row.earlier.order_by("answered_at")),
        }

    return ActPage(
        act="approve-no-reply",
        title=gettext_lazy("No reply on the merits: your decision"),
        button=gettext_lazy("Approve and close the case"),
        form=DecisionForm,
        perform=perform,
        lead=gettext_lazy("A formal refusal is inadmissible when the case could be considered."),
        clauses=("labour-novosibirsk:7.4", "economy-novosibirsk:4.6.b"),
        template="cases/desk/decide_no_reply.html",
        more=more,
        dangerous=True,
    )


@needs(Power.ASSIGN, Power.SIGN)
@require_safe
def proposals(request: HttpRequest) -> HttpResponse:
    """Show what others have proposed and wait for this employee to decide, the oldest first."""
    employee = employee_of(request)
    return render(
        request, "cases/desk/proposals.html", {"waiting": leaving.proposals_for(employee)}
    )
