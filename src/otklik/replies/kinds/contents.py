"""What a letter of a kind must contain, by the profile, and whether this one does. Pure: data in, findings out."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from otklik import language
from otklik.regulations import Profile
from otklik.replies.kinds import COVERING
from otklik.replies.rules import Missing

TEXT, COVERING_TEXT = "text", "covering"
"""Where the draft keeps, among its answers, the words of the letter and those of the covering letter."""


@dataclass(frozen=True, slots=True)
class Contents:
    """A letter as its contents are judged: its words, and what the act that it carries says of them."""

    text: str
    progress: str = ""
    reason: str = ""
    asked: str = ""
    recipient: str = ""
    questions: str = ""
    client: str = ""
    day: date | None = None
    """The day that the letter must name: the new term, the end of the answer, that of the final reply."""


def _near(first: str, second: str, distance: int = 160) -> re.Pattern[str]:
    return re.compile(rf"(?:{first}).{{0,{distance}}}(?:{second})", re.IGNORECASE | re.DOTALL)


_HOW = _near(
    r"ответ|сообщ|напи[шс]|пришл|направ|позвон|уточн",
    r"https?://|страниц|телефон|почт|письмо|письме|адрес|способ|сайт|лично",
)
_CLOCK = re.compile(
    r"срок.{0,80}(?:не\s+(?:мен|измен|приостан|продл|прерыв)|прежн|продолжает|ид[её]т)",
    re.IGNORECASE | re.DOTALL,
)
_WHEN = re.compile(
    r"\bдн(?:я|ей|ю|ём|ем|и)\b|\bдень\b|\bсутки\b|\d{1,2}\.\d{1,2}\.\d{4}|"
    r"\d{1,2}\s+(?:января|февраля|марта|апреля|мая|июня|июля|августа|сентября|октября|ноября|декабря)",
    re.IGNORECASE,
)
_REPLY_FROM = _near(
    r"ответ", r"оттуда|получите|направит|дадут|даст|ответ[ия]т|орган|этого\s+ведомства", 80
)
_LAW = re.compile(r"\bзакон|[-–]ФЗ\b|\bстать|\bст\.\s*\d|\bкодекс|\bпункт", re.IGNORECASE)
_APPEAL = re.compile(
    r"(?:вправе|мож(?:ете|но)|прав[оа]\b).{0,80}(?:обжал|пожалов|жалоб|\bв\s+суд)|"
    r"(?:обжал\w*|пожалов\w*).{0,80}(?:вправе|мож(?:ете|но))",
    re.IGNORECASE | re.DOTALL,
)
_ASK_TO_ANSWER = _near(r"прос(?:им|ьба)", r"ответ|сообщ|уведом")
_TOLD = _near(r"заявител|гражданин|клиент|автор", r"сообщ|уведом|извещ", 120)


def says(text: str, wanted: str, share: float = 0.5) -> bool:
    """Whether a text says in its words what is wanted; nothing wanted is never said."""
    words, asked = set(language.stems(text)), set(language.stems(wanted))
    return bool(asked) and len(words & asked) / len(asked) >= share


def names_day(text: str, day: date | None) -> bool:
    """Whether a text names the day, in words or in figures."""
    if day is None:
        return False
    flat = " ".join(text.replace("\u00a0", " ").split())
    forms = (
        language.date_words(day),
        language.date_short(day),
        f"{day.day}.{day.month}.{day.year}",
    )
    plain = [" ".join(form.replace("\u00a0", " ").split()) for form in forms]
    return any(re.search(rf"(?<!\d){re.escape(form)}(?!\d)", flat) for form in plain)


_SAYS: Mapping[str, Callable[[Contents], bool]] = {
    "progress": lambda it: says(it.text, it.progress),
    "final-date": lambda it: names_day(it.text, it.day),
    "asked": lambda it: says(it.text, it.asked),
    "how": lambda it: _HOW.search(it.text) is not None,
    "by-when": lambda it: names_day(it.text, it.day),
    "clock": lambda it: _CLOCK.search(it.text) is not None,
    "recipient": lambda it: says(it.text, it.recipient, 0.6),
    "reason": lambda it: says(it.text, it.reason),
    "term": lambda it: _WHEN.search(it.text) is not None,
    "reply-from": lambda it: _REPLY_FROM.search(it.text) is not None,
    "new-date": lambda it: names_day(it.text, it.day),
    "ground": lambda it: _LAW.search(it.text) is not None,
    "advice": lambda it: _APPEAL.search(it.text) is not None,
    "questions": lambda it: says(it.text, it.questions, 0.4),
    "client": lambda it: says(it.text, it.client, 0.5),
    "request": lambda it: _ASK_TO_ANSWER.search(it.text) is not None,
    "told": lambda it: _TOLD.search(it.text) is not None,
}


def lacking(profile: Profile, kind: str, letter: Contents) -> list[Missing]:
    """Return what the profile wants in a letter of the kind and this one does not say, in the profile's order."""
    return [
        Missing(need.code, need.label, need.severity == "block", need.clause or "")
        for need in profile.letter_of_kind(kind).needs
        if need.severity != "hint" and not _SAYS[need.code](letter)
    ]


def parts_lacking(draft: Mapping[str, object], kind: str) -> list[Missing]:
    """Return which parts of the letter are empty, and whether a gap of its first words was left unfilled."""
    answers = draft.get("answers")
    own = answers if isinstance(answers, Mapping) else {}
    told = {
        "salutation": (str(draft.get("salutation", "")), _("The salutation is missing.")),
        "opening": (str(draft.get("opening", "")), _("The first paragraph is empty.")),
        TEXT: (str(own.get(TEXT, "")), _("The letter has no text.")),
    }
    if kind == COVERING:
        told = {
            COVERING_TEXT: (str(own.get(COVERING_TEXT, "")), _("The covering letter is empty."))
        }
    return [Missing(code, said, True) for code, (text, said) in told.items() if not text.strip()]


_GAP = re.compile(r"\[[^\]\n]{1,80}\]|\{[^}\n]{0,40}\}|…{2,}|_{3,}|\.{4,}")


def gaps(text: str) -> list[str]:
    """Return places that were to be filled in and were not, such as «[why the ground holds]»."""
    return [found.group() for found in _GAP.finditer(text)]
