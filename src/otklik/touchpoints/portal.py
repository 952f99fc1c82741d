"""The published touchpoint registry: a list to read, and the same as a table to keep."""

import csv
from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from otklik.staff.models import Body
from otklik.staff.profiles import profile_of
from otklik.staff.queries import bodies as active_bodies
from otklik.touchpoints import helping, queries
from otklik.touchpoints.models import Touchpoint
from otklik.web.access import public

FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
"""A cell that begins so would be run by a spreadsheet."""


@public
@require_safe
def registries(request: HttpRequest) -> HttpResponse:
    """Show which bodies have published a registry."""
    found = [(body, queries.in_force(body)) for body in active_bodies()]
    return render(request, "touchpoints/registries.html", {"found": found})


@public
@require_safe
def registry(request: HttpRequest, code: str) -> HttpResponse:
    """Show the registry in force of one body, by line of activity; with `?need=4` what satisfies that need."""
    body = helping.body_of_page(code)
    version = queries.in_force(body)
    needs = _needs(body)
    rows = list(queries.touchpoints_of(body))
    need = request.GET.get("need", "")
    chosen = need if need in needs else ""
    context = {
        "body": body,
        "version": version,
        "order": profile_of(body).order,
        "groups": _by_direction(row for row in rows if not chosen or chosen in row.needs),
        "needs": needs,
        "offered": [(key, label) for key, label in needs.items() if _offers(rows, key)],
        "need": chosen,
    }
    return render(request, "touchpoints/registry.html", context)


@public
@require_safe
def table(request: HttpRequest, code: str) -> HttpResponse:  # noqa: ARG001 - Django's contract
    """Give the registry in force as a table (CSV with semicolons, as Russian spreadsheets open it)."""
    body = helping.body_of_page(code)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="touchpoints-{body.code}.csv"'
    response.write("\ufeff")
    writer = csv.writer(response, delimiter=";")
    writer.writerow(
        [_("Code"), _("Process group"), _("Direction"), _("Process"), _("Touchpoint"), _("Way of contact"),
         _("Particulars"), _("Digital"), _("Needs")]
    )  # fmt: skip
    for row in queries.touchpoints_of(body):
        writer.writerow(_cells(row))
    return response


def _by_direction(rows: Iterable[Touchpoint]) -> list[tuple[str, list[Touchpoint]]]:
    groups: dict[str, list[Touchpoint]] = {}
    for row in rows:
        groups.setdefault(row.direction, []).append(row)
    return list(groups.items())


def _offers(rows: Iterable[Touchpoint], need: str) -> bool:
    return any(need in row.needs for row in rows)


def _cells(row: Touchpoint) -> list[str]:
    digital = _("yes") if row.is_digital else _("no")
    needs = ", ".join(str(need) for need in row.needs)
    given = [
        row.code,
        row.group,
        row.direction,
        row.process,
        row.name,
        row.interaction,
        row.features,
    ]
    return [_harmless(cell) for cell in (*given, digital, needs)]


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULA_SIGNS) else cell


def _needs(body: Body) -> dict[str, str]:
    return {str(need.number): need.label for need in profile_of(body).needs}


urlpatterns: list[URLPattern] = [
    *helping.urlpatterns,
    path("touchpoints", registries, name="touchpoints"),
    path("touchpoints/<slug:code>", registry, name="touchpoints-of"),
    path("touchpoints/<slug:code>.csv", table, name="touchpoints-table"),
]
