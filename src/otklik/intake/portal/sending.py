"""Check the answers, send them, and tell the code, the dates and what happens next."""

import base64
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from otklik.cases import explaining
from otklik.cases.deadlines import Planned, latest_reply_due, plan
from otklik.documents.qr import qr_svg
from otklik.intake import actions, bodies
from otklik.intake.forms import REPLY_CHANNELS
from otklik.intake.portal.draft import FIELDS, SENT_KEY, Draft
from otklik.intake.portal.steps import address, to_first_open
from otklik.intake.submission import Submission, Unacceptable, requirements
from otklik.messages.actions import KeyReused
from otklik.staff.calendars import calendar_of, today
from otklik.staff.models import Body
from otklik.staff.profiles import profile_of
from otklik.web.access import public

SOURCE = "web"
CHANNEL = "web"
FORM = "electronic"


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """Show all answers; a POST sends them. The same form posted twice is one appeal."""
    draft = Draft.of(request)
    sent = request.session.get(SENT_KEY)
    if request.method == "POST" and sent and request.POST.get("token") == sent.get("token"):
        return redirect("portal:appeal-done")
    body = draft.body
    if draft.first_open() != "check" or body is None:
        return to_first_open(draft)
    try:
        submission = draft.submission()
    except Unacceptable as refusal:
        return _wrong(request, draft, body, refusal.errors)
    wrong = dict(requirements(submission, profile_of(body), CHANNEL, today(body)))
    if wrong:
        return _wrong(request, draft, body, wrong)
    if request.method != "POST":
        return _show(request, draft, body)
    return _send(request, draft, body, submission)


@public
@never_cache
@require_safe
def done(request: HttpRequest) -> HttpResponse:
    """Show the tracking code, the dates with their reasons, and what happens next."""
    sent = request.session.get(SENT_KEY)
    body = bodies.find(str(sent.get("body", ""))) if isinstance(sent, dict) else None
    if not isinstance(sent, dict) or body is None:
        return redirect("portal:start")
    received = datetime.fromisoformat(str(sent["received_at"]))
    link = f"{settings.PUBLIC_URL}{reverse('portal:status-link', args=[sent['code']])}"
    picture = base64.b64encode(qr_svg(link).encode()).decode("ascii")
    context = {
        "body": body,
        "code": sent["code"],
        "received_at": received,
        "dates": dates_of(body, str(sent["type"]), received),
        "link": link,
        "picture": f"data:image/svg+xml;base64,{picture}",
    }
    return render(request, "intake/portal/done.html", context)


def dates_of(body: Body, type_code: str, received: datetime) -> list[dict[str, object]]:
    """Return what the body promises, each with its date and the steps of the computation."""
    profile, calendar = profile_of(body), calendar_of(body)
    asked: dict[str, Any] = {
        "type": type_code,
        "form": FORM,
        "channel": CHANNEL,
        "received": received,
    }
    known = {item.kind: item for item in plan(profile, calendar, **asked)}
    last = latest_reply_due(profile, calendar, **asked)
    promises: list[tuple[str, Planned | None]] = [
        (_("We confirm that it has come"), known.get("acknowledgement")),
        (_("We register it"), known.get("registration")),
        (_("We reply"), last),
    ]
    return [
        {
            "title": title,
            "due": item.due,
            "why": {
                **item.as_json(),
                "due": item.due,
                "moves": explaining.of_planned(
                    item, profile, for_client=True, not_registered=item is last
                ),
            },
        }
        for title, item in promises
        if item is not None
    ]


def _send(request: HttpRequest, draft: Draft, body: Body, submission: Submission) -> HttpResponse:
    key = draft.token
    try:
        accepted = actions.submit(
            body,
            submission,
            source=SOURCE,
            key=key,
            channel=CHANNEL,
            files=draft.named_files(),
            at=timezone.now(),
        )
        receipt = accepted.receipt
    except KeyReused as reused:
        # Sent already, then changed with «back» and sent again: the first one stands.
        receipt = reused.receipt
    request.session[SENT_KEY] = {
        "token": key,
        "code": receipt.tracking_code,
        "body": body.code,
        "type": submission.type,
        "received_at": receipt.received_at.isoformat(),
    }
    Draft.drop(request)
    return redirect("portal:appeal-done")


def _show(request: HttpRequest, draft: Draft, body: Body, status: int = 200) -> HttpResponse:
    way = draft.way()
    context = {
        "draft": draft,
        "body": body,
        "rows": rows_of(draft, body),
        "back": address("reply"),
        "position": len(way),
        "count": len(way),
    }
    return render(request, "intake/portal/check.html", context, status=status)


def _wrong(request: HttpRequest, draft: Draft, body: Body, errors: dict[str, str]) -> HttpResponse:
    """Show what must be mended, each with the way to its step."""
    step_of = {name: step for step, names in FIELDS.items() for name in names}
    found = [(address(step_of.get(name, "text")), message) for name, message in errors.items()]
    context = {
        "draft": draft,
        "body": body,
        "rows": rows_of(draft, body),
        "back": address("reply"),
        "position": len(draft.way()),
        "count": len(draft.way()),
        "wrong": found,
    }
    return render(request, "intake/portal/check.html", context, status=422)


def rows_of(draft: Draft, body: Body) -> list[dict[str, str]]:
    """Return the answers as they are shown for checking: name, words, address of the step."""
    profile, values = profile_of(body), draft.values()
    labels = {kind.code: kind.label for kind in profile.clients}
    name = " ".join(
        filter(None, (values.get(part, "") for part in ("surname", "given_name", "patronymic")))
    )
    genders = {"f": _("Dear (to a woman)"), "m": _("Dear (to a man)")}
    ways = {
        "email": values.get("email", ""),
        "post": values.get("postal_address", ""),
        "web": values.get("email", ""),
    }

    def way(code: str) -> str:
        return (
            ": ".join(filter(None, (str(REPLY_CHANNELS.get(code, code)), ways.get(code, ""))))
            if code
            else ""
        )

    rows = [
        (_("To"), capfirst(body.name), "body" if "body" in draft.way() else ""),
        (_("What"), profile.work_type(values["type"]).label if values.get("type") else "", "kind"),
        (_("Text"), values.get("text", ""), "text"),
        (_("Files"), ", ".join(str(item["name"]) for item in draft.files), "text"),
        (_("On whose behalf"), labels.get(values.get("kind", ""), ""), "about"),
        (_("Organisation"), values.get("organisation", ""), "about"),
        (_("Name"), name, "identity" if values.get("identification") else "about"),
        (_("Address in the letter"), genders.get(values.get("gender", ""), ""), "about"),
        (_("The reply goes"), way(values.get("reply_channel", "")), "reply"),
        (_("A copy goes"), way(values.get("extra_channel", "")), "reply"),
        (_("Bear in mind"), values.get("needs_note", ""), "reply"),
    ]
    return [
        {"name": title, "words": words, "address": address(step) if step else ""}
        for title, words, step in rows
        if words
    ]
