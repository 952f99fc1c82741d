"""Agreement and government that can be judged surely: a word beside a word, every reading of both considered.

A pair is a fault only when no reading of the one fits any reading of the other; words that may stand for something else
(participles with their complements, adjectives used as nouns, numerals before them) are left alone.
"""

from collections.abc import Iterator, Sequence

from otklik.language.checking.finding import Finding
from otklik.language.checking.reading import Parse, Reading, Sentence, Token

_CASES = {case: case for case in ("nomn", "gent", "datv", "accs", "ablt", "loct")} | {
    "gen1": "gent",
    "gen2": "gent",
    "acc2": "accs",
    "loc1": "loct",
    "loc2": "loct",
    "voct": "nomn",
}
_GENDERS = frozenset({"masc", "femn", "neut"})
_OWN = frozenset("наш ваш свой мой".split())
_GOVERNING = frozenset(
    "необходимый доступный равный подведомственный известный нужный удобный полный достойный подобный "
    "соответственный понятный "
    "подконтрольный подотчётный близкий родной положенный присущий свойственный благодарный верный интересный "
    "полезный вредный "
    "противоречащий обязательный приятный дорогой выгодный важный посильный подсудный равносильный аналогичный "
    "идентичный "
    "эквивалентный пропорциональный соразмерный сопоставимый согласный готовый способный довольный богатый бедный "
    "больной "
    "знакомый характерный привычный опасный безопасный неизвестный непонятный недоступный чужой старший младший "
    "русский".split()
)
"""Adjectives with a complement of their own: «необходимые предприятию документы»."""
_AFTER: dict[str, frozenset[str]] = {
    word: frozenset({case})
    for case, words in (
        (
            "gent",
            "от до из без для у около ради кроме вместо против после среди возле вокруг из-за из-под",
        ),
        ("datv", "к ко согласно благодаря вопреки навстречу"),
        ("accs", "через про сквозь"),
        ("ablt", "над перед"),
        ("loct", "при о об"),
    )
    for word in words.split()
}
_ASKED = {
    "gent": "кого? чего?",
    "datv": "кому? чему?",
    "accs": "кого? что?",
    "ablt": "кем? чем?",
    "loct": "о ком? о чём?",
}
_BETWEEN = frozenset(
    "уже также полностью не пока ещё снова теперь сегодня вчера частично тоже вновь".split()
)
_MANY = frozenset(
    "большинство меньшинство ряд часть множество пара десяток сотня тысяча миллион количество число половина треть "
    "четверть "
    "остальное итого всего".split()
)
_POSTS = frozenset(
    "министр врач директор специалист инспектор консультант юрист педагог депутат".split()
)
"""A woman may hold the post: «министр подписала» is no fault."""
_BODIES = frozenset(
    "министерство правительство управление агентство учреждение ведомство предприятие".split()
)
_PERSONS = {
    "мы": ("1per", "plur"),
    "вы": ("2per", "plur"),
    "я": ("1per", "sing"),
    "они": ("3per", "plur"),
}


def check(reading: Reading) -> Iterator[Finding]:
    """Adjective and noun, preposition and noun, subject and predicate."""
    for sentence in reading.sentences:
        tokens = sentence.tokens
        for place, token in enumerate(tokens[:-1]):
            if reading.is_name(token.start):
                continue
            yield from _pair(tokens, place)
            yield from _preposition(tokens, place)
            yield from _far_preposition(tokens, place)
        yield from _subject(sentence)


def _pair(tokens: Sequence[Token], place: int) -> Iterator[Finding]:
    one, other = tokens[place], tokens[place + 1]
    if not (_is_adjective(one) and _is_noun(other)) or _is_excused(tokens, place):
        return
    if any(_agree(left, right) for left in one.parses for right in other.parses):
        return
    oblique = any(_cases(parse) & {"gent", "datv", "ablt"} for parse in other.parses)
    if oblique and one.lemmas & _GOVERNING:
        return
    # «сельских и городского поселений», «необходимые к сроку документы»: the word belongs to a noun further on.
    after = [item for item in tokens[place + 2 : place + 6] if item.is_word]
    if any(
        _agree(left, right)
        for item in after
        for left in one.parses
        for right in item.parses
        if right.pos == "NOUN"
    ):
        return
    message = f"Слова «{one.text}» и «{other.text}» не согласованы: проверьте род, число и падеж."
    yield Finding("agreement", one.start, other.end, message)


def _is_adjective(token: Token) -> bool:
    if not token.parses or len(token.text) < 4 or "-" in token.text:
        return False
    return all(
        parse.pos == "ADJF"
        and parse.known
        and not parse.grammemes & {"Subx", "Fixd", "Anum", "Name", "Surn", "Geox"}
        and ("Supr" not in parse.grammemes or parse.lemma == "ближайший")
        and ("Apro" not in parse.grammemes or parse.lemma in _OWN)
        and not parse.lemma.startswith(("выше", "ниже"))
        for parse in token.parses
    )


def _is_noun(token: Token) -> bool:
    if len(token.text) < 4 or token.text[:1].isupper():
        return False
    return bool(token.parses) and all(
        parse.pos == "NOUN"
        and parse.known
        and not parse.grammemes & {"Abbr", "Name", "Surn", "Fixd"}
        for parse in token.parses
    )


def _is_excused(tokens: Sequence[Token], place: int) -> bool:
    before = tokens[max(0, place - 3) : place]
    if any(item.text.isdigit() or item.is_a("NUMR") for item in before):
        return True
    last = before[-1] if before else None
    if last is None:
        return False
    if last.lower in {"и", "или", ",", "либо"} or not last.is_word:
        return (
            len(before) > 1
            and bool(before[-2].parses)
            and before[-2].parses[0].pos in {"ADJF", "PRTF"}
        )
    made = any("ablt" in parse.grammemes for parse in tokens[place].parses)
    return made and last.parses[0].pos in {"VERB", "INFN", "PRTS", "GRND", "PRTF", "ADVB"}


def _agree(left: Parse, right: Parse) -> bool:
    if not _cases(left) & _cases(right):
        return False
    plural = "plur" in left.grammemes
    if plural != ("plur" in right.grammemes):
        return False
    mine, its = left.grammemes & _GENDERS, right.grammemes & _GENDERS
    if not plural and mine and its and mine != its:
        return False
    if "accs" in _cases(left) & _cases(right) and len(_cases(left) & _cases(right)) == 1:
        return not ({"anim", "inan"} <= (left.grammemes | right.grammemes)) or "neut" in its
    return True


def _cases(parse: Parse) -> frozenset[str]:
    return frozenset(_CASES[item] for item in parse.grammemes if item in _CASES)


def _preposition(tokens: Sequence[Token], place: int) -> Iterator[Finding]:
    one, other = tokens[place], tokens[place + 1]
    wanted = _AFTER.get(one.lower)
    if wanted is None or len(other.text) < 4 or other.text[:1].isupper() or "-" in other.text:
        return
    if one.lower in {"после", "кроме", "против", "около", "вокруг", "навстречу"} and not _is_noun(
        other
    ):
        return
    kinds = {"NOUN", "ADJF", "PRTF"} if wanted == {"datv"} else {"NOUN", "ADJF"}
    found = [parse for parse in other.parses if parse.pos not in {"VERB", "PRTS", "ADJS", "GRND"}]
    if not found or not all(
        parse.pos in kinds
        and parse.known
        and not parse.grammemes & {"Apro", "Abbr", "Fixd", "Anum"}
        for parse in found
    ):
        return
    if any(_cases(parse) & wanted for parse in found):
        return
    following = tokens[place + 2] if place + 2 < len(tokens) else None
    if (
        following is not None
        and _is_noun(following)
        and any(_cases(parse) & wanted for parse in following.parses)
        and not _is_noun(other)
    ):
        return
    asked = " ".join(_ASKED[case] for case in sorted(wanted)[-1:])
    message = f"После «{one.lower}» нужен другой падеж: {asked}"
    yield Finding("government", one.start, other.end, message)


def _far_preposition(tokens: Sequence[Token], place: int) -> Iterator[Finding]:
    """«Для всех домах»: adjective and noun agree with one another, and neither with the preposition."""
    wanted = _AFTER.get(tokens[place].lower)
    if wanted is None or place + 2 >= len(tokens):
        return
    between, noun = tokens[place + 1], tokens[place + 2]
    if not (between.is_word and _is_modifier(between) and _is_noun(noun)):
        return
    if any(_cases(parse) & wanted for parse in noun.parses):
        return
    pairs = [(left, right) for left in between.parses for right in noun.parses]
    # «при этом законом», «для нужных людям вещей»: the two are no pair, so the preposition is not the noun's.
    if not any(_agree(left, right) for left, right in pairs):
        return
    if all(_cases(parse) & wanted for parse in between.parses):
        return
    asked = " ".join(_ASKED[case] for case in sorted(wanted)[-1:])
    message = f"После «{tokens[place].lower}» нужен другой падеж: {asked}"
    yield Finding("government", tokens[place].start, noun.end, message)


def _subject(sentence: Sentence) -> Iterator[Finding]:
    """A subject at the head of its sentence or after «что», and the predicate right after it."""
    tokens = sentence.tokens
    starts = [
        0,
        *(
            at + 2
            for at in range(len(tokens) - 1)
            if tokens[at].text == "," and tokens[at + 1].lower == "что"
        ),
    ]
    for start in starts:
        at = start
        while at < len(tokens) and tokens[at].is_word and _is_modifier(tokens[at]):
            at += 1
        if at >= len(tokens) - 1 or not tokens[at].is_word:
            continue
        after = at + 1
        while after < len(tokens) - 1 and tokens[after].lower in _BETWEEN:
            after += 1
        if _clash(tokens, at, after):
            subject, said = tokens[at], tokens[after]
            message = f"«{subject.text}» и «{said.text}» не согласованы: проверьте число и род."
            yield Finding("agreement", subject.start, said.end, message)


def _is_modifier(token: Token) -> bool:
    return all(parse.pos in {"ADJF", "PRTF"} for parse in token.parses) and bool(token.parses)


def _clash(tokens: Sequence[Token], at: int, after: int) -> bool:
    subject, said = tokens[at], tokens[after]
    if subject.lower in _PERSONS:
        maybe = after + 1 < len(tokens) and tokens[after + 1].lower == "быть"
        return after == at + 1 and not maybe and _clashes_with_person(subject.lower, said)
    nouns = subject.parses
    if not nouns or not all(
        parse.pos == "NOUN"
        and parse.known
        and _cases(parse) <= {"nomn", "accs"}
        and parse.lemma not in _MANY
        and not parse.grammemes & {"Name", "Surn", "Patr", "Geox", "Abbr", "ms-f", "Fixd"}
        for parse in nouns
    ):
        return False
    verbs = said.parses
    short = any(parse.pos == "PRTS" for parse in verbs)
    if short and all(parse.pos in {"PRTS", "ADJS"} and parse.known for parse in verbs):
        impersonal = any("neut" in parse.grammemes for parse in verbs)
        ordered = impersonal and any(item.is_a("INFN") for item in tokens[after + 1 : after + 5])
        return not ordered and not any(
            _predicate_fits(noun, verb) for noun in nouns for verb in verbs
        )
    return _clashes_with_verb(nouns, verbs)


def _clashes_with_verb(nouns: Sequence[Parse], verbs: Sequence[Parse]) -> bool:
    """An active verb: only nouns that cannot be its object («Заявление подписал министр» is right)."""
    if not verbs or not all(parse.pos == "VERB" and parse.known for parse in verbs):
        return False
    sure = all("accs" not in parse.grammemes for parse in nouns) or nouns[0].lemma in _BODIES
    if not sure or any("impr" in parse.grammemes or "Impe" in parse.grammemes for parse in verbs):
        return False
    return not any(
        _predicate_fits(noun, verb) for noun in nouns if "nomn" in noun.grammemes for verb in verbs
    )


def _predicate_fits(noun: Parse, verb: Parse) -> bool:
    if verb.grammemes & {"1per", "2per"}:
        return False
    if noun.lemma in _POSTS and "femn" in verb.grammemes:
        return True
    plural = "plur" in noun.grammemes
    if plural != ("plur" in verb.grammemes):
        return False
    mine, its = noun.grammemes & _GENDERS, verb.grammemes & _GENDERS
    return plural or not its or not mine or mine == its


def _clashes_with_person(who: str, said: Token) -> bool:
    person, number = _PERSONS[who]
    verbs = [parse for parse in said.parses if parse.pos == "VERB" and parse.known]
    if not verbs or not said.is_a("VERB") or any(parse.pos == "NOUN" for parse in said.parses):
        return False
    for verb in verbs:
        if "impr" in verb.grammemes or (who == "я" and "past" in verb.grammemes):
            return False
        if number in verb.grammemes and (person in verb.grammemes or "past" in verb.grammemes):
            return False
    return True
