"""Punctuation that can be found surely: a comma missing before «который» or «чтобы», stray blanks, lonely brackets."""

import re
from collections.abc import Iterator, Sequence

from otklik.language.checking.finding import Finding
from otklik.language.checking.reading import Reading, Token

_WHICH = frozenset("который которая которое которые".split())
_WHICH_AFTER_PREPOSITION = frozenset(
    "которого которой которому котором которую которых которым которыми".split()
)
_SAYING = frozenset(
    "сообщаем сообщаю информируем информирую уведомляем отмечаем отмечаю разъясняем разъясняю поясняем поясняю считаем "
    "полагаем подтверждаем надеемся понимаем знаем уверены сожалеем обращаем напоминаем сообщил сообщила сообщило "
    ""
    "обещает обещают обещал обещала обещали пообещал пообещали "
    "разъяснил разъяснила указал указала указали установил установила установлено выяснили узнали".split()
)
_NOT_BEFORE_BECAUSE = frozenset(
    "и а но или только лишь именно не да просто отчасти видимо возможно вероятно также".split()
)
_NOT_BEFORE_THAT = frozenset(
    "и а но или ни да лишь только не так то тем того тому тому, вместо потому затем для".split()
)
_OPENERS = (
    "к сожалению",
    "во-первых",
    "во-вторых",
    "в-третьих",
    "например",
    "следовательно",
    "по вашему мнению",
    "к счастью",
)
_BLANK_BEFORE = re.compile(r"(?<=[^\s.]) +(?=[,;:!?](?:\s|$)|\.(?:\s|$))")
_NO_BLANK_AFTER = re.compile(r"(?<=[а-яё])[,;](?=[А-Яа-яЁё])|(?<=[а-яё]{3})[.!?](?=[А-ЯЁ][а-яё])")
_DOUBLED = re.compile(r",,+|;;+|::+|(?<!\.)\.\.(?!\.)|,\.|\.,(?!\s*(?:[а-яё]|\d))|!{2,}|\?{2,}")
_NUMBERED = re.compile(r"(?:^|[\s«(])(?:\d{1,2}|[а-яёa-z])$")
"""A point of a list before its bracket: «1)», «а)»."""
_PAIRS = {")": "(", "»": "«", "]": "["}


def check(reading: Reading) -> Iterator[Finding]:
    """All that can be found surely, in no particular order."""
    yield from _stray_blanks(reading.text)
    yield from _lonely_brackets(reading)
    for sentence in reading.sentences:
        tokens = sentence.tokens
        for place, token in enumerate(tokens):
            if token.is_word and _lacks_comma(tokens, place):
                yield _comma_before(tokens, place)
        yield from _openers(tokens, sentence.start, sentence.text)


def _lacks_comma(tokens: Sequence[Token], place: int) -> bool:
    word, before = tokens[place].lower, tokens[place - 1]
    if place == 0 or not before.is_word:
        return False
    pos = before.parses[0].pos
    if word in _WHICH:
        return pos in {"NOUN", "INFN", "VERB"} and _no_comma_near(tokens, place)
    if word in _WHICH_AFTER_PREPOSITION and pos == "PREP" and place > 1:
        return tokens[place - 2].is_a("NOUN") and _no_comma_near(tokens, place - 1)
    return (
        (word == "что" and before.lower in _SAYING)
        or (word == "чтобы" and before.lower not in _NOT_BEFORE_THAT and pos != "PREP")
        or (
            word == "потому"
            and before.lower not in _NOT_BEFORE_BECAUSE
            and [item.lower for item in tokens[place + 1 : place + 2]] == ["что"]
        )
        or (
            word in {"если", "но"}
            and before.lower != "случае"
            and pos in {"NOUN", "VERB", "INFN", "PRED"}
        )
        or (word == "поскольку" and pos in {"NOUN", "VERB", "ADVB"})
    )


def _no_comma_near(tokens: Sequence[Token], place: int) -> bool:
    """«Документ, копию которого»: a comma three words before is the one."""
    return all(token.text != "," for token in tokens[max(0, place - 4) : place])


def _comma_before(tokens: Sequence[Token], place: int) -> Finding:
    word, before = tokens[place], tokens[place - 1]
    if word.lower in _WHICH_AFTER_PREPOSITION:
        start = tokens[place - 2]
        fixed = f"{start.text}, {before.text} {word.text}"
        return Finding(
            "punctuation",
            start.start,
            word.end,
            f"Перед «{before.text} {word.text}» нужна запятая.",
            fixed,
        )
    message = f"Перед «{word.text}» нужна запятая."
    return Finding("punctuation", before.start, word.end, message, f"{before.text}, {word.text}")


def _openers(tokens: Sequence[Token], start: int, text: str) -> Iterator[Finding]:
    lowered = text.lower()
    for opener in _OPENERS:
        if lowered.startswith(f"{opener} ") and tokens:
            end = start + len(opener)
            message = f"После «{text[: len(opener)]}» нужна запятая."
            yield Finding("punctuation", start, end, message, f"{text[: len(opener)]},")


def _stray_blanks(text: str) -> Iterator[Finding]:
    for found in _BLANK_BEFORE.finditer(text):
        yield Finding("punctuation", found.start(), found.end(), "Лишний пробел перед знаком.", "")
    for found in _NO_BLANK_AFTER.finditer(text):
        message = "После знака нужен пробел."
        yield Finding("punctuation", found.start(), found.end(), message, f"{found.group()} ")
    for found in _DOUBLED.finditer(text):
        yield Finding("punctuation", found.start(), found.end(), "Лишний знак.", found.group()[0])


def _lonely_brackets(reading: Reading) -> Iterator[Finding]:
    for start, _end, text in reading.paragraphs():
        opened: list[tuple[str, int]] = []
        for place, sign in enumerate(text):
            if sign in _PAIRS.values():
                opened.append((sign, place))
            elif sign in _PAIRS:
                if opened and opened[-1][0] == _PAIRS[sign]:
                    opened.pop()
                elif sign == ")" and _NUMBERED.search(text[:place]):
                    continue
                elif sign != "»":
                    message = f"Знак «{sign}» без пары."
                    yield Finding("punctuation", start + place, start + place + 1, message)
        for sign, place in opened:
            if sign == "«" and text.count("«") <= text.count("»") + text.count("»»") + 1 > 1:
                continue
            message = f"Знак «{sign}» без пары."
            yield Finding("punctuation", start + place, start + place + 1, message)
