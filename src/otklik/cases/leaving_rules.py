"""Pure decisions about the ways out of a case without a reply of our own: forwarded, or no reply on the merits."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlsplit

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from otklik.cases.rules import Problem
from otklik.language import stems
from otklik.regulations import Ground, Profile
from otklik.staff.models import Power

COMPLAINT = "complaint"
FORWARDING_WAYS = ("post", "email")
"""How a letter to another body travels: carried by a person (post, document exchange), or by e-mail."""
DECIDERS = {"head": (Power.SIGN,), "second-person": (Power.ASSIGN, Power.SIGN)}
"""Who may approve, by what the ground asks for (a ground that nobody else decides needs no row)."""

_ABBREVIATIONS = (
    (r"\bмин-?во\b", "министерство"),
    (r"\bнсо\b", "новосибирская область"),
    (r"\bрм\b", "республика мордовия"),
    (r"\bрф\b", "российская федерация"),
    (r"\bобл\b\.?", "область"),
    (r"\bресп\b\.?", "республика"),
    (r"\bр-?на?\b", "район"),
)
_FORMS = (
    "ооо", "ао", "пао", "нао", "зао", "оао", "ип", "ук", "муп", "гуп", "мкп", "фгуп", "тсж", "тсн", "нко", "ано",
    *(f"{owner}{kind}" for owner in ("м", "г", "гб", "обл", "фг", "о") for kind in ("бу", "ку", "ау")),
)  # fmt: skip
_SMALL = frozenset(
    {"г", "гор", "город", "по", "и", "в", "во", "на", "с", "со", "для", "имени", "им"}
)


@lru_cache(maxsize=1)
def _long_forms() -> re.Pattern[str]:
    """Legal forms in words, as stems: they name no body by themselves."""

    def stem(words: str) -> str:
        return "(?:" + "|".join(" ".join(stems(word)) for word in words.split("|")) + ")"

    owner = stem("федеральное|государственное|областное|краевое|республиканское|муниципальное")
    kind = stem("бюджетное|казенное|автономное|унитарное")
    share = stem("публичное|непубличное|закрытое|открытое")
    parts = (
        f"(?:{owner} )+(?:{kind} )?{stem('учреждение|предприятие')}",
        f"(?:{share} )?{stem('акционерное')} {stem('общество')}",
        f"{stem('общество')} (?:с )?{stem('ограниченной')} {stem('ответственностью')}",
        f"{stem('индивидуальный')} {stem('предприниматель')}",
        f"{stem('управляющая')} {stem('компания')}",
    )
    return re.compile(r"\b(?:" + "|".join(parts) + r")\b")


@lru_cache(maxsize=4096)
def body_key(name: str, region: str = "") -> frozenset[str]:
    """Return what tells a body from another one, however its name is written; empty for an empty name.

    Letter case, ё, quotation marks, punctuation, grammatical case, common abbreviations and legal forms do not count; the
    name of the own region does not either, for people leave it out.
    """
    text = name.casefold().replace("ё", "е")
    for short, whole in _ABBREVIATIONS:
        text = re.sub(short, whole, text)
    row = " ".join(stems(text))
    row = _long_forms().sub(" ", row)
    if region:
        row = re.sub(rf"\b{re.escape(' '.join(stems(region)))}\b", " ", row)
    forms = {word for form in _FORMS for word in stems(form)}
    return frozenset(word for word in row.split() if word not in _SMALL and word not in forms)


def same_body(
    one: str, other: str, *, known: Sequence[Collection[str]] = (), region: str = ""
) -> bool:
    """Whether two names mean one body; `known` are the names by which each known body goes."""
    pair = {body_key(one, region), body_key(other, region)}
    if frozenset() in pair:
        return False
    return len(pair) == 1 or any(pair <= {body_key(n, region) for n in names} for names in known)


def complained_problems(
    profile: Profile,
    *,
    type: str,  # noqa: A002 - the promised word of commands, API and data
    complained: bool,
) -> list[Problem]:
    """Return what speaks against naming whom the case complains of; only a complaint does."""
    if not complained or type == COMPLAINT:
        return []
    label = profile.work_type(COMPLAINT).label
    said = _(
        "Only a case of the type “%(type)s” is about somebody. Choose that type or empty this field."
    )
    return [Problem("complained_body", said % {"type": label})]


@dataclass(frozen=True, slots=True)
class Forward:
    """A forwarding as somebody wants it: where to, how, why, and how many of the open questions."""

    recipient: str
    reason: str
    channel: str
    chosen: int
    remaining: int
    """Questions that have not been forwarded yet."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a forwarding is judged against: the names of the body itself, of the others, of the one complained about."""

    own_names: Collection[str]
    known: Sequence[Collection[str]]
    region: str
    complained_body: str = ""
    barred: Collection[str] = ()
    """Names of the bodies below the ministry, when the complaint is about the ministry itself or its employee."""
    ground: Ground | None = None
    """The ground of a proposal that stands: some forbid to forward."""


def forwarding_problems(profile: Profile, wanted: Forward, around: Surroundings) -> list[Problem]:
    """Return everything that speaks against the forwarding (59-FZ, art. 8; labour-novosibirsk:25.a, 26.b)."""
    problems: list[Problem] = []
    if around.ground is not None and not around.ground.forwarded:
        said = _("By the ground “%(ground)s” it may not be forwarded either.")
        clause = own(profile, "labour-novosibirsk:26.b")
        problems.append(Problem("", said % {"ground": around.ground.label}, clause))
    problems += _recipient_problems(profile, wanted.recipient, around)
    if not wanted.reason.strip():
        problems.append(
            Problem(
                "reason",
                gettext_lazy("Write why it is forwarded: the client will read it."),
                own(profile, "economy-novosibirsk:4.6.b", "labour-novosibirsk:3.4"),
            )
        )
    if wanted.channel not in FORWARDING_WAYS:
        problems.append(Problem("channel", gettext_lazy("Choose how the letter goes out.")))
    if wanted.chosen < 1:
        problems.append(Problem("questions", gettext_lazy("Choose at least one question.")))
    elif wanted.chosen < wanted.remaining and not profile.switch("split_partly_outside"):
        message = gettext_lazy("In this ministry a case is forwarded only as a whole.")
        problems.append(Problem("questions", message))
    return problems


def _recipient_problems(profile: Profile, recipient: str, around: Surroundings) -> list[Problem]:
    if not body_key(recipient):
        message = gettext_lazy("Write to which body or official it goes.")
        return [Problem("recipient", message, own(profile, "labour-novosibirsk:25.a"))]

    def means(name: str) -> bool:
        return same_body(recipient, name, known=around.known, region=around.region)

    if any(means(name) for name in around.own_names):
        message = gettext_lazy("This is the ministry itself: a case is not forwarded to oneself.")
        return [Problem("recipient", message, own(profile, "labour-novosibirsk:25.a"))]
    if around.complained_body and means(around.complained_body):
        message = gettext_lazy(
            "The complaint is about this body: the law forbids to send it there. Choose the body above it, or return"
            " the complaint and explain the right to go to court."
        )
        return [Problem("recipient", message, own(profile, "industry-mordovia:6.5.b"))]
    if any(means(name) for name in around.barred):
        message = gettext_lazy(
            "The complaint is about the ministry itself: a body subordinate to it may not consider it."
        )
        return [Problem("recipient", message, own(profile, "industry-mordovia:6.5.b"))]
    return []


@dataclass(frozen=True, slots=True)
class Claim:
    """That a case is to be left without a reply on the merits, as somebody wants it, with what it rests on."""

    ground: str
    reason: str
    text: str = ""
    """The notice to the client, as he will read it."""
    page: str = ""
    passage: str = ""
    secret: str = ""
    crime: bool = False
    earlier: int = 0
    """How many earlier replies on the same matter were chosen."""


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """What a ground is judged by."""

    type: str
    text: str
    files: int
    complained: bool
    can_be_told: bool = True
    """Whether a notice can reach the client."""


def claim_problems(profile: Profile, claim: Claim, facts: CaseFacts) -> list[Problem]:
    """Return everything that speaks against leaving the case without a reply on that ground."""
    found = {ground.code: ground for ground in profile.grounds_for(facts.type)}
    ground = found.get(claim.ground)
    if ground is None:
        message = gettext_lazy("The law by which this case is considered has no such ground.")
        return [Problem("ground", message, own(profile, "labour-novosibirsk:7.4"))]
    problems: list[Problem] = []
    if not claim.reason.strip():
        problems.append(
            Problem(
                "reason",
                gettext_lazy("Write why the ground holds: a formal refusal is inadmissible."),
                own(profile, "labour-novosibirsk:7.4", "economy-novosibirsk:4.6.b"),
            )
        )
    if ground.effect == "forward-if-crime" and claim.crime:
        message = gettext_lazy(
            "What tells of a crime is not left lying: forward it to the competent body."
        )
        problems.append(Problem("crime", message))
    problems += _evidence_problems(profile, ground, claim, facts)
    if ground.notice and facts.can_be_told and not claim.text.strip():
        message = gettext_lazy("The notice is empty: the client must be told.")
        problems.append(Problem("text", message, ground.clause or ""))
    return problems


def _evidence_problems(
    profile: Profile, ground: Ground, claim: Claim, facts: CaseFacts
) -> list[Problem]:
    least = profile.parameter("repeat_replies_min")
    missing = {
        "file": facts.files < 1,
        "passage": not _stands_in(claim.passage, facts.text),
        "earlier-replies": claim.earlier < least,
        "page-address": not is_page_address(claim.page),
        "kind-of-secret": not claim.secret.strip(),
        "complained-about": not facts.complained,
    }
    said = {
        "file": ("ground", _("Attach the scan first: without it nobody can check the ground.")),
        "passage": ("passage", _("Copy the passage from the text of the appeal word for word.")),
        "earlier-replies": (
            "earlier",
            _("Choose the earlier replies on the same question: at least %(least)s.")
            % {"least": least},
        ),
        "page-address": (
            "page",
            _("Write the address of the page with the answer, from https:// on."),
        ),
        "kind-of-secret": ("secret", _("Name the kind of secret, without its content.")),
        "complained-about": (
            "ground",
            _("It is not recorded whom the complaint is about: write it down first."),
        ),
    }
    return [Problem(*said[need], ground.clause or "") for need in ground.needs if missing[need]]


def _stands_in(passage: str, text: str) -> bool:
    """Whether the passage is in the text, whatever the spaces between its words."""
    wanted = " ".join(passage.casefold().split())
    return bool(wanted) and wanted in " ".join(text.casefold().split())


def is_page_address(text: str) -> bool:
    """Whether the text is the address of a public page."""
    try:
        parts = urlsplit(text.strip())
        host = parts.hostname or ""
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and "." in host


def decision_problems(
    profile: Profile,
    ground: Ground,
    *,
    decider: int,
    proposer: int,
    powers: frozenset[str],
) -> list[Problem]:
    """Return what forbids this employee to decide on the proposal (labour-novosibirsk:7.4)."""
    clause = own(profile, "labour-novosibirsk:7.4")
    if decider == proposer and profile.switch("second_person_for_refusal"):
        message = gettext_lazy("Whoever proposed it cannot approve it: a second person decides.")
        return [Problem("", message, clause)]
    needed = DECIDERS.get(ground.decided_by, ())
    if needed and powers.isdisjoint(needed):
        message = gettext_lazy("This ground is decided on by the head.")
        return [Problem("", message, ground.clause or clause)]
    return []


def own(profile: Profile, *clauses: str) -> str:
    """Return the first of the clauses that stands in the profile's own order; empty when none does."""
    return next((clause for clause in clauses if clause.startswith(f"{profile.code}:")), "")
