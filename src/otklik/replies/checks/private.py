"""Personal data that a letter must not carry: numbers of documents, and what belongs to other people. Pure."""

import re
from collections.abc import Iterator

from otklik import language
from otklik.replies.checks.anatomy import Anatomy
from otklik.replies.checks.facts import CaseFacts
from otklik.replies.checks.finding import Remark

_SNILS = r"(?<!\d)\d{3}-\d{3}-\d{3}[\s-]\d{2}(?!\d)|СНИЛС\D{0,12}\d{11}(?!\d)"
_PASSPORT = (
    r"паспорт\w*\D{0,40}\d{2}\s?\d{2}\s?(?:№\s?|номер\s)?\d{6}(?!\d)|"
    r"сери\w+\s+\d{2}\s?\d{2},?\s+(?:№|номер)\s?\d{6}(?!\d)"
)
_CERTIFICATE = (
    r"свидетельств\w+\s+о\s+(?:рождении|браке|смерти)\D{0,20}[IVX]+-[А-Я]{2}\s?(?:№\s?)?\d{6}"
)
_DAY = r"\d{1,2}[. ](?:\d{2}|[а-яё]+)[. ]\d{4}"
_BIRTH = (
    rf"{_DAY}\s*(?:года\s+рождения|г\.\s?р\.)|(?:дата\s+рождения|родил(?:ся|ась))\D{{0,5}}{_DAY}"
)
_HOME = r"(?:проживающ\w+|прописанн\w+|проживает|живёт|живет)\s+(?:по\s+адресу|в\s+квартире|на\s+улице)[^.;\n]{0,80}"
_NUMBERS = tuple(
    (re.compile(pattern, re.IGNORECASE), what)
    for pattern, what in (
        (_SNILS, "номер СНИЛС"),
        (_PASSPORT, "данные паспорта"),
        (_CERTIFICATE, "номер свидетельства"),
        (r"(?<!\d)(?:\d{4}[\s-]){3}\d{4}(?!\d)", "номер карты"),
        (r"(?<![\d.])(?:40817|40820|423\d\d)\d{15}(?!\d)", "номер счёта"),
        (r"\bИНН\D{0,12}\d{12}(?!\d)", "ИНН человека"),
        (r"полис\w*\D{0,20}\d{16}(?!\d)", "номер полиса"),
        (_BIRTH, "дату рождения"),
        (_HOME, "домашний адрес человека"),
    )
)
_FULL_NAME = (
    r"[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?\s+[А-ЯЁ][а-яё]+\s+"
    r"[А-ЯЁ][а-яё]+(?:вич|вича|вичу|вичем|виче|ьич|ьича|ьичу|ьичем|вна|вны|вне|вной|вну|ична|ичны|ичне|ичной|ичну)\b"
)
_PERSON = re.compile(rf"\b{_FULL_NAME}")
_SHORT_NAME = (
    r"[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?\s+[А-ЯЁ]\.\s?[А-ЯЁ]\.|[А-ЯЁ]\.\s?[А-ЯЁ]\.\s?[А-ЯЁ][а-яё]+"
)
_NEIGHBOUR = re.compile(
    r"\b(?:(?i:сосед\w*|граждан(?:ин|ина|ину|ином|ка|ки|ке|ку|кой)|гр\.|заявител(?:ь|я|ю|ем|ьница|ьницы|ьнице)|жительниц\w*|жител(?:ь|я|ю|ем)|жил(?:ец|ьца|ьцу|ьцом)|друг(?:ой|ого|ому|им)\s+клиент\w*))"
    rf"\s+(?:[а-яё-]+\s+){{0,3}}(?P<who>{_FULL_NAME}|{_SHORT_NAME}|[А-ЯЁ][а-яё]+\s+[А-ЯЁ][а-яё]+)"
)
_MOBILE = re.compile(r"(?<!\d)(?:\+7|8)[\s(-]*9\d{2}\)?[\s-]*\d{3}[\s-]?\d{2}[\s-]?\d{2}(?!\d)")
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_CONTACT = re.compile(
    r"\b(?:звоните|позвоните|обратитесь|обращайтесь|обратиться|напишите|пишите|написать|пришлите|присылайте|направьте|направить|отправьте|отправить|"
    r"специалист\w*|консультант\w*|консультаци\w*|куратор\w*|координатор\w*|начальник\w*|директор\w*|инспектор\w*|руководител\w*|менеджер\w*|"
    r"заведующ\w*|министр\w*|заместител\w*|сотрудни\w*|врач\w*|юрист\w*|мастер\w*|диспетчер\w*|социальн\w+\s+работник\w*|поможет|ответит|ответят|"
    r"подскажет|объяснит|примет|проверит|запись|записаться|вопрос\w*|телефон\w*|имени|улиц\w*|ул\.|школ\w*|депутат\w*|глав[аыеу]|председател\w*|"
    r"уполномоченн\w*|связ\w+)\b",
    re.IGNORECASE,
)


def check(letter: Anatomy, facts: CaseFacts) -> Iterator[Remark]:
    """Numbers of documents anywhere in the paragraphs; names, telephones and addresses of other people."""
    for line in letter.body:
        for start, _end, text in language.sentences(line.text):
            for left, right, message in _of_sentence(text, facts):
                place = line.start + start
                yield Remark("personal-data", place + left, place + right, message)


def _of_sentence(text: str, facts: CaseFacts) -> Iterator[tuple[int, int, str]]:
    for pattern, what in _NUMBERS:
        for found in pattern.finditer(text):
            message = f"Похоже на {what}: в письме этого быть не должно."
            yield found.start(), found.end(), message
    named = [
        found
        for found in _NEIGHBOUR.finditer(text)
        if not any(_same_person(found["who"], own) for own in facts.people)
    ]
    for found in named:
        message = "Имя другого человека: проверьте, можно ли его называть."
        yield found.start("who"), found.end("who"), message
    if not _CONTACT.search(text):
        yield from _strangers(text, facts, bool(named))


def _strangers(text: str, facts: CaseFacts, named: bool) -> Iterator[tuple[int, int, str]]:
    people = [
        found
        for found in _PERSON.finditer(text)
        if facts.people and not any(_same_person(found.group(), own) for own in facts.people)
    ]
    if not named:
        for found in people:
            yield (
                found.start(),
                found.end(),
                "Имя другого человека: проверьте, можно ли его называть.",
            )
    if named or people or _PERSON.search(text) or re.search(r"\bсосед", text, re.IGNORECASE):
        for pattern, what in ((_MOBILE, "телефон"), (_MAIL, "электронную почту")):
            for found in pattern.finditer(text):
                message = f"Похоже на {what} другого человека: проверьте, можно ли это сообщать."
                yield found.start(), found.end(), message


def _same_person(name: str, surname: str) -> bool:
    return any(word[:4] == _plain(surname)[:4] for word in _plain(name).split())


def _plain(text: str) -> str:
    return re.sub(r"[^\w]+", " ", text.casefold().replace("ё", "е")).strip()
