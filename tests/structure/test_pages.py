"""Every page says who may open it."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from otklik.staff.gate import required_access
from otklik.staff.models import Power
from otklik.web.access import PUBLIC, SIGNED_IN

CLOSED_THIRD_PARTY = ("account_", "mfa_")
"""Pages of the sign-in library that we do not use stay closed."""


def pages(
    resolver: URLResolver, prefix: str = "", names: str = ""
) -> Iterator[tuple[str, str, Callable[..., Any]]]:
    for item in resolver.url_patterns:
        path = prefix + str(item.pattern)
        if isinstance(item, URLPattern):
            yield path, ":".join(part for part in (names, item.name or "") if part), item.callback
        else:
            inner = ":".join(part for part in (names, item.namespace or "") if part)
            yield from pages(item, path, inner)


ALL = sorted(pages(get_resolver()), key=lambda page: page[0])


def test_every_page_is_marked_with_known_powers_or_closed_on_purpose() -> None:
    known = {PUBLIC, SIGNED_IN, *Power.values}
    for path, name, view in ALL:
        access = required_access(view, name)
        if access is None:
            assert name.startswith(CLOSED_THIRD_PARTY), f"{path} has no mark of who may open it"
        else:
            assert set(access) <= known, path


def test_no_page_of_the_desk_is_public_but_sign_in() -> None:
    public = [
        name
        for path, name, view in ALL
        if path.startswith("desk/") and PUBLIC in (required_access(view, name) or ())
    ]
    assert sorted(public) == ["account_login", "account_logout", "mfa_authenticate"]


@pytest.mark.django_db
def test_a_visitor_is_sent_to_sign_in_from_each_page_of_the_desk(client: Client) -> None:
    for path, _name, _view in ALL:
        if path.startswith("desk/") and "<" not in path and not path.startswith("desk/account/"):
            response = client.get(f"/{path}")
            assert response.status_code in {302, 405}, path
            if response.status_code == 302:
                assert "/desk/account/login/" in response["Location"], path
