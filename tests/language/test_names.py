import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.language.people import PEOPLE

from otklik.language import FullName, dative, genitive, initials, initials_first, parse_name


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Иванов Иван Иванович", FullName("Иванов", "Иван", "Иванович")),
        ("Иван Иванович Иванов", FullName("Иванов", "Иван", "Иванович")),
        ("Иванов, Иван Иванович", FullName("Иванов", "Иван", "Иванович")),
        ("И.И. Иванов", FullName("Иванов", "И.", "И.")),
        ("Иванов И. И.", FullName("Иванов", "И.", "И.")),
        ("Ю.Гагарин", FullName("Гагарин", "Ю.", "")),
        ("Иванов ИИ", FullName("Иванов", "И.", "И.")),
        ("ПЕТРОВ А Б", FullName("Петров", "А.", "Б.")),
        ("Иванов Иван И.", FullName("Иванов", "Иван", "И.")),
        ("Мария П.", FullName("", "Мария", "П.")),
        ("Петров А. Б., директор", FullName("Петров", "А.", "Б.")),
        ("ИВАНОВА МАРИЯ ПЕТРОВНА", FullName("Иванова", "Мария", "Петровна")),
        ("иванова-петрова мария петровна", FullName("Иванова-Петрова", "Мария", "Петровна")),
        (
            "Римская-Корсакова Анна-Мария Львовна",
            FullName("Римская-Корсакова", "Анна-Мария", "Львовна"),
        ),
        ("Иванова (Сидорова) Ольга Ивановна", FullName("Иванова", "Ольга", "Ивановна")),
        ("Алиев Вагиф Мамед оглы", FullName("Алиев", "Вагиф", "Мамед оглы")),
        ("Вагиф Мамед оглы Алиев", FullName("Алиев", "Вагиф", "Мамед оглы")),
        ("АЛИЕВА СЕВДА МАМЕД КЫЗЫ", FullName("Алиева", "Севда", "Мамед кызы")),
        ("Токтогул уулу Бакыт", FullName("", "Бакыт", "Токтогул уулу")),
        ("Роман Аркадьевич Абрамович", FullName("Абрамович", "Роман", "Аркадьевич")),
        ("Абрамович Роман Аркадьевич", FullName("Абрамович", "Роман", "Аркадьевич")),
        ("Абрамович Роман", FullName("Абрамович", "Роман", "")),
        ("Дмитрий Шостакович", FullName("Шостакович", "Дмитрий", "")),
        ("Иван Петрович", FullName("", "Иван", "Петрович")),
        ("Саша Черных", FullName("Черных", "Саша", "")),
        ("Шевченко Валя", FullName("Шевченко", "Валя", "")),
        ("Анна Мария Иванова", FullName("Иванова", "Анна Мария", "")),
        ("де ла Крус Хуан", FullName("де ла Крус", "Хуан", "")),
        ("John Smith", FullName("Smith", "John", "")),
        ("О'НИЛ ШОН", FullName("О'Нил", "Шон", "")),
        ("Мария", FullName("", "Мария", "")),
        ("Иванов", FullName("Иванов", "", "")),
        ("Ивaнов Ивaн Ивaнович", FullName("Иванов", "Иван", "Иванович")),  # Latin "a"
        ("Иванов Иван Иванович, г. Новосибирск", FullName("Иванов", "Иван", "Иванович")),
        ("Иванов Иван Иванович 1985 г. р.", FullName("Иванов", "Иван", "Иванович")),
        ("ИП Сидоров Олег Олегович", FullName("Сидоров", "Олег", "Олегович")),
        ("", FullName("", "", "")),
        ("😀 123 - .", FullName("", "", "")),
    ],
)
def test_a_line_is_read_as_a_name(line: str, expected: FullName) -> None:
    assert parse_name(line) == expected
    assert not parse_name(line).from_oblique


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("от Ивановой Марии Петровны", FullName("Иванова", "Мария", "Петровна")),
        ("Иванову Ивану Ивановичу", FullName("Иванов", "Иван", "Иванович")),
        ("от Иванова Ивана", FullName("Иванов", "Иван", "")),
        ("Кому: Льву Николаевичу Толстому", FullName("Толстой", "Лев", "Николаевич")),
        ("Ольги Ильиничны Сидоровой", FullName("Сидорова", "Ольга", "Ильинична")),
        ("Черных Марии Ивановны", FullName("Черных", "Мария", "Ивановна")),
        ("Насыровой Дилнозе Шавкатовне", FullName("Насырова", "Дилноза", "Шавкатовна")),
    ],
)
def test_an_oblique_case_is_put_back_and_marked(line: str, expected: FullName) -> None:
    name = parse_name(line)
    assert name == expected
    assert name.from_oblique


def test_an_undecided_oblique_name_is_left_as_it_stands() -> None:
    assert parse_name("Петрову Саше") == FullName("Петрову", "Саше", "")


@pytest.mark.parametrize("line", [line for line, _ in PEOPLE])
def test_both_usual_orders_and_cases_of_letters_read_the_same(line: str) -> None:
    name = parse_name(line)
    assert str(name) == line
    assert parse_name(f"{name.given} {name.patronymic} {name.surname}") == name
    assert parse_name(line.upper()) == name
    assert parse_name(line.lower()) == name


def test_four_names_of_five_come_back_from_the_dative_and_the_genitive() -> None:
    names = [parse_name(line) for line, _ in PEOPLE]
    for turn in (dative, genitive):
        back = sum(parse_name(str(turn(name))) == name for name in names)
        assert back / len(names) >= 0.8


def test_the_order_without_patronymic_is_found_for_nearly_all() -> None:
    wrong = 0
    for line, _ in PEOPLE:
        name = parse_name(line)
        expected = FullName(name.surname, name.given, "")
        wrong += parse_name(f"{name.surname} {name.given}") != expected
        wrong += parse_name(f"{name.given} {name.surname}") != expected
    assert wrong / (2 * len(PEOPLE)) <= 0.02


@given(st.text(max_size=80))
def test_reading_a_name_never_fails(line: str) -> None:
    name = parse_name(line)
    for part in (name.surname, name.given, name.patronymic):
        assert part == part.strip()
        assert not any(unicodedata.category(char) in {"Cc", "Cf"} for char in part)


WORDS = st.sampled_from(
    [
        "Иванов",
        "И.",
        "и",
        "оглы",
        "Иванович",
        "от",
        "Марии",
        "Петровны",
        "-",
        ",",
        "де",
        "Ли",
        "А.Б.",
    ]
)


@given(st.lists(WORDS, max_size=7).map(" ".join))
def test_reading_shuffled_parts_never_fails_and_prints_again(line: str) -> None:
    name = parse_name(line)
    assert isinstance(initials(name), str)
    assert isinstance(initials_first(dative(name)), str)


@pytest.mark.parametrize(
    ("line", "last", "first"),
    [
        ("Иванов Иван Иванович", "Иванов И. И.", "И. И. Иванов"),
        ("Иванова Мария", "Иванова М.", "М. Иванова"),
        ("И.И. Иванов", "Иванов И. И.", "И. И. Иванов"),
        ("Мамедов Али Гасан-оглы", "Мамедов А. Г.", "А. Г. Мамедов"),
        ("Алиев Вагиф Мамед оглы", "Алиев В. М.", "В. М. Алиев"),
        ("Ким Анна-Мария Львовна", "Ким А.-М. Л.", "А.-М. Л. Ким"),
        ("Мария", "Мария", "Мария"),
    ],
)
def test_initials(line: str, last: str, first: str) -> None:
    assert initials(parse_name(line)) == last
    assert initials_first(parse_name(line)) == first


@pytest.mark.parametrize(
    ("line", "to_whom", "of_whom"),
    [
        ("Иванова Мария Петровна", "Ивановой Марии Петровне", "Ивановой Марии Петровны"),
        ("Иванов Пётр Ильич", "Иванову Петру Ильичу", "Иванова Петра Ильича"),
        ("Черных Лев Фомич", "Черных Льву Фомичу", "Черных Льва Фомича"),
        ("Коваль Антон Ильич", "Ковалю Антону Ильичу", "Коваля Антона Ильича"),
        ("Коваль Любовь Ильинична", "Коваль Любови Ильиничне", "Коваль Любови Ильиничны"),
        ("Алиев Вагиф Мамед оглы", "Алиеву Вагифу Мамед оглы", "Алиева Вагифа Мамед оглы"),
        ("Иванова А. С.", "Ивановой А. С.", "Ивановой А. С."),
        ("Черных Саша", "Черных Саша", "Черных Саша"),  # undecided: no ending is guessed
    ],
)
def test_declension(line: str, to_whom: str, of_whom: str) -> None:
    assert str(dative(parse_name(line))) == to_whom
    assert str(genitive(parse_name(line))) == of_whom


def test_the_chosen_gender_rules_the_declension() -> None:
    name = parse_name("Кравчук А. С.")
    assert initials(dative(name, "m")) == "Кравчуку А. С."
    assert initials(dative(name, "f")) == "Кравчук А. С."
