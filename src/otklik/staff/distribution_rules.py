"""Pure decisions about the distribution of powers: whose signature a letter needs by its topics and its unit."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from otklik.staff.rules import FAR_AHEAD, LONG_AGO, Objection


@dataclass(frozen=True, slots=True)
class Share:
    """What one row of the table gives to a person (by id).

    `anything`: whatever the topic, as the minister does; then topics and unit do not count.
    """

    person: int
    topics: tuple[str, ...] = ()
    unit: int | None = None
    anything: bool = False

    def closeness(self, topic: str, unit: int | None) -> tuple[int, int] | None:
        """How closely the row names this letter: characters of the topic's beginning, then the unit; None: not at all."""
        if self.unit is not None and self.unit != unit:
            return None
        fitting = [len(part) for part in self.topics if begins(topic, part)]
        if self.topics and not fitting:
            return None
        return (max(fitting, default=0), int(self.unit is not None))


def begins(topic: str, part: str) -> bool:
    """Whether the topic code lies under this beginning of one, counted by whole parts: `0003.0009` is not `0003.00`."""
    return topic == part or topic.startswith(f"{part}.")


def responsible(shares: Sequence[Share], topics: Sequence[str], unit: int | None) -> list[int]:
    """Return who is to sign a letter on these topics of this unit: the closest rows, in the order of the table.

    A letter on several topics is signed by who has them all; where nobody has, by who has the first of them. Nobody
    named closely: who signs anything. An empty list: the table names nobody.
    """
    named = [_closest(shares, topic, unit) for topic in topics or [""]]
    of_all = set(named[0]).intersection(*named[1:])
    chosen = of_all or next((set(people) for people in named if people), set())
    if not chosen:
        chosen = {share.person for share in shares if share.anything}
    return _in_order(shares, chosen)


def over_all(shares: Sequence[Share]) -> list[int]:
    """Return who signs anything, in the order of the table."""
    return _in_order(shares, {share.person for share in shares if share.anything})


def _closest(shares: Sequence[Share], topic: str, unit: int | None) -> list[int]:
    found = [
        (closeness, share.person)
        for share in shares
        if not share.anything and (closeness := share.closeness(topic, unit)) is not None
    ]
    nearest = max((closeness for closeness, _person in found), default=None)
    return [person for closeness, person in found if closeness == nearest]


def _in_order(shares: Sequence[Share], people: Collection[int]) -> list[int]:
    return list(dict.fromkeys(share.person for share in shares if share.person in people))


def row_objection(
    *, since: date, until: date | None, act: str, today: date, act_date: date | None
) -> Objection | None:
    """Return what is wrong with a new row of the table on the body's local day `today`, or None."""
    if not act.strip():
        return Objection("act", _("Name the act that distributes the powers."))
    if until is not None and until < since:
        return Objection("until", _("The last day is before the first one."))
    if since < today - LONG_AGO * 10 or since > today + FAR_AHEAD:
        return Objection("since", _("Check the year of the first day."))
    if act_date is not None and act_date > today:
        return Objection("act_date", _("The act cannot have a date that is still to come."))
    return None


def end_objection(since: date, until: date | None, last_day: date, today: date) -> str | Promise:
    """Return why the row cannot end on that day, or nothing: what was signed by it must stay signed with full right."""
    if until is not None and until < today:
        return _("This row is over already.")
    if last_day < since:
        return _("The last day is before the first one.")
    yesterday_or_later = (today - last_day).days <= 1
    return "" if yesterday_or_later else _("The row cannot end earlier than yesterday.")


def topic_codes(text: str) -> tuple[str, ...]:
    """Return the beginnings of topic codes that were typed, separated by commas, spaces or lines; once each."""
    parts = text.replace(",", " ").replace(";", " ").split()
    return tuple(dict.fromkeys(part.rstrip(".") for part in parts if part.strip(".")))
