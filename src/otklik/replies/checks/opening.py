"""How a letter begins: the salutation and whose it is, the first paragraph with the question and the addressee. Pure."""

import re
from collections.abc import Iterator, Sequence

from otklik import language
from otklik.replies.checks.anatomy import Anatomy, Line
from otklik.replies.checks.facts import CaseFacts
from otklik.replies.checks.finding import Remark

_MASCULINE = ("уважаемый", "дорогой", "глубокоуважаемый", "многоуважаемый")
_FEMININE = ("уважаемая", "дорогая", "глубокоуважаемая", "многоуважаемая")
_SWAPPED = {
    wrong: right.capitalize()
    for one, other in zip(_MASCULINE, _FEMININE, strict=True)
    for wrong, right in ((one, other), (other, one))
}
_NO_NAME = re.compile(
    r"^(?:граждан\w*|заявител\w*|клиент\w*|абонент\w*|господин\w*|госпож\w*|получател\w*|пользовател\w*|житель)?\s*$",
    re.IGNORECASE,
)
_TITLE = re.compile(r"^(?:(?P<m>господин|г-н)|госпожа|г-жа)\b", re.IGNORECASE)
_INITIALS_ONLY = re.compile(r"(?<!\w)[А-ЯЁ]\.\s?[А-ЯЁ]\.?(?!\w)")
_RECIPIENT = re.compile(
    r"(?P<surname>[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?)\s+(?P<i>[А-ЯЁ])\.\s?(?P<o>[А-ЯЁ])\.|"
    r"(?P<i2>[А-ЯЁ])\.\s?(?P<o2>[А-ЯЁ])\.\s?(?P<surname2>[А-ЯЁ][а-яё]+)|"
    r"(?P<surname3>[А-ЯЁ][а-яё]+)\s+(?P<i3>[А-ЯЁ])[а-яё]+\s+(?P<o3>[А-ЯЁ])[а-яё]+(?:ичу|вне|ичне|ича|вны|ичны)\b"
)
_ABOUT = re.compile(
    r"\b(?:обращени|заявлени|жалоб|запрос|предложени|письм|ходатайств|вопрос|обратил|написал|пожалова|попросил|просьб|"
    r"сообщил|сообщаете|спросил|спрашива|просите|просил|благодарност|интересу|поинтересова|отзыв|сообщени|пишете|рассказал|рассказываете|узнать|"
    r"предложил|предлагаете|заявк|обжалова|возража|возражени|претензи|замечани|недовольн|против\b)",
    re.IGNORECASE,
)
_AUTHORITIES = (
    r"администраци|правительств|аппарат|при[её]мн|прокуратур|управлени|департамент|мэри|дум|"
    r"собрани|инспекци|фонд|комитет|агентств"
)
_ADDRESSED = re.compile(
    r"в\s+адрес|в\s+Ваш\s+адрес|адресован|на\s+имя|направл\w+\s+(?:Вами\s+)?(?:в|на|министр|губернатор)|направил\w*|перенаправлен|"
    r"поступивш\w+\s+(?:\w+\s+){0,3}(?:в|на|из|от)\b|обратил\w+\s+(?:в|к)\b|"
    r"(?:получ|рассмотр)(?:ил|ел)[оаи]?\s+(?:Ваш|обращени|запрос)|написал[аи]?\s+(?:в|к|на\s+имя|министр|губернатор)|"
    r"\bминистерств|\bминистр(?:у|ом|а|е)?\b|"
    r"\b(?:губернатору|главе|президенту|заместителю|мэру|депутату|уполномоченному|председателю|начальнику|руководителю|директору|прокурору)\b|"
    r"(?:обращени|заявлени|жалоб|запрос|предложени|письм)\w*\s+(?:\w+\s+){0,2}(?:к\s|на\s+имя|губернатор|президент|глав[ыае]\b)|"
    rf"\b(?:в|из|от|через)\s+(?:[\w-]+\s+){{0,3}}(?:{_AUTHORITIES})|\bк\s+нам\b|\bнам\b|на\s+(?:сайт|портал|горячую)|"
    r"личн\w+\s+при[её]м|через\s+(?:портал|сайт|при[её]мную)",
    re.IGNORECASE,
)
_SUBJECT = re.compile(
    r"\b(?:о|об|обо|про|по\s+вопрос\w+|по\s+поводу|по\s+теме|касающ\w+|относительно|насчёт|с\s+(?:просьб|вопрос|жалоб|предложени|благодарност)\w+|на|почему|когда|как|где|сколько|можно\s+ли)\s+\S+|"
    r"вопрос\w*|\bвы\s+(?:не\s+)?[а-яё]+(?:ете|ите|ли|ла|л|тесь|лись)\b|(?:предложени|просьб|жалоб)\w*\s+(?:[а-яё]+\s+){0,3}[а-яё]+(?:ть|ти)\b|"
    r"(?:претензи|замечани|отзыв)\w*\s+к\s+\S+",
    re.IGNORECASE,
)
_HEADS = re.compile(
    r"губернатор|министр|министерств|правительств|президент|администраци|прокуратур|прокурор|мэр|депутат|уполномоч|полпред|глав[аеыу]\b",
    re.IGNORECASE,
)
_FEW = 3
"""Words of substance from which a first paragraph says on its own what it is about."""


def check(letter: Anatomy, facts: CaseFacts) -> Iterator[Remark]:
    """The salutation, then the first paragraph."""
    yield from _salutation(letter, facts)
    yield from _first_paragraph(letter, facts)


def _salutation(letter: Anatomy, facts: CaseFacts) -> Iterator[Remark]:
    line = letter.salutation
    if line is None:
        first = letter.body[0] if letter.body else Line(0, 0, "")
        message = "Письмо не начинается с обращения к человеку: «Уважаемая Анна Ильинична!»"
        yield Remark("salutation", first.start, first.end, message)
        return
    word, name = letter.greeting
    lowered = word.lower()
    personal = lowered in (*_MASCULINE, *_FEMININE)
    if not personal:
        return
    if _NO_NAME.match(name):
        yield Remark(
            "salutation", line.start, line.end, "В обращении нет имени: назовите человека."
        )
        return
    if _INITIALS_ONLY.search(name):
        message = "В обращении инициалы: назовите имя и отчество полностью."
        yield Remark("salutation", line.start, line.end, message)
        return
    wanted = _wanted(facts.name)
    if wanted and _plain(wanted) != _plain(_TITLE.sub("", name)):
        message = f"Имя в обращении не то: в карточке – «{wanted}»."
        yield Remark("salutation", line.start, line.end, message)
    elif not wanted and (other := _other_recipient(letter, name)):
        message = f"Имя в обращении не то: письмо адресовано «{other}»."
        yield Remark("salutation", line.start, line.end, message)
    yield from _gender(line, word, name, facts.gender)


def _gender(line: Line, word: str, name: str, known: str) -> Iterator[Remark]:
    lowered = word.lower()
    gender = known or _gender_of(name)
    said = "m" if lowered in _MASCULINE else "f"
    if gender and gender != said:
        mended = _SWAPPED[lowered]
        start = line.start + line.text.index(word)
        message = f"Обращение не согласовано с именем: «{mended} {name}»."
        yield Remark("salutation", start, start + len(word), message, mended)


def _wanted(name: str) -> str:
    """Given name and patronymic as a salutation prints them, the surname left out."""
    if not name:
        return ""
    parsed = language.parse_name(name)
    if not parsed.has_full_given:
        return name
    said = [parsed.given, parsed.patronymic if parsed.has_full_patronymic else ""]
    return " ".join(part for part in said if part)


def _gender_of(name: str) -> str | None:
    titled = _TITLE.match(name)
    if titled:
        return "m" if titled["m"] else "f"
    guess = language.guess_gender(language.parse_name(name))
    return guess.gender if guess.sure else None


def _other_recipient(letter: Anatomy, name: str) -> str:
    """The one person of the head, as written there, when his initials are not those of the greeted name."""
    parsed = language.parse_name(name)
    if letter.salutation is None or not (parsed.has_full_given and parsed.has_full_patronymic):
        return ""
    found = list(_RECIPIENT.finditer(letter.text[: letter.salutation.start]))
    if len(found) != 1:
        return ""
    one = found[0]
    first, second = one["i"] or one["i2"] or one["i3"], one["o"] or one["o2"] or one["o3"]
    same = first == parsed.given[0].upper() and second == parsed.patronymic[0].upper()
    return "" if same else one.group()


def _plain(text: str) -> str:
    return re.sub(r"[^\w]+", " ", text.casefold().replace("ё", "е")).strip()


def _first_paragraph(letter: Anatomy, facts: CaseFacts) -> Iterator[Remark]:
    if not letter.body:
        yield Remark("first-paragraph", 0, len(letter.text), "В письме нет ни одного абзаца.")
        return
    first = letter.body[0]
    lacking = []
    if not _names_question(first.text, facts.questions):
        lacking.append("о чём спрашивали")
    if not _names_addressee(first.text, facts.addressee):
        lacking.append("кому было адресовано обращение")
    if lacking:
        message = f"В первом абзаце не сказано, {' и '.join(lacking)}."
        yield Remark("first-paragraph", first.start, first.end, message)


def _names_question(text: str, questions: Sequence[str]) -> bool:
    if not (_ABOUT.search(text) and _SUBJECT.search(text)):
        return False
    if all(stem in _WROTE_STEMS for stem in substance(text)):
        return False  # «Вы обратились в министерство»: with what is not said
    return not questions or shared(text, " ".join(questions)) > 0 or len(substance(text)) >= _FEW


def _names_addressee(text: str, addressee: str) -> bool:
    if not addressee:
        return _ADDRESSED.search(text) is not None
    heads = {found.lower()[:6] for found in _HEADS.findall(addressee)}
    if heads & {found.lower()[:6] for found in _HEADS.findall(text)}:
        return True
    return shared(text, addressee) >= 0.5 or (not heads and _ADDRESSED.search(text) is not None)


_EMPTY = frozenset(
    "почему когда какой какая какие какое каких сколько можно может могу если есть быть будет этот эта это все весь мой моя "
    "мне меня наш нам вас вам ваш ваша ваше для при под над без или что чтобы как так где куда кто чем чего "
    "после перед обращение письмо вопрос министерство министр рассмотреть рассмотрено область новосибирский "
    "республика мордовия магаданский адресованное направленное прошу просим пожалуйста".split()
)
_EMPTY_STEMS = frozenset(language.stems(" ".join(_EMPTY)))


_WROTE_STEMS = frozenset(
    language.stems(
        "обратились обратилась обратился написали написал написала направили направил направила прислали сообщили "
        "рассмотрели рассмотрело получили получило спросили просили"
    )
)
"""Words that say that somebody wrote, not what about."""


def substance(text: str) -> list[str]:
    """The stems of the words that say what a text is about."""
    return [stem for stem in language.stems(text) if len(stem) > 2 and stem not in _EMPTY_STEMS]


def shared(text: str, wanted: str) -> float:
    """Which part of the words of `wanted` the text says, in whatever form; 1 when it has none."""
    asked = substance(wanted)
    said = substance(text)
    if not asked:
        return 1.0
    return sum(any(_same(one, other) for other in said) for one in asked) / len(asked)


def _same(one: str, other: str) -> bool:
    """«дорог» and «дорож», «субсид» and «субсидирова» are of one root."""
    length = max(4, round(0.7 * min(len(one), len(other))))
    return one == other or (min(len(one), len(other)) >= 4 and one[:length] == other[:length])
