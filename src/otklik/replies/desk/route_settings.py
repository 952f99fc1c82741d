"""Where the administrator sets the steps of the route, where outgoing numbers come from, and how letters are signed."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from otklik.cases.desk.reaching import employee_of
from otklik.regulations.routes import RouteStep
from otklik.replies import route
from otklik.replies.actions.route_settings import set_numbering, set_qualified, set_route
from otklik.replies.outgoing_numbers import EXTERNAL, OWN, is_external
from otklik.replies.outgoing_numbers import SETTING as NUMBERING
from otklik.replies.release_rules import QUALIFIED
from otklik.replies.route_rules import DEPUTY, UNIT_HEAD
from otklik.staff import calendars
from otklik.staff.models import Body, Employee, Power, Role
from otklik.staff.own_settings import history, own
from otklik.staff.profiles import own_clause, profile_of
from otklik.staff.queries import body_of, with_role
from otklik.staff.refusals import Refusal
from otklik.web.access import needs

HISTORY = 30


@dataclass(frozen=True, slots=True)
class Shown:
    """One step as the page shows it."""

    step: RouteStep
    on: bool
    outcomes: list[str]
    who: str
    people: list[Employee]
    lacks: bool
    """Whether nobody holds the role."""
    clause: str


@needs(Power.ADMINISTER)
@require_http_methods(["GET", "HEAD", "POST"])
def letter_settings(request: HttpRequest) -> HttpResponse:
    """Show the steps and the numbering of the body; change them."""
    employee = employee_of(request)
    body = body_of(employee)
    if request.method == "POST":
        try:
            changed = _keep(request, body, employee)
        except Refusal as refusal:
            messages.error(request, refusal.message)
        else:
            messages.success(request, _("Saved.") if changed else _("Nothing was changed."))
        return redirect("desk:letter-settings")
    return render(request, "replies/desk/letter_settings.html", _context(body))


def _keep(request: HttpRequest, body: Body, by: Employee) -> bool:
    said = {step.code: step.code in request.POST.getlist("step") for step in _steps(body)}
    numbering = EXTERNAL if request.POST.get("numbering") == EXTERNAL else OWN
    qualified = request.POST.get("signature") == QUALIFIED
    changed = set_route(body, said, by=by)
    changed = set_numbering(body, numbering, by=by) or changed
    return set_qualified(body, qualified, by=by) or changed


def _context(body: Body) -> dict[str, Any]:
    profile = profile_of(body)
    labels = {str(item.code): item.label for item in profile.outcomes}
    on = route.switched(body)
    roles = dict(Role.objects.values_list("code", "title"))
    today = calendars.today(body)
    shown = []
    for step in _steps(body):
        by_role = step.who not in (UNIT_HEAD, DEPUTY)
        people = with_role(body, step.who, today) if by_role else []
        shown.append(
            Shown(
                step,
                on.get(step.code, step.on),
                [labels.get(code, code) for code in step.outcomes],
                roles.get(step.who, "") if by_role else "",
                people,
                by_role and not people,
                own_clause(body, step.clause or ""),
            )
        )
    return {
        "body": body,
        "steps": shown,
        "external": is_external(body),
        "qualified": bool(own(body, QUALIFIED, False)),
        "example": profile.letter.outgoing.example,
        "history": history(body, (route.SETTING, NUMBERING, QUALIFIED))[:HISTORY],
        "names": {step.code: step.label for step in _steps(body)},
    }


def _steps(body: Body) -> list[RouteStep]:
    return sorted(profile_of(body).letter.route, key=lambda step: (step.order, step.code))
