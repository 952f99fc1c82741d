"""Whether a letter has all its parts: salutation, first paragraph, answers, outcome, marks. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from otklik import language
from otklik.language.checking.reading import parses_of
from otklik.regulations import Profile
from otklik.replies.checks.anatomy import NAME, PHONE, Anatomy, Line
from otklik.replies.checks.finding import Remark

_MASCULINE = ("уважаемый", "дорогой")
_FEMININE = ("уважаемая", "дорогая")
_SWAPPED = {
    "уважаемый": "Уважаемая",
    "уважаемая": "Уважаемый",
    "дорогой": "Дорогая",
    "дорогая": "Дорогой",
}
_NO_NAME = re.compile(
    r"^(?:граждан\w*|заявител\w*|клиент\w*|абонент\w*|господин\w*|госпож\w*|получател\w*|пользовател\w*|житель)?\s*$",
    re.IGNORECASE,
)
_TITLE = re.compile(r"^(?:(?P<m>господин|г-н)|госпожа|г-жа)\b", re.IGNORECASE)
_ABOUT = re.compile(
    r"\b(?:обращени|заявлени|жалоб|запрос|предложени|письм|ходатайств|вопрос|обратил|написал)",
    re.IGNORECASE,
)
_ADDRESSED = re.compile(
    r"в\s+адрес|адресован|на\s+имя|направл\w+\s+(?:Вами\s+)?(?:в|на|министр|губернатор)|направил\w*|поступивш\w+\s+(?:\w+\s+){0,3}(?:в|на|из|от)\b|"
    r"обратил\w+\s+(?:в|к)\b|(?:обращени|заявлени|жалоб|запрос|предложени|письм)\w*\s+(?:в|к|на\s+имя|министр|губернатор|президент)|"
    r"(?:получ|рассмотр)(?:ил|ел)[оаи]?\s+(?:Ваш|обращени|запрос)|написал[аи]?\s+(?:в|к|на\s+имя|министр|губернатор)|перенаправлен",
    re.IGNORECASE,
)
_SUBJECT = re.compile(
    r"\b(?:о|об|обо|про|по\s+вопрос\w+|по\s+поводу|по\s+теме|касающ\w+|относительно|насчёт|с\s+(?:просьб|вопрос|жалоб|предложени)\w+|на)\s+\S+|вопрос\w*|\bвы\s+(?:просите|спрашиваете|пишете|сообщаете|жалуетесь|предлагаете|хотите)\b",
    re.IGNORECASE,
)
_OUTCOME = re.compile(
    r"\b(?:(?:решён|решен|выполнен|устранен|устранён|исправлен|удовлетвор|назначен|начислен|перечислен|выплачен|предоставлен|оказан|восстановлен|"
    r"отремонтирован|завершен|завершён|включен|включён|внесен|внесён|выдан|заменен|заменён|установлен|направлен|передан|наказан|проведен|проведён|подготовлен)(?!и[еяюй])|"
    r"отказ|нельзя|невозможн|не\s+может|не\s+могут|не\s+можем|не\s+предусмотрен|не\s+положен|не\s+вправе|не\s+имеет|не\s+подлежит|нет\s+оснований|"
    r"отсутствуют\s+основания|не\s+входит|будет|будут|сможете|можете|вправе|имеете\s+право|подтвер|положен[аоы]?\b|сдела|провер(?:или|ил)|"
    r"решил|помог|перевел|верну|отремонтир|постро|закончи|начн[её]т|начали|проведут|устран|разрешен|полагается|действу|принят|ответ(?:им|ит|ят)\b|увелич|снизил|переда(?:ли|л|ло)\b|направил|наш(?:ли|лось|ёл|ел)\b|получ(?:ите|ит|ат)\b|выплат(?:ит|ят|им)\b|прид(?:ёт|ет|ут)\b)",
    re.IGNORECASE,
)
_PROMISE = re.compile(
    r"\b(?:будет|будут)\s+(?:(?:полностью|окончательно|обязательно)\s+)?(?:реш[её]н|устран[её]н|выполнен|отремонтирован|восстановлен|заверш[её]н|исправлен|построен|заменен|заменён|благоустроен)\w*",
    re.IGNORECASE,
)
_WHEN = re.compile(
    r"\d{1,2}\.\d{1,2}\.\d{4}|\b(?:январ|феврал|март|апрел|ма[яе]\b|июн|июл|август|сентябр|октябр|ноябр|декабр)|квартал|\b\d{4}\s*(?:год|г\.)|"
    r"в\s+течение|через\s+\w+|\bпосле\b|\bкогда\b|\bесли\b|при\s+условии|по\s+итогам|\d+\s+(?:рабоч|календарн|дн|месяц|недел)",
    re.IGNORECASE,
)
_REFUSAL = re.compile(
    r"\b(?:отказано|отказываем|отказ\b|не\s+может\s+быть\s+(?:решён|решен|удовлетвор|предоставлен|назначен)\w*|не\s+могут\s+быть|нет\s+возможности|"
    r"удовлетворить\s+\w+\s+нельзя|нельзя\s+(?:удовлетворить|предоставить|назначить|решить|выполнить)|невозможно\s+(?:удовлетворить|предоставить|назначить|решить|выполнить)|"
    r"не\s+подлежит\s+удовлетворению|не\s+положен[аоы]?)\b|\bнельзя(?=\s*[.:;,])",
    re.IGNORECASE,
)
_GROUND = re.compile(
    r"\b(?:закон|приказ|постановлени|стать|пункт|част[ьи]\s+\d|порядк|правил|положени|кодекс|условия|потому\s+что|так\s+как|поскольку|причин|"
    r"из-за|основани|предусмотрен|превыша|не\s+хватает|истёк|истек)",
    re.IGNORECASE,
)
_ADVICE = re.compile(
    r"\b(?:можете|вправе|имеете\s+право|обратитесь|обратиться|рекомендуем|советуем|предлагаем|обжаловать|подайте|подать|сможете|позвоните|напишите|нужно|следует)\b",
    re.IGNORECASE,
)
_REGISTERED = re.compile(r"№\s*[\w/-]*\d")
_PRIVATE = (
    (re.compile(r"(?<!\d)\d{3}-\d{3}-\d{3}[\s-]\d{2}(?!\d)"), "номер СНИЛС"),
    (re.compile(r"паспорт\w*\D{0,20}\d{2}\s?\d{2}\s?(?:№\s?)?\d{6}", re.IGNORECASE), "данные паспорта"),
    (re.compile(r"(?<!\d)(?:\d{4}[\s-]){3}\d{4}(?!\d)"), "номер карты"),
    (re.compile(r"(?<![\d.])\d{20}(?!\d)"), "номер счёта"),
)  # fmt: skip
_PERSON = re.compile(
    r"\b[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?\s+[А-ЯЁ][а-яё]+\s+[А-ЯЁ][а-яё]+(?:вич|вича|вичу|вичем|виче|вна|вны|вне|вной|вну|ична|ичны|ичне|ичной|ичну)\b"
)


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """What only the case can tell; each empty value leaves its check to the letter's own words.

    `gender` is `m`, `f` or empty; `name` is given name and patronymic as the salutation prints them.
    """

    gender: str = ""
    name: str = ""
    addressee: str = ""
    questions: tuple[str, ...] = ()
    type: str = ""
    people: tuple[str, ...] = field(default=())
    """Surnames that may stand in the letter: the client's own."""


def check(profile: Profile, letter: Anatomy, facts: CaseFacts) -> Iterator[Remark]:
    """All structural checks, in the order in which a letter is read."""
    yield from _salutation(letter, facts)
    yield from _first_paragraph(letter, facts)
    yield from _questions(letter, facts)
    yield from _outcome(letter)
    yield from _promises(letter)
    yield from _refusals(letter)
    yield from _private(letter, facts)
    yield from _registration(letter)
    yield from _signature(letter)
    yield from _executor(profile, letter)
    yield from _satisfaction(profile, letter, facts)


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
    if personal and _NO_NAME.match(name):
        yield Remark(
            "salutation", line.start, line.end, "В обращении нет имени: назовите человека."
        )
        return
    if facts.name and personal and _plain(facts.name) != _plain(name):
        message = f"Имя в обращении не то: в карточке – «{facts.name}»."
        yield Remark("salutation", line.start, line.end, message)
    gender = facts.gender or (_gender_of(name) if personal else None)
    said = "m" if lowered in _MASCULINE else "f" if lowered in _FEMININE else None
    if gender and said and gender != said:
        mended = _SWAPPED[lowered]
        start = line.start + line.text.index(word)
        message = f"Обращение не согласовано с именем: «{mended} {name}»."
        yield Remark("salutation", start, start + len(word), message, mended)


def _gender_of(name: str) -> str | None:
    titled = _TITLE.match(name)
    if titled:
        return "m" if titled["m"] else "f"
    guess = language.guess_gender(language.parse_name(name))
    return guess.gender if guess.sure else None


def _plain(text: str) -> str:
    return re.sub(r"[^\w]+", " ", text.casefold().replace("ё", "е")).strip()


def _first_paragraph(letter: Anatomy, facts: CaseFacts) -> Iterator[Remark]:
    if not letter.body:
        yield Remark("first-paragraph", 0, len(letter.text), "В письме нет ни одного абзаца.")
        return
    first = letter.body[0]
    lacking = []
    said = _ABOUT.search(first.text) and _SUBJECT.search(first.text)
    asked = " ".join(facts.questions)
    if not said or (asked and not _shares(first.text, asked, 0.15)):
        lacking.append("о чём спрашивали")
    if facts.addressee:
        if not _shares(first.text, facts.addressee, 0.5):
            lacking.append("кому было адресовано обращение")
    elif not _ADDRESSED.search(first.text):
        lacking.append("кому было адресовано обращение")
    if lacking:
        message = f"В первом абзаце не сказано, {' и '.join(lacking)}."
        yield Remark("first-paragraph", first.start, first.end, message)


def _shares(text: str, wanted: str, share: float) -> bool:
    words, asked = set(language.stems(text)), set(language.stems(wanted))
    return not asked or len(words & asked) / len(asked) >= share


def _questions(letter: Anatomy, facts: CaseFacts) -> Iterator[Remark]:
    answers = " ".join(line.text for line in letter.body[1:])
    for number, question in enumerate(facts.questions, 1):
        if not _shares(answers, question, 0.34):
            start, end = letter.body_span
            message = f"Не отвечен вопрос {number}: «{language.excerpt(question, 80)}»."
            yield Remark("questions-answered", start, end, message)


def _outcome(letter: Anatomy) -> Iterator[Remark]:
    rest = letter.body[1:] if len(letter.body) > 1 else letter.body
    if rest and not any(says_outcome(line.text) for line in rest):
        message = "Не сказано, чем кончилось: решён вопрос, будет решён к сроку, может быть решён или нет."
        yield Remark("outcome", rest[0].start, rest[-1].end, message)


def says_outcome(text: str) -> bool:
    """Whether a paragraph says what was decided or what can be done."""
    return _OUTCOME.search(text) is not None


def _promises(letter: Anatomy) -> Iterator[Remark]:
    for start, end, text in _sentences(letter):
        found = _PROMISE.search(text)
        if found and not _WHEN.search(text):
            message = "Обещание без срока: назовите день, к которому это будет сделано."
            yield Remark("promise-date", start + found.start(), end, message)


def _refusals(letter: Anatomy) -> Iterator[Remark]:
    whole = " ".join(line.text for line in letter.body)
    found = next(
        (
            (start + match.start(), start + match.end())
            for start, _end, text in _sentences(letter)
            if (match := _refuses(text))
        ),
        None,
    )
    if found is None:
        return
    if not _GROUND.search(whole):
        message = "Отказ без основания: назовите причину и норму, по которой так решено."
        yield Remark("decision-explained", found[0], found[1], message)
    if not _ADVICE.search(whole):
        message = "Отказ без совета: скажите, что человек может сделать дальше."
        yield Remark("refusal-advice", found[0], found[1], message)


def _refuses(text: str) -> re.Match[str] | None:
    """A refusal in a sentence; «продавать сыр без справки нельзя» is a rule, «вернуть плату нельзя» refuses."""
    found = _REFUSAL.search(text)
    if found is None or found.group().lower() != "нельзя":
        return found
    before = re.findall(r"[а-яё]+", text[: found.start()].lower())
    verbs = [parse for word in before for parse in parses_of(word)[:1] if parse.pos == "INFN"]
    return found if not verbs or any("perf" in verb.grammemes for verb in verbs) else None


def _sentences(letter: Anatomy) -> Iterator[tuple[int, int, str]]:
    for line in letter.body:
        for start, end, text in language.sentences(line.text):
            yield line.start + start, line.start + end, text


def _private(letter: Anatomy, facts: CaseFacts) -> Iterator[Remark]:
    for line in letter.body:
        for pattern, what in _PRIVATE:
            for found in pattern.finditer(line.text):
                message = f"Похоже на {what}: в письме этого быть не должно."
                yield Remark(
                    "personal-data", line.start + found.start(), line.start + found.end(), message
                )
        for found in _PERSON.finditer(line.text):
            if facts.people and not any(_same_person(found.group(), own) for own in facts.people):
                message = "Имя другого человека: проверьте, можно ли его называть."
                yield Remark(
                    "personal-data", line.start + found.start(), line.start + found.end(), message
                )


def _same_person(name: str, surname: str) -> bool:
    return _plain(name).split()[0][:4] == _plain(surname)[:4]


def _registration(letter: Anatomy) -> Iterator[Remark]:
    end = letter.body[0].end if letter.body else len(letter.text)
    if not _REGISTERED.search(letter.text[:end]):
        first = letter.body[0] if letter.body else Line(0, 0, "")
        message = "Нет номера: на какое обращение это ответ и под каким номером он ушёл."
        yield Remark("registration-data", first.start, min(first.end, first.start + 40), message)


def _signature(letter: Anatomy) -> Iterator[Remark]:
    if letter.signature is None:
        start = letter.body[-1].start if letter.body else 0
        end = letter.body[-1].end if letter.body else len(letter.text)
        yield Remark(
            "signatory", start, end, "Нет подписи: должность и фамилия того, кто подписал."
        )


def _executor(profile: Profile, letter: Anatomy) -> Iterator[Remark]:
    if letter.executor:
        return
    last = letter.lines[-1] if letter.lines else Line(0, 0, "")
    after = letter.signature.end if letter.signature else 0
    tail = " ".join(line.text for line in letter.lines if line.start >= after)
    wants = profile.letter.executor_mark.fields
    others = 0 if letter.signature else 1
    named, phone = len(NAME.findall(tail)) > others, PHONE.search(tail)
    if named and "phone" in wants and not phone:
        message = "В отметке об исполнителе нет телефона."
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
    text = _one_line(letter.text)
    wordings: Sequence[str] = (mark.text_appeal, mark.text_request)
    if facts.type:
        wordings = [mark.text_request if facts.type == "information-request" else mark.text_appeal]
    last = letter.lines[-1] if letter.lines else Line(0, 0, "")
    present = [wording for wording in wordings if _one_line(wording) in text]
    begun = letter.text.find("Для оценки")
    place = (
        (begun, letter.text.find("\n", begun) % (len(letter.text) + 1))
        if begun >= 0
        else (last.start, last.end)
    )
    if not present:
        said = (
            "Слова отметки об оценке изменены: они установлены порядком."
            if begun >= 0
            else "Нет отметки с просьбой оценить ответ."
        )
        yield Remark("satisfaction-mark", place[0], place[1], said, wordings[0])
        return
    if not re.search(r"https?://\S+", letter.text[max(begun, 0) :]):
        message = "В отметке об оценке нет ссылки на опрос."
        yield Remark("satisfaction-mark", place[0], place[1], message, mark.url)
    elif letter.executor and begun > letter.executor[0].start:
        message = "Отметка об оценке должна стоять выше отметки об исполнителе."
        yield Remark("satisfaction-mark", place[0], place[1], message)


def _one_line(text: str) -> str:
    return " ".join(text.replace("ё", "е").replace("Ё", "Е").split())
