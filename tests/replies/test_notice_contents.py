"""What letters of each kind must contain, found in their words."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otklik import language, regulations
from otklik.replies.kinds.contents import Contents, gaps, lacking, names_day, says
from otklik.replies.kinds.given import Given

DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))
LABOUR = regulations.profile("labour-novosibirsk")


def found(kind: str, letter: Contents) -> set[str]:
    return {item.code for item in lacking(LABOUR, kind, letter)}


@given(DAYS)
def test_a_day_is_found_in_words_and_in_figures(day: date) -> None:
    for form in (language.date_words(day), language.date_short(day)):
        assert names_day(f"Срок продлён до {form}.", day)
        assert not names_day(f"Срок продлён до {form}.", day + timedelta(days=1))


@given(DAYS)
def test_a_day_typed_either_way_is_the_same_day(day: date) -> None:
    for typed in (day.isoformat(), f"{day:%d.%m.%Y}"):
        assert Given({"day": f" {typed} "}).day("day") == day


@given(
    st.dictionaries(
        st.text(max_size=10),
        st.one_of(st.none(), st.text(), st.integers(), st.lists(st.text()), st.booleans()),
    )
)
def test_nothing_typed_breaks_the_reading(values: dict[str, object]) -> None:
    given_values = Given.of({"act": values})
    for name in (*values, "day"):
        assert isinstance(given_values.text(name), str)
        assert all(isinstance(item, int) for item in given_values.numbers(name))
        assert given_values.flag(name) in {True, False}
        given_values.day(name)
    assert Given.of({"act": "garbage"}).values == {}


@given(st.text(max_size=200))
def test_a_text_says_itself_and_nothing_is_never_said(text: str) -> None:
    assert not says(text, "")
    if language.stems(text):
        assert says(text, text)


@pytest.mark.parametrize(
    ("kind", "letter", "codes"),
    [
        (
            "interim",
            Contents("Ждите.", progress="Запрошена справка", day=date(2026, 4, 2)),
            {"progress", "final-date"},
        ),
        (
            "interim",
            Contents(
                "Запрошена справка в банке. Ответ придёт не позднее 02.04.2026.",
                progress="Запрошена справка",
                day=date(2026, 4, 2),
            ),
            set(),
        ),
        (
            "clarification",
            Contents("Пришлите номер заявки.", asked="Пришлите номер заявки"),
            {"how", "by-when", "clock"},
        ),
        (
            "clarification",
            Contents(
                "Пришлите номер заявки до 12.03.2026: ответьте на это письмо. Срок ответа прежний.",
                asked="Пришлите номер заявки",
                day=date(2026, 3, 12),
            ),
            set(),
        ),
        (
            "forwarding",
            Contents(
                "Обращение передано.", recipient="Прокуратура области", reason="Надзор за законом"
            ),
            {"recipient", "reason", "term", "reply-from"},
        ),
        (
            "forwarding",
            Contents(
                "Обращение 3 апреля 2026 года передано: прокуратура области ведёт надзор за законом. Ответ получите оттуда.",
                recipient="Прокуратура области",
                reason="Надзор за законом",
            ),
            set(),
        ),
        (
            "extension",
            Contents(
                "Срок продлён до 20 апреля 2026 года.",
                progress="Запрошена справка",
                reason="Банк молчит",
                day=date(2026, 4, 20),
            ),
            {"progress", "reason"},
        ),
        (
            "extension",
            Contents(
                "Запрошена справка. Банк молчит. Срок продлён до 21 апреля 2026 года.",
                progress="Запрошена справка",
                reason="Банк молчит",
                day=date(2026, 4, 20),
            ),
            {"new-date"},
        ),
        (
            "no-reply",
            Contents(
                "Обжалуется решение суда, поэтому мы возвращаем обращение.",
                reason="Обжалуется решение суда",
            ),
            {"ground", "advice"},
        ),
        (
            "no-reply",
            Contents(
                "По статье 11 закона № 59-ФЗ решение суда мы не пересматриваем. Вы вправе обратиться в суд.",
                reason="Решение суда не пересматриваем",
            ),
            set(),
        ),
        (
            "covering-letter",
            Contents("Направляем обращение.", questions="Где лицензия?", client="Соколова Анна"),
            {"questions", "client", "request", "told"},
        ),
    ],
)
def test_each_kind_has_contents_of_its_own(kind: str, letter: Contents, codes: set[str]) -> None:
    assert found(kind, letter) == codes


def test_severity_and_clause_are_the_profile_s() -> None:
    bare = Contents("Ждите.", progress="Запрошена справка", reason="Банк молчит")
    labour = {item.code: item for item in lacking(LABOUR, "extension", bare)}
    magadan = regulations.profile("economy-magadan")
    other = {item.code: item for item in lacking(magadan, "extension", bare)}
    assert labour["progress"].clause == "labour-novosibirsk:24.4.b"
    assert other["progress"].clause == ""
    assert labour["progress"].blocks
    assert not {i.code: i for i in lacking(LABOUR, "forwarding", bare)}["term"].blocks


def test_places_left_to_fill_in_are_found() -> None:
    assert gaps("Срок до [новый срок], причина: {reason}, число ____ .") == [
        "[новый срок]",
        "{reason}",
        "____",
    ]
    assert gaps("Обычный текст… с многоточием.") == []


@pytest.mark.parametrize("code", regulations.bodies())
def test_every_body_has_words_for_each_kind(code: str) -> None:
    profile = regulations.profile(code)
    for letter in profile.letters:
        assert letter.title
        assert letter.text
        for clause in (letter.clause, *(need.clause for need in letter.needs)):
            assert clause is None or clause.startswith(f"{code}:")
