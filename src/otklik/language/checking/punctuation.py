"""Punctuation that can be found surely: a comma missing before «который» or «чтобы», stray blanks, lonely brackets."""

import re
from collections.abc import Iterator, Sequence

from otklik.language.checking.finding import Finding
from otklik.language.checking.reading import Reading, Token, parses_of

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
_TWO_BLANKS = re.compile(r"(?<=[а-яё,;])  (?=[а-яё])")
_SMALL_AFTER_POINT = re.compile(r"(?<=[а-яё]{4})\.\s(?=[а-яё]{3,})")
_SIGNS: tuple[tuple[re.Pattern[str], str, str | None], ...] = (
    (
        re.compile(r"(?<=[^\s.]) +(?=[,;:!?](?:\s|$)|\.(?:\s|$))", re.MULTILINE),
        "Лишний пробел перед знаком.",
        "",
    ),
    (
        re.compile(
            r"(?<=[а-яё])[,;](?=[А-Яа-яЁё])|(?<=[а-яё]{3})[.!?](?=[А-ЯЁ][а-яё])|(?<=[а-яё]{3}),(?=\d)"
        ),
        "После знака нужен пробел.",
        r"\g<0> ",
    ),
    (
        re.compile(r"(?<=[а-яё])\((?=[а-яё])|(?<=[а-яё])«(?=[А-Яа-яё])"),
        "Перед знаком нужен пробел.",
        r" \g<0>",
    ),
    (re.compile(r"(?<=[(«]) +(?=\w)|(?<=\w) +(?=[)»])"), "Лишний пробел у скобки или кавычки.", ""),
    (
        re.compile(
            r",,+|;;+|::+|(?<!\.)\.\.(?!\.)|,\.|\.,(?!\s*(?:[а-яёa-z]|[\d(+]))|!{2,}|\?{2,}"
        ),
        "Лишний знак.",
        None,
    ),
    (_TWO_BLANKS, "Два пробела подряд.", " "),
    (_SMALL_AFTER_POINT, "После точки нужна прописная буква.", None),
    (
        re.compile(
            r"(?<=[а-яё]{2}) -(?=[а-яё]{2})|(?<=[а-яё]{2})- (?=(?!и\b|или\b|либо\b)[а-яё]{2})"
        ),
        "Здесь нужно тире с пробелами или дефис без них.",
        None,
    ),
    (re.compile(r"(?<=[а-яё»)]) -- ?(?=\S)"), "Здесь нужно тире.", " – "),
)
_LONG_LINE = 40
_LONG_ENDING = 4
_SHORTENED = frozenset("корп комн подъ исп гражд корр респ соотв прим напр подп абз экз".split())
_NUMBERED = re.compile(r"(?:^|[\s«(])(?:\d{1,2}|[а-яёa-z])$")
"""A point of a list before its bracket: «1)», «а)»."""
_PAIRS = {")": "(", "]": "["}


def check(reading: Reading) -> Iterator[Finding]:
    """All that can be found surely, in no particular order."""
    yield from _stray_signs(reading.text)
    yield from _lonely(reading)
    yield from _unended(reading)
    for sentence in reading.sentences:
        tokens = sentence.tokens
        for place, token in enumerate(tokens):
            if token.is_word and _lacks_comma(tokens, place):
                yield _comma_before(tokens, place)


def _lacks_comma(tokens: Sequence[Token], place: int) -> bool:
    word, before = tokens[place].lower, tokens[place - 1]
    if place == 0 or not before.is_word:
        return False
    pos = before.parses[0].pos
    if word in _WHICH:
        return pos in {"NOUN", "INFN", "VERB"} and _no_comma_near(tokens, place)
    if word in _WHICH_AFTER_PREPOSITION and pos == "NOUN":
        return _no_comma_near(tokens, place)
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
    if word.lower in _WHICH_AFTER_PREPOSITION and before.is_a("PREP"):
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


def _stray_signs(text: str) -> Iterator[Finding]:
    for pattern, message, fixed in _SIGNS:
        for found in pattern.finditer(text):
            if pattern is _TWO_BLANKS and _is_row(text, found.start()):
                continue
            if pattern is _SMALL_AFTER_POINT and not _ends_sentence(text, found.start()):
                continue
            suggestion = None if fixed is None else found.expand(fixed)
            yield Finding("punctuation", found.start(), found.end(), message, suggestion)


def _is_row(text: str, place: int) -> bool:
    """A row of a table has more than one gap."""
    line = text[text.rfind("\n", 0, place) + 1 :].partition("\n")[0]
    return len(re.findall(r" {2,}|\t", line.strip())) > 1 or len(line) < _LONG_LINE


def _ends_sentence(text: str, place: int) -> bool:
    """Whether the word before the point is a whole word, no abbreviation."""
    word = re.search(r"[а-яё]+$", text[:place])
    return word is not None and word.group() not in _SHORTENED and parses_of(word.group())[0].known


def _unended(reading: Reading) -> Iterator[Finding]:
    """A paragraph of several sentences whose last one has no sign at its end."""
    for start, _end, text in reading.paragraphs():
        said = text.rstrip()
        if not re.search(r"[а-яё]{2}$", said) or not re.search(r"[а-яё»)]{2}[.!?]\s+[А-ЯЁ]", said):
            continue
        last = said[max(said.rfind(sign) for sign in ".!?") + 1 :]
        if len(re.findall(r"[а-яё]+", last.lower())) >= _LONG_ENDING:
            place = start + len(said)
            word = re.search(r"\S+$", said)
            at = start + word.start() if word else place - 1
            yield Finding(
                "punctuation",
                at,
                place,
                "В конце предложения нет точки.",
                text[at - start : place - start] + ".",
            )


def _lonely(reading: Reading) -> Iterator[Finding]:
    """Brackets and quotation marks without their other half."""
    for start, _end, text in reading.paragraphs():
        yield from _lonely_brackets(start, text)
        opened, closed = text.count("«"), text.count("»")
        if closed > opened:
            place = start + text.rindex("»")
            yield Finding("punctuation", place, place + 1, "Кавычка «»» без пары.")
        elif opened > closed + (
            1
            if closed and "«" in text[text.index("«") + 1 : text.index("»") if "»" in text else 0]
            else 0
        ):
            place = start + (
                text.rindex("«") if text.rfind("«") > text.rfind("»") else text.index("«")
            )
            yield Finding("punctuation", place, place + 1, "Кавычка ««» без пары.")
        if text.count('"') % 2:
            place = start + text.rindex('"')
            yield Finding("punctuation", place, place + 1, "Кавычка без пары.")


def _lonely_brackets(start: int, text: str) -> Iterator[Finding]:
    opened: list[tuple[str, int]] = []
    for place, sign in enumerate(text):
        if sign in _PAIRS.values():
            opened.append((sign, place))
        elif sign in _PAIRS:
            if opened and opened[-1][0] == _PAIRS[sign]:
                opened.pop()
            elif not (sign == ")" and _NUMBERED.search(text[:place])):
                yield Finding(
                    "punctuation", start + place, start + place + 1, f"Знак «{sign}» без пары."
                )
    for sign, place in opened:
        yield Finding("punctuation", start + place, start + place + 1, f"Знак «{sign}» без пары.")
