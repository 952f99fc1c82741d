"""What every test stands on: a folder of its own for files, no rate limits, no network beyond this machine."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

# The same examples each time: a run that fails can be run again, and one that passed is worth something. No deadline:
# how long an example takes is the machine's matter, and `make bench`'s.
settings.register_profile("house", derandomize=True, deadline=None)
settings.load_profile("house")


@pytest.fixture(autouse=True)
def _own_files(settings: object, tmp_path: Path) -> None:
    """Each test keeps its files and outgoing mail in a folder of its own."""
    settings.FILES = tmp_path / "files"  # type: ignore[attr-defined]  # pytest-django's settings take any name
    settings.MAIL_FOLDER = tmp_path / "outgoing-mail"  # type: ignore[attr-defined]  # as above


@pytest.fixture(autouse=True)
def _nothing_remembered() -> Iterator[None]:
    """No body, calendar or classifier of an earlier test is remembered by this process."""
    from otklik.intake import bodies  # noqa: PLC0415 - after the settings are configured
    from otklik.staff import calendars, classifiers  # noqa: PLC0415 - as above

    for kept in (bodies, calendars, classifiers):
        kept.forget()
    yield
    for kept in (bodies, calendars, classifiers):
        kept.forget()


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Name a case by its argument where the value is bytes: an archive's bytes carry the hour they were made.

    Two workers that collect at different seconds must see the same names.
    """
    return argname if isinstance(val, bytes) else None
