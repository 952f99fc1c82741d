"""How often the checks of a letter are right, by letters that a reader has marked."""

from collections import Counter

import pytest
from tests.language.corpus import CorpusLetter, letters, unmarked

from otklik import regulations
from otklik.replies.checks import LetterReport, check_letter

ENOUGH = 5
"""Findings of a rule from which a share says anything."""


@pytest.fixture(scope="module")
def reports() -> list[tuple[CorpusLetter, LetterReport]]:
    """All letters with what the checks say of them."""
    return [
        (letter, check_letter(regulations.profile(letter.body), letter.text))
        for letter in letters()
    ]


def test_the_corpus_is_large_and_has_letters_of_all_five_ministries() -> None:
    found = letters()
    assert len(found) >= 25
    assert {letter.body for letter in found} == {
        "economy-magadan",
        "economy-novosibirsk",
        "industry-mordovia",
        "labour-novosibirsk",
        "regional-policy-novosibirsk",
    }
    assert sum(letter.is_good for letter in found) >= 10


def test_every_mark_lies_inside_its_letter_and_no_mark_is_left_in_the_text() -> None:
    for letter in letters():
        assert not set("⟦⟧|") & set(letter.text), letter.name
        for rule, (start, end) in letter.faults:
            assert 0 <= start < end <= len(letter.text), (letter.name, rule)


def test_marks_may_stand_one_inside_another() -> None:
    text, faults = unmarked("Да ⟦passive|это ⟦spelling|зделано⟧ и⟧ всё.")
    assert text == "Да это зделано и всё."
    assert faults == [("passive", (3, 16)), ("spelling", (7, 14))]


@pytest.mark.parametrize("source", ["Мы ⟦spelling|зделали.", "Мы сделали⟧."])
def test_a_mark_without_its_other_half_is_an_error(source: str) -> None:
    with pytest.raises(ValueError, match="mark"):
        unmarked(source)


def test_a_finding_beside_a_mark_or_of_another_rule_is_no_fault() -> None:
    letter = CorpusLetter("labour-novosibirsk", "Мы зделали это.", (("spelling", (3, 10)),))
    assert letter.is_fault("spelling", 5, 6)
    assert not letter.is_fault("spelling", 10, 12)
    assert not letter.is_fault("officialese", 3, 10)


def test_of_the_findings_nearly_all_are_right(
    reports: list[tuple[CorpusLetter, LetterReport]],
) -> None:
    found: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for letter, report in reports:
        for finding in report.findings:
            found[finding.rule] += 1
            right[finding.rule] += letter.is_fault(finding.rule, finding.start, finding.end)
    weak = {
        rule: (right[rule], found[rule])
        for rule in found
        if found[rule] >= ENOUGH and right[rule] / found[rule] < 0.9
    }
    assert weak == {}
    assert right.total() / found.total() >= 0.95


def test_of_the_faults_most_are_found(reports: list[tuple[CorpusLetter, LetterReport]]) -> None:
    marked = hit = 0
    for letter, report in reports:
        for rule, (start, end) in letter.faults:
            marked += 1
            hit += any(
                item.rule == rule and item.start < end and start < item.end
                for item in report.findings
            )
    assert marked >= 100
    assert hit / marked >= 0.7


def test_a_good_letter_is_not_stopped_and_hardly_remarked_on(
    reports: list[tuple[CorpusLetter, LetterReport]],
) -> None:
    for letter, report in reports:
        if letter.is_good:
            said = [(item.rule, item.severity, item.text) for item in report.findings]
            assert "block" not in {severity for _, severity, _ in said}, (letter.name, said)
            assert len(said) <= 2, (letter.name, said)
