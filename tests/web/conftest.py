"""What the tests of the look and the portal share."""

import pytest

from otklik.intake import bodies
from otklik.staff.models import Body
from tests.factories import make_body


@pytest.fixture(autouse=True)
def _fresh_bodies() -> None:
    bodies.forget()


@pytest.fixture
def body(db: None) -> Body:
    """The ministry that most tests write to."""
    return make_body()
