"""Pages of the room; its addresses."""

from datetime import date
from zoneinfo import ZoneInfo

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, URLPattern, path, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from otklik import regulations
from otklik.journal import actions, acts, queries
from otklik.journal.models import Entry
from otklik.journal.queries import Asked
from otklik.regulations import RegulationError
from otklik.web.access import needs

POWER = "journal"
"""The word of `staff.models.Power`, a higher floor."""
WORDS_MAX = 80
PAGES = {"case": "desk:case", "call": "desk:call", "visit": "desk:visit"}
"""What a subject is → its page, where there is one."""
KINDS: dict[str, Promise] = {
    "case": gettext_lazy("journal: case"),
    "receipt": gettext_lazy("journal: receipt"),
    "call": gettext_lazy("journal: call"),
    "visit": gettext_lazy("journal: visit"),
    "client": gettext_lazy("journal: client"),
    "employee": gettext_lazy("journal: employee"),
    "body": gettext_lazy("journal: body"),
    "journal": gettext_lazy("journal: journal"),
    "day": gettext_lazy("journal: day"),
    "unit-form": gettext_lazy("journal: unit form"),
    "control-list": gettext_lazy("journal: control list"),
    "template": gettext_lazy("journal: template"),
    "material": gettext_lazy("journal: material"),
    "registry": gettext_lazy("journal: registry"),
    "route": gettext_lazy("journal: route"),
    "installation": gettext_lazy("journal: installation"),
}
"""What a subject is → its word for people; a kind without a word is shown by its code."""


@needs(POWER)
@require_safe
def journal(request: HttpRequest) -> HttpResponse:
    """Show the acts of the body, newest first; that somebody looked is itself an act."""
    reader = request.user
    if not reader.is_authenticated or reader.body is None:
        raise PermissionDenied
    body = reader.body
    wanted = asked(request)
    entries = queries.of_body(body.code, wanted, ZoneInfo(body.timezone))
    page = queries.page_of(
        entries, newer=request.GET.get("newer", ""), older=request.GET.get("older", "")
    )
    actions.write(
        "journal.look",
        "journal",
        actor=reader.actor,
        body=body.code,
        asked_act=wanted.act,
        asked_about=wanted.subject,
    )
    context = {
        "body": body,
        "wanted": wanted,
        "about": _about(wanted.subject),
        "day": wanted.day.isoformat() if wanted.day else "",
        "acts": acts.titles(),
        "page": page,
        "rows": [_row(entry) for entry in page.rows],
        "chain": queries.chain(),
        "is_filtered": wanted != Asked(),
    }
    return render(request, "journal/journal.html", context)


def asked(request: HttpRequest) -> Asked:
    """Read what the reader looks for; what cannot be understood counts as not said."""
    act = request.GET.get("act", "")
    try:
        day = date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        day = None
    return Asked(
        act if act in acts.ACTS else "",
        _words(request, "actor"),
        _subject(_words(request, "subject")),
        day if day and date.min < day < date.max else None,
    )


def _words(request: HttpRequest, name: str) -> str:
    return " ".join(request.GET.get(name, "").replace("\x00", "").split())[:WORDS_MAX]


def _about(subject: str) -> str:
    """Return a subject in words: `case:12` is «дело 12»."""
    kind, _mark, name = subject.partition(":")
    return f"{KINDS[kind]} {name}".strip() if kind in KINDS else subject


def _subject(words: str) -> str:
    """Return the subject that the reader means: «дело 12» is `case:12`; a code stays as it is."""
    for kind, title in KINDS.items():
        if f"{words.lower()} ".startswith(f"{title} "):
            rest = words[len(str(title)) :].strip()
            return f"{kind}:{rest}" if rest else kind
    return words


def _row(entry: Entry) -> dict[str, object]:
    return {
        "entry": entry,
        "act": acts.told(entry.act, entry.details),
        "about": _about(entry.subject),
        "address": _page(entry.subject),
        "place": _place(entry.clause),
    }


def _page(subject: str) -> str:
    kind, _mark, pk = subject.partition(":")
    if kind not in PAGES or not pk.isdecimal():
        return ""
    try:
        return reverse(PAGES[kind], args=[int(pk)])
    except NoReverseMatch:
        return ""


def _place(clause: str) -> str:
    """Return where in its order a clause stands; the id itself when the catalogue does not know it."""
    try:
        return regulations.clause(clause).ref if clause else ""
    except RegulationError:
        return clause


urlpatterns: list[URLPattern] = [path("journal/", journal, name="journal")]
