"""Pictures of an analysis; each has its table on the page. Titles say the finding."""

from collections.abc import Callable
from datetime import timedelta
from functools import lru_cache

from django.utils.translation import gettext as _

from otklik import documents
from otklik.analytics.analysis import Analysis, Figure
from otklik.language import duration

TOPICS_SHOWN = 10
NAMES = ("channels", "reasons", "waiting")


def chart(found: Analysis, name: str) -> documents.Chart | None:
    """Return one of the pictures `NAMES`, or None when there is nothing to show."""
    makers: dict[str, Callable[[Analysis], documents.Chart | None]] = {
        "channels": _channels,
        "reasons": _reasons,
        "waiting": _waiting,
    }
    return makers[name](found) if name in makers else None


def shown(found: Analysis) -> tuple[str, ...]:
    """Return the names of the pictures that have something to show."""
    return tuple(name for name in NAMES if _rows(found, name))


def rows_of(found: Analysis, name: str) -> tuple[Figure, ...]:
    """Return the figures that a picture draws: the same that its table lists."""
    return _rows(found, name)


def _rows(found: Analysis, name: str) -> tuple[Figure, ...]:
    metric, prefix, limit = {
        "channels": ("by_channel", "channel:", 20),
        "reasons": ("reasons", "topic:", TOPICS_SHOWN),
        "waiting": ("waiting_time", "channel:", 20),
    }[name]
    figures = [f for f in found.named(metric) if f.group.startswith(prefix)]
    return tuple(f for f in figures if f.value is not None)[:limit]


def _channels(found: Analysis) -> documents.Chart | None:
    rows = _rows(found, "channels")
    if not rows:
        return None
    code = rows[0].group.removeprefix("channel:")
    share = found.value("by_channel", f"share:{code}") or 0
    title = _("Most often clients choose: %(channel)s, %(share)s %%") % {
        "channel": rows[0].label,
        "share": _text(share),
    }
    return _drawn(title, _("Appeals and requests received, by channel"), rows)


def _reasons(found: Analysis) -> documents.Chart | None:
    rows = _rows(found, "reasons")
    if not rows:
        return None
    title = _("The most frequent reason: %(topic)s") % {"topic": rows[0].label}
    return _drawn(title, _("Appeals and requests by topic"), rows)


def _waiting(found: Analysis) -> documents.Chart | None:
    rows = _rows(found, "waiting")
    if not rows:
        return None
    longest = rows[0]
    title = _("The longest wait: %(channel)s, %(days)s") % {
        "channel": longest.label,
        "days": days_text(longest.value),
    }
    subtitle = _("Mean time from registration to the reply, days")
    return _drawn(title, subtitle, rows, unit=_("d."))


def _drawn(title: str, subtitle: str, rows: tuple[Figure, ...], unit: str = "") -> documents.Chart:
    pairs = tuple((row.label, float(row.value or 0)) for row in rows)
    return _bars(title, subtitle, pairs, unit)


@lru_cache(maxsize=64)
def _bars(
    title: str, subtitle: str, rows: tuple[tuple[str, float], ...], unit: str
) -> documents.Chart:
    """Draw once what is asked for several times: the page asks for each picture by its address."""
    highlight = rows[0][0] if len(rows) > 1 else None
    return documents.bar_chart(title, subtitle, rows, unit, highlight)


def days_text(value: float | None) -> str:
    """Say days with their fraction in words: «10 дней 3 часа»; a dash for nothing."""
    return "—" if value is None else duration(timedelta(days=value))


def _text(value: float) -> str:
    return f"{value:g}".replace(".", ",")
