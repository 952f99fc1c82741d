"""Pages of the acts that move a term: extension, earlier internal term, promise, correction."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from otklik.cases import actions, notices
from otklik.cases.actions.correcting import Facts
from otklik.cases.actions.extending import clock_of, letter_of, standing_of
from otklik.cases.clock_rules import is_late, obstacles
from otklik.cases.desk.acting import ActPage, act_page, with_clause
from otklik.cases.desk.clock_forms import (
    ApproveForm,
    CorrectForm,
    ExtensionForm,
    InternalDueForm,
    KeepPromiseForm,
    RejectForm,
    open_promises,
)
from otklik.cases.desk.reaching import case_of
from otklik.cases.models import Case, Extension, Proposal
from otklik.language import date_long
from otklik.staff.calendars import zone
from otklik.staff.models import Employee, Power
from otklik.staff.profiles import profile_of
from otklik.web.access import needs

Said = dict[str, Any]


def _propose(case: Case, employee: Employee, said: Said) -> str:
    actions.propose_extension(
        case,
        by=employee,
        day=said["day"],
        progress=said["progress"],
        reason=said["reason"],
        revision=said["revision"],
    )
    return _("The extension waits for the decision of a second person.")


def _before_extending(case: Case, _employee: Employee) -> Mapping[str, object]:
    """What the page says before the form: the terms, and how far one may go."""
    clock = clock_of(case, timezone.now())
    return {"clock": clock, "is_late": is_late(clock)}


PROPOSE = ActPage(
    act="propose-extension",
    title=gettext_lazy("Extend the term"),
    button=gettext_lazy("Send for decision"),
    form=ExtensionForm,
    perform=_propose,
    lead=gettext_lazy(
        "The letter tells the client what has been done and why more time is needed. "
        "A second person decides on it; the case stays open."
    ),
    clauses=("labour-novosibirsk:24.4.a",),
    template="cases/desk/extend.html",
    letter="extension",
    more=_before_extending,
)


@needs(Power.EXECUTE, Power.ASSIGN)
@require_http_methods(["GET", "HEAD", "POST"])
def propose_extension(request: HttpRequest, pk: int) -> HttpResponse:
    """Prepare the letter on the progress and the extension; where none is possible, say at once why."""
    case = case_of(request, pk)
    clock = clock_of(case, timezone.now())
    found = obstacles(profile_of(case.body), clock, standing_of(case))
    if found and request.method != "POST":
        messages.warning(request, with_clause(case, str(found[0].message), found[0].clause))
        return redirect("desk:case", pk)
    return act_page(request, pk, PROPOSE)


def _proposed(request: HttpRequest, pk: int) -> Extension | None:
    """Return the extension that waits for a decision; None when it was decided on meanwhile, or its letter decides."""
    case = case_of(request, pk)
    return Extension.objects.filter(case=case, state=Proposal.PROPOSED, by_letter=False).first()


def _before_deciding(row: Extension, case: Case, _employee: Employee) -> Mapping[str, object]:
    """The prepared letter as the client will read it."""
    code, values = letter_of(case, row)
    subject, text = notices.written(case, code, values, timezone.now())
    return {"extension": row, "letter_subject": subject, "letter_text": text}


def _approve(row: Extension, _case: Case, employee: Employee, said: Said) -> str:
    actions.approve_extension(row, by=employee, remarks=said["remarks"], revision=said["revision"])
    return _("The term is extended, the client is told.")


def _reject(row: Extension, _case: Case, employee: Employee, said: Said) -> str:
    actions.reject_extension(row, by=employee, remarks=said["remarks"], revision=said["revision"])
    return _("The extension went back to be changed.")


@needs(Power.ASSIGN, Power.SIGN)
@require_http_methods(["GET", "HEAD", "POST"])
def approve_extension(request: HttpRequest, pk: int) -> HttpResponse:
    """Read the prepared letter and extend the term; the letter goes out at once."""
    row = _proposed(request, pk)
    if row is None:
        messages.info(request, _("No extension waits for a decision."))
        return redirect("desk:case", pk)
    page = ActPage(
        act="approve-extension",
        title=_("Extend the term"),
        button=_("Extend and tell the client"),
        form=ApproveForm,
        perform=partial(_approve, row),
        lead=_("The client gets this letter at once, the reply term moves to the new date."),
        clauses=("labour-novosibirsk:24.4.a",),
        template="cases/desk/decide_extension.html",
        more=partial(_before_deciding, row),
    )
    return act_page(request, pk, page)


@needs(Power.ASSIGN, Power.SIGN)
@require_http_methods(["GET", "HEAD", "POST"])
def reject_extension(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the prepared extension back with remarks."""
    row = _proposed(request, pk)
    if row is None:
        messages.info(request, _("No extension waits for a decision."))
        return redirect("desk:case", pk)
    page = ActPage(
        act="reject-extension",
        title=_("Give the extension back"),
        button=_("Give back"),
        form=RejectForm,
        perform=partial(_reject, row),
        lead=_("The term stays as it is. Another extension may be prepared while there is time."),
        template="cases/desk/decide_extension.html",
        more=partial(_before_deciding, row),
    )
    return act_page(request, pk, page)


def _set_internal(case: Case, employee: Employee, said: Said) -> str:
    actions.set_internal_due(
        case,
        by=employee,
        day=said["day"],
        reason=said["reason"],
        words=said["words"],
        revision=said["revision"],
    )
    return _("The internal term is set. The legal one stays beside it.")


INTERNAL = ActPage(
    act="set-internal-due",
    title=gettext_lazy("Earlier internal term"),
    button=gettext_lazy("Set the term"),
    form=InternalDueForm,
    perform=_set_internal,
    lead=gettext_lazy(
        "For the client's special circumstances a case may be considered earlier than the law asks for."
    ),
    clauses=("labour-novosibirsk:4.2",),
    template="cases/desk/internal_due.html",
    more=lambda case, _employee: {"clock": clock_of(case, timezone.now())},
)


@needs(Power.REGISTER, Power.ASSIGN)
@require_http_methods(["GET", "HEAD", "POST"])
def set_internal_due(request: HttpRequest, pk: int) -> HttpResponse:
    """Set an earlier internal term."""
    return act_page(request, pk, INTERNAL)


def _keep(_case: Case, employee: Employee, said: Said) -> str:
    actions.keep_promise(said["promise"], by=employee, done=said["done"])
    return _("The closing letter is on its way to the client.")


KEEP = ActPage(
    act="keep-promise",
    title=gettext_lazy("The promise is kept"),
    button=gettext_lazy("Send the closing letter"),
    form=KeepPromiseForm,
    perform=_keep,
    lead=gettext_lazy(
        "The reply promised a solution by a day. Write what was done: the client gets a closing letter."
    ),
    clauses=("economy-novosibirsk:7.2", "labour-novosibirsk:8.1.2", "industry-mordovia:6.7.c"),
    template="cases/desk/keep_promise.html",
    more=lambda case, _employee: {"promises": open_promises(case)},
)


@needs(Power.EXECUTE, Power.ASSIGN)
@require_http_methods(["GET", "HEAD", "POST"])
def keep_promise(request: HttpRequest, pk: int) -> HttpResponse:
    """Write what was done of a promise and close it with a letter."""
    if not open_promises(case_of(request, pk)):
        messages.info(request, _("Nothing promised is left open."))
        return redirect("desk:case", pk)
    return act_page(request, pk, KEEP)


def _correct(case: Case, employee: Employee, said: Said, facts: Facts) -> str:
    moved = actions.correct(
        case, by=employee, facts=facts, reason=said["reason"], revision=said["revision"]
    )
    reply = next((item for item in moved if item.kind == "reply" and item.after), None)
    if reply is None or reply.after is None:
        return _("The registration is corrected.")
    day = date_long(reply.after.astimezone(zone(case.body)).date())
    return _("The registration is corrected. The reply is now due on %(day)s.") % {"day": day}


CORRECT_LEAD = gettext_lazy(
    "Number and moment of registration stay. The terms are counted anew, and the journal keeps what has moved."
)


@needs(Power.REGISTER)
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Put right what the registration says."""
    made: list[CorrectForm] = []

    def form(**given: Any) -> CorrectForm:
        made.append(CorrectForm(**given))
        return made[-1]

    page = ActPage(
        act="correct",
        title=gettext_lazy("Correct the registration"),
        button=gettext_lazy("Correct and count the terms anew"),
        form=form,
        perform=lambda case, employee, said: _correct(case, employee, said, made[-1].facts()),
        lead=CORRECT_LEAD,
    )
    return act_page(request, pk, page)
