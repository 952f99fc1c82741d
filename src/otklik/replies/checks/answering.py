"""Whether a letter answers: every question, with an outcome, promises with days, refusals with ground and advice. Pure."""

import re
from collections.abc import Iterator, Sequence

from otklik import language
from otklik.language.checking.reading import parses_of
from otklik.replies.checks.anatomy import Anatomy, Line
from otklik.replies.checks.facts import CaseFacts
from otklik.replies.checks.finding import Remark
from otklik.replies.checks.opening import shared

ANSWERED = 0.34
"""The share of a question's words of substance that its answer says, where the letter has no parts of its own."""
_PART = re.compile(
    r"^\s*(?:\d{1,2}[.)]|по\s+\w+\s+вопросу|во-\w+|[А-ЯЁ][^.!?]{3,70}[.:?]?\s*$|"
    r"(?:Теперь\s+)?[Оо]б?\s+[^.!?:,]{3,50}[.:]\s|Что\s+касается\s|(?:Перв|Втор|Трет|Четв[её]рт)[а-яё]+\.\s)"
)
"""A line that begins a part of its own: a number, a heading, a heading that the text runs on from («О ценах. …»)."""
_OUTCOME = re.compile(
    r"\b(?:(?:решён|решен|выполнен|устранен|устранён|исправлен|удовлетвор|назначен|начислен|перечислен|выплачен|предоставлен|оказан|восстановлен|"
    r"отремонтирован|завершен|завершён|включен|включён|внесен|внесён|выдан|заменен|заменён|установлен|направлен|передан|наказан|проведен|проведён|подготовлен|"
    r"одобрен|отклонен|отклонён|признан|зачислен|согласован|объявлен|привлечен|привлечён|продлен|продлён|снижен|отменен|отменён)(?!и[еяюй])|"
    r"отказ|откаж|нельзя|невозможн|не\s+может|не\s+могут|не\s+можем|не\s+предусмотрен|не\s+положен|не\s+вправе|не\s+имеет|не\s+подлежит|нет\s+оснований|"
    r"отсутствуют\s+основания|не\s+входит|будет|будут|сможете|можете|можно|вправе|имеете\s+право|подтвер|положен[аоы]?\b|сдела|провер(?:или|ил)|"
    r"решил|помог|перевел|верну|отремонтир|постро|закончи|начн[её]т|начали|проведут|устран|разрешен|полагается|действу|принят|ответ(?:им|ит|ят)\b|увелич|снизил|"
    r"переда(?:ли|л|ло)\b|направил|наш(?:ли|лось|ёл|ел)\b|получ(?:ите|ит|ат|ил[аио]?|ают|ает)\b|выплат(?:ит|ят|им)\b|прид(?:ёт|ет|ут)\b|"
    r"мож(?:ет|ем)\s+(?:\w+\s+){0,2}\w+(?:ть|ти|чь|ться)\b|"
    r"(?:списан|подписан|посчитан|пересчитан|погашен|заключ[её]н|куплен|закуплен|запущен|подключ[её]н|построен|выделен|возвращ[её]н|доставлен|вывезен)"
    r"(?:[аоы]|)\b|исправили|передвинули|пересчитали|списали|погасили|привезли|включ(?:ит|им|ат|или)\b|станет|станут|состав(?:ит|ят|ляет)\b|"
    r"распростран(?:яется|яются|ится)|завис(?:ит|ят)\s+от|(?:вы)?дают(?:ся)?\b|понадоб(?:ится|ятся)|нужны\s|поддерживает|поддерживаем|вы\s+правы|"
    r"не\s+относ(?:ит|ят|ится|ятся)\b|имеет\s+(?:те\s+же|право)|(?:денег|средств|мест)\s+(?:[а-яё]+\s+){0,5}нет\b|бесплатн|подойд[её]т|не\s+дадут)|"
    r"^\s*(?:да|нет),\s",
    re.IGNORECASE,
)
_HELPED = re.compile(
    r"\b(?:могут\s+(?:\w+\s+){0,2}\w+(?:ть|ти|чь|ться)|можно|нужно|необходимо|достаточно|подайте|обратитесь|приходите|позвоните|"
    r"заполните|напишите|состоится|опубликован\w*|размещ[её]н\w*|пройд[её]т|приложен\w*|приложили|прилага\w+|запланирован\w*)\b",
    re.IGNORECASE,
)
"""Words that answer an appeal without deciding anything: what to do, what is attached, what we did."""
_POLITE = (
    "изуч|рассмотр|получ|прочит|прочл|благодар|поним|цен[ия]|разделя|сожале|надее|жела|увер|работа|стара|прилага|уделя|вед|держ|"
    "уч[её]?т|учли|приня|внимательн|знаем|счита|относ|готов"
)
"""Verbs that decide nothing: «мы изучили Ваше письмо»."""
_ACTED = re.compile(
    r"\b(?:мы|министерство|комиссия|фонд|отдел|центр|завод|администрация)\s+(?:[а-яё]+\s+){0,2}"
    rf"(?!{_POLITE})[а-яё]+(?:ла|ло|ли|лись|дим|им|ем|ём)\b",
    re.IGNORECASE,
)
_ASKED = re.compile(
    r"\b(?:запрос|просите\s+(?:сообщить|рассказать|назвать)|спрашиваете|спросили|интересу|попросили|сколько|сведени|информаци)",
    re.IGNORECASE,
)
_FIGURES = re.compile(
    r"\d[\d  ]*(?:,\d+)?\s*(?:рубл|руб\.|тыс|млн|млрд|%|процент|человек|организац|предприят|заяв)|\d{1,2}\.\d{1,2}\.\d{4}|https?://"
)
_DONE = (
    r"реш[её]н|устран[её]н|выполнен|отремонтирован|восстановлен|заверш[её]н|исправлен|построен|замен[её]н|благоустроен|установлен|"
    r"перечислен|выплачен|вывезен|убран|очищен|подключ[её]н|закуплен|выделен|отсыпан|заасфальтирован|освещен|освещ[её]н|проложен|озеленен"
)
_PROMISE = re.compile(
    rf"\b(?:будет|будут)\s+(?:[а-яё]+(?:о|ью)\s+|нами\s+|вам\s+)?(?:{_DONE})\w*",
    re.IGNORECASE,
)
_PROMISE_ACTIVE = re.compile(
    r"\b(?:(?:отремонтиру|почин|устран|постро|замен|восстанов|очист|вывез|убер)(?:им|ем|ём|ят|ут|ют)|"
    r"(?:исправ|реш|выполн|заверш|законч|установ|перечисл|выплат|верн)(?:им|ем|ём)|"
    r"(?:засыпл|заасфальтиру|отсыпл|демонтиру|покрас|расчист|спил)(?:им|ем|ят|ют)|"
    r"(?:компенсиру|пересчита|погас|выдел|закуп|откро|постав|подключ|провед)(?:им|ем|ём))\b|"
    r"\bремонт\s+(?:[а-яё]+\s+){0,3}проведут\b|\bпроведут\s+(?:[а-яё]+\s+)?ремонт\b|"
    r"\b(?:будет|будут)\s+провед[её]н[ыоа]?\s+(?:[а-яё]+\s+)?(?:ремонт|работы)\b|"
    r"\b(?:ремонт|работы)\s+(?:[а-яё]+\s+){0,3}(?:будет|будут)\s+провед[её]н[ыа]?\b",
    re.IGNORECASE,
)
_VAGUE = re.compile(
    r"\b(?:в\s+(?:самое\s+)?(?:скором|ближайшее|скорейшее)\s+врем(?:ени|я)|в\s+(?:кратчайшие|возможно\s+короткие|установленные|разумные)\s+сроки|"
    r"в\s+(?:кратчайший|установленный|разумный)\s+срок|по\s+мере\s+возможности|при\s+первой\s+возможности|как\s+можно\s+(?:скорее|быстрее)|обязательно)\b",
    re.IGNORECASE,
)
"""Words for a time that name none; «обязательно» says no more."""
_WHEN = re.compile(
    r"\d{1,2}\.\d{1,2}\.\d{4}|\b(?:январ|феврал|март|апрел|ма[яе]\b|мая\b|июн|июл|август|сентябр|октябр|ноябр|декабр)|квартал|\b\d{4}\s*(?:год|г\.)|"
    r"в\s+течение|как\s+только|вслед\s+за|\bедва\b|до\s+Нового\s+года|до\s+конца\s+(?:дня|недели|месяца|года)|учебного\s+года|через\s+\w+|\bпосле\b|\bкогда\b|\bесли\b|при\s+условии|по\s+итогам|\d+\s+(?:рабоч|календарн|дн|месяц|недел|час)|"
    r"\b(?:сегодня|завтра|послезавтра|ежемесячно|ежегодно|ежедневно|сразу|весной|летом|осенью|зимой|кажд\w+)\b|"
    r"\b(?:понедельник|вторник|сред[уы]|четверг|пятниц|суббот|воскресень)|на\s+(?:этой|следующей|будущей)\s+неделе|"
    r"(?:этого|следующего|текущего|будущего|этом|следующем|текущем)\s+(?:год|месяц)|\bчас\b|за\s+(?:\w+\s+)?(?:дн|день|недел|месяц|сут|час)",
    re.IGNORECASE,
)
_UNREAL = re.compile(r"\b(?:бы|может|могут|можно|обязан\w*|долж\w+|не)\b", re.IGNORECASE)
_REFUSAL = re.compile(
    r"\b(?:отказано|отказываем|отказ\b|не\s+может\s+быть\s+(?:решён|решен|удовлетвор|предоставлен|назначен|выплачен|оказан|выделен|принят|выполнен)\w*|не\s+могут\s+быть|"
    r"(?:мы|министерство)\s+(?:вам\s+)?отказ(?:ываем|ывает|али|ало)|вынужден[аоы]?\s+отказать|"
    r"вам\s+(?:[а-яё]+\s+)?не\s+(?:дадут|назначат|выплатят|предоставят)|"
    r"(?:нет\s+оснований|оснований)\s+для\s+(?:выплаты|назначения|предоставления|удовлетворения|пересмотра|включения|перерасч[её]та)|"
    r"нет\s+возможности|не\s+сможем\s+(?:помочь|выполнить|предоставить|назначить|выделить)|"
    r"не\s+можем\s+(?:[а-яё]+\s+){0,2}(?:помочь|выполнить|предоставить|назначить|выделить|удовлетворить|решить|выплатить|изменить|включить|выдать)|"
    r"удовлетворить\s+\w+\s+нельзя|нельзя\s+(?:удовлетворить|предоставить|назначить|решить|выполнить|выделить|выплатить)|"
    r"невозможно\s+(?:удовлетворить|предоставить|назначить|решить|выполнить|выделить|выплатить)|"
    r"(?:предоставить|назначить|решить|выполнить|выделить|выплатить|удовлетворить)\s+(?:[а-яё]+\s+){0,3}невозможно|"
    r"(?:просьба|заявка|заявление|обращение|жалоба|ходатайство)\s+отклонен[аоы]|отклонен[аоы]?\b|отклон[её]н\b|"
    r"не\s+подлежит\s+удовлетворению|не\s+положен[аоы]?)\b|\bнельзя(?=\s*[.:;,])",
    re.IGNORECASE,
)
_GROUND = re.compile(
    r"\b(?:закон(?:а|у|ом|е|ы|ов)?\b|приказ|постановлени|стать[яиеёюй]|пункт|част[ьи]\s+\d|кодекс|потому\s+что|так\s+как|поскольку|причин|"
    r"из-за|предусмотрен|превыша|не\s+хватает|истёк|истек|не\s+соответству|не\s+подходит)",
    re.IGNORECASE,
)
_GROUND_NEAR = re.compile(
    r"\b(?:порядк|правил|положени|услови|основани[яюий]|не\s+хватило|обязан|(?:может|могут|можно)\s+(?:[а-яё]+\s+){0,2}только|только\s+те)",
    re.IGNORECASE,
)
_GROUND_HERE = re.compile(
    r"\b(?:нужн[оаы]|требу\w+|нет\b|только|ниже|выше|меньше|больше|старше|моложе)|:\s*[а-яё]",
    re.IGNORECASE,
)
_ADVICE = re.compile(
    r"\b(?:можете|вправе|имеете\s+право|обратитесь|обратиться|рекомендуем|советуем|предлагаем|обжаловать|подайте|подать|сможете|позвоните|напишите|сообщите|(?:вам|чтобы\s+\w+,?)\s+(?:нужно|следует)|"
    r"приходите|запишитесь|пришлите|оформите|соберите|доступ(?:ен|на|но|ны)|поможет|помогут|"
    r"можно\s+(?:будет\s+)?(?:снова\s+)?(?:подать|получить|обратиться|обжаловать|оформить|заказать|взять|купить|попросить|найти|доработать|перенести))\b",
    re.IGNORECASE,
)


def check(letter: Anatomy, facts: CaseFacts) -> Iterator[Remark]:
    """Questions, outcome, promises, refusals."""
    yield from _questions(letter, facts)
    yield from _outcome(letter, facts)
    yield from _promises(letter)
    yield from _refusals(letter)


def _questions(letter: Anatomy, facts: CaseFacts) -> Iterator[Remark]:
    after = letter.body[1:] if len(letter.body) > 1 else letter.body
    answers = " ".join(line.text for line in after)
    parts = sum(_PART.match(line.text) is not None for line in after)
    enough = 0.21 if len(facts.questions) == 1 or parts >= len(facts.questions) else ANSWERED
    for number, question in enumerate(facts.questions, 1):
        if shared(answers, question) < enough:
            start, end = letter.body_span
            message = f"Не отвечен вопрос {number}: «{language.excerpt(question, 80)}»."
            yield Remark("questions-answered", start, end, message)


def _outcome(letter: Anatomy, facts: CaseFacts) -> Iterator[Remark]:
    rest = letter.body[1:] if len(letter.body) > 1 else letter.body
    told = facts.type == "information-request" or asks(letter.body)
    if rest and not any(
        says_outcome(line.text, asked=told) or _HELPED.search(line.text) for line in rest
    ):
        message = "Не сказано, чем кончилось: решён вопрос, будет решён к сроку, может быть решён или нет."
        yield Remark("outcome", rest[0].start, rest[-1].end, message)


def asks(body: Sequence[Line]) -> bool:
    """Whether the first paragraph tells of something the client wanted to know: figures answer it."""
    return bool(body) and _ASKED.search(body[0].text) is not None


def says_outcome(text: str, *, asked: bool = False) -> bool:
    """Whether a paragraph says what was decided or what can be done; figures too, where they were `asked` for."""
    decided = _OUTCOME.search(text) or _ACTED.search(text) or _REFUSAL.search(text)
    return decided is not None or (asked and _FIGURES.search(text) is not None)


def _promises(letter: Anatomy) -> Iterator[Remark]:
    for line in letter.body:
        dated = _WHEN.search(line.text) is not None
        for start, end, text in language.sentences(line.text):
            if _WHEN.search(text):
                continue
            found = _PROMISE.search(text)
            if found is None and not dated and not (_UNREAL.search(text) or _asks_first(text)):
                found = _PROMISE_ACTIVE.search(text) or _vaguely(text)
            if found:
                message = "Обещание без срока: назовите день, к которому это будет сделано."
                yield Remark(
                    "promise-date", line.start + start + found.start(), line.start + end, message
                )


def _asks_first(text: str) -> bool:
    """«Пришлите справку, и мы пересчитаем плату»: the time depends on the reader."""
    words = re.findall(r"[а-яё]+", text.lower())
    return any("impr" in parse.grammemes for word in words for parse in parses_of(word)[:1])


def _vaguely(text: str) -> re.Match[str] | None:
    """Vague words for a time beside what will be done: «в скором времени откроется», «обязательно проверим»."""
    found = _VAGUE.search(text)
    if found is None:
        return None
    ours = found.group().lower() == "обязательно"
    verbs = [parses_of(word)[0] for word in re.findall(r"[а-яё]+", text.lower())]
    ahead = any(
        {"futr", "indc"} <= verb.grammemes and ("1per" if ours else "futr") in verb.grammemes
        for verb in verbs
        if "2per" not in verb.grammemes
    )
    return found if ahead else None


def _refusals(letter: Anatomy) -> Iterator[Remark]:
    lines = letter.body
    found = next(
        (
            (number, line.start + start + match.start(), line.start + start + match.end())
            for number, line in enumerate(lines)
            if number or len(lines) == 1
            for start, _end, text in language.sentences(line.text)
            if (match := _refuses(text))
        ),
        None,
    )
    if found is None:
        return
    number, start, end = found
    whole = " ".join(line.text for line in lines[1:] or lines)
    near = " ".join(line.text for line in lines[max(1, number - 1) : number + 2])
    here = _GROUND_HERE.search(lines[number].text)
    if not (here or _GROUND.search(whole) or _GROUND_NEAR.search(near)):
        message = "Отказ без основания: назовите причину и норму, по которой так решено."
        yield Remark("decision-explained", start, end, message)
    if not _ADVICE.search(whole):
        message = "Отказ без совета: скажите, что человек может сделать дальше."
        yield Remark("refusal-advice", start, end, message)


def _refuses(text: str) -> re.Match[str] | None:
    """A refusal in a sentence; «продавать сыр без справки нельзя» is a rule, «вернуть плату нельзя» refuses."""
    found = _REFUSAL.search(text)
    if found is None or found.group().lower() != "нельзя":
        return found
    before = re.findall(r"[а-яё]+", text[: found.start()].lower())
    verbs = [parse for word in before for parse in parses_of(word)[:1] if parse.pos == "INFN"]
    return found if not verbs or any("perf" in verb.grammemes for verb in verbs) else None
