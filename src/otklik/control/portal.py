"""The calendar feed: what a calendar program fetches with a secret address, without signing in.

It says no more than the number of a case, the kind of its term and the day: neither client nor matter.
"""

from datetime import timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from otklik import documents
from otklik.cases.desk.shown import term_labels
from otklik.cases.models import Deadline
from otklik.control.queries import feed
from otklik.staff.calendars import today, zone
from otklik.staff.models import Body, Employee
from otklik.staff.profiles import profile_of
from otklik.staff.queries import body_of
from otklik.web.access import public

REFRESH = timedelta(hours=1)
"""How often the calendar program is asked to look again."""


@public
@never_cache
@require_safe
def calendar_feed(request: HttpRequest, secret: str) -> HttpResponse:
    """Return the terms behind the secret address as RFC 5545; whatever is wrong with it looks the same: not found."""
    del request
    employee = feed.owner_of(secret)
    if employee is None:
        raise Http404
    response = HttpResponse(_written(employee), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="otklik.ics"'
    response["X-Robots-Tag"] = "noindex"
    return response


def address_of(secret: str) -> str:
    """Return the whole address of the feed, for a calendar program."""
    return f"{settings.PUBLIC_URL}{reverse('portal:calendar-feed', args=[secret])}"


def _written(employee: Employee) -> bytes:
    body = body_of(employee)
    labels = term_labels(profile_of(body))
    name = _("Otklik: terms of the unit") if feed.has_unit_feed(employee) else _("Otklik: my terms")
    entries = (
        _entry(term, body, labels.get(term.kind, term.kind))
        for term in feed.terms_for(employee, today(body))
    )
    return documents.calendar_feed(name, entries, REFRESH)


def _entry(term: Deadline, body: Body, label: str) -> documents.CalendarEntry:
    due = term.due.astimezone(zone(body))
    # A case without a number has only its tracking code, which opens the client's page: it is never named here.
    number = term.case.number or _("Case without a number")
    address = f"{settings.PUBLIC_URL}{reverse('desk:case', args=[term.case_id])}"
    return documents.CalendarEntry(
        uid="-".join(filter(None, ("case", str(term.case_id), term.kind, term.part)))
        + f"@{body.code}.otklik",
        day=due.date(),
        title=f"{number}: {label[:1].lower()}{label[1:]}",
        note=_("Until %(time)s. The case in Otklik: %(address)s")
        % {"time": f"{due:%H:%M}", "address": address},
        address=address,
        changed_at=term.computed_at,
    )


urlpatterns: list[URLPattern] = [
    path("calendar/<str:secret>.ics", calendar_feed, name="calendar-feed")
]
