"""How many appeals are accepted a second, durably, beside one bare committed insert."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from bench import postgres
from bench.serving import ROOT, run, served

CONCURRENCY = (1, 8, 32)
AIM_RATIO = 1 / 3
AIM_P99_MS = 250.0
BODY = "economy-novosibirsk"


@dataclass(frozen=True)
class Row:
    """One line of the table and of build/bench.json."""

    name: str
    unit: str
    ours: float
    floor: float
    ratio: float
    aim: float
    met: bool


def measure(folder: Path, seconds: float, rounds: int, databases: list[str]) -> Iterator[Row]:
    """Yield the rows of each database: the rate and the 99th percentile at each concurrency."""
    for database in databases:
        with _servers(database, folder / database) as (ours, floor):
            yield from _rows(database, ours, floor, seconds, rounds)


def _rows(database: str, ours: int, floor: int, seconds: float, rounds: int) -> Iterator[Row]:
    for port in (ours, floor):
        # Long enough that both processes have loaded everything and each thread has its connection.
        _load(port, 32, 6)
    for concurrency in CONCURRENCY:
        # One after the other in each round, so that other work on the machine meets both alike.
        pairs = [
            (_load(ours, concurrency, seconds), _load(floor, concurrency, seconds))
            for _ in range(rounds)
        ]
        rate, bare = (median(pair[side]["rate"] for pair in pairs) for side in (0, 1))
        ratio = median(pair[0]["rate"] / pair[1]["rate"] for pair in pairs)
        name = f"accept {database} c={concurrency}"
        yield Row(name, "1/s", rate, bare, ratio, AIM_RATIO, ratio >= AIM_RATIO)
        late, bare = (median(pair[side]["p99"] for pair in pairs) for side in (0, 1))
        yield Row(f"{name} p99", "ms", late, bare, late / bare, AIM_P99_MS, late < AIM_P99_MS)


def _load(port: int, concurrency: int, seconds: float) -> dict[str, float]:
    command = [sys.executable, "-m", "bench.load", str(port), str(concurrency), str(seconds)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"bench: the load failed: {done.stderr.strip()[-2000:]}")
    result = json.loads(done.stdout)
    if result.pop("failure"):
        raise SystemExit(f"bench: the server refused: {done.stdout}")
    return dict(result)


@contextmanager
def _servers(database: str, folder: Path) -> Iterator[tuple[int, int]]:
    """Serve Otklik and the floor, each on a database of its own of the same kind."""
    folder.mkdir(mode=0o755)
    with ExitStack() as stack:
        variables = {
            "OTKLIK_DATA": str(folder / "otklik"),
            "OTKLIK_RATE_LIMITS": "0",
            "OTKLIK_DATABASE_URL": "",
            "OTKLIK_LOG_LEVEL": "WARNING",
            "DJANGO_SETTINGS_MODULE": "otklik.config.settings",
            "BENCH_DATABASE": str(folder / "floor.sqlite3"),
        }
        if database == "postgresql":
            address = stack.enter_context(postgres.cluster(folder / "cluster"))
            variables |= {"OTKLIK_DATABASE_URL": address, "BENCH_DATABASE": address}
        run(["-m", "django", "migrate", "--verbosity", "0"], variables)
        run(["-m", "bench.prepare", BODY], variables)
        run(["-m", "bench.floor"], variables)
        log = folder / "servers.log"
        ours = stack.enter_context(served("otklik.config.wsgi:application", variables, log))
        floor = stack.enter_context(served("bench.floor:application", variables, log))
        yield ours, floor
