"""Whether a letter helps its reader: the answer comes first, long texts are divided, a procedure has an example. Pure.

Asked only where the ministry's order asks for it (industry-mordovia:11.2.5, 11.2.8, 11.2.9), by its profile.
"""

import re
from collections.abc import Iterator, Sequence

from otklik.language.checking.reading import parses_of
from otklik.regulations import Profile
from otklik.replies.checks.anatomy import Line
from otklik.replies.checks.answering import asks, says_outcome
from otklik.replies.checks.finding import Remark

LONG_WORDS = 200
"""Words from which a letter without parts of its own is hard to find one's way in, where the profile names none."""
FIRST_PARAGRAPHS = 3
"""The outcome should stand in one of so many first paragraphs, the opening included."""
_PART = re.compile(r"^\s*(?:\d{1,2}[.)]|[–—•-]|[А-ЯЁ][^.!?]{3,60}:?\s*$)")
_STEP = re.compile(
    r"\b(?:сначала|затем|потом|после этого|далее|во-первых|во-вторых|нужно подать|подайте|заполните|приложите)\b",
    re.IGNORECASE,
)
_POINT = re.compile(r"^\s*\d{1,2}[.)]\s*([А-ЯЁа-яё]+)")
_EXAMPLE = re.compile(r"\b(?:например|к примеру|допустим|пример)\b", re.IGNORECASE)
STEPS = 3


def check(profile: Profile, body: Sequence[Line]) -> Iterator[Remark]:
    """All that the profile asks for; `body` are the paragraphs between salutation and signature."""
    if not body:
        return
    if profile.letter.check("target-first"):
        yield from _answer_first(body)
    structure = profile.letter.check("structure")
    if structure and structure.clause:
        yield from _divided(body, structure.limit or LONG_WORDS)
    if profile.letter.check("example"):
        yield from _example(body)


def _answer_first(body: Sequence[Line]) -> Iterator[Remark]:
    first = body[:FIRST_PARAGRAPHS]
    if len(body) > FIRST_PARAGRAPHS and not any(
        says_outcome(line.text, asked=asks(body)) for line in first[1:]
    ):
        message = "Сначала скажите главное: что решено. Объяснения – потом."
        yield Remark("target-first", first[1].start, first[1].end, message)


def _divided(body: Sequence[Line], limit: int) -> Iterator[Remark]:
    words = sum(len(re.findall(r"[^\W\d_]+", line.text)) for line in body)
    if words > limit and not any(_PART.match(line.text) for line in body[1:]):
        message = "Длинный ответ без частей: сгруппируйте его по темам, дайте заголовки или список."
        yield Remark("structure", body[0].start, body[0].end, message)


def _is_step(text: str) -> bool:
    """A numbered point that tells the reader to do something: «1. Заполните», «2) подать»."""
    point = _POINT.match(text)
    if point is None:
        return False
    first = parses_of(point[1].lower())[0]
    return first.pos == "INFN" or "impr" in first.grammemes


def _example(body: Sequence[Line]) -> Iterator[Remark]:
    steps = [line for line in body if _STEP.search(line.text) or _is_step(line.text)]
    found = sum(len(_STEP.findall(line.text)) or 1 for line in steps)
    if found >= STEPS and not any(_EXAMPLE.search(line.text) for line in body):
        message = "Вы описываете порядок действий: поможет пример."
        yield Remark("example", steps[0].start, steps[0].end, message)
