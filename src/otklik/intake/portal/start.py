"""The start page: what one can do here, what one needs, how long it takes."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from otklik.intake import bodies
from otklik.intake.portal.draft import Draft, sole_body
from otklik.regulations import Profile
from otklik.staff.calendars import today
from otklik.staff.models import Body
from otklik.staff.profiles import profile_of
from otklik.staff.queries import bodies as active_bodies
from otklik.touchpoints.queries import has_help
from otklik.web.access import public

APPEAL = "application"
REQUEST = "information-request"


@public
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Show the ways of one body; with several bodies and none named, the bodies to choose from."""
    code = request.GET.get("body", "")
    body = bodies.find(code) if code else sole_body()
    if body is None:
        context = {"bodies": list(active_bodies()), "unknown": bool(code)}
        return render(request, "intake/portal/bodies.html", context, status=404 if code else 200)
    profile = profile_of(body)
    context = {
        "body": body,
        "letterhead": profile.letterhead,
        "terms": terms_of(profile),
        "other_ways": other_ways(profile, body),
        "limit": settings.ATTACHMENT_LIMIT_BYTES // 1024 // 1024,
        "begun": _is_begun(request, body),
        "several": sole_body() is None,
        "has_help": has_help(body),
    }
    return render(request, "intake/portal/start.html", context)


def terms_of(profile: Profile) -> dict[str, tuple[int, str]]:
    """Return the terms that a citizen asks about first: amount and unit of registration and reply."""
    found = {
        kind: profile.term(kind, APPEAL, "electronic", "web")  # type: ignore[arg-type]  # words of the profile
        for kind in ("acknowledgement", "registration", "reply")
    }
    return {kind: (term.amount, term.unit) for kind, term in found.items() if term}


def other_ways(profile: Profile, body: Body) -> list[str]:
    """Return the other channels through which an appeal may come today.

    Those whose address the order leaves blank stay unsaid until it is filled in (economy-magadan:2.2.10).
    """
    taking = profile.channels_for(APPEAL, today(body))
    unsaid = {source.channel for source in profile.sources if source.hidden}
    unsaid |= {"web", "internal", "covering-letter"}
    return [item.label for item in taking if item.code not in unsaid]


def _is_begun(request: HttpRequest, body: Body) -> bool:
    draft = Draft.of(request)
    return draft.is_begun and draft.body_code == body.code
