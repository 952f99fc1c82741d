"""What notices say: numbers, days, colleagues and links; never a client."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from otklik.control.rules import Line, cases_of
from otklik.language import date_short, days_left
from otklik.regulations import Profile

IN_A_LETTER = 30
"""So many cases stand in the letter; all of them stand in the desk."""

GROUPS: dict[str, Promise] = {
    "overdue": gettext_lazy("Overdue"),
    "today": gettext_lazy("Due today"),
    "soon": gettext_lazy("Due in the next days"),
    "promise": gettext_lazy("Promised to clients"),
    "assigned": gettext_lazy("New assignments"),
    "extension": gettext_lazy("Extensions to decide on"),
    "no-reply": gettext_lazy("Proposals to give no reply, to decide on"),
    "approval": gettext_lazy("Letters to approve"),
    "remarks": gettext_lazy("Letters that came back with remarks"),
    "moved": gettext_lazy("The term has changed"),
    "clarified": gettext_lazy("The client has answered your question"),
    "addition": gettext_lazy("The client has added something"),
    "triage": gettext_lazy("Check whether there is a ground to give no reply or to forward"),
    "coming": gettext_lazy("To be executed in the period"),
}
"""What a line may be about, in the order of a notice."""
_PLACE = {group: place for place, group in enumerate(GROUPS)}

SUBJECTS: dict[str, Promise] = {
    "digest": gettext_lazy("Terms and news on %(day)s"),
    "assigned": gettext_lazy("New assignment"),
    "preventive": gettext_lazy("To be executed from %(first)s to %(last)s"),
    "final": gettext_lazy("Overdue on %(day)s"),
}
"""Subject of each kind of notice."""


@dataclass(frozen=True, slots=True)
class Section:
    """The lines of one group as they are shown."""

    group: str
    title: str
    lines: Sequence[Line]

    @property
    def count(self) -> int:
        """How many cases the lines are about."""
        return sum(line["count"] for line in self.lines)

    def rows(self, limit: int) -> Iterator[tuple[int, str, Line]]:
        """Yield id and number of at most so many cases, each with its line."""
        for line in self.lines:
            for case, number in cases_of(line, limit):
                yield case, number, line
            limit -= line["count"]
            if limit <= 0:
                return


def sections(lines: Iterable[Line]) -> list[Section]:
    """Return the lines by group, in the order of a notice; within a group they stay as they come."""
    found: dict[str, list[Line]] = {}
    for line in lines:
        found.setdefault(line["group"], []).append(line)
    return [
        Section(group, str(GROUPS.get(group, group)), found[group])
        for group in sorted(found, key=lambda group: _PLACE.get(group, len(_PLACE)))
    ]


def subject(kind: str, parts: Sequence[Section] = (), **days: date) -> str:
    """Return the subject of a notice of the kind: its days, and how many cases of each urgent group."""
    text = str(SUBJECTS[kind]) % {name: date_short(day) for name, day in days.items()}
    counts = [
        f"{part.title.lower()}: {part.count}"
        for part in parts
        if part.group in ("overdue", "today", "soon", "assigned") and kind == "digest"
    ]
    return f"{text} ({', '.join(counts)})" if counts else text


def term_labels(profile: Profile) -> dict[str, str]:
    """Return kind of deadline → its name in the profile; of several terms of a kind the first one's."""
    return {term.kind: term.label for term in reversed(profile.terms)}


class Words:
    """Puts lines into words with the names that a profile gives to its terms.

    What is said after the number is the same for many lines of a morning, so it is made once.
    """

    def __init__(self, profile: Profile) -> None:
        self._labels = term_labels(profile)
        self._known: dict[tuple[object, ...], str] = {}

    def after_number(self, line: Line) -> str:
        """Return what is said about a line after the number of its case: what is due when, whose it is."""
        get = line.get
        key = (
            line["group"], get("term"), get("due"), get("left"), get("executor"), get("behalf"), get("note"),
        )  # fmt: skip
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = ", ".join(self._parts(line))
        return found

    def _parts(self, line: Line) -> Iterable[str]:
        if term := line.get("term"):
            yield self._labels.get(term, term)
        if due := line.get("due"):
            yield _("due %(day)s") % {"day": date_short(datetime.fromisoformat(due).date())}
        if "left" in line:
            late_today = line["group"] == "overdue" and line["left"] == 0
            yield _("the time has run out today") if late_today else days_left(line["left"])
        if name := line.get("executor"):
            yield _("executor: %(name)s") % {"name": name}
        if name := line.get("behalf"):
            yield _("you stand in for %(name)s") % {"name": name}
        if note := line.get("note"):
            yield note

    def letter(self, parts: Sequence[Section], opening: str = "") -> str:
        """Return the text of the letter to an employee; a long one ends with how many lines it leaves out."""
        text = [_("Hello!"), ""]
        if opening:
            text += [opening, ""]
        base = settings.PUBLIC_URL
        # One look-up of the address for all lines: there are thousands of them on a morning.
        before, _zero, after = reverse("desk:case", args=(0,)).partition("0")
        room = IN_A_LETTER
        for part in parts:
            text.append(f"{part.title}: {part.count}")
            for case, number, line in part.rows(room) if room else ():
                words = self.after_number(line)
                text.append(f"- {number}{', ' if words else ''}{words}")
                text.append(f"  {base}{before}{case}{after}")
            room = max(0, room - part.count)
            text.append("")
        left_out = sum(part.count for part in parts) - IN_A_LETTER
        if left_out > 0:
            text += [_("And %(number)s more in the notice.") % {"number": left_out}, ""]
        text.append(_("All notices: %(address)s") % {"address": f"{base}{reverse('desk:notices')}"})
        return "\n".join(text)
