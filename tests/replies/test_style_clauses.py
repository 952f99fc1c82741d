"""What three orders say of the words of a letter, clause by clause (Mordovia p. 11, labour and economy p. 8)."""

import pytest

from otklik import regulations
from otklik.replies.checks import LetterFinding, check_letter
from tests.replies.test_letter_checks import BODIES, letter

PLACES = {
    "mordovia-factory": "Ваш завод подходит под это условие.",
    "labour-benefit": "Пособие назначено.",
    "economy-support": "Для Вашей пекарни есть две меры поддержки.",
}


def found(name: str, sentence: str, rule: str) -> LetterFinding:
    """The finding of the rule in a correct letter into which the sentence was put."""
    text = letter(name).replace(PLACES[name], sentence)
    report = check_letter(regulations.profile(BODIES[name]), text)
    return next(item for item in report.findings if item.rule == rule)


@pytest.mark.clause("industry-mordovia:11.2.1")
def test_officialese_is_flagged_with_a_plainer_word() -> None:
    finding = found(
        "mordovia-factory", "В соответствии с вышеизложенным завод подходит.", "officialese"
    )
    assert finding.suggestion == "Поэтому"
    assert finding.clause == "industry-mordovia:11.2.1"


@pytest.mark.clause("industry-mordovia:11.2.2")
@pytest.mark.parametrize(
    ("sentence", "rule", "place"),
    [
        ("Ваш завот подходит.", "spelling", "завот"),
        ("Сообщаем что завод подходит.", "punctuation", "Сообщаем что"),
        ("Ибо завод подходит.", "colloquial", "Ибо"),
        ("Завод подходит, а кляузник пусть ждёт.", "colloquial", "кляузник"),
        ("Завод подходит согласно приказа.", "government", "согласно приказа"),
    ],
)
def test_errors_outdated_and_rude_words_are_flagged(sentence: str, rule: str, place: str) -> None:
    finding = found("mordovia-factory", sentence, rule)
    assert finding.text == place
    assert finding.clause == "industry-mordovia:11.2.2"


@pytest.mark.clause("industry-mordovia:11.2.3")
def test_an_abbreviation_without_expansion_is_flagged_and_one_with_it_is_not() -> None:
    finding = found("mordovia-factory", "Завод подходит ГРБС.", "abbreviations")
    assert (finding.text, finding.clause) == ("ГРБС", "industry-mordovia:11.2.3")
    with pytest.raises(StopIteration):
        found("mordovia-factory", "Подходит главный распорядитель (далее – ГРБС).", "abbreviations")


@pytest.mark.clause("industry-mordovia:11.2.4")
def test_a_term_gets_its_explanation_in_plain_words() -> None:
    finding = found("mordovia-factory", "Завод получит субвенцию.", "special-terms")
    assert (
        finding.suggestion == "субвенцию (деньги, которые бюджет передаёт на определённую задачу)"
    )
    with pytest.raises(StopIteration):
        found("mordovia-factory", f"Завод получит {finding.suggestion}.", "special-terms")


@pytest.mark.clause("industry-mordovia:11.2.5")
def test_a_procedure_without_an_example_is_reminded_of_one() -> None:
    text = letter("mordovia-factory").replace("Например, если станок", "Если станок")
    report = check_letter(regulations.profile("industry-mordovia"), text)
    assert [item.rule for item in report.findings] == ["example"]


@pytest.mark.clause("industry-mordovia:11.2.6")
def test_one_thing_under_two_names_is_shown() -> None:
    finding = found("mordovia-factory", "Заявитель прав. Клиент получит ответ.", "one-term")
    assert finding.text == "Клиент"
    assert "«заявитель»" in finding.message


@pytest.mark.clause("industry-mordovia:11.2.7")
def test_an_idiom_is_flagged() -> None:
    assert found("mordovia-factory", "Станок – капля в море.", "metaphors").text == "капля в море"


@pytest.mark.clause("industry-mordovia:11.2.9")
def test_an_answer_that_comes_late_is_reminded_of() -> None:
    text = letter("mordovia-factory")
    start, end = text.index("Субсидию могут"), text.index("Чтобы получить")
    late = text[:start] + "О субсидиях писали газеты.\n\nИх читали многие.\n\n" + text[end:]
    rules = [
        item.rule for item in check_letter(regulations.profile("industry-mordovia"), late).findings
    ]
    assert rules == ["target-first"]


@pytest.mark.clause("industry-mordovia:11.2.11")
def test_two_negations_in_a_sentence_are_flagged_and_one_is_not() -> None:
    finding = found("mordovia-factory", "Завод не может не подойти.", "negative-form")
    assert finding.clause == "industry-mordovia:11.2.11"
    with pytest.raises(StopIteration):
        found("mordovia-factory", "Завод не подходит.", "negative-form")


@pytest.mark.clause("industry-mordovia:11.2.12")
def test_special_symbols_are_flagged_and_usual_signs_are_not() -> None:
    assert found("mordovia-factory", "Завод ★ подходит.", "special-symbols").text == "★"
    with pytest.raises(StopIteration):
        found(
            "mordovia-factory",
            "Завод № 5 подходит по § 3 на 50 %, телефон +7 834.",
            "special-symbols",
        )


@pytest.mark.clause("industry-mordovia:11.2.14")
def test_a_word_in_capitals_is_flagged_with_its_usual_form() -> None:
    finding = found("mordovia-factory", "Ваш ЗАВОД подходит.", "capitals")
    assert (finding.text, finding.suggestion) == ("ЗАВОД", "завод")


@pytest.mark.clause("labour-novosibirsk:8.4.c", "economy-novosibirsk:8.3.a")
@pytest.mark.parametrize("name", ["labour-benefit", "economy-support"])
def test_special_terms_and_foreign_words_are_flagged_with_russian_ones(name: str) -> None:
    foreign = found(name, "Срок – дедлайн.", "foreign-words")
    assert (foreign.severity, foreign.suggestion) == ("warn", "срок")
    term = found(name, "Это субвенция.", "special-terms")
    assert term.severity == "warn"
    assert term.clause == foreign.clause != ""


@pytest.mark.clause("labour-novosibirsk:8.5")
def test_a_letter_of_three_pages_is_warned_with_their_number() -> None:
    profile = regulations.profile("labour-novosibirsk")
    (finding,) = check_letter(profile, letter("labour-benefit"), pages=3).findings
    assert finding.clause == "labour-novosibirsk:8.5"
    assert "3 страницы" in finding.message
    assert check_letter(profile, letter("labour-benefit"), pages=2).findings == ()


@pytest.mark.clause("labour-novosibirsk:8.7")
@pytest.mark.parametrize(
    ("sentence", "rule", "suggestion"),
    [
        ("Пособие назночено.", "spelling", "назначено"),
        ("Пособие назначено в течении дня.", "spelling", "в течение"),
        ("Деньги которые Вы ждёте, придут.", "punctuation", "Деньги, которые"),
        ("Пособие назначено назначено.", "repeated-word", "назначено"),
    ],
)
def test_errors_are_flagged_with_what_is_right(sentence: str, rule: str, suggestion: str) -> None:
    finding = found("labour-benefit", sentence, rule)
    assert finding.severity == "warn"
    assert finding.suggestion == suggestion
