"""The tour: one real letter goes through the whole house, and every file it leaves is good."""

import os
import re
import subprocess
import sys
from collections.abc import Mapping
from email import message_from_bytes, policy
from pathlib import Path

import openpyxl
import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from pypdf import PdfReader

from otklik.regulations import clause
from tests.documents.samples import office_pdf, scanned

LETTER = Path(__file__).parent.parent / "mail" / "real.eml"


def run(
    *options: str, cwd: Path, more: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "otklik.config.settings", **(more or {})}
    return subprocess.run(
        [sys.executable, "-m", "otklik.config.cli", "tour", *options],
        cwd=cwd,
        env=environment,
        capture_output=True,
        text=True,
        timeout=150,
        check=False,
    )


@pytest.fixture(scope="module")
def tour(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The folder that the tour of a real letter filled, and what it printed."""
    folder = tmp_path_factory.mktemp("tour")
    real = folder / "somebody's database"
    done = run(
        "--mail", str(LETTER), "--out", str(folder / "out"), cwd=folder,
        more={"OTKLIK_DATA": str(real), "OTKLIK_DATABASE_URL": "postgres://nobody@127.0.0.1:1/none"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert not list(real.glob("*.sqlite3*")), "the real installation was touched"
    return folder / "out", done.stdout


def only(folder: Path, pattern: str) -> Path:
    (found,) = folder.glob(pattern)
    return found


def test_every_step_names_its_clauses_and_every_named_file_is_there(tour: tuple[Path, str]) -> None:
    folder, printed = tour
    named = re.findall(r"asked for by (\S+-\S+:\S+) \(", printed)
    assert len(set(named)) >= 20
    assert all(clause(code) for code in named)
    files = {Path(line) for line in re.findall(r"file: (.+)", printed)}
    assert files == set(folder.iterdir())
    assert all(path.stat().st_size for path in files)
    for step in ("registers it", "acknowledgement", "почему эта дата", "SHA-256", "questionnaire"):
        assert step in printed


@pytest.mark.clause("economy-novosibirsk:8.3.b")
def test_the_letter_fits_two_pages_and_opens_in_an_office_suite(
    tour: tuple[Path, str], tmp_path: Path
) -> None:
    folder, _ = tour
    reader = PdfReader(folder / "04-reply.pdf")
    assert 1 <= len(reader.pages) <= 2
    words = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    assert "Уважаемая Татьяна" in words
    (converted,) = office_pdf([folder / "04-reply.docx"], tmp_path)
    text = " ".join(" ".join(page.extract_text() for page in converted.pages).split())
    assert "Уважаемая Татьяна" in text
    assert "Подписано простой электронной подписью" in text


@pytest.mark.clause("economy-novosibirsk:10.2.b")
def test_the_qr_code_of_the_letter_leads_to_the_survey(tour: tuple[Path, str]) -> None:
    folder, printed = tour
    (url,) = re.findall(r"survey address in the QR code: (\S+)", printed)
    assert scanned(folder / "04-reply.pdf") == [url]


@pytest.mark.clause("economy-novosibirsk:app2:c5", "economy-novosibirsk:app2:c7")
def test_the_quarterly_form_counts_the_answer(tour: tuple[Path, str]) -> None:
    folder, _ = tour
    sheet = openpyxl.load_workbook(only(folder, "06-form-*.xlsx")).active
    assert sheet is not None
    table = [
        [cell for cell in row if cell is not None] for row in sheet.iter_rows(values_only=True)
    ]
    counted = [row for row in table if "Электронная почта" in row]
    assert len(counted) == 1
    assert [value for value in counted[0] if isinstance(value, int | float)] == [1, 1, 100, 1, 100]
    assert "2026Q1" in only(folder, "06-form-*.xlsx").name


@pytest.mark.clause("economy-novosibirsk:5.1.c")
def test_the_acknowledgement_names_the_reply_date(tour: tuple[Path, str]) -> None:
    folder, _ = tour
    letter = message_from_bytes(
        (folder / "03-acknowledgement.eml").read_bytes(), policy=policy.default
    )
    body = letter.get_body()
    assert body is not None
    assert "3 апреля 2026" in body.get_content()
    assert letter["Auto-Submitted"] == "auto-generated"


def test_bad_input_gives_one_clear_line_and_exit_2(tmp_path: Path) -> None:
    done = run("--mail", "missing.eml", cwd=tmp_path)
    assert done.returncode == 2
    assert len(done.stderr.strip().splitlines()) == 1
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--mail", "{0}/empty.eml"), "is empty"),
        (("--mail", "{0}"), "cannot read"),
        (("--out", "{0}/empty.eml/below"), "cannot write"),
        (("--out", "{0}/empty.eml"), "cannot write"),
    ],
)
def test_input_that_cannot_be_used_is_named(
    options: tuple[str, str], said: str, tmp_path: Path
) -> None:
    (tmp_path / "empty.eml").write_bytes(b"")
    with pytest.raises(CommandError, match=said) as refused:
        call_command("tour", *(option.format(tmp_path) for option in options))
    assert refused.value.returncode == 2


def test_without_options_the_packaged_letter_goes_into_a_new_folder(tmp_path: Path) -> None:
    done = run(cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "reason noted: " in done.stdout
    assert (tmp_path / "otklik-tour" / "04-reply.pdf").stat().st_size > 5000
    assert not (tmp_path / "var" / "otklik.sqlite3").exists()


def test_a_damaged_letter_is_placed_by_hand_and_one_without_text_is_refused(tmp_path: Path) -> None:
    damaged = run("--mail", str(LETTER.with_name("truncated.eml")), cwd=tmp_path)
    assert damaged.returncode == 0, damaged.stderr
    assert "holding pen" in damaged.stdout
    assert (tmp_path / "otklik-tour" / "04-reply.pdf").exists()
    hopeless = run("--mail", str(LETTER.with_name("auto-reply.eml")), cwd=tmp_path)
    assert hopeless.returncode == 2
    assert len(hopeless.stderr.strip().splitlines()) == 1
