"""`python -m bench`: measure, print a table, write build/bench.json."""

import argparse
import json
import os
import platform
import tempfile
from dataclasses import asdict
from itertools import chain
from pathlib import Path

from bench import appeal, counting, letters, sweeping
from bench.accepting import Row, measure

OUT = Path("build/bench.json")


def main() -> None:
    """Measure each database and say which aims are met; exit 1 when one is not."""
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("--seconds", type=float, default=3.0, help="of load for each figure")
    parser.add_argument("--rounds", type=int, default=3, help="the median of so many is taken")
    parser.add_argument("--database", action="append", choices=["sqlite", "postgresql"])
    parser.add_argument(
        "--cases", type=int, default=100_000, help="open cases of the control sweep"
    )
    parser.add_argument(
        "--only",
        choices=["accepting", "counting", "sweeping", "letters", "appeal"],
        help="one part alone",
    )
    options = parser.parse_args()
    databases = options.database or ["sqlite", "postgresql"]
    load = os.getloadavg()[0]
    print(
        f"{os.cpu_count()} cores, Python {platform.python_version()}, {platform.system()}, "
        f"load of other work before: {load:.1f}"
    )
    print(f"{'':32}{'ours':>10}{'floor':>10}{'ratio':>8}{'aim':>8}")
    rows = []
    with tempfile.TemporaryDirectory(prefix="otklik-bench-") as folder:
        Path(folder).chmod(0o755)  # the user who runs PostgreSQL must come through
        parts = {
            "accepting": measure(Path(folder), options.seconds, options.rounds, databases),
            "counting": counting.measure(options.rounds),
            "sweeping": sweeping.measure(
                Path(folder) / "control", options.cases, options.rounds, databases
            ),
            "letters": letters.measure(),
            "appeal": appeal.measure(),
        }
        chosen = [parts[options.only]] if options.only else parts.values()
        for row in chain.from_iterable(chosen):
            rows.append(row)
            print(_line(row), flush=True)
    if options.only in {None, "letters"}:
        print("precision of the letter checks on the marked letters (tests/language/corpus):")
        print("\n".join(letters.precision()))
    if options.only in {None, "appeal"}:
        print("hints on the invented appeals (tests/language/hints.toml):")
        print("\n".join(appeal.precision()))
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text(json.dumps([asdict(row) for row in rows], indent=1), "utf-8")
    raise SystemExit(0 if all(row.met for row in rows) else 1)


def _line(row: Row) -> str:
    aims = {
        "ms": f"<{row.aim:.0f} ms", "µs": f"<{row.aim:.0f} µs", "s": f"<{row.aim:.2f}",
    }  # fmt: skip
    aim = aims.get(row.unit, f">{row.aim:.2f}")
    digits = 3 if row.unit == "s" else 1
    figures = (
        f"{row.name:32}{row.ours:>10.{digits}f}{row.floor:>10.{digits}f}{row.ratio:>8.2f}{aim:>8}"
    )
    return f"{figures}  {'met' if row.met else 'NOT MET'}"


if __name__ == "__main__":
    main()
