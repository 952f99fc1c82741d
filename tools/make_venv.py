"""Make the project's own virtual environment with uv in it, or say in one line what is missing."""

import shutil
import subprocess
import sys
import venv
from pathlib import Path


def main() -> int:
    """Create the environment named on the command line; exit 2 with a clear line when it cannot be done."""
    target = Path(sys.argv[1])
    if sys.version_info < (3, 11):  # noqa: UP036 - an older Python may run this file, and only this one
        print(
            f"Otklik needs Python 3.11 or newer; this is {sys.version.split()[0]}.", file=sys.stderr
        )
        return 2
    print(f"Making the virtual environment {target} ...")
    try:
        venv.create(target, with_pip=True, symlinks=True)
    except (subprocess.CalledProcessError, OSError) as error:
        shutil.rmtree(target, ignore_errors=True)
        print(
            f"Python cannot make a virtual environment here ({error}). "
            "On Debian or Ubuntu install the package python3-venv and try again.",
            file=sys.stderr,
        )
        return 2
    subprocess.run([target / "bin" / "python", "-m", "pip", "install", "-q", "uv"], check=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
