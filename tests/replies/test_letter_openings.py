"""First paragraphs and promises as officials word them: what says its matter and its time gives no finding."""

from pathlib import Path

import pytest

from otklik import regulations
from otklik.replies.checks import CaseFacts, check_letter

LETTER = (Path(__file__).parents[1] / "language" / "letters" / "economy-support.txt").read_text(
    "utf-8"
)
FIRST = next(line for line in LETTER.splitlines() if line.startswith("Рассмотрено"))


def rules(text: str, facts: CaseFacts | None = None) -> set[str]:
    profile = regulations.profile("economy-novosibirsk")
    return {finding.rule for finding in check_letter(profile, text, facts=facts).findings}


@pytest.mark.parametrize(
    "first",
    [
        "Вы пишете в министерство, что предприятие не вернуло Вам трудовую книжку.",
        "Вы хотите узнать у министерства, положен ли Вам отпуск за работу в выходные.",
        "Благодарим за предложение министерству открыть в Сеймчане швейный класс.",
        "Вы предложили министру создать в Новосибирске дом дружбы.",
        "Вы поинтересовались у министра, когда откроют центр занятости в Чулыме.",
        "Ваша заявка на участие в ярмарке поступила в министерство 5 октября.",
        "Вы обжаловали в министерстве отказ центра занятости признать Вас безработной.",
        "Вы возражаете против строительства склада рядом с домом и направили возражения в министерство.",
        "Министерство получило Вашу претензию к работе центра «Мой бизнес».",
        "Вы просили министерство разъяснить, как подтвердить статус безработного.",
    ],
)
def test_a_first_paragraph_names_its_question_in_whatever_verb(first: str) -> None:
    assert rules(LETTER.replace(FIRST, first)) == set()


@pytest.mark.parametrize(
    "first",
    [
        "Вы обратились в министерство.",
        "Мы подготовили ответ министерства.",
        "Благодарим за внимание к работе министерства.",
    ],
)
def test_a_first_paragraph_without_a_question_is_found(first: str) -> None:
    assert "first-paragraph" in rules(LETTER.replace(FIRST, first))


@pytest.mark.parametrize(
    ("promise", "dated"),
    [
        ("Поломку устранят за сутки.", True),
        ("Заявку исправим за пару часов.", True),
        ("Перила установим до Нового года.", True),
        ("Деньги вернём на карту до конца недели.", True),
        ("Дорогу построят к началу учебного года.", True),
        ("Субсидия будет перечислена вслед за подписанием договора.", True),
        ("Поломку устранят.", False),
        ("Деньги вернём на карту.", False),
        ("Яму у дома засыплют.", False),
        ("Ремонт крыши проведут.", False),
        ("Будет проведён ремонт крыши.", False),
        ("Мы компенсируем расходы.", False),
        ("Пришлите чеки, и мы компенсируем расходы.", True),
        ("Как только снег растает, яму засыплют.", True),
        ("Магазин в скором времени откроется на той же улице.", False),
        ("Мы обязательно проверим магазин ещё раз.", False),
        ("Обязательно возьмите с собой паспорт.", True),
        ("Магазин открылся в кратчайшие сроки.", True),
    ],
)
def test_a_term_in_plain_words_dates_a_promise(promise: str, dated: bool) -> None:
    assert ("promise-date" not in rules(LETTER.replace(FIRST, f"{FIRST}\n\n{promise}"))) is dated


def test_a_part_that_runs_on_from_its_heading_answers_its_question() -> None:
    """The first paragraph names the village; the answers need not say it again."""
    facts = CaseFacts(
        questions=(
            "Прошу вернуть магазин в посёлок Дубровино",
            "Почему цены в автолавке выше, чем в городе?",
        )
    )
    shop = "О магазине. Магазин откроют 1 марта 2027 года в соседнем доме."
    prices = (
        "О ценах. Цены в автолавке выше городских, потому что её хозяин платит за доставку сам."
    )
    first = (
        "Вы просите министра вернуть магазин в посёлок Дубровино и спрашиваете о ценах в автолавке."
    )
    opened = LETTER.replace(FIRST, f"{first}\n\n{shop}\n\n{prices}")
    assert "questions-answered" not in rules(opened, facts)
    assert "questions-answered" in rules(opened.replace(shop, ""), facts)


@pytest.mark.parametrize(
    ("said", "rule", "place"),
    [
        ("Программа действует для всех домах.", "government", "для всех домах"),
        ("Залог ненужен.", "spelling", "ненужен"),
        ("Пособие платит Социальный фонд Росии.", "spelling", "Росии"),
        ("Осуществлено принятие заявок.", "officialese", "Осуществлено принятие"),
    ],
)
def test_a_fault_in_the_words_is_found_at_its_place(said: str, rule: str, place: str) -> None:
    text = LETTER.replace(FIRST, f"{FIRST}\n\n{said}")
    report = check_letter(regulations.profile("economy-novosibirsk"), text)
    assert (rule, place) in {(finding.rule, finding.text) for finding in report.findings}


@pytest.mark.parametrize(
    "said",
    [
        "Мы помогаем при этом законом не запрещённым способом.",
        "Список нужных людям вещей приложен, без нужных людям вещей не приезжайте.",
        "Программа действует для всех домов, во всех домах есть лифт.",
        "Сведения о принятых мерах приложены, согласно всем правилам.",
        "До этого года пособие платили реже, с этого года платят каждый месяц.",
        "Для жителей сельских домов и при полном доме людей правила одни.",
    ],
)
def test_a_preposition_and_a_noun_that_is_not_its_own_give_no_finding(said: str) -> None:
    text = LETTER.replace(FIRST, f"{FIRST}\n\n{said}")
    assert rules(text) & {"government", "agreement"} == set()


def test_a_surname_alone_in_the_executor_mark_is_where_the_finding_stands() -> None:
    profile = regulations.profile("labour-novosibirsk")
    whole = (Path(__file__).parents[1] / "language" / "letters" / "labour-benefit.txt").read_text(
        "utf-8"
    )
    text = whole.replace("Лебедева Ирина Олеговна", "Лебедева")
    found = [item for item in check_letter(profile, text).findings if item.rule == "executor-mark"]
    assert [item.text for item in found] == ["Лебедева"]


@pytest.mark.parametrize(
    "refusal",
    [
        "Министерство отказывает Вам в субсидии, поскольку пекарня закрыта.",
        "Мы отказали Вам, поскольку пекарня закрыта.",
        "Просьба не может быть выполнена, потому что средства закончились.",
        "Оснований для выплаты нет: пекарня закрыта.",
        "Мы вынуждены отказать: по закону пекарня слишком велика.",
    ],
)
def test_a_refusal_in_the_active_voice_wants_advice_too(refusal: str) -> None:
    whole = (Path(__file__).parents[1] / "language" / "letters" / "magadan-refusal.txt").read_text(
        "utf-8"
    )
    first = whole.index("!\n") + 2
    opening = whole[first:].strip().split("\n")[0]
    signature = whole[whole.index(opening) + len(opening) :].strip().split("\n\n")[-2:]
    text = "\n\n".join([whole[:first].strip(), opening, refusal, *signature])
    profile = regulations.profile("economy-magadan")
    assert "refusal-advice" in {item.rule for item in check_letter(profile, text).findings}
    advised = text.replace(refusal, f"{refusal} Вы можете обжаловать решение в суд.")
    assert "refusal-advice" not in {item.rule for item in check_letter(profile, advised).findings}


def answered(answer: str) -> str:
    """A letter whose only answer is this one."""
    head, rest = LETTER.split(FIRST)
    paragraphs = rest.strip().split("\n\n")
    signed = next(place for place, text in enumerate(paragraphs) if "министр" in text.lower()[:25])
    return "\n\n".join([f"{head}{FIRST}", answer, *paragraphs[signed:]])


@pytest.mark.parametrize(
    "answer",
    [
        "Да, сварщику заём дают на тех же условиях.",
        "Льгота распространяется и на самозанятых.",
        "Договор подписан, деньги на Вашем счёте с 5 ноября.",
        "Ошибка нашлась в базе банка, 6 ноября её исправили.",
        "Долг списан полностью.",
        "С 1 декабря 2026 года заём станет доступен и самозанятым.",
        "Для займа нужны паспорт, справка и договор аренды.",
        "Ответ зависит от дохода: при малом доходе заём дают, при большом – нет.",
        "Субсидию Вам не дадут: её дают только крестьянским хозяйствам. Обратитесь в фонд.",
    ],
)
def test_an_answer_in_plain_words_says_its_outcome(answer: str) -> None:
    assert "outcome" not in rules(answered(answer))


@pytest.mark.parametrize(
    "answer", ["Мы учли Ваше мнение.", "Пекарни важны для посёлка.", "Благодарим Вас за письмо."]
)
def test_an_answer_that_decides_nothing_is_found(answer: str) -> None:
    assert "outcome" in rules(answered(answer))
