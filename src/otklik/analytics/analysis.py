"""The quarterly analysis of a body: all metrics of a quarter as plain figures.

A figure is one number with its name, its group and the clause that asks for it. The page, the
command, the files and the frozen snapshot hold the same list.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from otklik.analytics import metrics
from otklik.analytics.periods import Quarter
from otklik.regulations import Profile
from otklik.staff.calendars import zone
from otklik.staff.classifiers import topic_by
from otklik.staff.models import Body
from otklik.staff.profiles import profile_of
from otklik.surveys.models import Answer
from otklik.surveys.results import split

Number = int | float | None


@dataclass(frozen=True, slots=True)
class Figure:
    """One number: `name` is the metric's code, `group` what of it; `unit` is for people.

    `value` is None where there is nothing to divide by, or where a group is too small to show.
    """

    name: str
    group: str
    value: Number
    label: str
    unit: str = ""
    clause: str = ""
    official: bool = False


@dataclass(frozen=True, slots=True)
class Analysis:
    """All figures of a quarter; `preliminary` while the quarter is not over."""

    body: str
    period: Quarter
    preliminary: bool
    figures: tuple[Figure, ...]
    frozen_at: datetime | None = None

    def named(self, name: str) -> tuple[Figure, ...]:
        """Return the figures of one metric."""
        return tuple(figure for figure in self.figures if figure.name == name)

    def value(self, name: str, group: str = "") -> Number:
        """Return one figure's value; None when there is no such figure."""
        found = (f.value for f in self.figures if f.name == name and f.group == group)
        return next(found, None)

    def as_json(self) -> dict[str, Any]:
        """Return plain values in the promised shape of `otklik analyse --json`."""
        return {
            "body": self.body,
            "period": str(self.period),
            "preliminary": self.preliminary,
            "frozen_at": self.frozen_at.isoformat() if self.frozen_at else None,
            "metrics": [asdict(figure) for figure in self.figures],
        }


def compute(body: Body, quarter: Quarter, now: datetime | None = None) -> Analysis:
    """Work out the analysis of a quarter from the cases and answers as they are now."""
    at = now or timezone.now()
    profile = profile_of(body)
    figures = tuple(_sourced(profile, _figures(body, profile, quarter, at)))
    return Analysis(body.code, quarter, not quarter.has_ended(at, zone(body)), figures)


def digest(figures: Iterable[Mapping[str, Any]]) -> str:
    """Return the SHA-256 (hex) of figures as stored, independent of the order of keys."""
    text = json.dumps(list(figures), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def figures_of(stored: Iterable[Mapping[str, Any]]) -> tuple[Figure, ...]:
    """Read figures of a snapshot."""
    known = Figure.__dataclass_fields__
    return tuple(Figure(**{k: v for k, v in row.items() if k in known}) for row in stored)


def _sourced(profile: Profile, figures: Iterator[Figure]) -> Iterator[Figure]:
    """Give each figure the clause that asks for it and say whether the order wants it."""
    asked = {metric.code: metric for metric in profile.metrics}
    for figure in figures:
        metric = asked.get(figure.name)
        yield Figure(
            figure.name,
            figure.group,
            figure.value,
            figure.label,
            figure.unit,
            (metric.clause or "") if metric else "",
            metric.official if metric else False,
        )


def _figures(body: Body, profile: Profile, quarter: Quarter, at: datetime) -> Iterator[Figure]:
    yield from _received(profile, metrics.received(body, quarter))
    yield from _topics(body, metrics.topics(body, quarter))
    yield from _waiting(profile, metrics.waiting(body, quarter))
    yield from _satisfied(body, profile, quarter)
    refused = metrics.refused(body, quarter)
    yield from _fraction("refused", refused.own, _("Got a refusal"))
    yield Figure("refused", "late", refused.late, _("Refusals to appeals of earlier quarters"))
    labels: dict[str, str] = {item.code: item.label for item in profile.outcomes}
    for code, count in metrics.outcomes(body, quarter):
        yield Figure("outcomes", f"outcome:{code}", count, labels.get(code, code))
    found = metrics.complaints(body, quarter)
    yield from _fraction("complaints_satisfied", found.satisfied, _("Complaints: solved"))
    yield from _fraction("complaints_refused", found.refused, _("Complaints: refused"))
    yield Figure("complaints_refused", "rest", found.rest, _("Complaints: open or solved in part"))
    days = profile.parameter("repeat_topic_days")
    yield from _fraction("repeat", metrics.repeats(body, quarter, days), _("Repeated appeals"))
    yield from _fraction("overdue", metrics.overdue(body, quarter, at), _("Not answered in time"))


def _received(profile: Profile, found: metrics.Received) -> Iterator[Figure]:
    labels = channel_labels(profile)
    yield Figure("by_channel", "", found.total, _("Received in all"))
    yield Figure("by_channel", "complaints", found.complaints, _("Complaints among them"))
    external = found.total - found.internal
    yield Figure("by_channel", "external", external, _("From external clients"))
    yield Figure("by_channel", "internal", found.internal, _("From internal clients"))
    for part in found.by_channel:
        label = labels.get(part.code, part.code)
        yield Figure("by_channel", f"channel:{part.code}", part.count, label)
        yield Figure("by_channel", f"share:{part.code}", float(part.share), label, "%")


def _topics(body: Body, found: metrics.Topics) -> Iterator[Figure]:
    for code, count in found.topics:
        yield Figure("reasons", f"topic:{code}", count, topic_title(body, code))
    yield Figure("reasons", "none", found.without, _("Without a topic"))
    for code, count in found.groups:
        yield Figure("by_topic_group", f"group:{code}", count, topic_title(body, code))
    for code, count in found.sections:
        yield Figure("by_topic_group", f"section:{code}", count, topic_title(body, code))


def _waiting(profile: Profile, found: metrics.Waiting) -> Iterator[Figure]:
    days = _("days")
    yield Figure("waiting_time", "mean", found.mean, _("Mean wait"), days)
    yield Figure("waiting_time", "median", found.median, _("Half waited no longer than"), days)
    yield Figure("waiting_time", "max", found.longest, _("Longest wait"), days)
    yield Figure("waiting_time", "answered", found.answered, _("With a reply"))
    yield Figure("waiting_time", "unanswered", found.unanswered, _("Not answered yet"))
    labels = channel_labels(profile)
    for code, value in found.by_channel:
        yield Figure("waiting_time", f"channel:{code}", value, labels.get(code, code), days)


def _satisfied(body: Body, profile: Profile, quarter: Quarter) -> Iterator[Figure]:
    """The total, and breakdowns of the anonymous answers with small groups hidden."""
    found = metrics.satisfied(body, quarter)
    yield from _fraction("satisfied_feedback", found, _("Rather satisfied"))
    yield Figure("satisfied_feedback", "of", found.of, _("Answered the question"))
    rows = list(metrics.answers_given(body, quarter).filter(satisfied__isnull=False))
    sources = {source.code: source.label for source in profile.sources}
    for kind, names in (
        ("group", [row.process_group for row in rows]),
        ("source", [sources.get(row.source, row.source) for row in rows]),
    ):
        yield from _splits(kind, rows, names, profile.parameter("min_group_size"))


def _splits(kind: str, rows: list[Answer], names: list[str], threshold: int) -> Iterator[Figure]:
    for part in split(rows, names, threshold):
        label = part.name or _("not given")
        group = f"{kind}:{part.name}"
        yield Figure("satisfied_feedback", f"answers:{group}", part.count, label)
        yield Figure("satisfied_feedback", f"satisfied:{group}", part.satisfied, label)


def _fraction(name: str, found: metrics.Fraction, label: str) -> Iterator[Figure]:
    yield Figure(name, "", found.count, label)
    yield Figure(name, "share", _number(found.share), label, "%")


def _number(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def channel_labels(profile: Profile) -> dict[str, str]:
    """Return the words for the channels of a profile."""
    return {channel.code: channel.label for channel in profile.channels}


def topic_title(body: Body, code: str) -> str:
    """Return the words of a topic, of a closed one too; the code itself when no version of the classifier has it."""
    found = topic_by(body, code)
    return found.title if found else code
