"""Public pages of the room: the questionnaire behind a link, the one that is always open.

A questionnaire is gone through block by block, each step a round trip that stores nothing; what was
said on other steps travels along in hidden fields. So the branches work without any script, and a
page that was left keeps nothing.
"""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from otklik.surveys import actions, queries
from otklik.surveys.once import form_key, new_key
from otklik.surveys.queries import Opening
from otklik.surveys.questionnaire import Checked
from otklik.surveys.rules import Link, link_state
from otklik.surveys.sheet import (
    COMMENTS,
    Sheet,
    comments_sheet,
    fields_of,
    low_scored,
    sheet,
    step_with_error,
    steps_of,
)
from otklik.web.access import public

TEXT_PASSED = 10_000
"""How much of a field is read at all; the check says what is too long."""


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def by_link(request: HttpRequest, token: str) -> HttpResponse:
    """The questionnaire behind a one-time link; opening it changes nothing."""
    invitation = queries.invitation_of(token)
    if invitation is None:
        return _closed(request, "unknown", 404)
    state = link_state(used=invitation.used, valid_until=invitation.valid_until, now=timezone.now())
    asked = queries.opening(invitation.body, invitation=invitation)
    if state is not Link.GOOD:
        if request.method == "POST" and actions.kept_under(form_key(request)) is not None:
            return HttpResponseRedirect(reverse("portal:survey-thanks"))  # the form was sent twice
        return _closed(request, state.value, 410, asked)
    return _questionnaire(request, asked)


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def open_form(request: HttpRequest, body: str) -> HttpResponse:
    """The body's permanent questionnaire: open to everybody, at any time (12.p3)."""
    found = queries.open_body(body)
    if found is None:
        raise Http404
    return _questionnaire(request, queries.opening(found))


@public
@require_GET
def thanks(request: HttpRequest) -> HttpResponse:
    """The page after the answers were kept."""
    return render(request, "surveys/thanks.html")


@dataclass(frozen=True, slots=True)
class _Turn:
    """What a posted step leads to: the next page, or nothing more to ask."""

    page: Sheet | None
    checked: Checked


def _questionnaire(request: HttpRequest, asked: Opening) -> HttpResponse:
    if request.method != "POST":
        given = queries.known_beforehand(asked)
        steps = steps_of(asked, given)
        return _page(request, asked, sheet(asked, given, steps[0] if steps else 1))
    given = {key: request.POST.get(key, "")[:TEXT_PASSED] for key in fields_of(asked)}
    turn = _turn(request, asked, given)
    if turn.page is not None:
        return _page(request, asked, turn.page)
    try:
        actions.answer(asked, turn.checked.values, key=form_key(request))
    except actions.LinkUsed:
        return _closed(request, Link.USED.value, 410, asked)
    return HttpResponseRedirect(reverse("portal:survey-thanks"))


def _turn(request: HttpRequest, asked: Opening, given: dict[str, str]) -> _Turn:
    """Work out from scratch where the person goes: back, on to the next step, or done."""
    steps = steps_of(asked, given)
    at = _step(request, steps)
    checked = actions.check(asked, given)
    if request.POST.get("act") == "back":
        return _Turn(sheet(asked, given, _before(steps, at)), checked)
    if at != COMMENTS:
        wrong = step_with_error(asked, checked, upto=at)
        if wrong is not None:
            return _Turn(sheet(asked, given, wrong, checked.errors), checked)
        later = [step for step in steps if step > at]
        if later:
            return _Turn(sheet(asked, given, later[0]), checked)
    if checked.errors:
        wrong = step_with_error(asked, checked)
        page = _wrong_page(asked, given, checked, wrong, at)
        return _Turn(page, checked)
    if at != COMMENTS and not request.POST.get("asked") and _untold(asked, given):
        return _Turn(comments_sheet(asked, given), checked)
    return _Turn(None, checked)


def _wrong_page(
    asked: Opening, given: dict[str, str], checked: Checked, wrong: int | None, at: int
) -> Sheet:
    only_comments = all(key.endswith("-comment") for key in checked.errors)
    if wrong is None or (at == COMMENTS and only_comments):
        return comments_sheet(asked, given, checked.errors)
    return sheet(asked, given, wrong, checked.errors)


def _untold(asked: Opening, given: dict[str, str]) -> bool:
    """Whether some low score has no word about the difficulties yet."""
    return any(not given.get(f"{question.code}-comment") for question in low_scored(asked, given))


def _step(request: HttpRequest, steps: tuple[int, ...]) -> int:
    told = request.POST.get("step", "")
    number = int(told) if told.isascii() and told.isdigit() and len(told) < 4 else -1
    if number == COMMENTS or number in steps:
        return number
    return steps[0] if steps else COMMENTS


def _before(steps: tuple[int, ...], at: int) -> int:
    if at == COMMENTS:
        return steps[-1] if steps else 1
    earlier = [step for step in steps if step < at]
    return earlier[-1] if earlier else (steps[0] if steps else 1)


def _page(request: HttpRequest, asked: Opening, page: Sheet) -> HttpResponse:
    context = {
        "asked": asked,
        "page": page,
        "errors": bool(page.wrong),
        "body": asked.body,
        "key": form_key(request) or new_key(),
    }
    return render(request, "surveys/survey.html", context, status=422 if page.wrong else 200)


def _closed(
    request: HttpRequest, kind: str, status: int, asked: Opening | None = None
) -> HttpResponse:
    address = reverse("portal:survey-open", args=[asked.body.code]) if asked else ""
    context = {"kind": kind, "open_address": address, "body": asked.body if asked else None}
    return render(request, "surveys/closed.html", context, status=status)


urlpatterns: list[URLPattern] = [
    path("s/<str:token>", by_link, name="survey"),
    path("survey/thank-you", thanks, name="survey-thanks"),
    path("survey/<slug:body>", open_form, name="survey-open"),
]
