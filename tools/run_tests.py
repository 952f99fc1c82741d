"""Run the whole suite on SQLite and then on PostgreSQL; fails when one fails or a test is skipped."""

import os
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tools.postgres import cluster

REPORTS = Path("build")


def main() -> int:
    """Run both; extra arguments go to pytest. Returns the exit code."""
    REPORTS.mkdir(exist_ok=True)
    print("== the suite on SQLite", flush=True)
    codes = [run("sqlite", {})]
    print("== the suite on PostgreSQL", flush=True)
    with cluster() as url:
        codes.append(run("postgresql", {"OTKLIK_DATABASE_URL": url}))
    return 1 if any(codes) else 0


def run(name: str, environment: dict[str, str]) -> int:
    """Run pytest once; a skipped test counts as a failed one."""
    report = REPORTS / f"tests-{name}.xml"
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-n",
        "2",
        "--dist",
        "worksteal",
        f"--junitxml={report}",
    ]
    code = subprocess.run(
        [*command, *sys.argv[1:]], env={**os.environ, **environment}, check=False
    ).returncode
    if code == 0:
        suite = ET.parse(report).getroot()  # noqa: S314 - our own report
        skipped = sum(int(part.get("skipped", "0")) for part in suite.iter("testsuite"))
        if skipped:
            print(
                f"{skipped} tests were skipped; a skipped test is a failing one.", file=sys.stderr
            )
            return 1
    return code


if __name__ == "__main__":
    sys.exit(main())
