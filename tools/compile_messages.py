"""Compile every room's Russian catalogue (.po) where it is newer than its compiled form (.mo)."""

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent / "src" / "otklik"


def main() -> None:
    """Compile what is stale; quiet when there is nothing to do."""
    for source in sorted(ROOT.rglob("*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        with source.open("rb") as stream:
            catalogue = read_po(stream, locale="ru", abort_invalid=True)
        with target.open("wb") as stream:
            write_mo(stream, catalogue)


if __name__ == "__main__":
    main()
