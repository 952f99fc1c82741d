"""Scenarios of the term of a reply."""

import pytest
from pytest_bdd import scenarios

pytestmark = pytest.mark.django_db
scenarios("deadlines.feature")
