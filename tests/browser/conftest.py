"""A real browser: Debian's Chromium, driven against a live server of this process."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

# Playwright's synchronous calls run an event loop in this thread; the tests' own queries are still synchronous.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 900}
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
Visitor = Callable[..., Page]
Check = Callable[[Page], None]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for the session; its path is Debian's."""
    path = shutil.which("chromium")
    if path is None:
        pytest.fail("Chromium is missing: tools/install_test_services installs it")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture
def visitor(browser: Browser) -> Iterator[Visitor]:
    """Open a fresh visitor (own cookies) with a window of the given size, with or without scripts."""
    contexts: list[BrowserContext] = []

    def open_page(
        size: dict[str, int] | None = None, *, scripts: bool = True, zoom: float = 1
    ) -> Page:
        window = size or DESKTOP
        context = browser.new_context(
            viewport={"width": int(window["width"] / zoom), "height": int(window["height"] / zoom)},
            locale="ru-RU",
            java_script_enabled=scripts,
            accept_downloads=True,
        )
        contexts.append(context)
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture
def accessible() -> Check:
    """Fail with a readable list when axe finds a violation of WCAG 2.2 A or AA on the page."""
    axe = Axe()
    options = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}

    def check(page: Page) -> None:
        found = axe.run(page, options=options).response["violations"]
        lines = [
            f"{rule['id']}: {rule['help']}: {node['html'][:160]}"
            for rule in found
            for node in rule["nodes"][:3]
        ]
        assert not lines, f"{page.url}\n" + "\n".join(lines)

    return check


@pytest.fixture
def shots(tmp_path: Path) -> Path:
    """Folder for pictures of pages; OTKLIK_SHOTS names one that is kept."""
    kept = os.environ.get("OTKLIK_SHOTS")
    folder = Path(kept) if kept else tmp_path
    folder.mkdir(parents=True, exist_ok=True)
    return folder
