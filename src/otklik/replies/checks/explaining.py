"""Whether an answer explains what was decided, outcome by outcome, and names what was done. Pure.

A letter says the outcome of each question in a sentence of its own; that sentence alone explains nothing
(labour-novosibirsk:3.3, industry-mordovia:6.6.b), and «решён» does not name what was done (economy-novosibirsk:7.1).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from otklik import language
from otklik.language.checking.reading import parses_of
from otklik.replies.checks.finding import Remark

RULE, DONE_RULE = "decision-explained", "done-named"
FACT = 4
"""Telling words by which a sentence without a verb is a fact too: «Пять рабочих дней после полного пакета бумаг»."""
ENOUGH = 5
"""Words that say something beside the outcome itself; fewer explain nothing."""
_RESTATED = re.compile(
    r"^(?:(?:ваш|наш)(?:а|е|и|его|ему|им|ими|их|ей|у|ем)?|данн\w*|этот|эт[аоу]|вопрос\w*|обращени\w*|заявк\w*|заявлени\w*|жалоб\w*|просьб\w*|запрос\w*|проблем\w*|"
    r"реш[её]н\w*|рассмотрен\w*|рассмотрел\w*|решил\w*|отвечен\w*|снят\w*|урегулирован\w*|закрыт\w*|исчерпан\w*|удовлетворен\w*|удовлетвор[её]н\w*|"
    r"будет|будут|может|могут|можно|нельзя|быть|было|был[аи]?|уже|полностью|положительно|отрицательно|срок\w*|точн\w*|назвать|сейчас|"
    r"не|нет|по|в|и|о|об|к|на|до|с|за|из|у|что|как|мы|вы|вам|вас|нам|благодар\w*|спасибо|сообща\w*|информиру\w*)$"
)
_WORD = re.compile(r"[а-яё]+", re.IGNORECASE)
_DAY = re.compile(r"\d{1,2}\.\d{1,2}\.\d{4}|\d{1,2}\s+[а-я]+\s+\d{4}")
_SAID = {
    "solved": "Вопрос назван решённым, но не объяснено, что сделано и что это даёт человеку.",
    "promised": "Срок назван, но не объяснено, что именно будет сделано.",
    "possible": "Не объяснено, от чего зависит решение.",
    "impossible": "Отказ не объяснён: скажите простыми словами, почему так и что можно сделать.",
}
_DONE = "Назовите, что сделано: «отремонтировали дорогу», «перечислили субсидию 5 марта»."


@dataclass(frozen=True, slots=True)
class Decided:
    """One question as the letter answers it: the code of its outcome, the reason given with it, the answer's text."""

    outcome: str
    reason: str
    answer: str


def check(decided: Decided) -> Iterator[Remark]:
    """Remarks to one answer; places are characters of its text. An answer that is still empty is somebody else's remark."""
    text = decided.answer
    if not decided.outcome or not text.strip():
        return
    start = len(text) - len(text.lstrip())
    end = len(text.rstrip())
    if decided.outcome == "solved" and not names_what_was_done(text):
        yield Remark(DONE_RULE, start, end, _DONE)
    if len(telling_words(f"{text}\n{decided.reason}")) < ENOUGH:
        said = _SAID.get(decided.outcome, "Решение не объяснено.")
        yield Remark(RULE, start, end, said)


def telling_words(text: str) -> list[str]:
    """The words of a text that say more than that a question was considered and how it ended."""
    return [word for word in map(str.lower, _WORD.findall(text)) if not _RESTATED.match(word)]


def names_what_was_done(text: str) -> bool:
    """Whether some sentence tells a fact: a verb in the past or present, a short participle, a day, or words enough.

    «Субсидия перечислена», «Меры действуют» and «Вы в реестре с 5 марта 2026» do; «Ваш вопрос решён» does not.
    """
    return any(_tells_fact(sentence) for _start, _end, sentence in language.sentences(text))


def _tells_fact(sentence: str) -> bool:
    telling = telling_words(sentence)
    if not telling:
        return False
    if len(telling) >= FACT:
        return True
    return _DAY.search(sentence) is not None or any(_is_fact(word) for word in telling)


def _is_fact(word: str) -> bool:
    """Whether the word can be a verb of what was or is; of several readings one is enough: a miss is cheaper."""
    return any(
        parse.pos == "PRTS"
        or (parse.pos == "VERB" and parse.grammemes & {"past", "pres"} != frozenset())
        for parse in parses_of(word)
    )
