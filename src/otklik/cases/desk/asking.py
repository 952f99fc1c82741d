"""Pages of what passes between the ministry and its client while a case is open."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from otklik.cases import actions, queries
from otklik.cases.asking_rules import Answered, Asked
from otklik.cases.desk.acting import ActPage, act_page
from otklik.cases.desk.asking_forms import (
    LEARNED,
    AnswerForm,
    ClarifyForm,
    InterimForm,
    InviteForm,
    WithdrawForm,
)
from otklik.cases.desk.reaching import case_of, employee_of
from otklik.cases.models import Case, Clarification, Interim
from otklik.staff.models import Employee, Power
from otklik.staff.profiles import profile_of
from otklik.staff.refusals import Refusal
from otklik.web.access import needs

Said = dict[str, Any]


def _before_asking(case: Case, _employee: Employee) -> Mapping[str, object]:
    """What the page says before the form: the term goes on, and where asking is not allowed."""
    work_type = profile_of(case.body).work_type(case.type)
    return {
        "reply_due": queries.reply_due(case),
        "ground": queries.ground_of_no_reply(case),
        "grounds": [item for item in profile_of(case.body).grounds if item.law == work_type.law],
    }


def _clarify(case: Case, employee: Employee, said: Said) -> str:
    asked = Asked(said["question"], said["channel"], said["answer"], said["proof"])
    row = actions.clarify(
        case,
        asked,
        by=employee,
        revision=said["revision"],
        **{name: said[name] for name in LEARNED},
    )
    return _told(row)


def _invite(case: Case, employee: Employee, said: Said) -> str:
    asked = Asked(
        said["question"],
        said["channel"],
        is_invitation=True,
        meets_at=said["meets_at"],
        place=said["place"],
    )
    return _told(actions.clarify(case, asked, by=employee, revision=said["revision"]))


def _told(row: Clarification) -> str:
    if row.message is not None:
        return _("The client is asked. The term of the reply goes on.")
    return _("The talk is written down. The term of the reply goes on.")


def _answer(row: Clarification, _case: Case, employee: Employee, said: Said) -> str:
    actions.note_clarified(
        row,
        Answered(said["answer"], said["channel"], said["proof"]),
        by=employee,
        agreed={"yes": True, "no": False}.get(said.get("agreed", "")),
        receipt=said.get("receipt"),
        **{name: said[name] for name in LEARNED},
    )
    return _("The answer is written down.")


def _interim(case: Case, employee: Employee, said: Said) -> str:
    row = actions.write_interim(
        case,
        by=employee,
        revision=said["revision"],
        **{name: said[name] for name in ("kind", "text", "recipient", "address")},
    )
    if row.kind == Interim.Kind.ENQUIRY:
        return _("The enquiry waits in the outbox to be sent by hand. The case stays open.")
    return _("The interim letter is on its way. The case stays open.")


def _withdraw(case: Case, employee: Employee, said: Said) -> str:
    actions.withdraw(
        case,
        by=employee,
        channel=said.get("channel", ""),
        words=said.get("words", ""),
        revision=said["revision"],
    )
    return _("The consideration is stopped, the client is told.")


def _request(case: Case, _employee: Employee) -> Mapping[str, object]:
    return {"request_to_stop": queries.asked_to_stop(case)}


CLARIFY = ActPage(
    act="clarify",
    title=gettext_lazy("Ask the client"),
    button=gettext_lazy("Ask"),
    form=ClarifyForm,
    perform=_clarify,
    lead=gettext_lazy(
        "What the reply cannot do without. A written question goes out at once; a talk is written down with its answer."
    ),
    clauses=("economy-novosibirsk:6.2.a", "labour-novosibirsk:6.2"),
    template="cases/desk/clarify.html",
    letter="clarification",
    more=_before_asking,
)
INVITE = ActPage(
    act="clarify",
    title=gettext_lazy("Invite the client"),
    button=gettext_lazy("Invite"),
    form=InviteForm,
    perform=_invite,
    lead=gettext_lazy("The client may take part in the consideration where that helps."),
    clauses=("labour-novosibirsk:7.1.b",),
    template="cases/desk/clarify.html",
    more=_before_asking,
)
INTERIM = ActPage(
    act="write-interim",
    title=gettext_lazy("Interim letter or enquiry"),
    button=gettext_lazy("Send"),
    form=InterimForm,
    perform=_interim,
    lead=gettext_lazy(
        "Such a letter does not end the case: the reply on the merits is due in its term all the same."
    ),
    clauses=("labour-novosibirsk:30",),
    template="cases/desk/clarify.html",
    letter="interim",
    more=lambda case, _employee: {"reply_due": queries.reply_due(case)},
)
WITHDRAW = ActPage(
    act="withdraw",
    title=gettext_lazy("Stop at the client's request"),
    button=gettext_lazy("Stop the consideration"),
    form=WithdrawForm,
    perform=_withdraw,
    lead=gettext_lazy(
        "The case ends without a reply on the merits. The client is told at once; this cannot be taken back."
    ),
    template="cases/desk/withdraw.html",
    more=_request,
    dangerous=True,
)


@needs(Power.REGISTER, Power.EXECUTE)
@require_http_methods(["GET", "HEAD", "POST"])
def clarify(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask the client, or write down a talk with him."""
    return act_page(request, pk, CLARIFY)


@needs(Power.REGISTER, Power.EXECUTE)
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: HttpRequest, pk: int) -> HttpResponse:
    """Invite the client to take part in the consideration."""
    return act_page(request, pk, INVITE)


@needs(Power.REGISTER, Power.EXECUTE)
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Write down what the client answered."""
    case = case_of(request, pk)
    row = queries.unanswered(case).filter(pk=number).first()
    if row is None:
        if not case.clarifications.filter(pk=number).exists():
            raise Http404
        messages.info(request, _("The answer is written down already."))
        return redirect("desk:case", pk)
    page = ActPage(
        act="note-clarified",
        title=_("Write down the answer"),
        button=_("Keep the answer"),
        form=partial(AnswerForm, clarification=row),
        perform=partial(_answer, row),
        clauses=("labour-novosibirsk:6.1", "economy-novosibirsk:6.2.a"),
        template="cases/desk/clarified.html",
        more=lambda _case, _employee: {"asked": row},
    )
    return act_page(request, pk, page)


@needs(Power.EXECUTE)
@require_http_methods(["GET", "HEAD", "POST"])
def write_interim(request: HttpRequest, pk: int) -> HttpResponse:
    """Write an interim reply or an enquiry to another body."""
    return act_page(request, pk, INTERIM)


@needs(Power.EXECUTE)
@require_POST
def note_materials(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Record that the answer to an enquiry has come."""
    row = case_of(request, pk).interims.filter(pk=number).first()
    if row is None:
        raise Http404
    try:
        actions.note_materials(row, by=employee_of(request))
    except Refusal as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("The answer to the enquiry is noted."))
    return redirect("desk:case", pk)


@needs(Power.REGISTER, Power.EXECUTE)
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """End the case at its client's request."""
    return act_page(request, pk, WITHDRAW)
