"""Whose letter it is, what others' data it carries, whose ministry it names, when its terms end, how its file is set."""

import textwrap
import time

import pytest

from otklik import regulations
from otklik.documents.reading import read_letter
from otklik.replies.checks import CaseFacts, LetterFinding, check_letter, layout
from otklik.replies.checks.paper import HEAD, Paper
from tests.replies.test_letter_checks import BODIES, findings, letter


def with_words(name: str, words: str, facts: CaseFacts | None = None) -> list[LetterFinding]:
    text = letter(name)
    place = "Пособие назначено."
    return findings(name, text.replace(place, f"{place} {words}"), facts)


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("Уважаемый Григорий Павлович!", "Уважаемый Пётр Ильич!", "Уважаемый Пётр Ильич!"),
        ("Уважаемый Григорий Павлович!", "Уважаемый Орлов Г. П.!", "Уважаемый Орлов Г. П.!"),
    ],
)
def test_a_salutation_of_another_person_is_told(old: str, new: str, place: str) -> None:
    found = findings("labour-benefit", letter("labour-benefit").replace(old, new))
    assert [(item.rule, item.text) for item in found] == [("salutation", place)]


@pytest.mark.parametrize("name", ["Григорий Павлович", "Орлов Григорий Павлович", ""])
def test_the_card_may_give_the_name_with_or_without_the_surname(name: str) -> None:
    assert findings("labour-benefit", letter("labour-benefit"), CaseFacts(name=name)) == []


@pytest.mark.parametrize(
    "words",
    [
        "Звоните мастеру Сидорову Петру Ильичу: +7 913 555-44-33.",
        "Вопросы задайте Марине Олеговне Зайцевой, zaiceva@example.org.",
        "Начальник отдела – Кузнецов Иван Ильич.",
    ],
)
def test_the_ministrys_own_people_are_no_personal_data(words: str) -> None:
    assert with_words("labour-benefit", words, CaseFacts(people=("Орлов",))) == []


@pytest.mark.parametrize(
    ("words", "place"),
    [
        ("На шум жаловался сосед Петров Сергей Иванович.", "Петров Сергей Иванович"),
        ("Гражданка Сидорова А. П. писала о том же.", "Сидорова А. П."),
        ("СНИЛС 123-456-789 00 верен.", "123-456-789 00"),
        ("Деньги ушли на карту 2202 2003 1234 5678.", "2202 2003 1234 5678"),
    ],
)
def test_data_of_another_person_are_told_at_their_place(words: str, place: str) -> None:
    assert [(item.rule, item.text) for item in with_words("labour-benefit", words)] == [
        ("personal-data", place)
    ]


@pytest.mark.parametrize(
    ("words", "rules"),
    [
        ("Ответ дало министерство труда и социальной защиты Новосибирской области.", ["body-name"]),
        ("Ответ дало министерство экономики Новосибирской области.", ["body-name"]),
        ("Ответ дало министерство труда и социального развития Новосибирской области.", []),
        ("Ответ дало министерство строительства Новосибирской области.", []),
    ],
)
def test_a_ministry_that_does_not_exist_is_told(words: str, rules: list[str]) -> None:
    assert [item.rule for item in with_words("labour-benefit", words)] == rules


@pytest.mark.parametrize(
    ("words", "place"),
    [
        ("Подайте заявление до 15 января 2026 года.", "до 15 января 2026 года"),
        ("Ответ придёт не позднее 01.04.2026.", "не позднее 01.04.2026"),
        ("Заявления принимали до 15 января 2026 года.", None),
        ("Стаж до 1 января 2002 года учтут.", None),
    ],
)
def test_a_term_that_was_over_when_the_letter_was_signed_is_told(
    words: str, place: str | None
) -> None:
    found = [item.text for item in with_words("labour-benefit", words) if item.rule == "dates"]
    assert found == ([place] if place else [])


def test_an_answer_dated_before_the_appeal_is_told() -> None:
    text = letter("labour-benefit").replace("от 24.04.2026", "от 24.07.2026")
    assert [(item.rule, item.text) for item in findings("labour-benefit", text)] == [
        ("dates", "24.07.2026")
    ]


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("https://pos.nso.ru/poll/3/644?", "https://pos.nso.ru/poll/3/645?", "satisfaction-mark"),
        ("Петров И. С.\n", "Петров\n", "executor-mark"),
        ("12.03.2026 № И-214/2026", "12.03.2026 № ____", "gaps"),
        ("На № О-15/2026 от 03.03.2026\n", "", "registration-data"),
    ],
)
def test_a_mark_that_is_wrong_or_incomplete_is_told(old: str, new: str, rule: str) -> None:
    text = letter("economy-support")
    assert old in text
    assert rule in {item.rule for item in findings("economy-support", text.replace(old, new))}


def test_the_ministrys_own_questionnaire_may_stand_in_the_mark() -> None:
    text = letter("economy-support").replace(
        "https://pos.nso.ru/poll/3/644?de=1822&di=1823", "https://otklik.example/s/Ab12"
    )
    assert findings("economy-support", text) == []


@pytest.mark.parametrize("name", BODIES)
def test_a_letter_whose_lines_are_broken_at_a_width_is_read_as_paragraphs(name: str) -> None:
    lines = [
        part
        for line in letter(name).split("\n")
        for part in ([line] if "  " in line or not line else textwrap.wrap(line, 76))
    ]
    text = "\n".join(lines)
    found = findings(name, text)
    assert [item for item in found if item.severity == "block"] == []
    assert all(text[item.start : item.end] == item.text for item in found)


def test_three_hundred_pages_are_looked_through_in_a_moment_and_places_stay_true() -> None:
    text = letter("labour-benefit").replace(
        "Вы спрашивали", "Слово за словом и так без конца " * 25_000 + "Вы спрашивали"
    )
    text = text.replace("Лебедева Ирина", "{исполнитель} Лебедева Ирина")
    profile = regulations.profile("labour-novosibirsk")
    begun = time.process_time()
    pages = layout.pages(profile, text)
    report = check_letter(profile, text, pages=pages)
    assert time.process_time() - begun < 5
    assert pages > 300
    assert {"page-limit", "gaps"} <= {item.rule for item in report.findings}
    assert all(text[item.start : item.end] == item.text for item in report.findings)
    assert len(Paper.of(text).text) < len(text) / 10
    assert len(text) > HEAD


@pytest.mark.parametrize("ending", ["txt", "html"])
def test_a_page_pasted_from_a_word_processor_is_read_without_its_markup(ending: str) -> None:
    paragraphs = "".join(
        f"<p class=MsoNormal><span style='mso-x:1'>{line}</span><o:p></o:p></p>"
        for line in letter("labour-benefit").split("\n")
    )
    page = f"<html><head><style>p{{x}}</style></head><body><script>alert(1)</script>{paragraphs}</body></html>"
    plain = read_letter(page.encode(), f"letter.{ending}")
    assert "alert" not in plain.text
    assert findings("labour-benefit", plain.text) == []
