"""Where the links of letters lead when nobody has named the public address."""

import os

import pytest

from otklik.config import cli


@pytest.fixture(autouse=True)
def _unnamed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OTKLIK_PUBLIC_URL", "")
    monkeypatch.delenv("OTKLIK_PUBLIC_URL")


@pytest.mark.parametrize(
    ("line", "address"),
    [
        (["otklik", "serve", "--port", "8010"], "http://localhost:8010"),
        (["otklik", "serve", "--demo", "--port=8011"], "http://localhost:8011"),
        (["otklik", "serve"], None),
        (["otklik", "serve", "--port"], None),
        (["otklik", "serve", "--port=0"], None),
        (["otklik", "serve", "--port=nine"], None),
        (["otklik", "demo", "--port=8012"], None),
        (["otklik"], None),
    ],
)
def test_links_lead_to_the_port_that_serve_listens_on(line: list[str], address: str | None) -> None:
    cli._port_option_first(line)
    assert os.environ.get("OTKLIK_PUBLIC_URL") == address


def test_a_named_public_address_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OTKLIK_PUBLIC_URL", "https://otklik.example.org")
    cli._port_option_first(["otklik", "serve", "--port=8010"])
    assert os.environ["OTKLIK_PUBLIC_URL"] == "https://otklik.example.org"
