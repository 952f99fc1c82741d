"""What notices say: numbers, days, colleagues and links; never a client."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from otklik.control.rules import Line
from otklik.language import date_short, days_left
from otklik.regulations import Profile

IN_A_LETTER = 40
"""So many lines stand in the letter; all of them stand in the desk."""

GROUPS: dict[str, Promise] = {
    "overdue": gettext_lazy("Overdue"),
    "today": gettext_lazy("Due today"),
    "soon": gettext_lazy("Due in the next days"),
    "promise": gettext_lazy("Promised to clients"),
    "assigned": gettext_lazy("New assignments"),
    "extension": gettext_lazy("Extensions to decide on"),
    "no-reply": gettext_lazy("Proposals to give no reply, to decide on"),
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


def in_order(lines: Iterable[Line]) -> list[Line]:
    """Return the lines as a notice has them: by group, what is due first on top."""
    return sorted(
        lines, key=lambda line: (_PLACE.get(line["group"], 99), line.get("due", ""), line["case"])
    )


def sections(lines: Iterable[Line]) -> list[Section]:
    """Return the lines (in order) by group."""
    found: dict[str, list[Line]] = {}
    for line in lines:
        found.setdefault(line["group"], []).append(line)
    return [Section(group, str(GROUPS.get(group, group)), rows) for group, rows in found.items()]


def subject(kind: str, lines: Sequence[Line] = (), **days: date) -> str:
    """Return the subject of a notice of the kind: its days, and how many cases of each urgent group."""
    text = str(SUBJECTS[kind]) % {name: date_short(day) for name, day in days.items()}
    counts = [
        f"{section.title.lower()}: {len(section.lines)}"
        for section in sections(lines)
        if section.group in ("overdue", "today", "soon", "assigned") and kind == "digest"
    ]
    return f"{text} ({', '.join(counts)})" if counts else text


def term_labels(profile: Profile) -> dict[str, str]:
    """Return kind of deadline → its name in the profile; of several terms of a kind the first one's."""
    return {term.kind: term.label for term in reversed(profile.terms)}


def said(line: Line, labels: Mapping[str, str]) -> str:
    """Return one line in words: number, what is due when, whose it is."""
    parts = [line["number"]]
    if term := line.get("term"):
        parts.append(labels.get(term, term))
    if due := line.get("due"):
        moment = datetime.fromisoformat(due)
        parts.append(_("due %(day)s") % {"day": date_short(moment.date())})
    if "left" in line:
        left = line["left"]
        late_today = line["group"] == "overdue" and left == 0
        parts.append(_("the time has run out today") if late_today else days_left(left))
    if name := line.get("executor"):
        parts.append(_("executor: %(name)s") % {"name": name})
    if name := line.get("behalf"):
        parts.append(_("you stand in for %(name)s") % {"name": name})
    if note := line.get("note"):
        parts.append(note)
    return ", ".join(parts)


def letter(lines: Sequence[Line], labels: Mapping[str, str], opening: str = "") -> str:
    """Return the text of the letter to an employee."""
    text = [_("Hello!"), ""]
    if opening:
        text += [opening, ""]
    shown = lines[:IN_A_LETTER]
    counts = {section.group: len(section.lines) for section in sections(lines)}
    base = settings.PUBLIC_URL
    # One look-up of the address for all lines: there are thousands of them on a morning.
    before, _zero, after = reverse("desk:case", args=(0,)).partition("0")
    for section in sections(shown):
        text.append(f"{section.title}: {counts[section.group]}")
        for line in section.lines:
            text += [f"- {said(line, labels)}", f"  {base}{before}{line['case']}{after}"]
        text.append("")
    if len(lines) > len(shown):
        text += [_("And %(number)s more in the notice.") % {"number": len(lines) - len(shown)}, ""]
    text.append(_("All notices: %(address)s") % {"address": f"{base}{reverse('desk:notices')}"})
    return "\n".join(text)
