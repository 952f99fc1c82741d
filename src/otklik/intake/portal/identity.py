"""Who sends it: an electronic appeal of 59-ФЗ needs an identified person (547-ФЗ, since 2025-03-30).

In service this is ЕСИА behind the sign-in library; a demonstration has a test provider with invented people.
"""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from otklik.intake.portal.draft import Draft
from otklik.intake.portal.steps import address, to_first_open
from otklik.regulations import Channel
from otklik.staff.calendars import today
from otklik.web.access import public

INVENTED: dict[str, dict[str, str]] = {
    "1": {"surname": "Примерова", "given_name": "Вера", "patronymic": "Андреевна"},
    "2": {"surname": "Образцов", "given_name": "Пётр", "patronymic": "Ильич"},
    "3": {"surname": "Ким", "given_name": "Лариса", "patronymic": ""},
}
"""People of the test provider; nobody of them exists."""
HOW = "esia"
"""Word of `Case.identification` for a person whom ЕСИА named."""


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def identity(request: HttpRequest) -> HttpResponse:
    """Ask who sends it; only a demonstration answers here, with its test provider."""
    draft = Draft.of(request)
    if not draft.needs_identity or draft.body is None:
        return to_first_open(draft)
    error = ""
    if request.method == "POST" and settings.DEMO:
        person = INVENTED.get(request.POST.get("person", ""))
        if person:
            draft.identity = {**person, "how": HOW}
            draft.save(request)
            return to_first_open(draft)
        error = _("Choose one of the invented people.")
    context = {
        "draft": draft,
        "body": draft.body,
        "people": INVENTED if settings.DEMO else {},
        "error": error,
        "back": address("kind"),
        "position": draft.way().index("identity") + 1,
        "count": len(draft.way()),
        "may_request": _takes_requests(draft),
        "portal": _state_portal(draft),
    }
    return render(request, "intake/portal/identity.html", context, status=422 if error else 200)


def _takes_requests(draft: Draft) -> bool:
    """Whether the body takes information requests, which need no identification."""
    profile = draft.profile
    return profile is not None and any(
        item.code == "information-request" for item in profile.offered_types()
    )


def _state_portal(draft: Draft) -> Channel | None:
    """Return the channel of the state-services portal when the body is open there."""
    profile, body = draft.profile, draft.body
    if profile is None or body is None:
        return None
    channel = profile.channel("epgu")
    return channel if channel.offered and channel.open_on(today(body)) else None
