"""The form of appendix 2: what one unit reports for one quarter.

The numbers are exact: the form goes from the unit to the responsible unit, for internal use only,
and the order wants these columns. So no small group is hidden here, and the form is never published
(see `surveys.suppression`).
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from otklik.analytics.metrics import answers_given, cases_received
from otklik.analytics.periods import Quarter
from otklik.analytics.rounding import percent
from otklik.regulations import Profile
from otklik.staff.models import Unit
from otklik.staff.profiles import profile_of
from otklik.surveys.rules import place, process_group

_SHARE = re.compile(r"c(\d+) / c(\d+) \* 100")
FIRST_COUNT = 4
"""Column 4 is the first with numbers; 1 to 3 say what the row is about."""

Key = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Row:
    """One row; the names are those of the columns, 1 to 8. A share is None where a dash stands."""

    process_group: str
    channel_kind: str
    source: str
    clients: int
    respondents: int
    respondent_share: float | None
    satisfied: int
    satisfaction_level: float | None

    @property
    def too_many(self) -> bool:
        """Whether more left feedback than were served, so that the share is above 100 %."""
        return self.respondents > self.clients

    def as_json(self) -> dict[str, Any]:
        """Return plain values to be kept with the approved form."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Figures:
    """The rows of a form and the row of totals; clients are counted once in the total."""

    rows: tuple[Row, ...]
    total: Row

    @property
    def warnings(self) -> tuple[str, ...]:
        """What the head should look at before he approves."""
        odd = [row for row in self.rows if row.too_many]
        return tuple(
            _("%(row)s: more clients left feedback than were served. Anonymous answers count each.")
            % {"row": ", ".join(part for part in (row.process_group, row.source) if part)}
            for row in odd
        )

    def as_json(self) -> list[dict[str, Any]]:
        """Return the rows, the total last, as they are kept."""
        return [row.as_json() for row in (*self.rows, self.total)]

    @classmethod
    def read(cls, stored: Iterable[Mapping[str, Any]]) -> "Figures":
        """Read what `as_json` wrote; raises ValueError when there is no row."""
        rows = [Row(**row) for row in stored]
        if not rows:
            raise ValueError("a kept form has at least its total")
        return cls(tuple(rows[:-1]), rows[-1])


def compute(unit: Unit, quarter: Quarter) -> Figures:
    """Work out the form of a unit: rows by process group, channel kind and source (app2:c1-c8).

    Clients are those whose cases of the quarter the unit considers, each counted once in a row; an
    organisation is one. Answers are anonymous and cannot be told apart, so each counts as one.
    """
    profile = profile_of(unit.body)
    clients = _clients(unit, quarter, profile)
    answers = _answers(unit, quarter)
    rows = [
        _row(profile, key, len(clients.get(key, ())), *answers.get(key, (0, 0)))
        for key in sorted(clients.keys() | answers.keys())
    ]
    everybody = set().union(*clients.values()) if clients else set()
    total = _row(
        profile,
        (_("In all"), "", ""),
        len(everybody),
        sum(row.respondents for row in rows),
        sum(row.satisfied for row in rows),
    )
    return Figures(tuple(rows), total)


def _clients(unit: Unit, quarter: Quarter, profile: Profile) -> dict[Key, set[int]]:
    found: dict[Key, set[int]] = defaultdict(set)
    cases = cases_received(unit.body, quarter).filter(unit=unit)
    rows = cases.values_list(
        "touchpoint__group", "touchpoint__direction", "channel", "client_id"
    ).distinct()
    for number, direction, channel, client in rows.order_by():
        group = process_group(number or "", direction or "")
        where = place(profile, group=group, channel=channel)
        found[where.process_group, where.channel_kind, where.source].add(client)
    return found


def _answers(unit: Unit, quarter: Quarter) -> dict[Key, tuple[int, int]]:
    rows = (
        answers_given(unit.body, quarter)
        .filter(unit=unit)
        .order_by()
        .values_list("process_group", "channel_kind", "source")
        .annotate(count=Count("pk"), yes=Count("pk", filter=Q(satisfied=True)))
    )
    return {(group, kind, source): (count, yes) for group, kind, source, count, yes in rows}


def _row(profile: Profile, key: Key, clients: int, respondents: int, satisfied: int) -> Row:
    counts = {4: clients, 5: respondents, 7: satisfied}
    sources = {source.code: source.label for source in profile.sources}
    kinds = {"online": _("online"), "offline": _("offline")}
    return Row(
        process_group=key[0] or _("not given"),
        channel_kind=kinds.get(key[1], key[1]),
        source=sources.get(key[2], key[2]),
        clients=clients,
        respondents=respondents,
        respondent_share=_share(profile, 6, counts),
        satisfied=satisfied,
        satisfaction_level=_share(profile, 8, counts),
    )


def _share(profile: Profile, column: int, counts: Mapping[int, int]) -> float | None:
    """Work out a share by the formula that the order's data give for the column.

    A body whose order has no such form uses the formulas' plain sense for its own tables.
    """
    default = {6: "c5 / c4 * 100", 8: "c7 / c5 * 100"}[column]
    columns = profile.unit_form.columns if profile.unit_form else ()
    formula = next((item.formula for item in columns if item.number == column), default)
    match = _SHARE.fullmatch(formula)
    if match is None:
        raise ValueError(f"column {column}: cannot work out {formula!r}")
    found = percent(counts[int(match[1])], counts[int(match[2])])
    return None if found is None else float(found)
