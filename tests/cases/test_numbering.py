"""Registration numbers: no gap and no duplicate, whoever registers at the same moment."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import IntegrityError, connection, transaction

from otklik.cases import numbering
from otklik.cases.models import RegisterCounter
from otklik.staff.models import Body
from otklik.staff.profiles import profile_of
from tests.factories import make_body

THREADS = 8


def take(body: Body) -> str:
    with transaction.atomic():
        return numbering.take_number(body, profile_of(body), "application", 2026)


def in_threads(body: Body, count: int, act: Callable[[Body], str] = take) -> list[str]:
    def once(_: int) -> str:
        try:
            return act(body)
        finally:
            connection.close()

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(once, range(count)))


def sequence(numbers: list[str]) -> list[int]:
    return sorted(
        int("".join(c for c in number.split("/")[0] if c.isdigit())) for number in numbers
    )


@pytest.mark.django_db(transaction=True)
def test_many_threads_take_numbers_without_gap_or_duplicate() -> None:
    body = make_body()
    numbers = in_threads(body, 64)
    assert sequence(numbers) == list(range(1, 65))


@pytest.mark.django_db(transaction=True)
def test_the_race_is_real_when_the_row_is_not_locked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the lock two transactions read the same last number; only SQLite's one writer prevents it."""
    body = make_body()
    take(body)
    meeting = threading.Barrier(2, timeout=1)

    def unlocked(body: Body, register: str, year: int) -> RegisterCounter:
        counter = RegisterCounter.objects.get(body=body, register=register, year=year)
        try:
            meeting.wait()
        except threading.BrokenBarrierError:
            meeting.reset()
        return counter

    monkeypatch.setattr(numbering, "_locked_counter", unlocked)
    numbers = in_threads(body, 2)
    if connection.vendor == "postgresql":
        assert numbers[0] == numbers[1]
    else:
        assert sequence(numbers) == [2, 3]


@pytest.mark.django_db(transaction=True)
def test_a_registration_that_fails_gives_its_number_back() -> None:
    body = make_body()
    first = take(body)

    def failing() -> None:
        with transaction.atomic():
            numbering.take_number(body, profile_of(body), "application", 2026)
            Body.objects.create(code=body.code, profile="", name="", short_name="", timezone="UTC")

    with pytest.raises(IntegrityError):
        failing()
    assert sequence([first, take(body)]) == [1, 2]


@pytest.mark.django_db
def test_each_register_and_year_counts_on_its_own() -> None:
    body = make_body()
    profile = profile_of(body)
    with transaction.atomic():
        appeal = numbering.take_number(body, profile, "application", 2026)
        next_year = numbering.take_number(body, profile, "application", 2027)
        letter = numbering.take_outgoing_number(body, 2026)
    assert sequence([appeal]) == sequence([next_year]) == sequence([letter]) == [1]
    assert appeal != next_year


@pytest.mark.django_db(transaction=True)
def test_a_number_outside_a_transaction_is_refused() -> None:
    body = make_body()
    with pytest.raises(RuntimeError):
        numbering.take_number(body, profile_of(body), "application", 2026)
