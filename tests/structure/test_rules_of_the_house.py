"""Rules that hold for the whole tree: translations, jobs, retention, no signals, no forbidden file names."""

import ast
import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.extract import extract
from babel.messages.pofile import read_po
from django.apps import apps
from django.utils.translation.template import templatize

from otklik.config.retention import RULES
from otklik.config.work import JOBS

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "otklik"
FORBIDDEN_NAMES = {"utils", "helpers", "common", "manager", "managers", "misc"}
SAMPLES = {"style.html"}
"""The style page shows components with invented Russian content, as a letter or a list would have it."""
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}


def python_files() -> list[Path]:
    return [path for path in SOURCE.rglob("*.py") if "migrations" not in path.parts]


def strings() -> Iterator[tuple[Path, str]]:
    """Every translatable string of the tree with the file it stands in."""
    for path in python_files():
        yield from found(path, path.read_bytes())
    for path in SOURCE.rglob("*.html"):
        as_python = templatize(path.read_text("utf-8"), origin=str(path))
        # What it leaves of the page has an indentation that means nothing.
        flat = "\n".join(line.lstrip() for line in as_python.splitlines())
        yield from found(path, flat.encode())


def found(path: Path, code: bytes) -> Iterator[tuple[Path, str]]:
    for _line, message, _comments, _context in extract(
        "python", BytesIO(code), keywords=KEYWORDS, options={"encoding": "utf-8"}
    ):
        yield path, message if isinstance(message, str) else message[0]


def translations() -> dict[str, set[str]]:
    """Message id → its Russian forms, from the catalogues of all rooms."""
    known: dict[str, set[str]] = {}
    for path in SOURCE.rglob("*.po"):
        with path.open("rb") as stream:
            for message in read_po(stream, locale="ru"):
                if not message.id or message.fuzzy:
                    continue
                key = message.id if isinstance(message.id, str) else message.id[0]
                forms = message.string or ()
                value = forms if isinstance(forms, str) else "|".join(forms)
                known.setdefault(key, set()).add(value)
    return known


def test_every_string_has_a_russian_translation() -> None:
    known = translations()
    missing = {
        f"{path.relative_to(ROOT)}: {text}"
        for path, text in strings()
        if text and not any(known.get(text, set()))
    }
    assert not missing, "\n".join(sorted(missing))


def test_one_string_has_one_translation() -> None:
    different = {key: values for key, values in translations().items() if len(values) > 1}
    assert not different


def test_no_template_has_inline_script_or_style_or_words_of_its_own() -> None:
    inline = re.compile(r"<style|style=\"|\son[a-z]+=\"|<script(?![^>]*\bsrc=)", re.IGNORECASE)
    for path in SOURCE.rglob("*.html"):
        text = path.read_text("utf-8")
        assert not inline.search(text), path
        if path.name not in SAMPLES:
            assert not re.search(r"[А-Яа-яЁё]", text), f"{path} has Russian words outside gettext"


def test_every_job_has_a_name_a_period_and_a_retry_rule() -> None:
    names = [job.name for job in JOBS]
    assert len(names) == len(set(names))
    for job in JOBS:
        assert job.every_seconds > 0
        assert job.retry


def test_every_job_of_a_room_is_run_by_the_worker() -> None:
    run = {(job.run.__module__, job.run.__name__) for job in JOBS}
    for path in SOURCE.rglob("jobs.py"):
        module = ".".join(["otklik", *path.relative_to(SOURCE).with_suffix("").parts])
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                assert (module, node.name) in run, f"{module}.{node.name} is never run"


def test_every_model_has_a_retention_rule() -> None:
    own = {
        model._meta.label
        for model in apps.get_models()
        if model.__module__.startswith("otklik.") and not model._meta.auto_created
    }
    assert own == set(RULES)


def test_no_file_is_a_drawer_for_everything() -> None:
    for path in python_files():
        assert path.stem not in FORBIDDEN_NAMES, path


def test_no_room_listens_to_model_signals() -> None:
    for path in python_files():
        text = path.read_text("utf-8")
        assert "django.db.models.signals" not in text, path
        assert "@receiver" not in text, path
