"""Numbers and the nouns they count, gaps of other programs, words written apart: found surely, nothing else touched."""

import pytest

from otklik.language.checking import check_text


def found(text: str, rule: str) -> list[str]:
    return [text[item.start : item.end] for item in check_text(text) if item.rule == rule]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Деньги получили 21 семей.", "21 семей"),
        ("Вам вернули 42 рублей.", "42 рублей"),
        ("Ждать нужно за 15 месяца до переезда, прошло 5 месяца.", "5 месяца"),
        ("Билет стоит 1 205 рубля.", "1 205 рубля"),
        ("Около пятьсот рублей вернули.", "Около пятьсот"),
        ("Более двести семей получили помощь.", "Более двести"),
        ("Выплата перечислен на карту.", "Выплата перечислен"),
    ],
)
def test_a_counted_noun_in_a_wrong_form_is_found(text: str, place: str) -> None:
    assert place in found(text, "agreement")


@pytest.mark.parametrize(
    "text",
    [
        "Деньги получила 21 семья, 22 семьи ждут, 25 семей отказались.",
        "Вам вернули 42 рубля 15 копеек и ещё 1 011 рублей.",
        "Не нашли 3 ошибок из 42 ошибок.",
        "Приём начнут 15 числа, а закончат 5 марта в 9 утра.",
        "Лишили 42 предпринимателей права на скидку, нашли 3 свидетелей.",
        "По пункту 1 правил и части 21 статей ответ один.",
        "В школе 21 детей кормят бесплатно.",
        "Около пятисот рублей, более двухсот семей, до трёх раз, от пяти до семи дней.",
        "Учится в 5 классе, живёт на 9 этаже, ждёт 30 дней.",
        "Прошло 5 лет, приняли 112 человек, позвонили 5 раз.",
        "Мы платили в 2021 году, а в 2022 году нет.",
        "Тариф 7,31 рублей не меняли с 1 июля.",
    ],
)
def test_right_numbers_give_no_finding(text: str) -> None:
    assert found(text, "agreement") == []


@pytest.mark.parametrize(
    ("text", "rule", "place"),
    [
        ("Решение принято %DATE%.", "gaps", "%DATE%"),
        ("Дата выплаты: __.__.2026.", "gaps", "__.__.2026"),
        ("Сумма составит ... рублей.", "gaps", "... "),
        ("Что бы получить деньги, подайте заявление.", "spelling", "Что бы"),
        ("Мы будем иметь это ввиду.", "spelling", "ввиду"),
        ("Деньги придут в пятницу,27 ноября.", "punctuation", ","),
        ("Обратите внимание о сроках.", "government", "Обратите внимание о"),
    ],
)
def test_a_slip_is_found_at_its_place(text: str, rule: str, place: str) -> None:
    assert place in found(text, rule)


@pytest.mark.parametrize(
    "text",
    [
        "Что бы Вы ни выбрали, деньги придут в срок.",
        "Что бы изменить в заявлении?",
        "Имеет право на отсрочку ввиду болезни.",
        "Скидка 5 % и ещё 10 % действует до мая.",
        "Тариф 7,3 рубля, дом 5а,6.",
    ],
)
def test_what_only_looks_like_a_slip_is_left_alone(text: str) -> None:
    assert found(text, "spelling") == found(text, "gaps") == found(text, "punctuation") == []
