"""How sentences and paragraphs are built: length, passive, verbal nouns, genitives, negations, lists."""

import re
import tomllib
from collections.abc import Iterator, Sequence
from functools import cache
from importlib import resources

from otklik.language.checking.finding import Finding
from otklik.language.checking.reading import Reading, Sentence, Token
from otklik.language.dates import plural
from otklik.language.readability import ENOUGH_WORDS, measure

GENITIVES_IN_A_ROW = 4
VERBAL_NOUNS_IN_A_SENTENCE = 4
PASSIVES_IN_A_SENTENCE = 2
DENSE_PARAGRAPH_WORDS = 100
LIST_ITEMS = 5
LISTED_AFTER_COLON = 6
NUMBERED_IN_A_ROW = 3
_VERBAL = re.compile(r"(?:ание|ение|яние|тие|ация|яция|иция|уция)$")
_NOT_VERBAL = frozenset(
    "здание задание заявление отделение учреждение предприятие имение помещение удостоверение население поколение "
    "образование движение значение мнение решение внимание время растение событие мероприятие условие наличие лицензия "
    "организация администрация федерация информация ситуация традиция позиция милиция полиция инвестиция функция "
    "конституция категория акция станция квитанция инстанция ассоциация корпорация компенсация субсидия управление "
    "отношение обращение уведомление постановление распоряжение положение соглашение приложение предложение сообщение "
    "направление основание звание знание состояние расстояние собрание издание питание место насаждение заведение "
    "объявление сведение средство назначение пособие письмо здравоохранение пожелание желание внимание понятие занятие "
    "развитие участие присутствие партия документация специализация".split()
)
_NEGATIVE = frozenset("не нет нельзя невозможно".split())
_NEW_THOUGHT = frozenset("а но поэтому зато однако".split())
_WORD = re.compile(r"[^\W\d_]+")


OPENING_SHARE = 1.5
"""How much longer a sentence of the opening may be: the order itself wants the question and the addressee in it."""


def long_sentences(
    reading: Reading, limit: int, names: Sequence[str] = (), opening: tuple[int, int] = (0, 0)
) -> Iterator[Finding]:
    """Sentences of more than `limit` words (the number is the profile's); a full name is one word.

    Names are the body's (`names`: only the first word is inflected, «министерства труда и социального развития», so the
    rest is looked for) and whatever stands in quotation marks. `opening` is the place of the first paragraph.
    """
    tails = [tail.lower() for name in names for _, _, tail in [name.partition(" ")] if tail]
    for sentence in reading.sentences:
        said = " ".join(sentence.text.lower().split())
        named = sum(said.count(tail) * len(_WORD.findall(tail)) for tail in tails)
        named += sum(
            len(_WORD.findall(reading.text[since:until])) - 1
            for since, until in reading.names
            if sentence.start <= since and until <= sentence.end
        )
        words = len(sentence.words) - named
        greeted = opening[0] <= sentence.start < opening[1]
        if words > limit * (OPENING_SHARE if greeted else 1):
            message = f"Длинное предложение: {_words(words)}. Разделите его на два."
            yield Finding("long-sentence", sentence.start, sentence.end, message)


def dense_paragraphs(reading: Reading) -> Iterator[Finding]:
    """Paragraphs that nobody reads to the end."""
    for start, end, text in reading.paragraphs():
        words = len(_WORD.findall(text))
        if words > DENSE_PARAGRAPH_WORDS:
            message = f"Плотный абзац: {_words(words)}. Разбейте его на части по смыслу."
            yield Finding("dense-paragraph", start, end, message)


def verbal_nouns(reading: Reading) -> Iterator[Finding]:
    """Sentences where nouns made of verbs do the work of verbs."""
    for sentence in reading.sentences:
        found = [
            token
            for token in sentence.words
            if _is_verbal(token) and not reading.is_name(token.start)
        ]
        if len(found) >= VERBAL_NOUNS_IN_A_SENTENCE:
            named = ", ".join(f"«{token.lower}»" for token in found[:4])
            message = f"Много отглагольных слов: {named}. Скажите глаголами, кто что делает."
            yield Finding("verbal-nouns", found[0].start, found[-1].end, message)


def _is_verbal(token: Token) -> bool:
    if not token.is_a("NOUN"):
        return False
    lemma = token.parses[0].lemma
    return _VERBAL.search(lemma) is not None and lemma not in _NOT_VERBAL


def genitive_chains(reading: Reading) -> Iterator[Finding]:
    """Several nouns in the genitive one after another: «проверка качества исполнения условий договора»."""
    for sentence in reading.sentences:
        chain: list[Token] = []
        nouns = 0
        for token in (*sentence.tokens, None):
            if token is not None and _is_genitive_noun(token) and not reading.is_name(token.start):
                chain.append(token)
                nouns += 1
            elif token is not None and chain and _is_genitive_adjective(token):
                chain.append(token)
            else:
                if nouns >= GENITIVES_IN_A_ROW:
                    last = max(i for i, item in enumerate(chain) if item.is_a("NOUN"))
                    message = "Цепочка слов в родительном падеже. Перестройте фразу с глаголом."
                    yield Finding("genitive-chain", chain[0].start, chain[last].end, message)
                chain, nouns = [], 0


def _is_genitive_noun(token: Token) -> bool:
    parse = token.parses[0] if token.parses else None
    if parse is None or parse.pos != "NOUN" or token.text[:1].isupper():
        return False
    return "gent" in parse.grammemes


def _is_genitive_adjective(token: Token) -> bool:
    parse = token.parses[0] if token.parses else None
    return parse is not None and parse.pos in {"ADJF", "PRTF"} and "gent" in parse.grammemes


def passives(reading: Reading) -> Iterator[Finding]:
    """Sentences with several short passive forms: nobody does anything in them."""
    for sentence in reading.sentences:
        found = [token for token in sentence.words if token.is_a("PRTS")]
        if len(found) > PASSIVES_IN_A_SENTENCE:
            message = "Не видно, кто действует. Назовите того, кто это сделал."
            yield Finding("passive", found[0].start, found[-1].end, message)


def negations(reading: Reading) -> Iterator[Finding]:
    """Two negations in one sentence: the reader has to turn it over (industry-mordovia:11.2.11)."""
    for sentence in reading.sentences:
        for found in _negatives(sentence):
            if len(found) >= 2 and not _in_pairs(sentence, found):
                message = (
                    "Два отрицания в одном предложении. Скажите, что можно и что нужно сделать."
                )
                yield Finding("negative-form", found[0].start, found[-1].end, message)


def _negatives(sentence: Sentence) -> Iterator[list[Token]]:
    """Negations thought by thought: a colon, a semicolon or a comma with «а», «но», «поэтому» begins a new one."""
    found: list[Token] = []
    before = ""
    for token in sentence.tokens:
        if token.text in ":;" or (before == "," and token.lower in _NEW_THOUGHT):
            yield found
            found = []
        elif token.lower in _NEGATIVE:
            found.append(token)
        elif before == "не" and found and token.is_a("COMP"):
            found.pop()  # «не ближе пяти метров» says how far, not that something is not
        before = token.lower
    yield found


def _in_pairs(sentence: Sentence, found: Sequence[Token]) -> bool:
    """Whether the negations only stand in «не только … но» or «если не …»."""
    said = sentence.text.lower()
    pairs = said.count("не только") + said.count("не позднее") + said.count("не менее")
    pairs += said.count("не более") + said.count("не ранее")
    return len(found) - pairs < 2


def readability(reading: Reading, ease_limit: int) -> Iterator[Finding]:
    """A text that is hard to read as a whole; `ease_limit` is the profile's reading ease (domain note 7.2)."""
    found = measure(reading.text)
    if found.words < ENOUGH_WORDS or found.reading_ease is None or found.grade is None:
        return
    if found.reading_ease < ease_limit - READABILITY_SLACK:
        grade = max(1, round(found.grade))
        level = f"примерно {grade}-й класс" if grade <= 11 else "уровень вуза"
        message = f"Текст трудный: {level}. Короче слова и предложения – понятнее ответ."
        yield Finding("readability", 0, min(len(reading.text), 80), message)


READABILITY_SLACK = 45
"""How far below the band «fair» a letter may lie before it is said: names of laws make every letter look hard."""


_INLINE_POINT = re.compile(r"(?<![\w.,])\d\)\s")


def list_chances(reading: Reading) -> Iterator[Finding]:
    """A sentence that lists many things in a row would be a list."""
    for sentence in reading.sentences:
        said = sentence.text
        listed = said.partition(":")[2]
        items = max(
            said.count(";") + 1,
            listed.count(",") + 1 if listed.count(",") >= LISTED_AFTER_COLON - 1 else 0,
        )
        if items >= LIST_ITEMS:
            message = f"Здесь перечислено пунктов: {items}. Сделайте список."
            yield Finding("list-chance", sentence.start, sentence.end, message)
    for start, _end, text in reading.paragraphs():
        points = list(_INLINE_POINT.finditer(text))
        if len(points) >= NUMBERED_IN_A_ROW:
            message = f"Здесь перечислено пунктов: {len(points)}. Сделайте список."
            yield Finding("list-chance", start + points[0].start(), start + len(text), message)


@cache
def _one_thing() -> tuple[tuple[str, ...], ...]:
    """Names of one thing, in their dictionary forms, row by row."""
    source = resources.files(__package__).joinpath("data", "one_thing.toml")
    return tuple(map(tuple, tomllib.loads(source.read_text(encoding="utf-8"))["rows"]))


def one_term(reading: Reading) -> Iterator[Finding]:
    """One thing called by two names (industry-mordovia:11.2.6)."""
    first: dict[str, Token] = {}
    for token in reading.tokens:
        for parse in token.parses[:1]:
            first.setdefault(parse.lemma, token)
    for names in _one_thing():
        used = [name for name in names if name in first]
        if len(used) > 1:
            later = max((first[name] for name in used), key=lambda token: token.start)
            message = f"Одно и то же названо по-разному: {', '.join(f'«{n}»' for n in used)}. Выберите одно слово."
            yield Finding("one-term", later.start, later.end, message)


def _words(count: int) -> str:
    return plural(count, "слово", "слова", "слов")
