"""The form on paper, for whoever cannot or does not want to prove who he is on the site."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from otklik.intake import bodies
from otklik.staff.profiles import profile_of
from otklik.web.access import public

LINES = 16
"""So many empty lines fill one sheet."""


@public
@require_safe
def paper(request: HttpRequest, body: str) -> HttpResponse:
    """Show a form to print and fill in by hand, with what article 7 of 59-ФЗ asks for."""
    found = bodies.find(body)
    if found is None:
        raise Http404
    profile = profile_of(found)
    context = {
        "body": found,
        "name": profile.name,
        "letterhead": profile.letterhead,
        "lines": range(LINES),
    }
    return render(request, "intake/portal/paper.html", context)
