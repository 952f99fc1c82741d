"""The reply studio: the executor considers each question and writes the letter."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from otklik import documents
from otklik.cases import actions as cases
from otklik.cases import queries as case_queries
from otklik.cases.assignment_queries import contributions_to, executes
from otklik.cases.desk import shown
from otklik.cases.desk.case_facts import client_facts, contact_facts
from otklik.cases.desk.leaving_cards import forwarded_of
from otklik.cases.desk.reaching import case_of, employee_of, opened
from otklik.cases.models import Case, Question, Stage
from otklik.replies import actions, queries
from otklik.replies import letter as letters
from otklik.replies.checks.draft import check_draft, mended
from otklik.replies.desk import greeting
from otklik.replies.desk.files import DRAFTED, draft_of
from otklik.replies.forms import DraftForm
from otklik.replies.models import Reply
from otklik.replies.reading import Hints, hints_for
from otklik.replies.rules import Missing
from otklik.replies.similar import similar_replies
from otklik.staff.models import Employee, Power
from otklik.staff.profiles import profile_of
from otklik.staff.refusals import Refusal
from otklik.web.access import needs

MEND = "mend "
"""What begins the name of a button that puts a suggestion into the draft."""


@dataclass(slots=True)
class Desk:
    """What the studio works on: the case, its reply (none before the first save), the form."""

    case: Case
    reply: Reply | None
    form: DraftForm
    theirs: dict[str, Any] | None = None
    """The draft that somebody else has saved meanwhile, to compare with."""

    @property
    def draft(self) -> dict[str, Any]:
        """The draft as kept; the one that the order suggests before anything is."""
        return self.reply.draft if self.reply else letters.first_draft(self.case)


@needs(Power.EXECUTE)
@require_http_methods(["GET", "HEAD", "POST"])
def studio(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the draft; save it; send it for signature. Whoever is not the executor only reads."""
    case = case_of(request, pk) if request.method == "POST" else opened(request, pk)
    desk = _desk(case, request.POST.dict() if request.method == "POST" else None)
    if not _may_write(desk, employee_of(request)):
        if request.method == "POST":
            messages.error(request, _("The letter cannot be changed now. Nothing was saved."))
        return render(request, "replies/desk/reading.html", _context(desk))
    if request.method != "POST":
        similar = similar_replies(case, employee_of(request))
        return render(request, "replies/desk/studio.html", {**_context(desk), "similar": similar})
    saved = _save(desk, employee_of(request))
    act = request.POST.get("act", "save")
    if act == "autosave":
        return render(request, "replies/desk/saved.html", {**_context(desk), "saved": saved})
    if not saved:
        status = 409 if desk.theirs is not None else 422
        return render(request, "replies/desk/studio.html", _context(desk), status=status)
    return _after_saving(request, desk, act)


def _desk(case: Case, data: Any) -> Desk:
    reply = queries.reply_of(case)
    form = DraftForm(
        data,
        draft=reply.draft if reply else letters.first_draft(case),
        revision=reply.revision if reply else 0,
        questions=queries.questions_of(case),
        profile=profile_of(case.body),
    )
    return Desk(case, reply, form)


def _may_write(desk: Desk, employee: Employee) -> bool:
    drafted = desk.reply is None or desk.reply.stage in DRAFTED
    if not drafted or desk.case.stage != Stage.ASSIGNED:
        return False
    return executes(desk.case, employee, timezone.now())


def _save(desk: Desk, by: Employee) -> bool:
    """Keep the draft as typed and record each outcome that is complete; False when something was refused.

    What was typed is kept even when an outcome is refused: its message stands at its field.
    """
    form = desk.form
    form.is_valid()
    draft = form.draft()
    greeting.choose(desk.case, form.data.get("greeting", ""), draft, by)
    try:
        _keep(desk, draft, by)
    except Refusal as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        _compare(desk, draft)
        return False
    for question in form.questions:
        _consider(form, question, by)
    return not form.errors


def _keep(desk: Desk, draft: dict[str, Any], by: Employee) -> None:
    if desk.reply is None:
        desk.reply = actions.start(desk.case, by=by)
        if desk.form.cleaned_data.get("revision") == 0:
            _follow(desk.form, desk.reply)
    if desk.reply.draft == draft:
        return
    revision = desk.form.cleaned_data.get("revision") or 0
    desk.reply = actions.save(desk.reply, by=by, draft=draft, revision=revision)


def _follow(form: DraftForm, reply: Reply) -> None:
    """Let the form carry the reply's present revision: the next save counts from it."""
    form.data = {**form.data, "revision": str(reply.revision)}
    form.cleaned_data["revision"] = reply.revision


def _compare(desk: Desk, mine: dict[str, Any]) -> None:
    """Put the other saved draft beside the typed one; saving once more then keeps what stands in the form."""
    present = queries.reply_of(desk.case)
    behind = present is not None and present.revision != desk.form.cleaned_data.get("revision")
    if present is None or not behind or present.draft == mine:
        return
    desk.reply, desk.theirs = present, present.draft
    _follow(desk.form, present)


def _consider(form: DraftForm, question: Question, by: Employee) -> None:
    outcome, promised_on, reason = form.considered(question)
    recorded = (question.outcome, question.promised_on, question.reason)
    if not outcome or (outcome, promised_on, reason.strip()) == recorded:
        return
    if f"promised_on-{question.pk}" in form.errors:
        return
    try:
        fresh = cases.consider(
            question, by=by, outcome=outcome, promised_on=promised_on, reason=reason
        )
    except Refusal as refusal:
        field = f"{refusal.field}-{question.pk}"
        form.add_error(field if field in form.fields else None, refusal.message)
    else:
        question.outcome, question.promised_on = fresh.outcome, fresh.promised_on
        question.reason = fresh.reason


def _after_saving(request: HttpRequest, desk: Desk, act: str) -> HttpResponse:
    assert desk.reply is not None  # noqa: S101 - saving made it
    page = reverse("desk:reply", args=[desk.case.pk])
    if act == "look":
        return redirect(f"{page}?look=1#preview")
    if act.startswith(MEND):
        _mend(request, desk, act.removeprefix(MEND))
        return redirect(f"{page}#hints")
    if act != "submit":
        messages.success(request, _("The draft is saved."))
        return redirect(page)
    try:
        actions.submit(desk.reply, by=employee_of(request))
    except Refusal as refusal:
        desk.form.add_error(None, refusal.message)
        return render(request, "replies/desk/studio.html", _context(desk), status=422)
    messages.success(request, _("The letter is sent for signature."))
    return redirect("desk:case", desk.case.pk)


def _mend(request: HttpRequest, desk: Desk, key: str) -> None:
    """Put the suggestion of one finding into the draft that has just been saved."""
    assert desk.reply is not None  # noqa: S101 - saving made it
    found = check_draft(profile_of(desk.case.body), desk.reply.draft)
    chosen = next((item for item in found if item.key == key), None)
    if chosen is None or chosen.finding.suggestion is None:
        messages.warning(request, _("This place has changed meanwhile. Look at the remarks again."))
        return
    actions.save(
        desk.reply,
        by=employee_of(request),
        draft=mended(desk.reply.draft, chosen),
        revision=desk.reply.revision,
    )
    messages.success(
        request,
        _("Replaced: “%(old)s” by “%(new)s”.")
        % {"old": chosen.finding.text, "new": chosen.finding.suggestion},
    )


def _missing(desk: Desk, hints: Hints) -> list[Missing]:
    reply = desk.reply or Reply(case=desk.case, draft=desk.draft)
    return queries.missing_in(reply, hints.findings)


def _context(desk: Desk) -> dict[str, Any]:
    case, profile = desk.case, profile_of(desk.case.body)
    pictures, hints = _pictures(desk), hints_for(profile, desk.draft)
    return {
        "case": case,
        "body": case.body,
        "reply": desk.reply,
        "form": desk.form,
        "theirs": desk.theirs,
        "differences": _differences(desk),
        "missing": _missing(desk, hints),
        "hints": hints,
        "greeting": greeting.of(case),
        "templates": queries.templates_for(case),
        "principles": profile.principles,
        "returned": queries.last_return(desk.reply) if desk.reply else None,
        "version": queries.latest_version(case),
        "receipts": case_queries.receipts_of(case),
        "client": client_facts(case),
        "contacts": contact_facts(profile, case),
        "earlier": case_queries.earlier_of(case),
        "terms": shown.terms_of(profile, case_queries.deadlines_of(case)),
        "instruction": case.assignments.filter(ended_at=None, role="main").first(),
        "contributions": contributions_to(case),
        "forwarded": forwarded_of(case),
        "pdf_address": reverse("desk:letter-preview", args=[case.pk]),
        "pictures": pictures,
        "pages_over": len(pictures) if len(pictures) > profile.letter.page_limit else 0,
        "page_limit": profile.letter.page_limit,
    }


def _pictures(desk: Desk) -> list[str]:
    """Return the addresses of the pages' pictures; they change with each saved draft."""
    pages = documents.letter_pages(draft_of(desk.case, desk.reply)) if desk.case.executor else 0
    revision = desk.reply.revision if desk.reply else 0
    return [
        f"{reverse('desk:letter-picture', args=[desk.case.pk, page])}?r={revision}"
        for page in range(1, pages + 1)
    ]


def _differences(desk: Desk) -> list[tuple[str, str]]:
    """Return the parts that somebody else saved differently: the field's label, and the other text."""
    if desk.theirs is None:
        return []
    mine, theirs, form = desk.form.draft(), desk.theirs, desk.form
    found = [
        (str(form.fields[name].label), str(theirs.get(name, "")))
        for name in ("salutation", "opening", "closing")
        if mine[name] != theirs.get(name, "")
    ]
    answers = theirs.get("answers") or {}
    for question in form.questions:
        other = str(answers.get(str(question.pk), ""))
        if mine["answers"][str(question.pk)] != other:
            found.append((question.text, other))
    return found
