"""Large-print settings: a cookie on top of the same pages."""

import pytest
from django.test import Client

from otklik.web.appearance import COOKIE

CHOICE = {"size": "200", "spacing": "wide", "colours": "white-on-black", "pictures": "off"}
pytestmark = pytest.mark.django_db


def test_every_portal_page_links_to_the_settings(client: Client) -> None:
    page = client.get("/status").content.decode()
    assert "Версия для слабовидящих" in page
    assert "/appearance?next=/status" in page


def test_looking_at_the_settings_changes_nothing(client: Client) -> None:
    page = client.get("/appearance", CHOICE)
    assert page.status_code == 200
    assert COOKIE not in client.cookies


def test_the_choice_is_kept_and_drawn_on_every_page(client: Client) -> None:
    answer = client.post("/appearance", CHOICE | {"next": "/status"})
    assert answer.headers["Location"] == "/status"
    page = client.get("/status").content.decode()
    assert 'class="size-200 spacing-wide colours-white-on-black pictures-off"' in page
    settings = client.get("/appearance").content.decode()
    assert settings.count("checked") == len(CHOICE)


def test_as_usual_takes_everything_back(client: Client) -> None:
    client.post("/appearance", CHOICE)
    client.post("/appearance", {"reset": "1"})
    assert (
        'class="size-100 spacing-normal colours-auto pictures-on"'
        in client.get("/status").content.decode()
    )


@pytest.mark.parametrize(
    "wrong", ["size=9000", "%00%ff", "size=%22onload", "colours=" + "x" * 3000]
)
def test_a_damaged_cookie_counts_as_none(client: Client, wrong: str) -> None:
    client.cookies[COOKIE] = wrong
    page = client.get("/status").content.decode()
    assert 'class="size-100 spacing-normal colours-auto pictures-on"' in page


@pytest.mark.parametrize(
    "elsewhere", ["https://example.org/", "//example.org", "javascript:alert(1)", ""]
)
def test_the_settings_lead_back_to_our_own_pages_only(client: Client, elsewhere: str) -> None:
    answer = client.post("/appearance", CHOICE | {"next": elsewhere})
    assert answer.headers["Location"] == "/"
