"""The morning of control over many open cases, beside the bare SQL that reads and writes those rows."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

from bench import postgres
from bench.accepting import Row
from bench.serving import ROOT, run

AIM = 3.0
"""So many times the floor at most."""


def measure(folder: Path, cases: int, rounds: int, databases: list[str]) -> Iterator[Row]:
    """Yield a row for each database: seconds of one sweep, of the floor, and the median of their ratios."""
    folder.mkdir(mode=0o755)
    for database in databases:
        with ExitStack() as stack:
            data = folder / database
            data.mkdir(mode=0o755)
            variables = {
                "OTKLIK_DATA": str(data / "otklik"),
                "OTKLIK_DATABASE_URL": "",
                "OTKLIK_LOG_LEVEL": "WARNING",
                "DJANGO_SETTINGS_MODULE": "otklik.config.settings",
            }
            if database == "postgresql":
                variables["OTKLIK_DATABASE_URL"] = stack.enter_context(
                    postgres.cluster(data / "cluster")
                )
            run(["-m", "django", "migrate", "--verbosity", "0"], variables)
            found = _swept(variables, cases, rounds)
        ratio = found["ratio"]
        name = f"control-sweep {database} {cases}"
        yield Row(name, "s", found["ours"], found["floor"], ratio, AIM, ratio <= AIM)


def _swept(variables: dict[str, str], cases: int, rounds: int) -> dict[str, float]:
    done = subprocess.run(
        [sys.executable, "-m", "bench.control", str(cases), str(rounds)],
        cwd=ROOT, env=os.environ | variables, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise SystemExit(f"bench: the sweep failed: {done.stderr.strip()[-2000:]}")
    return dict(json.loads(done.stdout))
