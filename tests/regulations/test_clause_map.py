"""The honest map: 533 clauses, each with a row that code and tests can answer for."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from otklik.regulations import (
    Honour,
    RegulationError,
    clause,
    clause_report,
    clauses,
    honours,
    shown_by,
)
from otklik.regulations.clauses import catalogues
from otklik.regulations.honours import clauses_page
from otklik.regulations.shown import named_clauses, problems, scan

ROOT = Path(__file__).resolve().parents[2]
SRC = ROOT / "src"
REGENERATE = "run: .venv/bin/python tools/make_docs.py"


def test_533_clauses_each_once_and_with_its_words() -> None:
    every = clauses()
    assert len(every) == 533
    assert len({item.id for item in every}) == 533
    assert all(item.ru.strip() and item.en.strip() and item.ref.strip() for item in every)


@pytest.mark.parametrize(
    ("body", "count"),
    [
        ("economy-novosibirsk", 104),
        ("labour-novosibirsk", 115),
        ("industry-mordovia", 168),
        ("regional-policy-novosibirsk", 61),
        ("economy-magadan", 85),
    ],
)
def test_each_order_has_its_clauses_and_rows(body: str, count: int) -> None:
    assert len(clauses(body)) == count
    assert len(honours(body)) == count
    assert catalogues()[body].order.body_ru


def test_an_unknown_clause_or_body_is_named() -> None:
    with pytest.raises(RegulationError, match="clauses: economy-magadan:99: no such clause"):
        clause("economy-magadan:99")
    with pytest.raises(RegulationError, match="clauses: economy-omsk: no such body"):
        clauses("economy-omsk")
    with pytest.raises(RegulationError, match="economy-omsk: no such body"):
        clause_report("economy-omsk")


def test_the_map_can_be_believed() -> None:
    assert problems(honours(), scan(ROOT / "tests"), SRC) == []


def test_the_scan_of_the_code_finds_ids() -> None:
    assert list(named_clauses(SRC))


def test_a_dishonest_map_is_refused(tmp_path: Path) -> None:
    (tmp_path / "room.py").write_text("def act() -> None: ...\n")
    rows = [
        Honour(id="economy-magadan:4.1.a", status="works", code=("room.act",), why=""),
        Honour(id="economy-magadan:4.1.b", status="works", code=("room.gone",), why=""),
    ]
    shown = {
        "economy-magadan:4.1.b": ["tests/t.py::test_b"],
        "economy-magadan:77": ["tests/t.py::test_x"],
    }
    (tmp_path / "page.html").write_text("economy-magadan:88")
    assert problems(rows, shown, tmp_path) == [
        'economy-magadan:4.1.a: "works", but no test shows it',
        "economy-magadan:4.1.b: no such code: room.gone",
        "tests/t.py::test_x: names an unknown clause economy-magadan:77",
        "page.html: names an unknown clause economy-magadan:88",
    ]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ({"status": "works", "code": [], "why": ""}, "needs the code that does it"),
        ({"status": "partly", "code": [], "why": ""}, "needs a reason in why"),
        ({"status": "outside", "code": [], "why": ""}, "needs a reason in why"),
        ({"status": "done", "code": [], "why": ""}, "Input should be 'works'"),
    ],
)
def test_a_row_that_nobody_answers_for_is_refused(row: dict[str, object], reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        Honour.model_validate({"id": "economy-magadan:4.1.a", **row})


def test_what_software_cannot_do_says_why_and_nothing_else_is_called_so() -> None:
    for row in honours():
        if row.status == "outside":
            assert len(row.why) > 10
            assert row.code == ()


def test_the_packaged_list_of_tests_is_fresh() -> None:
    packaged = {key: list(nodes) for key, nodes in shown_by().items()}
    assert packaged == scan(ROOT / "tests"), REGENERATE


def test_the_page_of_clauses_is_fresh() -> None:
    page = (ROOT / "docs" / "clauses.md").read_text(encoding="utf-8")
    assert page == clauses_page(), REGENERATE


def test_the_report_has_the_promised_shape() -> None:
    rows = clause_report()
    assert len(rows) == 533
    assert set(rows[0]) == {"id", "ref", "status", "code", "tests", "why"}
    assert {row["status"] for row in rows} <= {"works", "partly", "not yet", "outside"}


def test_only_data_holds_wordings_of_the_orders() -> None:
    long_quotes = [item.ru for item in clauses() if len(item.ru) > 120]
    for path in (SRC / "otklik" / "regulations").glob("*.py"):
        text = re.sub(r"\s+", " ", path.read_text(encoding="utf-8"))
        assert [quote for quote in long_quotes if quote in text] == []
