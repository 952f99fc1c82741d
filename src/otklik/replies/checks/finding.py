"""What the checks of a letter say, with the severity and the clause that the ministry's profile gives each rule."""

from dataclasses import dataclass

from otklik.regulations import Profile
from otklik.regulations.basis import Severity

CHECK_OF = {
    "dense-paragraph": "structure",
    "list-chance": "structure",
    "government": "spelling",
    "agreement": "spelling",
    "body-name": "law-reference",
    "colloquial": "spelling",
}
"""Rules that stand in the profile under another check."""
GRAVITY: dict[Severity, int] = {"block": 0, "warn": 1, "hint": 2}
"""The order in which findings are told: what must be mended first."""
DEFAULT: Severity = "hint"


@dataclass(frozen=True, slots=True)
class LetterFinding:
    """One finding of a letter: `start` and `end` are characters of the checked text (`end` excluded)."""

    rule: str
    severity: Severity
    clause: str
    start: int
    end: int
    text: str
    message: str
    suggestion: str | None

    def as_json(self) -> dict[str, object]:
        """Return the shape that `otklik check-letter --json` promises."""
        return {
            "rule": self.rule,
            "severity": self.severity,
            "clause": self.clause,
            "start": self.start,
            "end": self.end,
            "text": self.text,
            "message": self.message,
            "suggestion": self.suggestion,
        }


@dataclass(frozen=True, slots=True)
class Remark:
    """What a structural check found, before the profile says how grave it is."""

    rule: str
    start: int
    end: int
    message: str
    suggestion: str | None = None


def judged(profile: Profile, text: str, remark: Remark) -> LetterFinding:
    """Give a remark the severity and the clause of the profile."""
    check = profile.letter.check(CHECK_OF.get(remark.rule, remark.rule))
    severity: Severity = check.severity if check else DEFAULT
    clause = (check.clause or "") if check else ""
    if remark.rule == "first-paragraph":
        severity = profile.letter.first_paragraph.severity
        clause = profile.letter.first_paragraph.clause or clause
    start, end = max(0, remark.start), min(len(text), remark.end)
    return LetterFinding(
        remark.rule,
        severity,
        clause,
        start,
        end,
        text[start:end],
        remark.message,
        remark.suggestion,
    )
