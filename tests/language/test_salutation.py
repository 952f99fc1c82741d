import logging
import re
from dataclasses import dataclass, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.language.people import PEOPLE

from otklik.language import (
    FullName,
    SalutationTexts,
    address,
    address_group,
    address_line,
    address_organisation,
    guess_gender,
    parse_name,
    salutation_report,
)

TEXTS = SalutationTexts(
    masculine="Уважаемый {name}!",
    feminine="Уважаемая {name}!",
    neutral="Здравствуйте, {name}!",
    organisation="Уважаемые коллеги!",
    group="Уважаемые заявители!",
)


@pytest.mark.clause("economy-novosibirsk:8.1.a")
@pytest.mark.clause("labour-novosibirsk:8.2.a")
@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("Иванов Пётр Ильич", "Уважаемый Пётр Ильич!"),
        ("ИВАНОВА МАРИЯ ПЕТРОВНА", "Уважаемая Мария Петровна!"),
        ("Лопатина Агния Лукинична", "Уважаемая Агния Лукинична!"),
        ("Алиев Вагиф Мамед оглы", "Уважаемый Вагиф Мамед оглы!"),
        ("Алиева Севда Мамед кызы", "Уважаемая Севда Мамед кызы!"),
        ("Алиева Севда Мамед гызы", "Уважаемая Севда Мамед гызы!"),
        ("Каримов Рустам Анвар угли", "Уважаемый Рустам Анвар угли!"),
        ("Каримова Дилноза Анвар кизи", "Уважаемая Дилноза Анвар кизи!"),
        ("Аметов Эмиль Сервер огълу", "Уважаемый Эмиль Сервер огълу!"),
        ("Токтогул уулу Бакыт", "Уважаемый Бакыт Токтогул уулу!"),
        ("Бжания Ахра Борисович", "Уважаемый Ахра Борисович!"),
        ("Кузнецова Женя Ильинична", "Уважаемая Женя Ильинична!"),
        ("Черных Саша Иванович", "Уважаемый Саша Иванович!"),
    ],
)
def test_first_name_and_patronymic_open_the_letter(line: str, text: str) -> None:
    found = address(parse_name(line), texts=TEXTS)
    assert (found.text, found.source, found.confirm) == (text, "patronymic", False)


@pytest.mark.clause("economy-novosibirsk:8.1.b")
@pytest.mark.clause("labour-novosibirsk:8.2.b")
@pytest.mark.parametrize(
    ("line", "text", "source"),
    [
        ("Иванов Пётр", "Уважаемый Пётр!", "pytrovich"),
        ("Мария", "Уважаемая Мария!", "pytrovich"),
        ("ПЕТРОВА ЛЮБОВЬ", "Уважаемая Любовь!", "pytrovich"),
        ("Никита Сорока", "Уважаемый Никита!", "pytrovich"),
        ("Джон Смит", "Уважаемый Джон!", "pytrovich"),
        ("Мкртчян Гаяне", "Уважаемая Гаяне!", "pymorphy3"),
        ("Саша Иванова", "Уважаемая Саша!", "surname"),
        ("Женя Иванов", "Уважаемый Женя!", "surname"),
        ("Ахра Бжания", "Уважаемый Ахра!", "exception"),
    ],
)
def test_without_patronymic_the_first_name_alone_is_used(line: str, text: str, source: str) -> None:
    found = address(parse_name(line), texts=TEXTS)
    assert (found.text, found.source, found.confirm) == (text, source, False)


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("Саша Черных", "Здравствуйте, Саша!"),
        ("Шевченко Валя", "Здравствуйте, Валя!"),
        ("Ким Женя", "Здравствуйте, Женя!"),
        ("Ли Ян", "Здравствуйте, Ян!"),
        ("Нгуен Ван Ань", "Здравствуйте, Ван Ань!"),
        ("Слава Петров", "Здравствуйте, Слава!"),
        ("Мария Иванов", "Здравствуйте, Мария!"),
        ("Иванова Пётр", "Здравствуйте, Пётр!"),
        ("Мария Иванович", "Здравствуйте, Мария Иванович!"),
        ("John Smith", "Здравствуйте, John!"),
    ],
)
def test_a_doubtful_name_is_greeted_neutrally_and_a_person_is_asked(line: str, text: str) -> None:
    found = address(parse_name(line), texts=TEXTS)
    assert (found.text, found.confirm) == (text, True)


@pytest.mark.parametrize(
    ("line", "gender"),
    [("Кравчук А.С.", None), ("Иванова А.С.", "f"), ("И. И. Иванов", "m"), ("Иванов", "m"),
     ("", None), ("😀", None)],
)  # fmt: skip
def test_without_a_full_first_name_the_greeting_is_nameless(line: str, gender: str | None) -> None:
    found = address(parse_name(line), texts=TEXTS)
    assert (found.text, found.gender, found.confirm) == ("Здравствуйте!", gender, True)


def test_the_chosen_form_outweighs_everything() -> None:
    name = parse_name("Иванов Саша Иванович")
    found = address(name, chosen_gender="f", texts=TEXTS)
    assert (found.text, found.source, found.confirm) == (
        "Уважаемая Саша Иванович!",
        "chosen",
        False,
    )
    undecided = address(parse_name("Ким Женя"), chosen_gender="m", texts=TEXTS)
    assert (undecided.text, undecided.confirm) == ("Уважаемый Женя!", False)


def test_a_name_from_an_oblique_case_is_shown_to_a_person() -> None:
    found = address(parse_name("от Ивановой Марии Петровны"), texts=TEXTS)
    assert (found.text, found.confirm) == ("Уважаемая Мария Петровна!", True)


def test_the_table_of_exceptions_is_the_callers() -> None:
    name = parse_name("Пак Мика")
    assert address(name, texts=TEXTS, exceptions={"мика": "f"}).text == "Уважаемая Мика!"
    assert address(name, texts=TEXTS, exceptions={"мика": "m"}).text == "Уважаемый Мика!"
    asked = address(parse_name("Иванов Пётр"), texts=TEXTS, exceptions={"пётр": "?"})
    assert (asked.text, asked.gender, asked.confirm) == ("Здравствуйте, Пётр!", None, True)


def test_an_exception_never_outweighs_the_patronymic() -> None:
    name = parse_name("Иванова Мика Петровна")
    assert address(name, texts=TEXTS, exceptions={"мика": "m"}).gender == "f"


def test_organisations_and_groups_have_their_own_wording() -> None:
    assert address_organisation(TEXTS).text == "Уважаемые коллеги!"
    assert address_group(TEXTS).text == "Уважаемые заявители!"


@pytest.mark.parametrize(
    ("line", "source"),
    [
        ("ООО «Ромашка»", "organisation"),
        ("Администрация города Бердска", "organisation"),
        ("АО «Завод имени Иванова Ивана»", "organisation"),
        ("ООО «Ромашка», директор Иванов", "organisation"),
        ("Иванов Иван Иванович, ООО «Ромашка»", "patronymic"),
        ("Жители дома 5", "group"),
        ("Иванов И.И., Петров П.П.", "group"),
        ("Петрова Мария и Петров Олег", "group"),
        ("ИП Сидоров Олег Олегович", "patronymic"),
        ("Иванов, Иван Иванович", "patronymic"),
        ("Иванов Иван Иванович, г. Новосибирск", "patronymic"),
    ],
)
def test_a_line_is_taken_for_a_person_an_organisation_or_a_group(line: str, source: str) -> None:
    assert address_line(line, texts=TEXTS).source == source


def test_the_report_has_one_row_for_each_line_in_order() -> None:
    assert salutation_report(["Иванов Пётр Ильич\n", "  ", "Ким Женя"], TEXTS) == [
        {
            "name": "Иванов Пётр Ильич",
            "salutation": "Уважаемый Пётр Ильич!",
            "gender": "m",
            "source": "patronymic",
            "confirm": False,
        },
        {
            "name": "Ким Женя",
            "salutation": "Здравствуйте, Женя!",
            "gender": None,
            "source": "none",
            "confirm": True,
        },
    ]


def test_a_wording_without_the_name_is_refused() -> None:
    with pytest.raises(ValueError, match="masculine"):
        replace(TEXTS, masculine="Уважаемый!")


def test_the_nameless_greeting_may_be_worded() -> None:
    texts = replace(TEXTS, unnamed="Добрый день!")
    assert address(parse_name("Иванов И. И."), texts=texts).text == "Добрый день!"


@dataclass(frozen=True)
class Settings:
    male: str = "Уважаемый {name}!"
    female: str = "Уважаемая {name}!"
    neutral: str = "Здравствуйте, {name}!"
    unnamed: str = "Здравствуйте!"
    organisation: str = "Уважаемые коллеги!"
    group: str = "Уважаемые заявители!"


def test_the_wordings_come_from_the_profile_of_a_body() -> None:
    assert SalutationTexts.of(Settings()) == replace(TEXTS, unnamed="Здравствуйте!")


def test_no_gender_is_wrong_with_a_patronymic() -> None:
    guesses = [(guess_gender(parse_name(line)), gender) for line, gender in PEOPLE]
    assert len(guesses) >= 150
    assert all(guess.gender == gender and guess.sure for guess, gender in guesses)


def test_hardly_a_gender_is_wrong_without_a_patronymic() -> None:
    names = [(replace(parse_name(line), patronymic=""), gender) for line, gender in PEOPLE]
    guesses = [(guess_gender(name), gender) for name, gender in names]
    wrong = [guess for guess, gender in guesses if guess.gender not in {gender, None}]
    right = [guess for guess, gender in guesses if guess.gender == gender and guess.sure]
    assert len(wrong) / len(guesses) <= 0.006
    assert len(right) / len(guesses) >= 0.95


@pytest.mark.parametrize(
    ("line", "gender", "sure"),
    [
        ("Тер-Ованесян Аревик", "f", True),
        ("Саргсян Шушаник", "f", True),
        ("Шевчук Лейсан", "f", True),
        ("Шевчук Рузиль", "m", True),
        ("Эсмигуль Ким", "f", True),
        ("Бачимэг Ким", "m", False),
        ("Ким", "m", False),
        ("Сергеев Ким", "m", True),
        ("Шевчук Меруерт", None, False),
        ("Шевчук Дилором", None, False),
        ("Дадашева Меруерт", None, False),
        ("Серикова Айгерим Маратқызы", "f", True),
        ("Сериков Нурлан Маратұлы", "m", True),
    ],
)
def test_an_ending_alone_decides_no_rare_name(line: str, gender: str | None, sure: bool) -> None:
    guess = guess_gender(parse_name(line))
    assert (guess.gender, guess.sure) == (gender, sure)


@pytest.mark.parametrize("line", ["Мария Иванов", "Саша Черных", "Иванов Пётр"])
def test_no_name_reaches_the_log(line: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    address(parse_name(line), texts=TEXTS)
    assert caplog.text == ""


NAMES = st.text(alphabet="АБВИНОабвинояё-' .ABab", max_size=40)


@pytest.mark.clause("industry-mordovia:11.2.14")
@given(NAMES | st.sampled_from([line.upper() for line, _ in PEOPLE]))
def test_no_salutation_prints_a_word_in_capitals(line: str) -> None:
    found = address(parse_name(line), texts=TEXTS)
    words = re.findall(r"[^\W\d_]{2,}", found.text)
    assert not [word for word in words if word.isupper()]


@given(st.text(max_size=60))
def test_an_opening_line_is_always_one_greeting(line: str) -> None:
    found = address(parse_name(line), texts=TEXTS)
    assert found.text.endswith("!")
    assert "{name}" not in found.text
    assert "\n" not in found.text


def test_an_empty_name_is_greeted() -> None:
    assert address(FullName("", "", ""), texts=TEXTS).text == "Здравствуйте!"
