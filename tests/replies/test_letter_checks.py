# ruff: noqa: E501 - a row of the table is a fault planted into a sentence
"""A correct letter passes; each planted fault is found at its place, with the weight that the order gives it."""

from pathlib import Path

import pytest

from otklik import regulations
from otklik.replies.checks import CaseFacts, LetterFinding, check_letter

LETTERS = Path(__file__).parents[1] / "language" / "letters"
BODIES = {
    "economy-support": "economy-novosibirsk",
    "economy-request": "economy-novosibirsk",
    "labour-benefit": "labour-novosibirsk",
    "mordovia-factory": "industry-mordovia",
    "magadan-refusal": "economy-magadan",
    "regional-information": "regional-policy-novosibirsk",
}


def letter(name: str) -> str:
    return (LETTERS / f"{name}.txt").read_text("utf-8")


def findings(name: str, text: str, facts: CaseFacts | None = None) -> list[LetterFinding]:
    profile = regulations.profile(BODIES[name])
    return list(check_letter(profile, text, facts=facts).findings)


@pytest.mark.parametrize("name", BODIES)
def test_a_correct_letter_gives_nothing_to_mend(name: str) -> None:
    assert findings(name, letter(name)) == []


@pytest.mark.parametrize(
    ("name", "old", "new", "rule", "severity", "place"),
    [
        ("economy-support", "Уважаемая Анна Ильинична!\n", "", "salutation", "block", "Рассмотрено"),
        ("labour-benefit", "Уважаемый Григорий", "Уважаемая Григорий", "salutation", "block", "Уважаемая"),
        ("labour-benefit", "Уважаемый Григорий Павлович!", "Уважаемый заявитель!", "salutation", "block", "Уважаемый"),
        ("economy-support", "Рассмотрено Ваше обращение, адресованное министру экономического развития Новосибирской области, по вопросу: какие меры поддержки есть для небольшой пекарни.", "Сообщаем о результатах.", "first-paragraph", "block", "Сообщаем"),
        ("labour-benefit", "Ваше обращение о пособии на погребение, направленное в министерство труда и социального развития Новосибирской области, рассмотрено.", "Мы подготовили ответ.", "first-paragraph", "warn", "Мы подготовили"),
        ("economy-support", "Вопрос решён: 11 марта 2026 года мы передали", "Вопрос будет решён. Мы передали", "promise-date", "block", "будет решён"),
        ("magadan-refusal", "Вы можете перенести оплату на осеннюю ярмарку. Для этого напишите нам до 1 августа 2026 года на адрес econ@example.org. Если Вы не согласны с решением, его можно обжаловать в суд.", "Благодарим Вас за внимание.", "refusal-advice", "hint", "нельзя"),
        ("labour-benefit", "Лебедева Ирина Олеговна\n(383) 221-15-44", "", "executor-mark", "block", ""),
        ("labour-benefit", "(383) 221-15-44", "", "executor-mark", "block", ""),
        ("economy-support", "просим Вас пройти краткий опрос", "просим пройти опрос", "satisfaction-mark", "block", "Для оценки"),
        ("economy-support", "https://pos.nso.ru/poll/3/644?de=1822&di=1823", "", "satisfaction-mark", "block", "Для оценки"),
        ("labour-benefit", "№ 1204-ТО/42 от 20.05.2026\nНа № О-310/2026 от 24.04.2026\n", "", "registration-data", "hint", ""),
        ("labour-benefit", "Первый заместитель министра                 Е. А. Бахарева\n", "", "signatory", "warn", ""),
        ("labour-benefit", "Пособие назначено.", "Пособие назначено {сумма}.", "gaps", "block", "{сумма}"),
        ("labour-benefit", "Пособие назначено.", "Пособие назначено на ____.", "gaps", "block", "____"),
        ("labour-benefit", "Пособие назначено.", "Пособие назночено.", "spelling", "warn", "назночено"),
        ("labour-benefit", "Пособие назначено.", "Пособие назначено в течении месяца.", "spelling", "warn", "в течении"),
        ("labour-benefit", "Пособие назначено.", "Пособие назначено согласно приказа.", "government", "warn", "согласно приказа"),
        ("labour-benefit", "Пособие назначено.", "Сообщаем что пособие назначено.", "punctuation", "warn", "Сообщаем что"),
        ("labour-benefit", "Пособие назначено.", "Пособие пособие назначено.", "repeated-word", "warn", "Пособие пособие"),
        ("labour-benefit", "до 29 мая 2026 года.", "до 31 июня 2026 года.", "dates", "warn", "31 июня"),
        ("labour-benefit", "до 29 мая 2026 года.", "до понедельника, 29 мая 2026 года.", "dates", "warn", "понедельника, 29 мая"),
        ("labour-benefit", "Пособие назначено.", "Пособие назначено по закону от 03.05.2006 № 59-ФЗ.", "law-reference", "warn", "от 03.05.2006"),
        ("labour-benefit", "Пособие назначено.", "Пособие нaзначено.", "mixed-script", "warn", "нaзначено"),
        ("labour-benefit", "Пособие назначено.", "ПОСОБИЕ назначено.", "capitals", "warn", "ПОСОБИЕ"),
        ("labour-benefit", "Пособие назначено.", "Доводим до Вашего сведения, что пособие назначено.", "officialese", "warn", "Доводим до Вашего сведения"),
        ("labour-benefit", "Пособие назначено.", "В соответствии с вышеизложенным пособие назначено.", "officialese", "warn", "В соответствии с вышеизложенным"),
        ("labour-benefit", "Пособие назначено.", "Пособие назначено, дедлайн – июнь.", "foreign-words", "warn", "дедлайн"),
        ("labour-benefit", "Пособие назначено.", "Пособие назначено за счёт субвенции.", "special-terms", "warn", "субвенции"),
        ("labour-benefit", "Пособие назначено.", "Пособие назначено ГРБС.", "abbreviations", "hint", "ГРБС"),
        ("labour-benefit", "Пособие назначено.", "Паспорт 5004 123456 проверен, пособие назначено.", "personal-data", "warn", "Паспорт 5004 123456"),
        ("mordovia-factory", "Ваш завод подходит под это условие.", "Ваш завод подходит ★ под это условие.", "special-symbols", "warn", "★"),
        ("mordovia-factory", "Ваш завод подходит под это условие.", "Это не значит, что Вы не можете получить деньги.", "negative-form", "warn", "не значит"),
        ("mordovia-factory", "Ваш завод подходит под это условие.", "Это краеугольный камень программы.", "metaphors", "hint", "краеугольный камень"),
        ("mordovia-factory", "Ваш завод подходит под это условие.", "Заявитель и клиент получат ответ.", "one-term", "hint", "клиент"),
        ("mordovia-factory", "Например, если станок стоит два миллиона рублей, республика вернёт Вам один миллион.", "Республика вернёт Вам половину.", "example", "hint", "1. Заполните"),
        ("mordovia-factory", "Субсидию могут получить заводы, которые работают в республике больше года. Ваш завод подходит под это условие.", "Порядок субсидий действовал в прошлом году.\n\nПро него писали газеты и журналы.", "target-first", "hint", "Порядок субсидий"),
        ("mordovia-factory", "Ваш завод подходит под это условие.", "Щас Ваш завод подходит под это условие.", "colloquial", "warn", "Щас"),
        ("mordovia-factory", "Субсидию могут получить заводы, которые работают в республике больше года.", "Субсидию могут получить заводы, которые работают в республике больше года, платят налоги вовремя, берегут рабочие места, покупают новые станки у наших поставщиков и каждый квартал сдают отчёты в министерство.", "long-sentence", "warn", "Субсидию могут"),
    ],
)  # fmt: skip
def test_a_planted_fault_is_found_at_its_place(
    name: str, old: str, new: str, rule: str, severity: str, place: str
) -> None:
    text = letter(name)
    assert old in text
    found = [item for item in findings(name, text.replace(old, new, 1)) if item.rule == rule]
    assert found, f"{rule} is not found"
    assert found[0].severity == severity
    assert place in found[0].text or found[0].text.startswith(place)


@pytest.mark.clause("industry-mordovia:11.2.8")
def test_a_long_letter_without_parts_is_told_to_group_them() -> None:
    plain = "Завод получит субсидию на станок после проверки документов комиссией. " * 12
    text = letter("mordovia-factory")
    start, end = text.index("Чтобы получить"), text.index("Например")
    found = findings("mordovia-factory", text[:start] + (plain + "\n") * 3 + text[end:])
    assert "structure" in {item.rule for item in found}
    assert "structure" not in {item.rule for item in findings("mordovia-factory", text)}


def test_a_name_or_gender_of_the_card_outweighs_the_letter() -> None:
    facts = CaseFacts(gender="m", name="Анна Ильинична")
    found = findings("economy-support", letter("economy-support"), facts)
    assert [(item.rule, item.suggestion) for item in found] == [("salutation", "Уважаемый")]
    facts = CaseFacts(name="Ольга Петровна")
    found = findings("economy-support", letter("economy-support"), facts)
    assert [item.rule for item in found] == ["salutation"]
    assert "Ольга Петровна" in found[0].message


def test_every_question_of_the_case_wants_its_answer() -> None:
    facts = CaseFacts(
        questions=(
            "Какие меры поддержки есть для пекарни?",
            "Почему не убирают снег у школы?",
        )
    )
    found = findings("economy-support", letter("economy-support"), facts)
    assert [item.rule for item in found] == ["questions-answered"]
    assert "снег у школы" in found[0].message
    assert found[0].severity == "block"


def test_places_of_findings_are_places_of_the_text() -> None:
    text = letter("labour-benefit").replace("Пособие назначено.", "Пособие назночено.")
    (found,) = findings("labour-benefit", text)
    assert text[found.start : found.end] == found.text == "назночено"
    assert found.suggestion == "назначено"


def test_a_letter_of_other_pages_than_the_order_likes_is_told() -> None:
    report = check_letter(
        regulations.profile("labour-novosibirsk"), letter("labour-benefit"), pages=3
    )
    assert [item.rule for item in report.findings] == ["page-limit"]


def test_an_empty_letter_is_told_all_that_it_lacks() -> None:
    report = check_letter(regulations.profile("economy-novosibirsk"), "")
    assert {"salutation", "first-paragraph", "executor-mark", "satisfaction-mark"} <= {
        item.rule for item in report.findings
    }


def test_a_rule_of_trade_is_no_refusal_and_a_refusal_is_one() -> None:
    old = "Пособие назначено."
    rule = letter("labour-benefit").replace(old, f"{old} Продавать сыр без холодильника нельзя.")
    assert findings("labour-benefit", rule) == []
    refusal = letter("labour-benefit").replace(old, "Назначить пособие на второй год нельзя.")
    assert "decision-explained" in {item.rule for item in findings("labour-benefit", refusal)}


def test_an_appeal_that_the_client_made_is_no_advice_after_a_refusal() -> None:
    text = letter("magadan-refusal")
    start, end = text.index("Вы можете перенести"), text.index("Руководитель управления")
    bare = text[:start] + "Вы уже обратились в суд.\n\n" + text[end:]
    assert [item.rule for item in findings("magadan-refusal", bare)] == ["refusal-advice"]


def test_a_letter_without_greeting_is_told_at_its_first_paragraph_not_at_the_letterhead() -> None:
    text = letter("mordovia-factory").replace("Уважаемый Рустам Ильдарович!\n\n", "")
    found = findings("mordovia-factory", text)
    assert [(item.rule, item.text[:14]) for item in found] == [("salutation", "Вы обратились ")]
