"""Lists of the mail: what went on a day, and what the post office says became of it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from otklik import documents
from otklik.messages import actions, printing
from otklik.messages import post_queries as queries
from otklik.messages.actions.outcomes import Told
from otklik.messages.desk.post import as_file, employee_of
from otklik.messages.desk.post_forms import OutcomeForm, OutcomesFileForm, day_of
from otklik.messages.post_lists import Read, read_outcomes
from otklik.staff.calendars import today
from otklik.staff.models import Employee
from otklik.staff.queries import body_of
from otklik.staff.refusals import Refusal
from otklik.web.access import needs

SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LINES_SHOWN = 20


@needs(*queries.POST_POWERS)
@require_GET
def mail_list(request: HttpRequest) -> HttpResponse:
    """Give the list of the mail of one day as a PDF, or as a spreadsheet with `as=xlsx`."""
    employee = employee_of(request)
    body, now = body_of(employee), timezone.now()
    day = day_of(request.GET.get("day", "")) or today(body, now)
    letters = queries.posted_on(employee, day)
    if not letters:
        messages.error(request, _("No letter was posted on that day."))
        return redirect(f"{reverse('desk:post')}?show=posted")
    if request.GET.get("as") == "xlsx":
        return as_file(
            printing.mail_table(body, letters, day, now), SHEET, f"mail-{day.isoformat()}.xlsx"
        )
    return as_file(
        printing.mail_list(body, letters, day, now),
        "application/pdf",
        f"mail-{day.isoformat()}.pdf",
    )


@needs(*queries.POST_POWERS)
@require_http_methods(["GET", "HEAD", "POST"])
def outcomes(request: HttpRequest) -> HttpResponse:
    """Take in a table of the post office; say what of it was understood and what was not."""
    employee = employee_of(request)
    form = OutcomesFileForm(request.POST or None, request.FILES or None)
    context: dict[str, object] = {"form": form}
    if request.method == "POST" and form.is_valid():
        try:
            read = read_outcomes(documents.read_table(form.cleaned_data["file"]))
            context |= _take(employee, read)
        except (documents.DocumentError, Refusal) as error:
            form.add_error("file", str(error))
    status = 422 if form.errors else 200
    return render(request, "messages/post_outcomes.html", context, status=status)


def _take(employee: Employee, read: Read) -> dict[str, object]:
    day = today(body_of(employee), timezone.now())
    known = queries.by_number(employee, [row.number for row in read.rows])
    told = [
        Told(known[row.number], row.outcome, row.reason, row.day or day, row.words)
        for row in read.rows
        if row.number in known
    ]
    new = actions.record_outcomes(told, by=employee)
    return {
        "taken": new,
        "repeated": len(told) - new,
        "on_the_way": read.on_the_way,
        "unknown": [row.number for row in read.rows if row.number not in known][:LINES_SHOWN],
        "unclear": read.unclear[:LINES_SHOWN],
    }


@needs(*queries.POST_POWERS)
@require_POST
def outcome(request: HttpRequest, pk: int) -> HttpResponse:
    """Record what became of one letter: it was handed over, or it came back and why."""
    employee = employee_of(request)
    letter = get_object_or_404(queries.letters_for(employee).select_related("body"), pk=pk)
    form = OutcomeForm(request.POST)
    if not form.is_valid():
        for errors in form.errors.values():
            messages.error(request, " ".join(str(error) for error in errors))
        return redirect("desk:outgoing", pk)
    said = form.cleaned_data
    told = Told(letter, said["outcome"], said["reason"], said["day"], said["note"])
    try:
        new = actions.record_outcome(told, by=employee)
    except Refusal as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(
            request,
            _("Recorded: what became of the letter.") if new else _("That was recorded already."),
        )
    return redirect("desk:outgoing", pk)


urlpatterns: list[URLPattern] = [
    path("post/list/", mail_list, name="post-list"),
    path("post/outcomes/", outcomes, name="post-outcomes"),
    path("outbox/<int:pk>/outcome/", outcome, name="outgoing-outcome"),
]
