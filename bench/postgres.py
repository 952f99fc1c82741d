"""A throw-away PostgreSQL cluster: durable settings as installed, removed with its folder."""

import os
import pwd
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote


def programs() -> Path:
    """Return the folder of the newest installed PostgreSQL; SystemExit when there is none."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=_version)
    if found:
        return found[-1].parent
    on_path = shutil.which("initdb")
    if on_path:
        return Path(on_path).parent
    raise SystemExit("bench: PostgreSQL is missing: apt-get install postgresql")


def _version(path: Path) -> float:
    try:
        return float(path.parent.parent.name)
    except ValueError:
        return 0.0


def _owner() -> str | None:
    """PostgreSQL refuses to run as root; then the user `postgres`, else `nobody`, runs it."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


@contextmanager
def cluster(folder: Path) -> Iterator[str]:
    """Run a cluster in the folder and yield the address of its database `bench`."""
    owner = _owner()
    folder.mkdir()
    if owner:
        shutil.chown(folder, owner)
    data, bin_ = folder / "data", programs()

    def run(*command: str | Path) -> None:
        done = subprocess.run(
            [str(part) for part in command],
            user=owner, extra_groups=[] if owner else None, cwd=folder, capture_output=True, text=True, check=False,
        )  # fmt: skip
        if done.returncode:
            raise SystemExit(f"bench: {command[0]}: {done.stderr.strip() or done.stdout.strip()}")

    run(bin_ / "initdb", "-D", data, "-U", "bench", "-A", "trust", "-E", "UTF8", "--locale=C")
    options = f"-c listen_addresses= -c unix_socket_directories={folder}"
    run(bin_ / "pg_ctl", "-D", data, "-w", "-l", folder / "log", "-o", options, "start")
    try:
        run(bin_ / "createdb", "-h", folder, "-U", "bench", "bench")
        yield f"postgresql://bench@{quote(str(folder), safe='')}/bench"
    finally:
        run(bin_ / "pg_ctl", "-D", data, "-w", "-m", "immediate", "stop")
