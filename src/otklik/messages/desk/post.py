"""«Почта»: letters to be printed and taken to the post office, those on their way, those that came back."""

from collections.abc import Sequence
from datetime import date, datetime, time

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from otklik import documents
from otklik.documents.mailing import FORMATS
from otklik.messages import actions, printing, tracking
from otklik.messages import post_queries as queries
from otklik.messages.desk.outbox import KIND_TITLES
from otklik.messages.desk.post_forms import EnterForm
from otklik.messages.models import Outgoing
from otklik.messages.outcomes import REASONS
from otklik.staff.calendars import today, zone
from otklik.staff.models import Body, Employee
from otklik.staff.queries import body_of
from otklik.staff.refusals import Refusal
from otklik.web.access import needs

TITLES: dict[str, Promise] = {
    "waiting": gettext_lazy("To print and send"),
    "posted": gettext_lazy("On their way"),
    "came-back": gettext_lazy("Came back"),
    "arrived": gettext_lazy("Handed over"),
}
_State = Outgoing.State


@needs(*queries.POST_POWERS)
@require_GET
def post(request: HttpRequest) -> HttpResponse:
    """Show one part of the mail; letters to be sent come first."""
    employee = employee_of(request)
    asked = request.GET.get("show", "")
    shown = asked if asked in queries.SHOWN else "waiting"
    number = request.GET.get("page", "")
    page = queries.page_of(employee, shown, int(number) if number.isdecimal()
                           and len(number) < 6 else 1)  # fmt: skip
    body = body_of(employee)
    context = {
        "body": body,
        "shown": shown,
        "page": page,
        "rows": [_row(letter) for letter in page.rows],
        "tabs": _tabs(employee, shown),
        "formats": [(code, form.title) for code, form in FORMATS.items()],
        "today": today(body, timezone.now()),
    }
    return render(request, "messages/post.html", context)


@needs(*queries.POST_POWERS)
@require_POST
def chosen(request: HttpRequest) -> HttpResponse:
    """Do with the marked letters what the button says: print them, print envelopes, record their sending or numbers."""
    employee = employee_of(request)
    act = request.POST.get("act", "")
    states = (_State.SENT,) if act == "number" else (_State.BY_HAND,)
    letters = queries.chosen(employee, request.POST.getlist("letter"), states=states)
    if not letters:
        messages.error(request, _("Mark the letters first."))
        back = reverse("desk:post")
        return redirect(f"{back}?show=posted" if act == "number" else back)
    if act in {"send", "number"}:
        return _to_enter(letters, act)
    return _file(request, letters, employee, act)


def _to_enter(letters: Sequence[Outgoing], act: str) -> HttpResponseRedirect:
    name = "desk:post-send" if act == "send" else "desk:post-numbers"
    marked = urlencode([("letter", letter.pk) for letter in letters])
    return redirect(f"{reverse(name)}?{marked}")


def _file(
    request: HttpRequest, letters: Sequence[Outgoing], employee: Employee, act: str
) -> HttpResponse:
    now = timezone.now()
    try:
        if act == "envelopes":
            data, name = printing.envelopes(letters, request.POST.get("format", ""), at=now), "env"
        else:
            duplex = bool(request.POST.get("duplex"))
            data, name = printing.printable(letters, duplex=duplex, at=now), "letters"
            actions.note_printed(letters, by=employee, at=now)
    except (documents.DocumentError, FileNotFoundError) as error:
        said = str(error) if isinstance(error, documents.DocumentError) else ""
        messages.error(request, said or _("A file of a letter is missing on the disk."))
        return redirect("desk:post")
    return as_file(data, "application/pdf", f"{name}-{now:%Y-%m-%d}.pdf")


@needs(*queries.POST_POWERS)
@require_http_methods(["GET", "HEAD", "POST"])
def send(request: HttpRequest) -> HttpResponse:
    """«Отправлено»: the day, and the postal numbers in one column."""
    employee = employee_of(request)
    letters = _marked(request, employee, (_State.BY_HAND,))
    body = body_of(employee)
    day = today(body, timezone.now())
    form = EnterForm(request.POST or None, letters=letters, posted=False, initial={"day": day})
    if request.method == "POST" and form.is_valid():
        try:
            actions.post(
                letters,
                by=employee,
                at=moment_of(body, form.cleaned_data["day"]),
                numbers=form.cleaned_data["numbers"],
            )
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        else:
            number = len(letters)
            messages.success(
                request,
                ngettext("%(number)s letter sent.", "%(number)s letters sent.", number)
                % {"number": number},
            )
            return redirect("desk:post")
    return _enter(request, form, letters, _("Record the sending"))


@needs(*queries.POST_POWERS)
@require_http_methods(["GET", "HEAD", "POST"])
def numbers(request: HttpRequest) -> HttpResponse:
    """Enter the postal numbers of letters that were posted already."""
    employee = employee_of(request)
    letters = _marked(request, employee, (_State.SENT,))
    form = EnterForm(request.POST or None, letters=letters, posted=True)
    if request.method == "POST" and form.is_valid():
        try:
            number = actions.number(form.cleaned_data["numbers"], by=employee)
        except Refusal as refusal:
            form.add_error("numbers", refusal.message)
        else:
            messages.success(
                request,
                ngettext("%(number)s number kept.", "%(number)s numbers kept.", number)
                % {"number": number},
            )
            return redirect(f"{reverse('desk:post')}?show=posted")
    return _enter(request, form, letters, _("Enter the numbers"))


def _marked(request: HttpRequest, employee: Employee, states: tuple[str, ...]) -> list[Outgoing]:
    """Return the letters that the address names; 404 where none of them is the employee's to send."""
    letters = queries.chosen(employee, request.GET.getlist("letter"), states=states)
    if not letters:
        raise Http404
    return letters


def _enter(
    request: HttpRequest, form: EnterForm, letters: Sequence[Outgoing], title: str
) -> HttpResponse:
    context = {"form": form, "rows": [_row(letter) for letter in letters], "title": title}
    status = 422 if form.errors else 200
    return render(request, "messages/post_enter.html", context, status=status)


def as_file(data: bytes, kind: str, name: str) -> HttpResponse:
    """Return bytes as a file that no cache keeps."""
    response = HttpResponse(data, content_type=kind)
    how = "inline" if kind == "application/pdf" else "attachment"
    response["Content-Disposition"] = f'{how}; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response


def moment_of(body: Body, day: date) -> datetime:
    """Return the moment of an act of which only the day is known: now, or the end of an earlier day of the body."""
    now = timezone.now()
    return now if day == today(body, now) else datetime.combine(day, time.max, zone(body))


def _row(letter: Outgoing) -> dict[str, object]:
    """Return a letter with the words that the page shows for its codes."""
    kind = KIND_TITLES.get(letter.kind)
    reason = REASONS.get(letter.outcome_reason)
    return {
        "letter": letter,
        "kind": str(kind) if kind else letter.kind,
        "number": tracking.grouped(letter.tracking),
        "reason": str(reason) if reason else "",
        "left_out": printing.left_out(letter),
    }


def _tabs(employee: Employee, shown: str) -> list[tuple[object, ...]]:
    counts = queries.counts(employee)
    return [
        (title, f"{reverse('desk:post')}?show={code}", counts[code], code == shown)
        for code, title in TITLES.items()
    ]


def employee_of(request: HttpRequest) -> Employee:
    """Return who is signed in; 404 for an account that belongs to no body."""
    if not isinstance(request.user, Employee) or request.user.body is None:
        raise Http404
    return request.user


urlpatterns: list[URLPattern] = [
    path("post/", post, name="post"),
    path("post/chosen/", chosen, name="post-chosen"),
    path("post/send/", send, name="post-send"),
    path("post/numbers/", numbers, name="post-numbers"),
]
