"""The journal: appended, chained, and a changed entry is found."""

import pytest

from otklik.journal import actions, queries
from otklik.journal.actors import system
from otklik.journal.models import Entry

pytestmark = pytest.mark.django_db


def write(number: int) -> Entry:
    return actions.write(
        "cases.look", f"case:{number}", actor=system("test"), body="b", number=number
    )


def test_sealing_chains_each_entry_to_the_one_before() -> None:
    for number in range(5):
        write(number)
    assert actions.seal() == 5
    write(5)
    assert actions.seal() == 1
    assert actions.seal() == 0
    assert not list(queries.broken_links())
    assert Entry.objects.values("hash").distinct().count() == 6


@pytest.mark.parametrize(
    "change", [{"act": "cases.other"}, {"details": {"number": 9}}, {"actor": "x"}]
)
def test_a_changed_entry_breaks_the_chain(change: dict[str, object]) -> None:
    for number in range(3):
        write(number)
    actions.seal()
    second = Entry.objects.order_by("id")[1]
    Entry.objects.filter(pk=second.pk).update(**change)
    assert [entry.pk for entry in queries.broken_links()] == [second.pk]


def test_a_removed_entry_breaks_the_chain() -> None:
    entries = [write(number) for number in range(3)]
    actions.seal()
    entries[1].delete()
    assert [entry.pk for entry in queries.broken_links()] == [entries[2].pk]


def test_history_is_read_newest_first() -> None:
    first, second = write(1), write(1)
    write(2)
    assert list(queries.history("case:1")) == [second, first]


def test_an_entry_that_was_committed_late_is_sealed_with_the_next_turn() -> None:
    late = write(0)
    number = late.pk
    late.delete()
    write(1)
    actions.seal()
    Entry.objects.create(
        pk=number,
        at=late.at,
        act="cases.look",
        subject="case:0",
        actor="system:test",
        body_code="b",
    )
    assert actions.seal() == 1
    assert not list(queries.broken_links())
    assert Entry.objects.get(pk=number).position == 2
