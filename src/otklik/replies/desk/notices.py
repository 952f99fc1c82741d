"""Pages of a letter that carries an act: begun from the act's page, written, looked at, sent on its way."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from otklik.cases import queries as case_queries
from otklik.cases.desk import asking, clock, leaving, shown
from otklik.cases.desk.act_forms import OnCase
from otklik.cases.desk.acting import ActPage, show_act, with_clause
from otklik.cases.desk.case_facts import client_facts, contact_facts
from otklik.cases.desk.reaching import case_of, employee_of, opened
from otklik.cases.models import Case
from otklik.regulations import Ground
from otklik.replies import actions, printing, queries, route
from otklik.replies.actions import noticing
from otklik.replies.checks.draft import PartFinding
from otklik.replies.desk.notice_files import covering_now, letter_now
from otklik.replies.desk.notice_forms import NoticeForm, act_form, from_act, typed_act
from otklik.replies.kinds.effects import may_write
from otklik.replies.kinds.reading import effect_in_words, missing_of
from otklik.replies.models import Remark, Reply
from otklik.replies.notice_queries import notice_of
from otklik.replies.reading import Hints, hints_for
from otklik.staff.models import Power
from otklik.staff.profiles import profile_of
from otklik.staff.refusals import Refusal
from otklik.web.access import needs

Kind = Reply.Kind
SETTLE = "settle "
"""What begins the name of a button that marks a remark as settled."""
PAGES: dict[str, ActPage] = {
    Kind.FORWARDING: leaving.FORWARD,
    Kind.CLARIFICATION: asking.CLARIFY,
    Kind.INTERIM: asking.INTERIM,
    Kind.EXTENSION: clock.PROPOSE,
}


@dataclass(slots=True)
class Desk:
    """What the page works on: the letter with its case, the form of its words, the form of its act."""

    letter: Reply
    form: NoticeForm
    act: OnCase
    theirs: dict[str, Any] | None = None
    """The draft that somebody else has saved meanwhile, to compare with."""


@needs(Power.EXECUTE, Power.REGISTER, Power.ASSIGN)
@require_POST
def begin(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Begin the letter with what was typed on the act's own page; a mistake stands there at its field."""
    case, employee = case_of(request, pk), employee_of(request)
    page, ground = _act_page(case, kind, request.GET.get("ground", ""))
    form = page.form(case=case, employee=employee, data=request.POST)
    if form.is_valid():
        try:
            letter = noticing.begin_notice(
                case, kind, by=employee, act=from_act(kind, form, ground)
            )
        except Refusal as refusal:
            _tell(case, form, refusal)
        else:
            messages.success(request, _("The letter is begun. Read it, then send it on its way."))
            return redirect("desk:notice", pk, letter.pk)
    return show_act(request, case, page, form, status=422)


def _act_page(case: Case, kind: str, code: str) -> tuple[ActPage, Ground | None]:
    if kind != Kind.NO_REPLY:
        if kind not in PAGES:
            raise Http404
        return PAGES[kind], None
    found = {item.code: item for item in profile_of(case.body).grounds_for(case.type)}
    if code not in found:
        raise Http404
    return leaving.page_of(found[code]), found[code]


@needs(Power.VIEW_BODY, Power.VIEW_UNIT, Power.EXECUTE)
@require_http_methods(["GET", "HEAD", "POST"])
def notice(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Show the letter; save it; word it anew; send it on its way; take it back; throw it away."""
    employee = employee_of(request)
    case = case_of(request, pk) if request.method == "POST" else opened(request, pk)
    letter = _letter(case, number)
    posted = request.POST if request.method == "POST" else None
    desk = Desk(letter, NoticeForm(posted, letter=letter), act_form(letter, employee, posted))
    act = request.POST.get("act", "save")
    if posted is not None and act == "recall":
        return _recalled(request, desk)
    if not _is_written(desk, request):
        if posted is not None:
            messages.error(request, _("The letter cannot be changed now. Nothing was saved."))
        return render(request, "replies/desk/notice_read.html", _context(desk, request))
    if posted is None:
        return render(request, "replies/desk/notice.html", _context(desk, request))
    return _acted(request, desk, act)


def _acted(request: HttpRequest, desk: Desk, act: str) -> HttpResponse:
    """Do what the pressed button says; everything typed is saved first."""
    if act == "discard":
        return _discarded(request, desk)
    if act.startswith(SETTLE):
        return _settled(request, desk, act.removeprefix(SETTLE))
    if not _saved(desk, request):
        status = 409 if desk.theirs is not None else 422
        return render(request, "replies/desk/notice.html", _context(desk, request), status=status)
    return _after_saving(request, desk, act)


def _letter(case: Case, number: int) -> Reply:
    letter = notice_of(case, number)
    if letter is None:
        raise Http404
    return letter


def _is_written(desk: Desk, request: HttpRequest) -> bool:
    letter = desk.letter
    open_now = letter.stage in noticing.OPEN
    return open_now and may_write(letter.kind, letter.case, employee_of(request), at=timezone.now())


def _saved(desk: Desk, request: HttpRequest) -> bool:
    """Keep everything as typed; False, and told on the page, when somebody has saved meanwhile."""
    form, letter = desk.form, desk.letter
    form.is_valid()
    draft = form.draft(typed_act(letter, desk.act))
    revision = form.cleaned_data.get("revision") or 0
    if draft == letter.draft and revision == letter.revision:
        return True
    try:
        desk.letter = noticing.save_notice(
            letter, by=employee_of(request), draft=draft, revision=revision
        )
    except Refusal as refusal:
        form.add_error(None, refusal.message)
        present = _letter(letter.case, letter.pk)
        if present.revision != revision and present.draft != draft:
            desk.theirs = present.draft
            form.data = {**_flat(form.data), "revision": str(present.revision)}
        return False
    return True


def _after_saving(request: HttpRequest, desk: Desk, act: str) -> HttpResponse:
    letter, employee = desk.letter, employee_of(request)
    page = reverse("desk:notice", args=[letter.case_id, letter.pk])
    if act == "refill":
        noticing.refill_notice(letter, by=employee)
        messages.success(request, _("The letter is worded anew."))
        return redirect(page)
    if act != "submit":
        messages.success(request, _("The draft is saved."))
        return redirect(page)
    if desk.act.is_valid() and desk.form.is_valid():
        try:
            noticing.submit_notice(
                letter, by=employee, despite_remarks=bool(request.POST.get("despite-remarks"))
            )
        except Refusal as refusal:
            letter.refresh_from_db()
            _tell(letter.case, desk.act, refusal)
        else:
            messages.success(request, _("The letter is on its way to the signer."))
            return redirect("desk:case", letter.case_id)
    _follow(desk)
    return render(request, "replies/desk/notice.html", _context(desk, request), status=422)


def _follow(desk: Desk) -> None:
    """Let the form carry the letter's present revision: the next save counts from it."""
    desk.form.data = {**_flat(desk.form.data), "revision": str(desk.letter.revision)}


def _flat(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return what was posted, one value a name: the words of the letter have no more."""
    return {name: data[name] for name in data}


def _recalled(request: HttpRequest, desk: Desk) -> HttpResponse:
    letter = desk.letter
    try:
        actions.recall(letter, by=employee_of(request))
    except Refusal as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("The letter is taken back. It can be changed again."))
    return redirect("desk:notice", letter.case_id, letter.pk)


def _settled(request: HttpRequest, desk: Desk, pk: str) -> HttpResponse:
    """Keep what was typed and mark a remark as settled."""
    _saved(desk, request)
    letter = desk.letter
    remark = Remark.objects.filter(
        version__reply=letter, pk=int(pk) if pk.isdecimal() else 0
    ).first()
    if remark is not None:
        actions.settle(remark, by=employee_of(request))
        messages.success(request, _("Marked as settled."))
    return redirect("desk:notice", letter.case_id, letter.pk)


def _discarded(request: HttpRequest, desk: Desk) -> HttpResponse:
    letter = desk.letter
    pk, case = letter.pk, letter.case_id
    try:
        noticing.discard_notice(letter, by=employee_of(request))
    except Refusal as refusal:
        messages.error(request, refusal.message)
        return redirect("desk:notice", case, pk)
    messages.success(request, _("The letter is thrown away."))
    return redirect("desk:case", case)


def _tell(case: Case, form: forms.Form, refusal: Refusal) -> None:
    field = refusal.field if refusal.field in form.fields else None
    form.add_error(field, with_clause(case, refusal.message, refusal.clause))


def _context(desk: Desk, request: HttpRequest) -> dict[str, Any]:
    letter, case = desk.letter, desk.letter.case
    profile = profile_of(case.body)
    kind = profile.letter_of_kind(letter.kind)
    hints = hints_for(profile, letter.draft)
    version = letter.versions.order_by("-number").first()
    known = bool(queries.signers_of(case))
    return {
        "case": case,
        "body": case.body,
        "letter": letter,
        "form": desk.form,
        "act_form": desk.act,
        "rows": _rows(desk, hints),
        "theirs": desk.theirs,
        "differences": _differences(desk),
        "hints": hints,
        "missing": missing_of(letter, signatory_known=known, found=hints.findings),
        "effect": effect_in_words(letter),
        "clause": shown.clause_ref(kind.clause or ""),
        "basis": kind.basis,
        "version": version,
        "steps": route.steps_of(version) if version else [],
        "remarks": list(version.remarks.filter(settled_at=None)) if version else [],
        "may_recall": letter.stage in noticing.UNDER_WAY
        and letter.author_id == employee_of(request).pk,
        "pictures": _pictures(letter),
        "pdf_address": reverse("desk:notice-pdf", args=[case.pk, letter.pk]),
        "receipts": case_queries.receipts_of(case),
        "terms": shown.terms_of(profile, case_queries.deadlines_of(case)),
        "client": client_facts(case),
        "contacts": contact_facts(profile, case),
        "earlier": case_queries.earlier_of(case),
    }


def _rows(desk: Desk, hints: Hints) -> list[tuple[forms.BoundField, list[PartFinding]]]:
    """Return each field of the letter's words with the findings of its part."""
    part_of = {"text": "answer-text", "covering": "answer-covering"}
    names = [name for name in desk.form.fields if name != "revision"]
    return [
        (desk.form[name], [item for item in hints.findings if item.part == part_of.get(name, name)])
        for name in names
    ]


def _pictures(letter: Reply) -> list[tuple[str, str]]:
    """Return the address of each page's picture, the covering letter's last, with what it is."""
    found = []
    for name, page_of in (("letter", letter_now), ("covering", covering_now)):
        paper = page_of(letter)
        if paper is None:
            continue
        label = _("Covering letter") if name == "covering" else _("Letter to the client")
        found += [
            (
                reverse("desk:notice-picture", args=[letter.case_id, letter.pk, name, page])
                + f"?r={letter.revision}",
                label,
            )
            for page in range(1, printing.pages_of(paper) + 1)
        ]
    return found


def _differences(desk: Desk) -> list[tuple[str, str]]:
    """Return the parts that somebody else saved differently: the field's label, and the other text."""
    if desk.theirs is None:
        return []
    mine = desk.form.draft({})
    answers = desk.theirs.get("answers") or {}
    found = []
    for name, field in desk.form.fields.items():
        own = mine["answers"].get(name, mine.get(name))
        other = answers.get(name, desk.theirs.get(name, ""))
        if name != "revision" and own != other:
            found.append((str(field.label), str(other)))
    return found
