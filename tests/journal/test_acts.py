"""Every act that the source can write has its words in one table, and every detail that they name is kept."""

import ast
import re
from pathlib import Path

from otklik.cases.rules import TRANSITIONS as OF_CASES
from otklik.journal.acts import ACTS, titles, told
from otklik.knowledge.rules import TRANSITIONS as OF_TEMPLATES
from otklik.replies.rules import TRANSITIONS as OF_REPLIES

SOURCE = Path(__file__).resolve().parents[2] / "src" / "otklik"
ROOMS = [path.name for path in SOURCE.iterdir() if (path / "apps.py").exists()]
CODE = re.compile(rf"({'|'.join(ROOMS)})\.[a-z]+(-[a-z]+)*")
NO_ACTS = {"staff.toml", "knowledge.toml", "replies.copies"}
"""Strings that look like an act and are the name of a file or the salt of a signature."""


def written() -> dict[str, str]:
    """Code of each act → the file that writes it; also codes that come to `journal.write` by a variable."""
    found: dict[str, str] = {}
    for path in SOURCE.rglob("*.py"):
        if "migrations" in path.parts or path == SOURCE / "journal" / "acts.py":
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if (
                isinstance(node, ast.Constant)
                and isinstance(node.value, str)
                and CODE.fullmatch(node.value)
                and node.value not in NO_ACTS
            ):
                found.setdefault(node.value, str(path.relative_to(SOURCE)))
    found |= {f"cases.{row.act}": "cases/rules.py" for row in OF_CASES}
    found |= {f"knowledge.{row.act}": "knowledge/rules.py" for row in OF_TEMPLATES}
    found |= {f"replies.{row.act}": "replies/rules.py" for row in OF_REPLIES}
    return found


def patterns() -> set[str]:
    """The rooms whose acts are put together from a transition table: `f"cases.{act}"`."""
    found = set()
    for path in SOURCE.rglob("*.py"):
        for room, _variable in re.findall(r'f"([a-z]+)\.\{(\w+)\}",\n', path.read_text("utf-8")):
            if room in ROOMS:
                found.add(room)
    return found


def test_every_act_of_the_source_has_its_words() -> None:
    missing = {code: path for code, path in written().items() if code not in ACTS}
    assert not missing


def test_no_words_stand_for_an_act_that_nobody_writes() -> None:
    assert set(ACTS) == set(written())


def test_only_rooms_with_a_transition_table_put_codes_together() -> None:
    assert patterns() == {"cases", "knowledge", "replies"}


def test_words_are_russian_and_need_no_detail_that_is_not_there() -> None:
    for code in ACTS:
        words = told(code, {})
        assert re.search(r"[А-Яа-я]", words), code
        assert "%(" not in words
    assert [code for code, _words in titles()] != sorted(ACTS)
    assert told("no.such", {}) == "Другое действие"
