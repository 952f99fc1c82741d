"""«Классификатор»: the versions of the body's classifier, its import, and how well topics are suggested."""

from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from otklik import regulations
from otklik.cases import topics
from otklik.cases.desk.classifier_forms import ImportForm
from otklik.cases.desk.reaching import employee_of
from otklik.regulations import Classifier
from otklik.staff import actions as staff
from otklik.staff.classifiers import classifier_of
from otklik.staff.models import Body, ClassifierVersion, Power
from otklik.staff.queries import body_of
from otklik.staff.refusals import Refusal
from otklik.web.access import needs

SHOWN = 50
"""Entries of each kind shown of a difference, and topics found at once."""


@dataclass(frozen=True, slots=True)
class Version:
    """One version of the list: where it came from, and whether it is in force."""

    name: str
    valid_from: date
    entries: int
    source: str
    is_present: bool


@needs(Power.ADMINISTER)
@require_safe
def classifier(request: HttpRequest) -> HttpResponse:
    """Show the versions, look for topics, and tell how often people took what was suggested."""
    body = body_of(employee_of(request))
    present, asked = classifier_of(body), request.GET.get("topic", "")[:200].strip()
    return render(
        request,
        "cases/desk/classifier.html",
        {
            "body": body,
            "present": present,
            "topics_count": sum(entry.assignable for entry in present.entries),
            "versions": _versions(body, present),
            "asked": asked,
            "found": topics.search_topics(present, asked, SHOWN) if asked else [],
            "model": topics.trained_of(body),
            "taken": topics.taken_suggestions(body),
        },
    )


def _versions(body: Body, present: Classifier) -> list[Version]:
    built_in = regulations.classifier()
    rows = [
        Version(
            row.version,
            row.valid_from,
            len(row.entries),
            row.source,
            row.version == present.version,
        )
        for row in reversed(ClassifierVersion.objects.filter(body=body))
    ]
    own = Version(
        built_in.version,
        built_in.valid_from,
        len(built_in.entries),
        _("comes with the program"),
        present is built_in,
    )
    return [*rows, own]


@needs(Power.ADMINISTER)
@require_http_methods(["GET", "HEAD", "POST"])
def import_classifier(request: HttpRequest) -> HttpResponse:
    """Show what a list would change; import exactly the list that was shown."""
    employee = employee_of(request)
    body = body_of(employee)
    if request.method != "POST":
        return _page(request, ImportForm(body=body))
    form = ImportForm(request.POST, request.FILES, body=body)
    if not form.is_valid() or form.plan is None:
        return _page(request, form, status=422)
    shown_already = request.POST.get("seen") == form.plan.sha256
    if request.POST.get("step") != "make" or not shown_already:
        return _page(request, form)
    try:
        row = staff.import_classifier(form.plan, by=employee.actor)
    except Refusal as refusal:
        form.add_error("file", refusal.message)
        return _page(request, form, status=422)
    if row is None:
        messages.info(request, _("This list is in force already. Nothing has changed."))
    else:
        told = {"version": row.version, "count": len(row.entries)}
        messages.success(request, _("The list %(version)s is imported, entries: %(count)s.") % told)
    return redirect("desk:classifier")


def _present_count(body: Body) -> int:
    return len(classifier_of(body).entries)


def _page(request: HttpRequest, form: ImportForm, *, status: int = 200) -> HttpResponse:
    plan = form.plan if form.is_bound and not form.errors else None
    changes = plan.changes if plan else None
    context = {
        "form": form,
        "plan": plan,
        "kept": form.kept() if plan else {},
        "added": changes.added[:SHOWN] if changes else (),
        "renamed": changes.renamed[:SHOWN] if changes else (),
        "closed": changes.closed[:SHOWN] if changes else (),
        "closes_most": changes is not None and 2 * len(changes.closed) > _present_count(form.body),
        "shown": SHOWN,
    }
    return render(request, "cases/desk/import_classifier.html", context, status=status)
