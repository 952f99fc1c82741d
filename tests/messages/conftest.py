"""What the tests of the room share: files in a folder of their own, a body, an employee."""

from pathlib import Path

import pytest
from pytest_django import Settings
from tests.messages.factories import a_body, an_employee

from otklik.staff.models import Body, Employee


@pytest.fixture
def files_folder(settings: Settings) -> Path:
    """The folder in which this test keeps its files."""
    return Path(settings.FILES)


@pytest.fixture
def body(db: None) -> Body:
    """A ministry."""
    return a_body()


@pytest.fixture
def employee(body: Body) -> Employee:
    """Somebody who works there."""
    return an_employee(body=body)
