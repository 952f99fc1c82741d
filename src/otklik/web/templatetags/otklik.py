"""Tags and filters that every template may use (built in, nothing to load).

Pieces that are a whole component are templates under `web/parts/`; the style page `/desk/style` shows all.
"""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django import template
from django.conf import settings
from django.forms import BaseForm
from django.template import Context
from django.template.base import FilterExpression, Node, NodeList, Parser, Token
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from otklik import regulations
from otklik.language import dates
from otklik.web import navigation

register = template.Library()

NEAR_DAYS = 3
"""From so many days before its end a term is drawn as near; a matter of taste, not of an order."""


# --- dates in a body's own zone


def zone_of(place: object) -> ZoneInfo:
    """Return the zone of a body (anything with `timezone`), of a zone's name, or UTC for nothing known."""
    name = getattr(place, "timezone", place)
    if isinstance(name, ZoneInfo):
        return name
    try:
        return ZoneInfo(str(name or "UTC"))
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


def local_moment(moment: date | datetime | None, place: object) -> date | datetime | None:
    """Return the moment on the body's clocks; a bare date stays what it is."""
    if isinstance(moment, datetime):
        aware = moment if timezone.is_aware(moment) else moment.replace(tzinfo=UTC)
        return aware.astimezone(zone_of(place))
    return moment


def local_day(moment: date | datetime, place: object) -> date:
    """Return the body's local date of a moment; a bare date stays what it is."""
    here = local_moment(moment, place)
    return here.date() if isinstance(here, datetime) else moment


def _time(moment: date | datetime, words: str) -> SafeString:
    return format_html('<time datetime="{}">{}</time>', moment.isoformat(), words)


@register.filter
def local(moment: date | datetime | None, place: object = "") -> SafeString | str:
    """`{{ case.received_at|local:case.body }}` → «26 апреля 2024, пятница» in a time element."""
    here = local_moment(moment, place)
    return "" if here is None else _time(here, dates.date_long(local_day(here, place)))


@register.filter
def local_time(moment: datetime | None, place: object = "") -> SafeString | str:
    """`{{ moment|local_time:body }}` → «26 апреля 2024, пятница, 17:30»."""
    here = local_moment(moment, place)
    if not isinstance(here, datetime):
        return local(here, place)
    return _time(here, f"{dates.date_long(here.date())}, {here:%H:%M}")


@register.filter
def short(moment: date | datetime | None, place: object = "") -> SafeString | str:
    """`{{ moment|short:body }}` → «26.04.2024», for tables."""
    here = local_moment(moment, place)
    return "" if here is None else _time(here, dates.date_short(local_day(here, place)))


@register.filter
def short_time(moment: datetime | None, place: object = "") -> SafeString | str:
    """`{{ moment|short_time:body }}` → «26.04.2024 17:30», for tables."""
    here = local_moment(moment, place)
    if not isinstance(here, datetime):
        return short(here, place)
    return _time(here, f"{dates.date_short(here.date())} {here:%H:%M}")


@register.filter
def date_text(moment: date | datetime | None, place: object = "") -> str:
    """`{{ moment|date_text:body }}` → «26 апреля 2024, пятница» as bare text (titles, attributes)."""
    return "" if moment is None else dates.date_long(local_day(moment, place))


@register.filter
def days_left(moment: date | datetime | None, place: object = "") -> str:
    """`{{ deadline.due|days_left:body }}` → «осталось 6 дней», by the body's calendar days."""
    if moment is None:
        return ""
    return dates.days_left((local_day(moment, place) - local_day(timezone.now(), place)).days)


@register.simple_tag
def due(moment: date | datetime | None, place: object = "", met: object = None) -> SafeString | str:
    """`{% due case.next_due case.body %}` → «осталось 6 дней», with the date as title and the state as class.

    `met` is the moment at which it was done, if it was: then only the date is shown.
    """
    if moment is None:
        return ""
    here = local_moment(moment, place) or moment
    day = local_day(here, place)
    if met:
        return _time(here, dates.date_long(day))
    left = (day - local_day(timezone.now(), place)).days
    late = left < 0 or (isinstance(moment, datetime) and here < timezone.now())
    state = "late" if late else "near" if left <= NEAR_DAYS else "far"
    return format_html(
        '<time class="due due-{}" datetime="{}" title="{}">{}</time>',
        state,
        here.isoformat(),
        dates.date_long(day),
        _("time has run out today") if late and left == 0 else dates.days_left(left),
    )


# --- small pieces


@register.simple_tag
def badge(text: str, state: str = "") -> SafeString:
    """`{% badge "Просрочено" "bad" %}`: a word with its colour; state is good, warn, bad, accent or empty."""
    known = state if state in {"good", "warn", "bad", "accent"} else "quiet"
    return format_html('<span class="badge badge-{}">{}</span>', known, text)


@register.filter
def plural(number: int | None, forms: str) -> str:
    """`{{ count|plural:_("case,cases") }}` → «3 дела»; the translation gives three forms."""
    words = [word.strip() for word in forms.split(",")]
    one, few, many = (words * 3)[:3] if len(words) != 2 else (words[0], words[1], words[1])
    return dates.plural(int(number or 0), one, few, many)


TERM_WORDS = {
    "calendar-days": ("день", "дня", "дней"),
    "working-days": ("рабочий день", "рабочих дня", "рабочих дней"),
    "working-hours": ("рабочий час", "рабочих часа", "рабочих часов"),
}
"""The units in which an order counts its terms (`regulations.Term.unit`)."""


@register.filter
def term(amount: int, unit: str) -> str:
    """`{{ term.amount|term:term.unit }}` → «30 дней», «1 рабочий день», «в тот же день»."""
    if unit not in TERM_WORDS:
        return _("the same day")
    return dates.plural(amount, *TERM_WORDS[unit])


@register.filter
def at(mapping: Mapping[Any, Any], key: object) -> object:
    """`{{ names|at:code }}`: the value under a key, or nothing."""
    return mapping.get(key, "")


@register.filter
def megabytes(size: int | None) -> str:
    """`{{ file.size|megabytes }}` → «1,2 МБ», «34 КБ»."""
    if (size or 0) < 1024 * 1024:
        return f"{max(1, round((size or 0) / 1024))} КБ"
    return f"{(size or 0) / 1024 / 1024:.1f} МБ".replace(".", ",")


@register.simple_tag
def url_or_nothing(name: str, *args: object, **kwargs: object) -> str:
    """Return the address of a page, or nothing where the page does not exist (yet)."""
    try:
        return reverse(name, args=args, kwargs=kwargs)
    except NoReverseMatch:
        return ""


@register.simple_tag
def is_demo() -> bool:
    """Whether this installation shows invented data."""
    return bool(settings.DEMO)


class Wrapped(Node):
    """`{% notice … %}…{% endnotice %}` and its like: a template around what stands between the tags."""

    def __init__(self, nodes: NodeList, file: str, args: Mapping[str, FilterExpression]) -> None:
        self.nodes = nodes
        self.file = file
        self.args = args

    def render(self, context: Context) -> SafeString:
        """Draw the inside, then the part around it."""
        values = {name: value.resolve(context) for name, value in self.args.items()}
        inside = self.nodes.render(context)
        part = context.template.engine.get_template(self.file)  # type: ignore[union-attr]  # set while rendering
        with context.push(inside=inside, **values):
            return part.render(context)


def _wrapping(name: str, file: str, *names: str) -> None:
    def compile_tag(parser: Parser, token: Token) -> Wrapped:
        given = [parser.compile_filter(bit) for bit in token.split_contents()[1:]]
        nodes = parser.parse((f"end{name}",))
        parser.delete_first_token()
        values = dict(zip(names, given, strict=False))
        return Wrapped(
            nodes, file, {key: values.get(key, FilterExpression('""', parser)) for key in names}
        )

    register.tag(name, compile_tag)


_wrapping("notice", "web/parts/notice.html", "state", "title")
_wrapping("disclosure", "web/parts/disclosure.html", "title")
_wrapping("empty", "web/parts/empty.html", "title")


# --- components with data


@register.inclusion_tag("web/parts/why.html")
def why(deadline: object, place: object = "") -> dict[str, object]:
    """`{% why deadline body %}`: «Почему эта дата?» with the steps of the computation.

    `deadline` is a `cases.Deadline` or a mapping with `due`, `basis`, `clause`, `steps`, `preliminary`, and perhaps
    `calendar` (its version) and `moves` (what may still change the date).
    """

    def get(name: str) -> Any:
        if isinstance(deadline, Mapping):
            return deadline.get(name)
        return getattr(deadline, name, None)

    steps = [
        step.get("text", "") if isinstance(step, Mapping) else str(step)
        for step in get("steps") or ()
    ]
    return {
        "due": get("due"),
        "basis": get("basis"),
        "clause": _place_in_order(str(get("clause") or "")),
        "steps": [step for step in steps if step],
        "preliminary": get("preliminary"),
        "calendar": get("calendar") or get("calendar_version") or "",
        "moves": [getattr(sentence, "text", sentence) for sentence in get("moves") or ()],
        "place": place,
    }


def _place_in_order(clause_id: str) -> str:
    """Return where in the order a clause stands («п. 5, абз. 1»), or nothing for an unknown id."""
    try:
        return regulations.clause(clause_id).ref
    except regulations.RegulationError:
        return ""


@register.inclusion_tag("web/parts/timeline.html")
def timeline(entries: Iterable[object], place: object = "") -> dict[str, object]:
    """`{% timeline entries body %}`; an entry has `at`, `text` and perhaps `who`, `clause`."""
    return {"entries": entries, "place": place}


@register.inclusion_tag("web/parts/steps.html")
def steps(items: Iterable[object], place: object = "") -> dict[str, object]:
    """`{% steps items body %}`: the way of a case.

    An item has `title`, `state` (done, now, later, failed), and perhaps `at` (moment), `text`, `deadline`.
    """
    return {"items": items, "place": place}


@register.inclusion_tag("web/parts/facts.html")
def facts(rows: Iterable[tuple[object, ...]]) -> dict[str, object]:
    """`{% facts rows %}`: pairs of a name and a value; empty values are left out."""
    return {"rows": [row for row in rows if len(row) > 1 and row[1] not in (None, "")]}


@register.inclusion_tag("web/parts/error_summary.html")
def error_summary(*forms: BaseForm) -> dict[str, object]:
    """`{% error_summary form other %}`: every message on top, each a link to its field."""
    found: list[tuple[str, str]] = []
    for form in forms:
        if not isinstance(form, BaseForm) or not form.is_bound:
            continue
        found += [("", str(message)) for message in form.non_field_errors()]
        for field in form:
            found += [(_first_id(field), _said_of(field, str(message))) for message in field.errors]
    return {"found": found}


def _said_of(field: Any, message: str) -> str:
    """Return the message with its field's name before it; a label that is a question needs no repeating."""
    label = str(field.label)
    return message if label.endswith("?") else f"{label}: {message[:1].lower()}{message[1:]}"


def _first_id(field: Any) -> str:
    """Return the id of the thing to jump to: for a group of choices its first one."""
    return f"{field.auto_id}_0" if field.use_fieldset else str(field.id_for_label)


@register.inclusion_tag("web/parts/pages.html", takes_context=True)
def pages(context: Context, page: object) -> dict[str, object]:
    """`{% pages page %}`: earlier and later by key; `page` has `newer` and `older` (keys or empty)."""
    request = context.get("request")
    query = request.GET.copy() if request is not None else None

    def link(name: str) -> str:
        key = page.get(name) if isinstance(page, Mapping) else getattr(page, name, "")
        if not key or query is None:
            return ""
        changed = query.copy()
        for other in ("newer", "older"):
            changed.pop(other, None)
        changed[name] = str(key)
        return f"?{changed.urlencode()}"

    return {"newer": link("newer"), "older": link("older")}


@register.inclusion_tag("web/parts/tabs.html", takes_context=True)
def tabs(context: Context, items: Iterable[tuple[object, ...]]) -> dict[str, object]:
    """`{% tabs items %}`: rows of (title, address[, count[, is_current]]); the page's own address is marked."""
    request = context.get("request")
    here = (request.path, request.get_full_path()) if request is not None else ()
    drawn = []
    for item in items:
        title, address, count, current = [*item, None, None][:4]
        drawn.append(
            {
                "title": title,
                "address": address,
                "count": count,
                "current": address in here if current is None else current,
            }
        )
    return {"items": drawn}


@register.simple_tag(takes_context=True)
def sort_heading(context: Context, title: str, key: str, kind: str = "") -> SafeString:
    """`{% sort_heading "Срок" "due" %}`: a table heading that sorts by `?sort=due` and back by `?sort=-due`."""
    request = context.get("request")
    query = request.GET.copy() if request is not None else None
    now = query.get("sort", "") if query is not None else ""
    state = "ascending" if now == key else "descending" if now == f"-{key}" else "none"
    if query is not None:
        query["sort"] = f"-{key}" if state == "ascending" else key
        for name in ("newer", "older"):
            query.pop(name, None)
    arrow = {"ascending": "↑", "descending": "↓", "none": ""}[state]
    return format_html(
        '<th scope="col" aria-sort="{}" class="{}"><a href="?{}">{} <span aria-hidden="true">{}</span></a></th>',
        state,
        kind,
        query.urlencode() if query is not None else "",
        title,
        arrow,
    )


@register.inclusion_tag("web/parts/desk_nav.html", takes_context=True)
def desk_nav(context: Context) -> dict[str, object]:
    """Draw the desk's navigation: what the employee's powers open and what exists."""
    request = context.get("request")
    path = request.path if request is not None else ""
    powers: frozenset[str] = context.get("powers") or frozenset()
    return {"items": navigation.for_powers(powers, path)}


@register.filter
def as_text(value: object) -> str:
    """Turn a lazy translation into the text itself (for attributes that other tags read)."""
    return str(value) if isinstance(value, Promise) else f"{value}"
