"""Words and phrases of the lists: officialese, foreign words, terms, idioms, colloquial words.

The lists are data (`data/*.toml`, the project's own, see `data/README.md`). A phrase matches by dictionary forms, so
one row finds every form of it; a word of the list with `=` before it matches only as it stands.
"""

import tomllib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from otklik.language.checking.finding import Finding, Rule
from otklik.language.checking.reading import Reading, Token, parses_of
from otklik.language.morphology import analyzer

LISTS: dict[str, Rule] = {
    "officialese": "officialese",
    "foreign": "foreign-words",
    "terms": "special-terms",
    "idioms": "metaphors",
    "negatives": "negative-form",
    "colloquial": "colloquial",
}
WORDS: dict[Rule, str] = {
    "officialese": "Канцелярский оборот.",
    "foreign-words": "Иностранное слово.",
    "special-terms": "Термин знают не все.",
    "negative-form": "Отрицание, без которого можно обойтись.",
    "metaphors": "Образное выражение можно понять по-разному.",
    "colloquial": "Слово не для официального письма.",
}
LONG_WORD = 3
_CASES = frozenset({"nomn", "gent", "datv", "accs", "ablt", "loct"})
_KEPT = _CASES | {"sing", "plur"}


@dataclass(frozen=True, slots=True)
class Phrase:
    """One row of a list: what is matched, and what could be written instead."""

    rule: Rule
    words: tuple[str, ...]
    """Dictionary forms; `=word` stands for the word as it is."""
    instead: str
    explanation: str
    unless_before: frozenset[str] = frozenset()
    """Next words (as they stand) after which the row says nothing."""


@cache
def phrases() -> dict[str, tuple[Phrase, ...]]:
    """Return all rows by the dictionary form of their first word, longer rows first."""
    found: dict[str, list[Phrase]] = defaultdict(list)
    for name, rule in LISTS.items():
        source = resources.files(__package__).joinpath("data", f"{name}.toml")
        rows = tomllib.loads(source.read_text(encoding="utf-8"))["rows"]
        for row in rows:
            phrase = _phrase(rule, row)
            found[phrase.words[0]].append(phrase)
    return {
        key: tuple(sorted(rows, key=lambda row: -len(row.words))) for key, rows in found.items()
    }


def _phrase(rule: Rule, row: Sequence[str]) -> Phrase:
    what, instead, *more = row
    words = tuple(_word(rule, word) for word in what.split())
    explanation = more[0] if more else ""
    unless = frozenset(more[1].split()) if len(more) > 1 else frozenset[str]()
    return Phrase(rule, words, instead, explanation, unless)


def _word(rule: Rule, word: str) -> str:
    """A figure of speech is one in every form of its words: «капля в море», «каплей в море»."""
    plain = word.removeprefix("=")
    if word.startswith("=") and (rule != "metaphors" or len(plain) < LONG_WORD):
        return word
    return _lemma(plain)


def _lemma(word: str) -> str:
    return parses_of(word.lower())[0].lemma


def check(reading: Reading) -> Iterator[Finding]:
    """Find the phrases of all lists; a longer one hides the shorter ones inside it, a term is told once."""
    known = phrases()
    told: set[tuple[str, ...]] = set()
    for sentence in reading.sentences:
        tokens = sentence.tokens
        place = 0
        while place < len(tokens):
            found = _at(known, tokens, place)
            if found is None:
                place += 1
                continue
            last = place + len(found.words) - 1
            first = found.words not in told
            told |= {found.words} if found.rule == "special-terms" else set()
            explained = found.rule == "special-terms" and _is_explained(
                reading.text, tokens[last].end
            )
            if first and not explained and not reading.is_name(tokens[place].start):
                yield _finding(reading.text, found, tokens[place : last + 1])
            place = last + 1


def _at(known: dict[str, tuple[Phrase, ...]], tokens: Sequence[Token], place: int) -> Phrase | None:
    first = tokens[place]
    if not first.is_word:
        return None
    for key in (f"={first.lower}", *first.lemmas):
        for phrase in known.get(key, ()):
            if place + len(phrase.words) <= len(tokens) and _matches(phrase, tokens, place):
                return phrase
    return None


def _matches(phrase: Phrase, tokens: Sequence[Token], place: int) -> bool:
    end = place + len(phrase.words)
    # The words after the first one: the first was the key.
    for word, token in zip(phrase.words[1:], tokens[place + 1 : end], strict=True):
        if word.startswith("="):
            if token.lower != word[1:]:
                return False
        elif word not in token.lemmas:
            return False
    following = tokens[end].lower if end < len(tokens) else ""
    return following not in phrase.unless_before


def _is_explained(text: str, end: int) -> bool:
    """Whether the words right after a term explain it: a bracket, «это», «то есть»."""
    after = text[end : end + 12].lstrip()
    return after.startswith(("(", "– это", "— это", "- это", ", то есть", ", т. е."))


def _finding(text: str, phrase: Phrase, tokens: Sequence[Token]) -> Finding:
    start, end = tokens[0].start, tokens[-1].end
    message = WORDS[phrase.rule]
    if phrase.explanation:
        message = f"{message} {phrase.explanation}"
    options = [option.strip() for option in phrase.instead.split("|") if option.strip()]
    if phrase.rule == "special-terms":
        said = f"{text[start:end]} ({phrase.instead})" if phrase.instead else None
        return Finding(phrase.rule, start, end, f"{message} Поясните его простыми словами.", said)
    if options:
        message = f"{message} Проще: {', '.join(f'«{option}»' for option in options)}."
    suggestion = _fitted(options[0], tokens, text[start:end]) if options else None
    return Finding(phrase.rule, start, end, message, suggestion)


def _fitted(option: str, tokens: Sequence[Token], original: str) -> str | None:
    """Put the replacement into the form of what it replaces; None where that is not sure."""
    if len(tokens) == 1 and " " not in option:
        fitted = _inflected(option, tokens[0])
    elif len(tokens) > 1 and tokens[0].is_a("PREP"):
        fitted = option
    elif any(token.parses and token.parses[0].pos in _BENT for token in tokens):
        fitted = None
    else:
        fitted = option
    if fitted and original[:1].isupper():
        fitted = fitted[:1].upper() + fitted[1:]
    return fitted


_BENT = frozenset({"NOUN", "VERB", "INFN", "ADJF", "PRTF", "PRTS", "ADJS"})


def _inflected(option: str, token: Token) -> str | None:
    parse = token.parses[0]
    wanted = parse.grammemes & _KEPT
    if parse.pos == "ADJF":
        wanted |= parse.grammemes & {"masc", "femn", "neut"}
    if parse.pos in {"ADVB", "PREP", "CONJ", "PRCL"}:
        return option
    if parse.pos not in {"NOUN", "ADJF"} or not wanted:
        return None
    for candidate in analyzer().parse(option):
        if str(candidate.tag.POS) != parse.pos:
            continue
        fitted = candidate.inflect(set(wanted))
        if fitted is not None:
            return str(fitted.word)
    return None
