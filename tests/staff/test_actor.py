"""How an employee stands in the journal."""

import pytest

from otklik.journal import actions as journal
from tests.factories import make_body, make_employee


@pytest.mark.django_db
def test_the_longest_name_and_post_fit_into_the_journal() -> None:
    employee = make_employee(make_body(), "registrar")
    employee.surname, employee.post = "Ж" * 100, "ж" * 300
    employee.save()
    entry = journal.write("staff.test", "case:1", actor=employee.actor)
    entry.refresh_from_db()
    assert entry.actor_name.startswith("Ж" * 100)
