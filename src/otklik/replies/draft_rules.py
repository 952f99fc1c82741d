"""Pure decisions about a draft while it is written: its parts, which earlier states are kept, how two versions join."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

PLAIN = ("salutation", "opening", "closing")
"""Parts of the draft that are one text each."""
ANSWER, OUTCOME = "answer-", "outcome-"
"""What begins the name of a question's answer, and of its outcome (with date and reason); the question's id follows."""
Part = str | dict[str, str]

PAUSE = timedelta(minutes=3)
"""A state that stood so long is kept when the writing goes on."""
LONGEST = timedelta(minutes=10)
"""Of somebody who writes without a pause, a state is kept this often."""
MUCH = 200
"""Characters that disappear at once: the state before is kept."""
ALL_KEPT, HOURLY_KEPT = timedelta(days=1), timedelta(days=7)
"""So long every kept state stays; so long one an hour; after that one a day."""
MOST = 200
"""States of one letter, however long it is written."""


def parts_of(draft: Mapping[str, Any]) -> dict[str, Part]:
    """Return the draft part by part, each under its own name."""
    answers, outcomes = draft.get("answers") or {}, draft.get("outcomes") or {}
    found: dict[str, Part] = {name: str(draft.get(name) or "") for name in PLAIN}
    for key in answers:
        found[f"{ANSWER}{key}"] = str(answers[key] or "")
    for key, typed in outcomes.items():
        if any(typed.values()):
            found[f"{OUTCOME}{key}"] = {name: str(typed[name] or "") for name in sorted(typed)}
    return found


def with_part(draft: Mapping[str, Any], name: str, value: Part | None) -> dict[str, Any]:
    """Return the draft with one part put in; None takes a question's part away."""
    holder_name = next(
        (holder for prefix, holder in _HOLDERS.items() if name.startswith(prefix)), None
    )
    if holder_name is None:
        return {**draft, name: value or ""}
    key = name.partition("-")[2]
    holder = dict(draft.get(holder_name) or {})
    if value is None:
        holder.pop(key, None)
    else:
        holder[key] = value
    return {**draft, holder_name: holder}


_HOLDERS = {ANSWER: "answers", OUTCOME: "outcomes"}


def mark_of(part: Part | None) -> str:
    """Return a short mark of a part's words, by which a page knows whether they have changed."""
    if not part:
        return ""
    words = part if isinstance(part, str) else "\x1f".join(f"{k}={part[k]}" for k in sorted(part))
    return sha256("\n".join(words.split("\r\n")).strip().encode()).hexdigest()[:12]


def marks_of(draft: Mapping[str, Any]) -> dict[str, str]:
    """Return the marks of all parts that say anything."""
    return {name: mark_of(part) for name, part in parts_of(draft).items() if mark_of(part)}


@dataclass(frozen=True, slots=True)
class Joined:
    """Two versions of a draft in one: the words, the parts taken from the other, and those that both changed."""

    draft: dict[str, Any]
    taken: tuple[str, ...]
    conflicts: tuple[str, ...]


def join(base: Mapping[str, str], mine: Mapping[str, Any], theirs: Mapping[str, Any]) -> Joined:
    """Join a typed draft with one that somebody else has saved meanwhile.

    `base` are the marks of the parts as the typing began. A part that only one side changed is that side's; where both
    changed it differently my words stand in the result and the part is named as a conflict: a person decides.
    """
    own, other = parts_of(mine), parts_of(theirs)
    result, taken, conflicts = dict(mine), [], []
    for name in dict.fromkeys([*own, *other]):
        here, there, before = (
            mark_of(own.get(name)),
            mark_of(other.get(name)),
            base.get(name, ""),
        )
        if there in {here, before}:
            continue
        if here == before:
            result = with_part(result, name, other.get(name))
            taken.append(name)
        else:
            conflicts.append(name)
    return Joined(result, tuple(taken), tuple(conflicts))


@dataclass(frozen=True, slots=True)
class State:
    """A saved state of a draft, as the rules of keeping see it."""

    draft: Mapping[str, Any]
    by: int
    """Id of the employee who saved it."""
    at: datetime


def is_kept(
    old: State, new: State, *, last_kept: datetime | None, first_kept: bool, whole: bool
) -> bool:
    """Whether the state that a save leaves behind is kept.

    `last_kept` is when the newest kept state was saved, `first_kept` whether there is any; `whole`: the save is an act
    on the letter (a replacement, a return to an earlier state, a join), not typing.
    """
    if old.draft == new.draft:
        return False
    since = last_kept if first_kept else None
    return (
        whole
        or old.by != new.by
        or new.at - old.at >= PAUSE
        or (since is not None and old.at - since >= LONGEST)
        or length_of(old.draft) - length_of(new.draft) >= MUCH
    )


def length_of(draft: Mapping[str, Any]) -> int:
    """Return how many characters the draft has."""
    return sum(len(part) for part in parts_of(draft).values() if isinstance(part, str))


def to_drop(moments: Sequence[datetime], now: datetime) -> list[int]:
    """Return the places (in `moments`, newest first) of the states that are not kept any longer.

    All of the last day stay, then the last one of each hour for a week, then the last one of each day.
    """
    dropped, seen = [], set[object]()
    for place, at in enumerate(moments):
        age = now - at
        if age <= ALL_KEPT:
            slot: object = place
        elif age <= HOURLY_KEPT:
            slot = at.replace(minute=0, second=0, microsecond=0)
        else:
            slot = at.date()
        if slot in seen or len(seen) >= MOST:
            dropped.append(place)
        else:
            seen.add(slot)
    return dropped


def differing(one: Mapping[str, Any], other: Mapping[str, Any]) -> list[str]:
    """Return the names of the parts that two drafts have differently, in the order of the letter."""
    left, right = parts_of(one), parts_of(other)
    names: Iterable[str] = dict.fromkeys([*left, *right])
    found = [name for name in names if mark_of(left.get(name)) != mark_of(right.get(name))]
    order = {"salutation": 0, "opening": 1, "closing": 3}
    return sorted(found, key=lambda name: order.get(name, 2))
