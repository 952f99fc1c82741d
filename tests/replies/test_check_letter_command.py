"""`otklik check-letter`: the promised shape, exit codes, and one clear line for bad input."""

import json
from pathlib import Path

import pytest

from otklik.config.cli import main
from tests.replies.test_letter_checks import LETTERS, letter

KEYS = {"rule", "severity", "clause", "start", "end", "text", "message", "suggestion"}


def run(capsys: pytest.CaptureFixture[str], *args: str) -> tuple[int, str, str]:
    try:
        main(["otklik", "check-letter", *args])
        code = 0
    except SystemExit as end:
        code = int(end.code or 0)
    said = capsys.readouterr()
    return code, said.out, said.err


def test_a_correct_letter_ends_with_nothing_to_mend(capsys: pytest.CaptureFixture[str]) -> None:
    file = str(LETTERS / "labour-benefit.txt")
    code, out, _ = run(capsys, file, "--body", "labour-novosibirsk", "--json")
    report = json.loads(out)
    assert code == 0
    assert report["findings"] == []
    assert report["pages"] == 1
    assert report["readability"]["grade"] == 6


def test_a_blocking_fault_ends_with_one_and_stands_in_the_promised_shape(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = tmp_path / "letter.txt"
    file.write_text(letter("labour-benefit").replace("Уважаемый", "Уважаемая"), "utf-8")
    code, out, _ = run(capsys, str(file), "--body", "labour-novosibirsk", "--json")
    (finding,) = json.loads(out)["findings"]
    assert code == 1
    assert set(finding) == KEYS
    assert finding["rule"] == "salutation"
    assert finding["clause"] == "labour-novosibirsk:8.2.a"
    assert file.read_text("utf-8")[finding["start"] : finding["end"]] == "Уважаемая"


def test_what_only_the_case_can_tell_comes_from_its_file(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    case = tmp_path / "case.json"
    case.write_text(json.dumps({"gender": "f", "questions": [{"text": "Почему нет снега?"}]}))
    file = str(LETTERS / "labour-benefit.txt")
    code, out, _ = run(capsys, file, "--body", "labour-novosibirsk", "--case", str(case), "--json")
    rules = {finding["rule"] for finding in json.loads(out)["findings"]}
    assert code == 1
    assert {"salutation", "questions-answered"} <= rules


@pytest.mark.parametrize(
    ("content", "case", "words"),
    [
        (None, None, "cannot read"),
        (b"PK\x03\x04", None, "DOCX"),
        ("Ответ".encode(), b"{", "no JSON"),
        ("Ответ".encode(), b"[]", "must hold an object"),
        ("Ответ".encode(), b'{"gender": "x"}', "gender is m or f"),
    ],
)
def test_bad_input_is_one_clear_line(
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    content: bytes | None,
    case: bytes | None,
    words: str,
) -> None:
    file = tmp_path / "letter.txt"
    if content is not None:
        file.write_bytes(content)
    args = [str(file), "--body", "labour-novosibirsk"]
    if case is not None:
        (tmp_path / "case.json").write_bytes(case)
        args += ["--case", str(tmp_path / "case.json")]
    code, _, err = run(capsys, *args)
    assert code == 2
    assert words in err
    assert len(err.strip().splitlines()) == 1
    assert "Traceback" not in err


def test_a_paste_of_many_pages_is_looked_through(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = tmp_path / "long.txt"
    file.write_text("Слово за словом идёт письмо без конца и края. " * 1_500, "utf-8")
    code, out, _ = run(capsys, str(file), "--body", "labour-novosibirsk", "--json")
    report = json.loads(out)
    assert code == 1
    assert report["pages"] > 10
    assert "page-limit" in {finding["rule"] for finding in report["findings"]}
