"""Commas between clauses where they can be judged surely: conjunctions, inserted words, participles, gerunds."""

from collections.abc import Callable, Iterator, Sequence

from otklik.language.checking.finding import Finding
from otklik.language.checking.reading import Reading, Sentence, Token

_SAYING = frozenset(
    "сообщать сообщить информировать проинформировать уведомлять уведомить отмечать отметить разъяснять разъяснить "
    "пояснять "
    "пояснить объяснять объяснить считать полагать подтверждать подтвердить надеяться понимать знать узнать "
    "сожалеть напоминать "
    "напомнить указывать указать установить выяснить обещать пообещать говорить сказать написать писать думать "
    "решить видеть проверить "
    "показать доказать означать убедиться требовать ответить рассказать сообщаться просить предупредить "
    "предупреждать".split()
)
_KNOWN = frozenset(
    "известно понятно ясно очевидно жаль важно рад рады уверен уверены согласны установлено выяснено доказано "
    "решено указано сказано".split()
)
_OF_THAT = frozenset(("о", "в", "к"))
_INSERTED = tuple(
    tuple(words.split())
    for words in (
        "к сожалению|к "
        "счастью|например|конечно|разумеется|следовательно|по-видимому|во-первых|во-вторых|в-третьих|пожалуйста|"
        "по нашему мнению|на наш взгляд|по вашему мнению|по вашим словам|по нашим данным|с одной стороны|с другой "
        "стороны|"
        "как правило|кроме того|таким образом|итак|иными словами|другими словами|в частности|безусловно|к тому "
        "же|напротив"
    ).split("|")
)
_INSERTED_BY = {
    first: tuple(words for words in _INSERTED if words[0] == first)
    for first in {words[0] for words in _INSERTED}
}
_AT_HEAD_ONLY = frozenset(
    tuple(words.split())
    for words in (
        "таким образом",
        "кроме того",
        "в частности",
        "безусловно",
        "к тому же",
        "напротив",
    )
)
_JOINERS = frozenset("и а но или да же либо".split())
_NOT_BEFORE_IF = frozenset("даже только лишь особенно и а но или что разве именно не тем".split())
_NO_PARTICIPLE = frozenset(
    "данный следующий действующий настоящий соответствующий бывший предстоящий ведущий текущий заведующий "
    "управляющий учащийся "
    "служащий трудящийся верующий отдыхающий пострадавший исполняющий уважаемый существующий предыдущий подходящий "
    "нижеследующий "
    "обвиняемый уполномоченный командующий содержащий".split()
)
_NO_GERUND = frozenset(
    "исходя начиная судя несмотря включая благодаря спустя хотя молча стоя сидя лёжа лежа спеша глядя учитывая не".split()
)
_ANY = frozenset("угодно либо нибудь то".split())


def check(reading: Reading) -> Iterator[Finding]:
    """All clauses of all sentences."""
    for sentence in reading.sentences:
        tokens = sentence.tokens
        for place in range(1, len(tokens)):
            if reading.is_name(tokens[place].start) or not tokens[place].is_word:
                continue
            yield from _conjunction(sentence, place)
            yield from _inserted(tokens, place)
            yield from _participle(tokens, place)
            yield from _gerund(tokens, place)
        yield from _at_head(tokens)


def _missing(before: Token, word: Token, text: str) -> Finding:
    message = f"Перед «{text}» нужна запятая."
    return Finding("punctuation", before.start, word.end, message, None)


def _conjunction(sentence: Sentence, place: int) -> Iterator[Finding]:
    tokens = sentence.tokens
    word, before = tokens[place], tokens[place - 1]
    if not before.is_word:
        return
    after = tokens[place + 1] if place + 1 < len(tokens) else None
    following = after.lower if after is not None and (after.is_word or after.text in "«№") else ""
    if _wants_comma(tokens, place, following):
        message = f"Перед «{word.text}» нужна запятая."
        yield Finding("punctuation", before.start, word.end, message, f"{before.text}, {word.text}")


def _wants_comma(tokens: Sequence[Token], place: int, following: str) -> bool:
    judge = _JUDGES.get(tokens[place].lower)
    return judge is not None and judge(tokens, place, following)


def _before_if(tokens: Sequence[Token], place: int, following: str) -> bool:
    del following
    before = tokens[place - 1]
    return before.lower not in _NOT_BEFORE_IF and before.parses[0].pos in {"NPRO", "PRTS"}


def _before_though(tokens: Sequence[Token], place: int, following: str) -> bool:
    first = tokens[place - 1].parses[0].pos
    return following != "бы" and first in {"NOUN", "VERB", "INFN", "PRTS", "PRED", "NPRO"}


def _before_as(tokens: Sequence[Token], place: int, following: str) -> bool:
    return following == "как" and tokens[place - 1].lower not in _JOINERS | {"не", "же"}


def _before_that_is(tokens: Sequence[Token], place: int, following: str) -> bool:
    more = place + 2 < len(tokens) and tokens[place + 2].is_word
    return (
        following == "есть" and more and tokens[place - 1].lower not in _JOINERS | {"что", "если"}
    )


def _before_and(tokens: Sequence[Token], place: int, following: str) -> bool:
    before = tokens[place - 1]
    if following in {"также", "именно", "не"}:
        return before.lower not in _JOINERS
    if place > 1 and tokens[place - 2].lower == "не":
        return True
    negated = any(item.lower == "не" for item in tokens[:place])
    return negated and before.parses[0].pos in {"NOUN", "INFN", "VERB"}


def _before_but(tokens: Sequence[Token], place: int, following: str) -> bool:
    del following
    return tokens[place - 1].parses[0].pos in {"PRTS", "ADJF", "NPRO", "ADJS"}


def _before_where(tokens: Sequence[Token], place: int, following: str) -> bool:
    before = tokens[place - 1]
    verb = before.parses[0].pos in {"VERB", "INFN", "PRTS"} or _says(before)
    plain = verb and all(parse.pos != "NOUN" for parse in before.parses) and bool(following)
    return plain and following not in _ANY and before.lower not in {"есть", "бывает", "быть"}


def _before_which(tokens: Sequence[Token], place: int, following: str) -> bool:
    return _says(tokens[place - 1]) and following not in _ANY


def _before_that(tokens: Sequence[Token], place: int, following: str) -> bool:
    del following
    before = tokens[place - 1]
    if before.lower in {"том", "тому"} and place > 1:
        return tokens[place - 2].lower in _OF_THAT and (
            place < 3 or tokens[place - 3].lower not in {"вместе", "связи"}
        )
    if before.lower in _KNOWN:
        return True
    return _says(before)


def _says(token: Token) -> bool:
    kinds = {"VERB", "INFN", "GRND"}
    return any(parse.pos in kinds and parse.lemma in _SAYING for parse in token.parses)


_JUDGES: dict[str, Callable[[Sequence[Token], int, str], bool]] = {
    "что": _before_that,
    "если": _before_if,
    "хотя": _before_though,
    "так": _before_as,
    "то": _before_that_is,
    "а": _before_and,
    "но": _before_but,
    **dict.fromkeys("когда где куда откуда почему сколько".split(), _before_where),
    **dict.fromkeys("зачем каким какие какой какая какое каких".split(), _before_which),
}


def _inserted(tokens: Sequence[Token], place: int) -> Iterator[Finding]:
    for words in _INSERTED_BY.get(tokens[place].lower, ()):
        last = place + len(words)
        if words in _AT_HEAD_ONLY or last >= len(tokens):
            continue
        if tuple(token.lower for token in tokens[place:last]) != words:
            continue
        before, after = tokens[place - 1], tokens[last]
        if before.is_word and after.is_word and before.lower not in _JOINERS:
            said = " ".join(words)
            message = f"Слово «{said}» выделяют запятыми с двух сторон."
            fixed = f", {said},"
            yield Finding("punctuation", before.end, tokens[last - 1].end, message, fixed)


def _at_head(tokens: Sequence[Token]) -> Iterator[Finding]:
    for words in _INSERTED_BY.get(tokens[0].lower, ()) if tokens else ():
        last = len(words)
        if last >= len(tokens) or tuple(token.lower for token in tokens[:last]) != words:
            continue
        if tokens[last].is_word and tokens[last].lower not in {"что", "как", "же"}:
            said = " ".join(token.text for token in tokens[:last])
            yield Finding(
                "punctuation",
                tokens[0].start,
                tokens[last - 1].end,
                f"После «{said}» нужна запятая.",
                f"{said},",
            )
        return
    yield from _gerund_at_head(tokens)


def _gerund_at_head(tokens: Sequence[Token]) -> Iterator[Finding]:
    """«Рассмотрев Ваше обращение сообщаем»: a gerund at the head and no comma before the verb."""
    if not tokens or not _is_gerund(tokens[0]) or tokens[0].lower in _NO_GERUND:
        return
    for place, token in enumerate(tokens[1:], 1):
        if not token.is_word and token.text not in '«»"№':
            return
        if token.is_a("VERB") and token.parses[0].known and tokens[place - 1].is_word:
            yield _missing(tokens[place - 1], token, token.text)
            return


def _is_gerund(token: Token) -> bool:
    return bool(token.parses) and all(parse.pos == "GRND" and parse.known for parse in token.parses)


def _gerund(tokens: Sequence[Token], place: int) -> Iterator[Finding]:
    word = tokens[place]
    if not _is_gerund(word) or word.lower in _NO_GERUND:
        return
    at = place - 1
    if tokens[at].lower == "не":
        at -= 1
    if at < 0 or not tokens[at].is_word:
        return
    before = tokens[at]
    nouns = before.parses and all(parse.pos in {"NOUN", "NPRO"} for parse in before.parses)
    longer = place + 1 < len(tokens) and tokens[place + 1].is_word
    if nouns and longer:
        yield _missing(before, word, tokens[at + 1].text)


def _participle(tokens: Sequence[Token], place: int) -> Iterator[Finding]:
    """«Документы представленные Вами»: a participle that agrees with the noun before it and has words of its own."""
    word, before = tokens[place], tokens[place - 1]
    if place + 1 >= len(tokens) or not before.is_word or not tokens[place + 1].is_word:
        return
    if not word.is_a("PRTF") or not word.parses[0].known or word.lemmas & _NO_PARTICIPLE:
        return
    if not before.is_a("NOUN") or not _agree(before, word):
        return
    after = tokens[place + 1]
    if any(parse.pos in {"NOUN", "ADJF", "PRTF"} for parse in after.parses) and _agree(after, word):
        return
    following = tokens[place + 2] if place + 2 < len(tokens) else None
    if following is not None and after.is_a("ADJF") and _agree(following, word):
        return
    governed = any(
        parse.pos in {"PREP", "NPRO", "NOUN", "ADJF", "ADVB", "INFN", "NUMR"}
        for parse in after.parses
    )
    commas = [token.text for token in tokens[max(0, place - 2) : place]]
    if governed and "," not in commas:
        message = f"Перед «{word.text}» нужна запятая."
        yield Finding("punctuation", before.start, word.end, message, f"{before.text}, {word.text}")


def _agree(one: Token, other: Token) -> bool:
    for left in one.parses:
        for right in other.parses:
            cases = (
                left.grammemes & right.grammemes & {"nomn", "gent", "datv", "accs", "ablt", "loct"}
            )
            numbers = left.grammemes & right.grammemes & {"sing", "plur"}
            genders = left.grammemes & right.grammemes & {"masc", "femn", "neut"}
            if cases and numbers and ("plur" in numbers or genders):
                return True
    return False
