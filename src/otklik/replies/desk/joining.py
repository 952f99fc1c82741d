"""Two people changed the same part of a letter: both texts side by side, a person chooses part by part."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from otklik.knowledge.differences import Piece, differences
from otklik.replies.desk.studio_page import name_of
from otklik.replies.desk.studio_saving import Desk
from otklik.replies.draft_rules import Part, parts_of
from otklik.replies.forms import fields_of

MINE, THEIRS, EDIT = "mine", "theirs", "edit"
CHOICE, OTHER, EDITED = "join-", "other-", "edited-"
"""What begins the names of the fields of the screen: the choice, the other text, the text put together by hand."""


@dataclass(frozen=True, slots=True)
class Side:
    """One part that both have changed: what it is called, the two texts, and where they differ."""

    part: str
    title: str
    mine: str
    theirs: str
    pieces: list[Piece]
    """From theirs to mine."""
    is_text: bool
    other_fields: list[tuple[str, str]]
    """The other side as the fields that carry it."""


def joining_page(desk: Desk) -> dict[str, Any]:
    """Return what the screen shows; the form's other parts go along unseen, joined already."""
    assert desk.joined is not None  # noqa: S101 - the page is shown for a join only
    assert desk.reply is not None  # noqa: S101 - somebody has saved
    mine, theirs = parts_of(desk.joined.draft), parts_of(desk.reply.draft)
    sides = [_side(desk, part, mine.get(part, ""), theirs.get(part, "")) for part in desk.conflicts]
    desk.form.follow(
        desk.reply.revision,
        desk.reply.draft,
        {name: theirs.get(name, "") for name in desk.joined.taken},
    )
    return {
        "case": desk.case,
        "body": desk.case.body,
        "reply": desk.reply,
        "form": desk.form,
        "sides": sides,
        "kept": [
            (name, desk.form.data.get(name, ""))
            for name in desk.form.fields
            if name not in {"revision", "base"}
        ],
    }


def _side(desk: Desk, part: str, mine: Part, theirs: Part) -> Side:
    here, there = said(desk, mine), said(desk, theirs)
    return Side(
        part,
        name_of(desk.case, part),
        here,
        there,
        differences(there, here),
        isinstance(mine, str) and isinstance(theirs, str) and not part.startswith("outcome-"),
        [(f"{OTHER}{name}", value) for name, value in fields_of(part, theirs).items()],
    )


def said(desk: Desk, part: Part) -> str:
    """Return a part as a person reads it: a text as it is, an outcome in words."""
    if isinstance(part, str):
        return part
    labels: dict[str, str] = {item.code: item.label for item in desk.form.profile.outcomes}
    outcome, reason = labels.get(part.get("outcome", ""), ""), part.get("reason", "")
    day = part.get("promised_on", "")
    until = _("by %(day)s") % {"day": day} if day else ""
    return "\n".join(filter(None, (outcome, until, reason)))


def chosen_by(posted: Mapping[str, str]) -> dict[str, str]:
    """Return the fields as the person chose them on the screen, part by part; without a choice mine stay."""
    found: dict[str, str] = {}
    for name in posted:
        if not name.startswith(CHOICE):
            continue
        part, choice = name.removeprefix(CHOICE), posted[name]
        if choice == THEIRS:
            found |= _others(posted, part)
        elif choice == EDIT and f"{EDITED}{part}" in posted:
            found[part] = posted[f"{EDITED}{part}"]
    return found


def _others(posted: Mapping[str, str], part: str) -> dict[str, str]:
    return {
        name: posted[f"{OTHER}{name}"] for name in fields_of(part, "") if f"{OTHER}{name}" in posted
    }
