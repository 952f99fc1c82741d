"""Damaged and impossible values in the addresses of the desk: the page counts them as not said."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.hostile.values import DATES, KEYS, NUL, NUMBERS, QUARTERS, RIGHT_TO_LEFT
from tests.hostile.world import desk_addresses, make_world, parameters

pytestmark = pytest.mark.django_db
WORDS = (NUL, RIGHT_TO_LEFT, "Ж" * 5000, "'\";--", "%", "1" * 5000)
ASKED: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "inbox": (("newer", "older"), KEYS),
    "held": (("newer", "older"), KEYS),
    "cases": (("newer", "older", "q", "scope", "stage", "sort"), KEYS + WORDS),
    "outbox": (("newer", "older", "show", "channel"), KEYS + WORDS),
    "journal": (("newer", "older", "act", "actor", "subject", "day"), NUMBERS + WORDS + DATES),
    "signing": (("letter",), NUMBERS + WORDS),
    "feedback": (("since", "until"), DATES + WORDS),
    "answers-file": (("since", "until"), DATES + WORDS),
    "analysis": (("period",), QUARTERS + WORDS),
    "calls": (("older", "show"), NUMBERS + WORDS),
    "new-call": (("direction",), WORDS),
    "visits": (("older",), NUMBERS + WORDS),
    "templates": (("q",), WORDS),
    "answers": (("q",), WORDS),
    "materials": (("period",), QUARTERS + WORDS),
    "new-material": (("period",), QUARTERS + WORDS),
}
"""Page → what it reads of its address, and what is put there."""
OUT_OF_RANGE = ("0", "9223372036854775808", "9" * 40, "9" * 5000)


def test_no_page_of_the_desk_fails_over_what_stands_in_its_address() -> None:
    world = make_world("economy-novosibirsk")
    client = Client(raise_request_exception=False)
    client.force_login(world.everybody)
    failed = [
        (page, name, value[:40], status)
        for page, (names, values) in ASKED.items()
        for name in names
        for value in values
        if (status := client.get(reverse(f"desk:{page}"), {name: value}).status_code) != 200
    ]
    assert failed == []


def test_numbers_that_no_row_can_have_are_not_found() -> None:
    world = make_world("economy-novosibirsk")
    client = Client(raise_request_exception=False)
    client.force_login(world.everybody)
    failed = []
    for item in desk_addresses():
        for name in parameters(item) & {"pk", "file", "version", "page"}:
            values = world.numbers[str(item.name)]
            for number in OUT_OF_RANGE:
                address = world.address(str(item.name)).replace(f"/{values[name]}", f"/{number}", 1)
                failed += [
                    (item.name, name, number[:20], answer.status_code)
                    for answer in (client.get(address), client.post(address, {}))
                    if answer.status_code not in {404, 405}
                ]
    assert failed == []


@pytest.mark.parametrize(
    "address",
    ["/%00", "/status/%00", "/status/%FF%FE", "/s/%00", "/s/%ED%A0%80", "/survey/%00", "/appeal/%00",
     "/?body=%00", "/status/" + "A" * 3000, "/status/shown/files/" + "9" * 30, "/desk/%00", "/static/%00"],
)  # fmt: skip
def test_public_pages_do_not_know_impossible_addresses(address: str) -> None:
    assert Client(raise_request_exception=False).get(address).status_code == 404
