"""The page of the order by which the body works."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from otklik.knowledge.desk.reaching import employee_of, tabs
from otklik.knowledge.order import sections_of, state_of
from otklik.staff.profiles import profile_of
from otklik.staff.queries import body_of
from otklik.web.access import signed_in


@signed_in
@require_safe
def order(request: HttpRequest) -> HttpResponse:
    """Show the order of the body: its state, principles, acts, duties and notions, to every employee."""
    profile = profile_of(body_of(employee_of(request)))
    context = {
        "tabs": tabs(),
        "profile": profile,
        "state": state_of(profile),
        "sections": sections_of(profile),
    }
    return render(request, "knowledge/order.html", context)
