"""Hints at a case: what a person should look at, each with its reason, its ground, and the act that it may lead to.

Nothing is decided by a hint: each names what was seen and where, and a person takes the act's page or passes by.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from otklik.cases.leaving_queries import can_be_told
from otklik.cases.models import Case, Stage
from otklik.language.hints import Found, find_hints, looks_nameless
from otklik.regulations import Ground, Profile

OPEN = (Stage.RECEIVED, Stage.REGISTERED, Stage.ASSIGNED)
"""Stages at which a hint may still lead to something."""
FEW_SIGNS = 30
"""A shorter text beside a file is probably only its cover."""
PLACES_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of hint: its words, why it matters, the grounds that it may lead to (the first that the type has), the act."""

    title: Promise
    reason: Promise
    grounds: tuple[str, ...] = ()
    act: str = "propose-no-reply"


KINDS: Mapping[str, Kind] = {
    "obscenity": Kind(
        gettext_lazy("Possibly obscene words"),
        gettext_lazy("Such an appeal may be left without a reply on the merits, if you see it so too."),
        ("abusive",),
    ),
    "insult": Kind(
        gettext_lazy("Possibly insulting words"),
        gettext_lazy("Such an appeal may be left without a reply on the merits, if you see it so too."),
        ("abusive",),
    ),
    "threat": Kind(
        gettext_lazy("Possibly a threat to an official"),
        gettext_lazy("Show it to the head at once: people may be in danger."),
        ("abusive",),
    ),
    "crime": Kind(
        gettext_lazy("Perhaps a crime is told of"),
        gettext_lazy("What tells of a crime is forwarded to the body that is competent, also without a name."),
        ("anonymous",),
        "forward",
    ),
    "court": Kind(
        gettext_lazy("Perhaps a court's decision is appealed against"),
        gettext_lazy("Such an appeal is returned with an explanation how the decision is appealed against."),
        ("court",),
    ),
    "illegible": Kind(
        gettext_lazy("The text can probably not be read"),
        gettext_lazy("Look whether a file or the original message can be read before you decide."),
        ("illegible",),
    ),
    "scan": Kind(
        gettext_lazy("The words probably stand in a file only"),
        gettext_lazy("Open the file: the text of the card says too little to judge by."),
    ),
    "unclear": Kind(
        gettext_lazy("No question and no gist were found"),
        gettext_lazy("Read it yourself; asking the client may help before you decide."),
        ("unclear", "request-unidentifiable"),
    ),
    "several-bodies": Kind(
        gettext_lazy("Perhaps questions of several bodies"),
        gettext_lazy("Questions of another body go there, the rest is answered here."),
        (),
        "forward",
    ),
    "nameless": Kind(
        gettext_lazy("No name, or no address for the reply"),
        gettext_lazy("Such an appeal gets no reply; what tells of a crime is forwarded all the same."),
        ("anonymous", "request-no-contact"),
    ),
    "repeat": Kind(
        gettext_lazy("Perhaps a repetition"),
        gettext_lazy("Compare it with the earlier case: new arguments are a new question."),
        ("repeated", "request-given"),
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Hint:
    """One hint in words: what was seen, why it matters, the words in the text, the ground, the act's name."""

    code: str
    title: Promise
    reason: Promise
    places: tuple[str, ...]
    """The words themselves, or what the hint rests on."""
    ground: Ground | None
    act: str
    earlier: tuple[Case, ...] = ()


def hints_of(
    case: Case, profile: Profile, *, earlier: Sequence[Case], has_files: bool
) -> list[Hint]:
    """Return the hints at an open case, each kind once; `earlier`: the client's other cases that say nearly the same."""
    if case.stage not in OPEN:
        return []
    found = find_hints(case.text) if case.language == "ru" else []
    hints = []
    for code in KINDS:
        places = _places(code, case, found, has_files)
        if code == "repeat":
            if earlier:
                hints.append(_hint(code, profile, case, (), tuple(earlier)))
        elif places is not None:
            hints.append(_hint(code, profile, case, places))
    return hints


def _places(
    code: str, case: Case, found: Sequence[Found], has_files: bool
) -> tuple[str, ...] | None:
    """The words on which a hint rests; None where there is no such hint."""
    if code == "scan":
        is_short = len(case.text.strip()) < FEW_SIGNS
        return () if has_files and is_short else None
    if code == "nameless":
        return _nameless(case)
    own = [one for one in found if one.kind == code]
    if not own or (code == "unclear" and has_files):
        return None
    if code == "several-bodies":
        return (own[0].detail, *dict.fromkeys(one.text for one in own))
    return tuple(dict.fromkeys(_around(case.text, one) for one in own))[:PLACES_SHOWN]


def _nameless(case: Case) -> tuple[str, ...] | None:
    client = case.client
    missing = []
    if not client.organisation and looks_nameless(client.surname):
        missing.append(_("the surname is not given"))
    if not can_be_told(case):
        missing.append(_("no address for the reply is given"))
    return tuple(missing) or None


def _around(text: str, one: Found, margin: int = 30) -> str:
    """The words with a little of what stands around them."""
    start, end = max(0, one.start - margin), min(len(text), one.end + margin)
    while start and not text[start - 1].isspace() and one.start - start < 2 * margin:
        start -= 1
    while end < len(text) and not text[end].isspace() and end - one.end < 2 * margin:
        end += 1
    said = " ".join(text[start:end].split())
    return f"{'…' if start else ''}{said}{'…' if end < len(text) else ''}"


def _hint(
    code: str,
    profile: Profile,
    case: Case,
    places: tuple[str, ...],
    earlier: tuple[Case, ...] = (),
) -> Hint:
    kind = KINDS[code]
    own = {ground.code: ground for ground in profile.grounds_for(case.type)}
    ground = next((own[name] for name in kind.grounds if name in own), None)
    if code == "repeat" and not any(other.stage == Stage.ANSWERED for other in earlier):
        ground = None  # nothing was answered yet, so no correspondence can end
    return Hint(code, kind.title, kind.reason, places, ground, kind.act, earlier)
