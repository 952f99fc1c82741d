"""Public pages that help before one writes: life situations with their solutions, typical questions, materials."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.views.decorators.http import require_safe

from otklik.knowledge import queries as knowledge
from otklik.staff.models import Body
from otklik.staff.queries import bodies as active_bodies
from otklik.touchpoints import queries
from otklik.web.access import public


@public
@require_safe
def help_page(request: HttpRequest, code: str) -> HttpResponse:
    """Show what a body can be asked about without writing: situations, questions with answers, explanations."""
    body = body_of_page(code)
    context = {
        "body": body,
        "situations": queries.published_situations(body),
        "questions": knowledge.open_to_clients(body),
        "materials": knowledge.for_clients(body),
    }
    return render(request, "touchpoints/help.html", context)


@public
@require_safe
def help_situation(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Show the solutions of one life situation and the touchpoints where they are had (industry-mordovia:6.2.a)."""
    body = body_of_page(code)
    found = queries.published_situations(body).select_related("body").filter(pk=pk).first()
    if found is None:
        raise Http404
    context = {"body": body, "situation": found, "solutions": queries.solutions_of(found)}
    return render(request, "touchpoints/situation.html", context)


def body_of_page(code: str) -> Body:
    """Return the active body of a public page; 404 for any other code."""
    body = active_bodies().filter(code=code).first()
    if body is None:
        raise Http404
    return body


urlpatterns: list[URLPattern] = [
    path("help/<slug:code>", help_page, name="help"),
    path("help/<slug:code>/<int:pk>", help_situation, name="help-situation"),
]
