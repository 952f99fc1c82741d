"""«Бланк»: the administrator sets up the letterhead, looks at it, and finds every earlier version."""

import base64
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from otklik import documents, language
from otklik.cases.desk.reaching import employee_of
from otklik.messages import storage
from otklik.replies import actions, letterheads
from otklik.replies.actions.heads import stored_emblem
from otklik.replies.desk.letterhead_forms import LetterheadForm
from otklik.replies.letterhead_rules import Head, tidied
from otklik.staff import calendars
from otklik.staff.models import Body, Power
from otklik.staff.profiles import profile_of
from otklik.staff.refusals import Refusal
from otklik.web.access import needs


@dataclass(frozen=True, slots=True)
class Draft:
    """A letterhead that is being looked at: the head as typed, and its emblem."""

    head: Head
    emblem: bytes | None


@needs(Power.ADMINISTER)
@require_http_methods(["GET", "HEAD", "POST"])
def letterhead(request: HttpRequest, code: str = "") -> HttpResponse:
    """Show the letterhead in force; show how a changed one would look; put it into force."""
    body = _body(request, code)
    form = LetterheadForm(
        request.POST if request.method == "POST" else None,
        request.FILES if request.method == "POST" else None,
        head=letterheads.head_of(body),
    )
    draft = None
    if form.is_bound and form.is_valid():
        try:
            draft = _drafted(form, body)
            if request.POST.get("act") == "save":
                _save(request, form, body, draft)
                return redirect("desk:letterhead-of", body.code)
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
    return _page(request, body, form, draft)


@needs(Power.ADMINISTER)
@require_http_methods(["GET", "HEAD", "POST"])
def letterhead_version(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Show an earlier letterhead as it was printed; put it into force again."""
    body = _body(request, code)
    version = letterheads.versions_of(body).filter(number=number).first()
    if version is None:
        raise Http404
    if request.method == "POST":
        try:
            actions.restore_letterhead(version, by=employee_of(request))
        except Refusal as refusal:
            messages.error(request, refusal.message)
        else:
            messages.success(request, _("The letterhead is in force from now on."))
        return redirect("desk:letterhead-of", body.code)
    in_force = letterheads.in_force(body)
    return render(
        request,
        "replies/desk/letterhead_version.html",
        {
            "body": body,
            "version": version,
            "present": in_force is not None and in_force.pk == version.pk,
            "picture": _picture(body, letterheads.printed(version)),
        },
    )


def _body(request: HttpRequest, code: str) -> Body:
    """Return the body that the address names, by default the administrator's own; 404 for a foreign one."""
    employee = employee_of(request)
    mine = letterheads.bodies_of(employee)
    found = mine.filter(code=code).first() if code else employee.body
    if found is None:
        raise Http404
    return found


def _drafted(form: LetterheadForm, body: Body) -> Draft:
    """Return what is to be looked at; a newly chosen emblem is kept, so that it need not be chosen again."""
    said = form.cleaned_data
    present = letterheads.in_force(body)
    if said["no_emblem"]:
        return Draft(tidied(form.head()), None)
    if said["emblem"] is not None:
        stored = stored_emblem(said["emblem"], at=timezone.now())
        form.keep_chosen(stored.sha256)
        return Draft(tidied(form.head()), said["emblem"])
    if chosen := form.chosen():
        return Draft(tidied(form.head()), storage.path_of(chosen).read_bytes())
    emblem = storage.read(present.emblem) if present and present.emblem else None
    return Draft(tidied(form.head()), emblem)


def _save(request: HttpRequest, form: LetterheadForm, body: Body, draft: Draft) -> None:
    made = actions.save_letterhead(
        body,
        draft.head,
        by=employee_of(request),
        emblem=draft.emblem,
        keep_emblem=False,
        note=form.cleaned_data["note"],
    )
    messages.success(
        request,
        _("Version %(number)s of the letterhead is in force from now on.")
        % {"number": made.number},
    )


def _page(
    request: HttpRequest, body: Body, form: LetterheadForm, draft: Draft | None
) -> HttpResponse:
    printed = (
        draft.head.printed(draft.emblem) if draft is not None else letterheads.letterhead_of(body)
    )
    profile = profile_of(body)
    return render(
        request,
        "replies/desk/letterhead.html",
        {
            "body": body,
            "bodies": list(letterheads.bodies_of(employee_of(request))),
            "form": form,
            "picture": _picture(body, printed),
            "looked": draft is not None,
            "with_emblem": printed.emblem is not None,
            "versions": list(letterheads.versions_of(body)[:50]),
            "instructions": profile.letter.instructions,
            "clause": profile.letter.clause,
        },
        status=422 if form.is_bound and form.errors else 200,
    )


def _picture(body: Body, head: documents.Letterhead) -> str:
    """Return the first page of a sample letter on the head, as an address that carries the picture itself."""
    profile = profile_of(body)
    today = language.date_short(calendars.today(body))
    letter = documents.Letter(
        letterhead=head,
        number="00-00/000",
        date_text=today,
        reference_line=f"На № О-000 от {today}",
        recipient_lines=("Соколовой М. П.", "ул. Лесная, д. 1, г. Город, 000000"),
        salutation="Уважаемая Мария Петровна!",
        opening="Это образец: так письма будут выглядеть на этом бланке. Имена, номера и даты в нём придуманы.",
        answers=(documents.Answer("", "Здесь стоит ответ на вопрос клиента."),),
        closing=(),
        signatory_post=profile.signatories[0].post[:1].upper() + profile.signatories[0].post[1:],
        signatory_name="И. О. Фамилия",
        executor=documents.ExecutorMark("Фамилия И. О.", "8 (000) 000-00-00"),
        typeface=profile.letter.typeface,
    )
    try:
        picture = documents.letter_pictures(letter, 96)[0]
    except documents.DocumentError:
        return ""
    return f"data:image/png;base64,{base64.b64encode(picture).decode()}"
