"""What stands around a letter's words: its numbers and days, signature, executor mark, satisfaction mark. Pure."""

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from otklik.language.checking.reading import parses_of
from otklik.language.dates import MONTHS
from otklik.regulations import Profile
from otklik.replies.checks.anatomy import NAME, PHONE, Anatomy, Line
from otklik.replies.checks.facts import CaseFacts
from otklik.replies.checks.finding import Remark

_NUMBER = re.compile(r"№\s*[\w/-]*\d")
_OWN_SURVEY = re.compile(r"https?://[^\s/]+/s/\S+")
_LINK = re.compile(r"https?://[^\s)»]+")
_SURNAME_ALONE = re.compile(
    r"^\s*(?:Исп\w*\.?:?\s*)?[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?\s*,?\s*(?=$|\(|\+?\d|тел)"
)
_DAY = (
    r"(?:(?P<d>\d{1,2})\.(?P<m>\d{1,2})\.(?P<y>\d{4})|"
    rf"(?P<d2>\d{{1,2}})\s+(?P<m2>{'|'.join(MONTHS)})\s+(?P<y2>\d{{4}}))"
)
_DATE = re.compile(_DAY, re.IGNORECASE)
_REFERENCE = re.compile(r"^\s*(?:на\s+)(?:ваш\w*\s+)?(?:вх\.\s*)?(?:№|от\b)", re.IGNORECASE)
_OLDEST = timedelta(days=730)
"""How long ago a term may lie to be a slip of the year rather than history."""
_DEADLINE = re.compile(
    rf"\b(?:до|не\s+позднее|к)\s+(?:конца\s+)?(?P<when>{_DAY})(?:\s+(?:года|г\.))?", re.IGNORECASE
)


def check(profile: Profile, letter: Anatomy, facts: CaseFacts) -> Iterator[Remark]:
    """All marks, from the head of the letter to its foot."""
    yield from _registration(letter)
    yield from _days(letter)
    yield from _signature(letter)
    yield from _executor(profile, letter)
    yield from _satisfaction(profile, letter, facts)


def _head(letter: Anatomy) -> list[Line]:
    until = (
        letter.salutation.start
        if letter.salutation
        else (letter.body[0].start if letter.body else 0)
    )
    return [line for line in letter.lines if line.end <= until]


def _registration(letter: Anatomy) -> Iterator[Remark]:
    end = letter.body[0].end if letter.body else len(letter.text)
    first = letter.body[0] if letter.body else Line(0, 0, "")
    if not _NUMBER.search(letter.text[:end]):
        message = "Нет номера: на какое обращение это ответ и под каким номером он ушёл."
        yield Remark("registration-data", first.start, min(first.end, first.start + 40), message)
        return
    own = [
        line
        for line in _head(letter)
        if _NUMBER.search(line.text) and not _REFERENCE.match(line.text)
    ]
    referred = [line for line in _head(letter) if _REFERENCE.match(line.text)]
    if own and not any(
        _DATE.search(line.text) for line in _head(letter) if not _REFERENCE.match(line.text)
    ):
        message = "У номера письма нет даты."
        yield Remark("registration-data", own[0].start, own[0].end, message)
    if referred and not own:
        message = "Нет номера и даты самого письма: есть только номер обращения."
        yield Remark("registration-data", referred[0].start, referred[0].end, message)
    said = len(_NUMBER.findall(letter.text[:end]))
    if own and not referred and said < 2 and not _DATE.search(first.text):
        message = "Не сказано, на какое обращение это ответ: «На № … от …»."
        yield Remark("registration-data", own[-1].start, own[-1].end, message)


def sent_on(letter: Anatomy) -> date | None:
    """The day of the letter itself, by its registration line; None where it says none."""
    for line in _head(letter):
        found = _DATE.search(line.text)
        if found and "№" in line.text and not _REFERENCE.match(line.text):
            return _day(found)
    return None


def _days(letter: Anatomy) -> Iterator[Remark]:
    """A reference later than the letter itself; a term that was over when the letter was signed."""
    sent = sent_on(letter)
    if sent is None:
        return
    for line in _head(letter):
        found = _DATE.search(line.text) if _REFERENCE.match(line.text) else None
        day = _day(found) if found else None
        if found and day and day > sent:
            message = "Обращение датировано позже ответа: проверьте даты."
            yield Remark("dates", line.start + found.start(), line.start + found.end(), message)
    for line in letter.body:
        for found in _DEADLINE.finditer(line.text):
            day = _day(found)
            left = max(line.text.rfind(sign, 0, found.start()) for sign in ".!?;:") + 1
            said = line.text[left : found.end() + 80].split(". ")[0]
            if day and sent - _OLDEST < day < sent and _looks_ahead(said):
                message = f"Этот срок уже прошёл: письмо от {sent:%d.%m.%Y}."
                yield Remark("dates", line.start + found.start(), line.start + found.end(), message)


def _looks_ahead(said: str) -> bool:
    """Whether a sentence speaks of what is still to come: a verb in the future, a request, and nothing in the past."""
    verbs = [
        parse
        for word in re.findall(r"[а-яё]+", said.lower())
        for parse in parses_of(word)[:1]
        if parse.pos in {"VERB", "PRED"}
    ]
    ahead = any(verb.grammemes & {"futr", "impr"} or verb.pos == "PRED" for verb in verbs)
    asked = re.search(r"\b(?:нужно|просим|можете|сможете|необходимо)\b", said, re.IGNORECASE)
    return bool(ahead or asked) and not any("past" in verb.grammemes for verb in verbs)


def _day(found: re.Match[str]) -> date | None:
    try:
        if found["d"]:
            return date(int(found["y"]), int(found["m"]), int(found["d"]))
        return date(int(found["y2"]), MONTHS.index(found["m2"].lower()) + 1, int(found["d2"]))
    except ValueError:
        return None


def _signature(letter: Anatomy) -> Iterator[Remark]:
    if letter.signature is None:
        start = letter.body[-1].start if letter.body else 0
        end = letter.body[-1].end if letter.body else len(letter.text)
        message = "Нет подписи: должность и фамилия того, кто подписал."
        yield Remark("signatory", start, end, message)


def _executor(profile: Profile, letter: Anatomy) -> Iterator[Remark]:
    if letter.executor:
        return
    last = letter.lines[-1] if letter.lines else Line(0, 0, "")
    after = letter.signature.end if letter.signature else 0
    tail = [line for line in letter.lines if line.start >= after]
    wants = profile.letter.executor_mark.fields
    others = 0 if letter.signature else 1
    text = " ".join(line.text for line in tail)
    alone = next((line for line in tail if _SURNAME_ALONE.match(line.text)), None)
    named, phone = len(NAME.findall(text)) > others, PHONE.search(text)
    if named and "phone" in wants and not phone:
        message = "В отметке об исполнителе нет телефона."
    elif phone and alone is not None:
        last = alone
        message = "В отметке об исполнителе нет инициалов."
    elif phone and not named:
        message = "В отметке об исполнителе нет фамилии."
    else:
        message = (
            "Нет отметки об исполнителе: фамилия, инициалы и телефон внизу последней страницы."
        )
    yield Remark("executor-mark", last.start, last.end, message)


def _satisfaction(profile: Profile, letter: Anatomy, facts: CaseFacts) -> Iterator[Remark]:
    mark = profile.letter.satisfaction_mark
    if mark is None:
        return
    wordings: Sequence[str] = (mark.text_appeal, mark.text_request)
    if facts.type:
        request = facts.type == "information-request"
        wordings = (mark.text_request, mark.text_appeal) if request else (mark.text_appeal,)
    text = _one_line(letter.text)
    last = letter.lines[-1] if letter.lines else Line(0, 0, "")
    begun = letter.text.find("Для оценки")
    if not any(_one_line(wording) in text for wording in wordings):
        ends = letter.text.find("\n", begun) if begun >= 0 else -1
        place = (
            (begun, ends if ends >= 0 else len(letter.text))
            if begun >= 0
            else (last.start, last.end)
        )
        said = (
            "Слова отметки об оценке изменены: они установлены порядком."
            if begun >= 0
            else "Нет отметки с просьбой оценить ответ."
        )
        yield Remark("satisfaction-mark", *place, said, wordings[0])
        return
    yield from _link(letter, max(begun, 0), mark.url, own_survey=mark.own_survey)
    if letter.executor and begun > letter.executor[0].start:
        message = "Отметка об оценке должна стоять выше отметки об исполнителе."
        yield Remark("satisfaction-mark", begun, begun + len("Для оценки"), message)


def _link(letter: Anatomy, begun: int, url: str, *, own_survey: bool) -> Iterator[Remark]:
    """The link of the mark: the prescribed one, or the ministry's own questionnaire where it has one."""
    found = _LINK.search(letter.text, begun)
    if found is None:
        ends = letter.text.find("\n", begun)
        message = "В отметке об оценке нет ссылки на опрос."
        yield Remark(
            "satisfaction-mark", begun, ends if ends >= 0 else len(letter.text), message, url
        )
        return
    said = found.group().rstrip(".,;")
    if said != url and not (own_survey and _OWN_SURVEY.fullmatch(said)):
        message = "Ссылка в отметке об оценке не та, что установлена порядком."
        yield Remark("satisfaction-mark", found.start(), found.start() + len(said), message, url)


def _one_line(text: str) -> str:
    return " ".join(text.replace("ё", "е").replace("Ё", "Е").split())
