"""Write what is made from data, code and tests: the map of clauses, the tables of the architecture page.

Run after tests were marked, the honours changed, or an act or a job was added: ``.venv/bin/python tools/make_docs.py``.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "src"))

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "otklik.config.settings")

import django  # noqa: E402 (the path is set above)

django.setup()

from otklik.config.plan import drawn  # noqa: E402 (as above)
from otklik.regulations.errors import RegulationError  # noqa: E402 (the path is set above)
from otklik.regulations.honours import SHOWN_BY, clauses_page  # noqa: E402
from otklik.regulations.shown import scan  # noqa: E402


def main() -> int:
    """Write shown_by.json and docs/clauses.md; 2 and one line when the data are wrong."""
    try:
        shown = scan(ROOT / "tests")
        text = json.dumps(shown, ensure_ascii=False, indent=1) + "\n"
        SHOWN_BY.write_text(text, encoding="utf-8")
        page = clauses_page()
    except RegulationError as error:
        print(error, file=sys.stderr)
        return 2
    target = ROOT / "docs" / "clauses.md"
    target.parent.mkdir(exist_ok=True)
    target.write_text(page, encoding="utf-8")
    plan = ROOT / "docs" / "architecture.md"
    plan.write_text(drawn(plan.read_text(encoding="utf-8")), encoding="utf-8")
    print(f"{len(shown)} clauses are shown by tests; wrote {SHOWN_BY.name} and {target.name}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
