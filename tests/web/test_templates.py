"""All templates and style sheets of the tree keep to the policy and to the tokens."""

import re
from pathlib import Path

import pytest
from django.template import engines

SOURCE = Path(__file__).resolve().parents[2] / "src" / "otklik"
TEMPLATES = sorted(SOURCE.rglob("templates/**/*.html"))
STYLES = sorted(SOURCE.rglob("static/**/*.css"))
SCRIPTS = sorted((SOURCE / "web" / "static").rglob("*.js"))


def name_of(path: Path) -> str:
    text = path.as_posix()
    return text[text.rindex("/templates/") + len("/templates/") :]


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_a_template_can_be_read(path: Path) -> None:
    engines["django"].get_template(name_of(path))


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_a_template_has_no_inline_style_script_or_foreign_address(path: Path) -> None:
    text = path.read_text("utf-8")
    assert not re.search(
        r"<style|\sstyle=|<script(?![^>]*\bsrc=)|\son\w+\s*=\s*[\"']|javascript:", text
    )
    assert not re.search(r"(?:src|href)=[\"'](?:https?:)?//", text)


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_every_posting_form_carries_its_token(path: Path) -> None:
    for form in re.findall(r"<form\b.*?</form>", path.read_text("utf-8"), re.DOTALL):
        if 'method="post"' in form:
            assert "csrf_token" in form


def test_style_sheets_fetch_nothing_and_use_only_known_tokens() -> None:
    text = "\n".join(path.read_text("utf-8") for path in STYLES)
    assert "url(" not in text
    assert "@import" not in text
    used = set(re.findall(r"var\((--[\w-]+)", text))
    defined = set(re.findall(r"(--[\w-]+)\s*:", text))
    assert used <= defined


def test_colours_stand_in_the_tokens_only() -> None:
    for path in STYLES:
        if path.name in ("tokens.css", "print.css") or path.parent.name != "web":
            continue
        rules = [
            line
            for line in path.read_text("utf-8").splitlines()
            if re.search(r"#[0-9a-fA-F]{3,8}\b", line)
            and not re.search(
                r"paper|\.qr", line
            )  # a letter and a QR code are white in every theme
        ]
        assert not rules, path


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def themes() -> dict[str, dict[str, str]]:
    text = (SOURCE / "web/static/web/tokens.css").read_text("utf-8")
    found: dict[str, dict[str, str]] = {}
    for selector, rules in re.findall(r"(:root[^{}]*)\{([^{}]*)\}", text):
        colours = dict(re.findall(r"(--[\w-]+): (#[0-9a-f]{6});", rules))
        if "--ink" in colours:
            found[selector.strip()] = colours
    return found


@pytest.mark.parametrize("theme", themes())
def test_text_can_be_read_in_every_theme(theme: str) -> None:
    colours = themes()[theme]
    for ground in ("--paper", "--ground"):
        for text in ("--ink", "--ink-soft"):
            assert contrast(colours[text], colours[ground]) >= 7, (text, ground)
        assert contrast(colours["--accent"], colours[ground]) >= 4.5
    for state in ("good", "warn", "bad"):
        assert contrast(colours[f"--{state}"], colours[f"--{state}-soft"]) >= 4.5, state
    assert contrast(colours["--on-accent"], colours["--accent"]) >= 4.5
    assert contrast(colours["--line-strong"], colours["--paper"]) >= 3


def test_both_dark_themes_are_the_same() -> None:
    dark = [
        colours
        for name, colours in themes().items()
        if "not(.colours-light)" in name or ".colours-dark" in name
    ]
    assert len(dark) == 2
    assert dark[0] == dark[1]


def test_there_are_two_small_scripts_of_our_own() -> None:
    assert [path.name for path in SCRIPTS] == ["keys.js", "otklik.js"]
    for path in SCRIPTS:
        text = path.read_text("utf-8")
        assert len(text) < 6000
        assert "eval(" not in text
        assert "innerHTML" not in text
