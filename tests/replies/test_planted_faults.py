"""Each fault of `faults.toml`, put into a correct letter, is found at its place; nothing else is said of its words."""

import tomllib
from pathlib import Path

import pytest

from otklik import regulations
from otklik.replies.checks import LetterFinding, check_letter
from otklik.replies.checks.anatomy import Anatomy
from tests.language.corpus import letters

FAULTS = tomllib.loads((Path(__file__).parents[1] / "language" / "faults.toml").read_text("utf-8"))
GOOD = [letter for letter in letters() if letter.is_good]
ENOUGH = 0.95


def planted(number: int, sentence: str) -> tuple[str, str, int, int]:
    """The body, the letter with the sentence as a paragraph in its middle, and where the fault stands."""
    letter = GOOD[number % len(GOOD)]
    body = Anatomy(letter.text).body
    at = body[len(body) // 2].end if len(body) > 2 else body[0].end
    start = sentence.index("⟦")
    end = sentence.index("⟧") - 1
    plain = sentence.replace("⟦", "").replace("⟧", "")
    text = f"{letter.text[:at]}\n\n{plain}{letter.text[at:]}"
    return letter.body, text, at + 2 + start, at + 2 + end


def found_of(number: int, sentence: str) -> tuple[list[LetterFinding], int, int]:
    code, text, start, end = planted(number, sentence)
    report = check_letter(regulations.profile(code), text, suggest=False)
    return list(report.findings), start, end


@pytest.mark.parametrize("rule", FAULTS)
def test_a_planted_fault_is_found_at_its_place(rule: str) -> None:
    missed = []
    for number, sentence in enumerate(FAULTS[rule]):
        findings, start, end = found_of(number * 7, sentence)
        if not any(
            item.rule == rule and item.start <= end and start <= item.end for item in findings
        ):
            missed.append(sentence)
    assert len(missed) <= (1 - ENOUGH) * len(FAULTS[rule]), missed


def test_hardly_anything_else_is_said_of_a_letter_with_one_fault() -> None:
    said = [
        (rule, item.rule, item.text)
        for rule, sentences in FAULTS.items()
        for number, sentence in enumerate(sentences)
        for item in found_of(number * 5 + 1, sentence)[0]
        if item.rule != rule and item.severity == "block"
    ]
    assert len(said) <= 2, said
