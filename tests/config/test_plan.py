"""The architecture page shows the tables as the code has them."""

from pathlib import Path

from otklik.cases.rules import TRANSITIONS
from otklik.config.plan import drawn

PAGE = Path(__file__).parents[2] / "docs" / "architecture.md"


def test_the_tables_of_the_architecture_page_are_fresh() -> None:
    page = PAGE.read_text("utf-8")
    assert page == drawn(page), "run: .venv/bin/python tools/make_docs.py"


def test_every_act_stands_in_the_drawn_table() -> None:
    page = drawn("<!-- drawn: case-acts -->\n<!-- end -->")
    assert all(f"| `{row.act}` |" in page for row in TRANSITIONS)
    assert len(page.splitlines()) == len(TRANSITIONS) + 4
