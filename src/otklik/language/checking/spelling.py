"""Spelling: words that the dictionary does not know, and errors that look like other words.

The dictionary is pymorphy3's (95.8 % of typed errors, 1.2 % false alarms; domain note 7.4). Names, numbers, abbreviations
and addresses are left alone. Suggestions are words one slip away, the likeliest slip first.
"""

import re
import tomllib
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib import resources

from otklik.language.checking.finding import Finding
from otklik.language.checking.reading import WORD, Reading, Sentence, Token, parses_of
from otklik.language.morphology import analyzer

LETTERS = "абвгдежзийклмнопрстуфхцчшщъыьэюя"
_RUSSIAN = re.compile(r"[а-яё]+(?:-[а-яё]+)*")
_CONFUSED = frozenset(
    "ао оа еи ие тд дт бп пб зс сз жш шж гк кг вф фв ыи иы цс щш шщ ьъ ъь яе ея эе еэ".split()
)
"""Letters that are typed for one another because they sound alike."""
_WANT_INFINITIVE = frozenset(
    "хотите хочет хотят готов готова готовы просим прошу рекомендуем советуем предлагаем планирует планируют "
    "планируем намерен "
    "намерены удалось удастся решил решили начал начали начнёт начнут стал стали может могут можете можем сможет "
    "смогут сможете сможем должен должна должно должны нужно надо нельзя следует "
    "можно необходимо будет будут будете вправе обязан обязана обязано обязаны".split()
)
SUGGESTIONS = 3
SHORTEST = 3


@cache
def _data() -> tuple[frozenset[str], tuple[str, ...], re.Pattern[str], dict[str, str]]:
    source = resources.files(__package__).joinpath("data", "spelling.toml")
    rows = tomllib.loads(source.read_text(encoding="utf-8"))
    errors: dict[str, str] = {**rows["errors"], **rows["government"]}
    alternatives = "|".join(re.escape(wrong) for wrong in sorted(errors, key=len, reverse=True))
    pattern = re.compile(rf"(?<![\w-])(?:{alternatives})(?![\w-])", re.IGNORECASE)
    prefixes = tuple(sorted(set(rows["prefixes"].split()), key=len, reverse=True))
    return frozenset(rows["known"].split()), prefixes, pattern, errors


@cache
def _governed() -> frozenset[str]:
    """Errors of the list that are of case or preposition rather than of letters."""
    source = resources.files(__package__).joinpath("data", "spelling.toml")
    return frozenset(tomllib.loads(source.read_text(encoding="utf-8"))["government"])


@cache
def _lemmas() -> frozenset[str]:
    """Words of official prose that the dictionary lacks, in their dictionary form; any form of them is known."""
    source = resources.files(__package__).joinpath("data", "spelling.toml")
    return frozenset(tomllib.loads(source.read_text(encoding="utf-8"))["lemmas"].split())


@cache
def _common() -> frozenset[str]:
    """Dictionary forms that the orders and the project's own texts use: a slip is likelier of these."""
    source = resources.files(__package__).joinpath("data", "common.txt")
    return frozenset(source.read_text(encoding="utf-8").split())


@lru_cache(maxsize=65_536)
def is_known(word: str) -> bool:
    """Whether a word in lower case is one that the dictionary, or the list of official prose, knows."""
    known, prefixes, _, _ = _data()
    if word in known or word.replace("ё", "е") in known or analyzer().word_is_known(word):
        return True
    if "ё" in word and analyzer().word_is_known(word.replace("ё", "е")):
        return True
    if "-" in word:
        return all(not part or len(part) < SHORTEST or is_known(part) for part in word.split("-"))
    if any(parse.lemma in _lemmas() for parse in parses_of(word)):
        return True
    for prefix in prefixes:
        rest = word.removeprefix(prefix)
        if rest != word and len(rest) > 4 and analyzer().word_is_known(rest):
            return parses_of(rest)[0].pos in {"NOUN", "ADJF"}
    return False


def words(reading: Reading, *, suggest: bool = True) -> Iterator[Finding]:
    """Words that nobody knows; `suggest` looks for what was meant, which takes longer."""
    for sentence in reading.sentences:
        for token in sentence.tokens:
            if not _is_judged(sentence, token) or is_known(token.lower):
                continue
            meant = suggestions(token.lower) if suggest else ()
            said = f" Может быть: {', '.join(f'«{word}»' for word in meant)}?" if meant else ""
            suggestion = _cased(meant[0], token.text) if meant else None
            message = f"Возможно, ошибка в слове «{token.text}».{said}"
            yield Finding("spelling", token.start, token.end, message, suggestion)


def _is_judged(sentence: Sentence, token: Token) -> bool:
    """Whether the word is to be judged: Russian, no abbreviation, no name, no part of an address."""
    if len(token.text) < SHORTEST or WORD.fullmatch(token.text) is None:
        return False
    if not _RUSSIAN.fullmatch(token.lower):
        return False
    if token.text[1:] != token.text[1:].lower():
        return False
    around = sentence.text[
        max(0, token.start - sentence.start - 1) : token.end - sentence.start + 1
    ]
    if any(sign in around for sign in "@/_\\") or re.search(r"\d", around):
        return False
    if not token.text[0].isupper():
        return not around.endswith(".") or len(token.text) > 4
    first = next((item for item in sentence.tokens if item.is_word), None)
    return first is token and not _looks_like_name(sentence, token)


def _looks_like_name(sentence: Sentence, token: Token) -> bool:
    """A sentence that begins with a name has another capital or an initial right after it."""
    after = sentence.text[token.end - sentence.start :].lstrip()
    return bool(re.match(r"[А-ЯЁ]", after)) or sentence.tokens[-1] is token


@lru_cache(maxsize=4096)
def suggestions(word: str) -> tuple[str, ...]:
    """Return up to three known words one slip away from a word in lower case, the likeliest first."""
    ranked: dict[str, int] = {}
    for rank, candidate in _one_slip(word):
        if candidate not in ranked or rank < ranked[candidate]:
            ranked[candidate] = rank
    known = [
        item for item in ranked if item != word and (" " in item or analyzer().word_is_known(item))
    ]
    known.sort(key=lambda item: (parses_of(item)[0].lemma not in _common(), ranked[item], item))
    return tuple(known[:SUGGESTIONS])


def _one_slip(word: str) -> Iterator[tuple[int, str]]:
    for place in range(len(word) + 1):
        head, tail = word[:place], word[place:]
        if tail:
            doubled = head and head[-1] == tail[0]
            yield (0 if doubled else 2), head + tail[1:]
        if len(tail) > 1:
            yield 0, head + tail[1] + tail[0] + tail[2:]
        for letter in LETTERS:
            if tail:
                yield (0 if tail[0] + letter in _CONFUSED else 3), head + letter + tail[1:]
            doubling = (head and head[-1] == letter) or (tail and tail[0] == letter)
            yield (1 if doubling or letter in "ьъ" else 2), head + letter + tail
    if len(word) > 7:
        for place in range(SHORTEST, len(word) - SHORTEST + 1):
            head, tail = word[:place], word[place:]
            if analyzer().word_is_known(head) and analyzer().word_is_known(tail):
                yield 3, f"{head} {tail}"


def _cased(word: str, original: str) -> str:
    return word.capitalize() if original[:1].isupper() else word


def errors(reading: Reading) -> Iterator[Finding]:
    """Errors that make other known words: «в течении месяца», «не смотря на», «из за»."""
    _, _, pattern, right = _data()
    for found in pattern.finditer(reading.text):
        mended = right[" ".join(found.group().lower().split())]
        if _stands_in_other_words(reading.text, found):
            continue
        if mended.startswith("по-") and _describes_next(reading.text[found.end() :]):
            continue
        wrong = " ".join(found.group().lower().split())
        yield Finding(
            "government" if wrong in _governed() else "spelling",
            found.start(),
            found.end(),
            f"Правильно: «{mended}».",
            _cased(mended, found.group()),
        )


_LEADS = re.compile(
    r"(?:привест|приведе|приводи|приведё|привел|привёл)\w*(?:\s+[\w«»]+){0,4}\s+$", re.IGNORECASE
)
_NOUN_BEFORE = re.compile(r"([а-яё]+)\s+$", re.IGNORECASE)


_IN_MIND = re.compile(
    r"\b(?:име(?:ть|ет|ем|ете|ют|л|ла|ли|йте|я|лось|ется|лся|лась))\s+(?:[а-яё]+\s+){0,2}(?P<wrong>ввиду)\b",
    re.IGNORECASE,
)
_IN_ORDER_TO = re.compile(
    r"(?P<wrong>\bчто\s+бы)\s+(?:не\s+)?(?P<verb>[а-яё]+)(?P<rest>[^.!?\n]*[.!?]?)", re.IGNORECASE
)


def written_apart(reading: Reading) -> Iterator[Finding]:
    """«Что бы получить деньги, …» for «чтобы», «иметь это ввиду» for «в виду»."""
    for found in _IN_MIND.finditer(reading.text):
        yield Finding("spelling", *found.span("wrong"), "Правильно: «в виду».", "в виду")
    for found in _IN_ORDER_TO.finditer(reading.text):
        purpose = parses_of(found["verb"].lower())[0].pos == "INFN"
        if purpose and not found["rest"].endswith("?"):
            mended = _cased("чтобы", found["wrong"])
            yield Finding("spelling", *found.span("wrong"), "Правильно: «чтобы».", mended)


def _stands_in_other_words(text: str, found: re.Match[str]) -> bool:
    """«Привести в соответствие с законом», «работы по завершению стройки» are right."""
    said = found.group().lower()
    before = text[max(0, found.start() - 80) : found.start()]
    if said.startswith("в соответствие"):
        return _LEADS.search(before) is not None
    if not said.startswith("по "):
        return False
    noun = _NOUN_BEFORE.search(before)
    return noun is not None and any(
        parse.pos in {"NOUN", "ADJF", "PRTF"} for parse in parses_of(noun[1].lower())[:1]
    )


def _describes_next(rest: str) -> bool:
    """Whether the adjective belongs to the next word: «по новому адресу», «по прежнему месту работы»."""
    following = re.match(r"\s+([а-яё]+)", rest)
    return following is not None and any(
        parse.pos in {"NOUN", "ADJF", "PRTF"} and "datv" in parse.grammemes
        for parse in parses_of(following[1])
    )


def reflexives(reading: Reading) -> Iterator[Finding]:
    """«Может находится» for «может находиться»: after these words stands only the infinitive."""
    for sentence in reading.sentences:
        yield from _needless_soft_signs(sentence)
        for before, token in zip(sentence.tokens, sentence.tokens[1:], strict=False):
            if before.lower not in _WANT_INFINITIVE or not token.lower.endswith("тся"):
                continue
            mended = token.lower[:-3] + "ться"
            if any(parse.pos == "INFN" and parse.known for parse in parses_of(mended)):
                message = f"После «{before.lower}» нужен мягкий знак: «{mended}»."
                yield Finding(
                    "spelling", token.start, token.end, message, _cased(mended, token.text)
                )


def _needless_soft_signs(sentence: Sentence) -> Iterator[Finding]:
    """«Выплата производиться» for «производится»: a noun at the head, and no other word that could be the predicate."""
    words = sentence.words
    if any(
        word.lower in _WANT_INFINITIVE
        or (parse.pos in {"VERB", "PRTS", "PRED", "ADJS"} and not word.lower.endswith("ться"))
        for word in words
        for parse in word.parses[:1]
    ):
        return
    for place, token in enumerate(words[1:], 1):
        if not token.lower.endswith("ться") or not token.is_a("INFN"):
            continue
        before = words[place - 1]
        nouns = [
            parse for parse in before.parses if parse.pos == "NOUN" and "nomn" in parse.grammemes
        ]
        mended = token.lower[:-4] + "тся"
        if nouns and any(parse.pos == "VERB" and parse.known for parse in parses_of(mended)):
            message = f"Мягкий знак не нужен: «{mended}»."
            yield Finding("spelling", token.start, token.end, message, mended)
        return
