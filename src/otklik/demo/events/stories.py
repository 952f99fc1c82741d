"""Which cases have a story besides the way from receipt to reply. No row is written here."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from otklik.demo.content import events
from otklik.demo.events.days import Days
from otklik.demo.lives import Asked, Life, Teller

BEGUN = 15
"""So many working days ago these cases came, or some days before: their term is still running."""
SPREAD = 5
"""They came on so many different days, except where something must be done within a week from registration."""
WITHIN_A_WEEK = frozenset({"forwarded", "forwarded-part", "no-reply", "no-reply-rejected"})
FRESH = 5
"""So many working days ago came what must be decided within a week from registration."""
KINDS = (
    "clarified", "asked", "asked-aloud", "added", "withdrawal", "extension-waits", "extended", "forwarded", "forwarded-part",
    "no-reply-waits", "no-reply", "no-reply-rejected", "part-reported", "part-waits", "on-control", "internal-term",
    "complaint",
)  # fmt: skip
LETTERS = (
    "letter-interim",
    "letter-question",
    "letter-extension",
    "letter-forwarding",
    "letter-no-reply",
)
"""A letter of each kind that is no reply, each at another place of its way."""
PROMISES: Mapping[str, int] = {"promise-due": 0, "promise-late": 3, "promise-kept": 2}
"""How many working days ago the promised day was; 0 stands for the nearest one to come."""
ELSEWHERE = frozenset(
    {"part-waits", "forwarded", "no-reply", "extended", "complaint", "asked-aloud"}
)
"""Cases of another unit than the first, whose head and executor have their sign-ins printed."""
OF_THE_ABSENT = frozenset({"added", "asked", "withdrawal", "no-reply-rejected"})
"""Cases of the first unit's second executor, who has just gone on leave: the first one sees them as his substitute."""
TOLD = {
    "no-reply-waits": "unclear",
    "no-reply": "court",
    "letter-no-reply": "court",
    "complaint": "complaint",
}
"""Stories that need words of their own."""
TYPES = frozenset({"application", "proposal"})
SIGNED = 8
"""So many working days ago the reply with a promise was signed."""


@dataclass(frozen=True, slots=True)
class Story:
    """One case and what happens to it: a kind of `plots.PLOTS`."""

    kind: str
    life: Life


def stories(teller: Teller, days: Days) -> list[Story]:
    """Return the stories of one body, a case for each kind."""
    found = [Story(kind, _open(teller, days, kind, number)) for number, kind in enumerate(KINDS)]
    if teller.profile.switch("promise_follow_up"):
        found += [Story(kind, _promised(teller, days, back)) for kind, back in PROMISES.items()]
    found += [Story(kind, _open(teller, days, kind, number)) for number, kind in enumerate(LETTERS)]
    return found


def _open(teller: Teller, days: Days, kind: str, number: int) -> Life:
    back = BEGUN if kind in WITHIN_A_WEEK else BEGUN + number % SPREAD
    back = FRESH if kind == "no-reply-waits" else back
    life = _drawn(teller, days, back, kind)
    life = replace(life, submitted=None, signed=None, delivered=None)
    return _told(life, events()[TOLD[kind]], kind) if kind in TOLD else life


def _told(life: Life, words: Mapping[str, Any], kind: str) -> Life:
    asked = replace(life.asked[0], question=words["question"])
    return replace(
        life,
        type="complaint" if kind == "complaint" else life.type,
        text=words["text"],
        summary=words["about"],
        asked=(asked,),
    )


def _promised(teller: Teller, days: Days, back: int) -> Life:
    life = _drawn(teller, days, BEGUN, "promise")
    until: date = days.day(back) if back else days.nearest
    first, *others = life.asked
    promised = Asked(
        first.question, first.topic, "promised", events()["promise"]["answer"], promised_on=until
    )
    signed = days.at(SIGNED, 60)
    return replace(
        life,
        asked=(promised, *(replace(ask, outcome="possible", promised_on=None) for ask in others)),
        submitted=days.at(SIGNED + 1, 90),
        signed=signed,
        delivered=signed + timedelta(hours=2),
    )


def _drawn(teller: Teller, days: Days, back: int, kind: str) -> Life:
    """Draw a written life that begins on the day, is soon at its executor's desk, and is the first unit's or not."""
    day, soon = days.day(back), days.at(back - 3, 0)
    first = teller.kit.units[0].code
    while True:
        life = teller.life(day)
        if (
            life.asked
            and life.type in TYPES
            and life.form != "oral"
            and (life.unit != first) == (kind in ELSEWHERE)
            and (kind != "forwarded-part" or len(life.asked) > 1)
            and life.assigned
            and life.assigned < soon
            and life.received >= days.at(back, 0) - timedelta(hours=10)
        ):
            return replace(life, executor=int(kind in OF_THE_ABSENT))
