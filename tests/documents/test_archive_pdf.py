"""A signed letter is fit for archives and for who cannot see it: what can be checked without a validator.

veraPDF is no part of the project; the typesetter itself refuses to write a file that breaks the standards it was
asked for, and these tests look at what stands in the file.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from tests.documents.samples import EMBLEM, LETTER, UNIT_FORM, entry, pdf, with_questions

from otklik.documents import (
    Card,
    CardSection,
    CardTable,
    Mailing,
    card_pdf,
    letter_pdf,
    mailings_pdf,
    unit_form_pdf,
)

SIGNED_AT = datetime(2024, 4, 26, 8, 32, 11, 250_000, tzinfo=UTC)
CARD = Card("Министерство", "Карточка", "О-1", (CardSection("Дела", (("Кто", "Я"),)),))
MAILING = Mailing(("Министерство",), "г. Город, 630007", "Кому", "ул. Лесная, 633010", "1", "1.1")
FILES = {
    "letter": letter_pdf(LETTER, SIGNED_AT),
    "sans": letter_pdf(replace(LETTER, typeface="sans"), SIGNED_AT),
    "across": letter_pdf(
        replace(LETTER, letterhead=replace(LETTER.letterhead, layout="longitudinal")), SIGNED_AT
    ),
    "long": letter_pdf(with_questions(5), SIGNED_AT),
    "card": card_pdf(CARD, SIGNED_AT),
    "envelope": mailings_pdf([MAILING], "c5", made_at=SIGNED_AT),
    "form": unit_form_pdf(UNIT_FORM, SIGNED_AT),
}


def nodes(data: bytes) -> Iterator[dict[str, Any]]:
    """Every element of the structure tree."""
    waiting: list[Any] = [entry(pdf(data).root_object, "/StructTreeRoot")]
    seen: set[int] = set()
    while waiting:
        node = waiting.pop()
        node = node.get_object() if hasattr(node, "get_object") else node
        if isinstance(node, list):
            waiting += node
        elif isinstance(node, dict) and id(node) not in seen:
            seen.add(id(node))
            yield node
            if "/K" in node:
                waiting.append(node["/K"])


@pytest.mark.parametrize("name", FILES)
def test_the_file_declares_both_standards(name: str) -> None:
    xmp = entry(pdf(FILES[name]).root_object, "/Metadata").get_data().decode()
    assert re.search(r"pdfaid:part>2<", xmp)
    assert re.search(r"pdfaid:conformance>A<", xmp)
    assert re.search(r"pdfuaid:part>1<", xmp)
    assert "dc:title" in xmp


@pytest.mark.parametrize("name", FILES)
def test_colours_have_their_profile_and_nothing_is_hidden_encrypted_or_run(name: str) -> None:
    reader = pdf(FILES[name])
    root = reader.root_object
    (intent,) = entry(root, "/OutputIntents")
    assert intent.get_object()["/S"] == "/GTS_PDFA1"
    assert intent.get_object()["/DestOutputProfile"].get_object().get_data()
    assert not reader.is_encrypted
    assert not {"/OpenAction", "/AA", "/JavaScript"} & set(root)
    assert b"/JavaScript" not in FILES[name]
    identity: Any = reader.trailer["/ID"]
    assert len(identity) == 2


@pytest.mark.parametrize("name", FILES)
def test_every_typeface_is_in_the_file_and_its_letters_can_be_read_out(name: str) -> None:
    for page in pdf(FILES[name]).pages:
        for font in entry(page, "/Resources").get("/Font", {}).values():
            whole = font.get_object()
            assert "/ToUnicode" in whole
            inner = whole["/DescendantFonts"][0].get_object()
            described = inner["/FontDescriptor"].get_object()
            assert {"/FontFile2", "/FontFile3"} & set(described)
            assert "+" in whole["/BaseFont"]  # a subset: only the letters that are used


@pytest.mark.parametrize("name", FILES)
def test_the_file_is_tagged_in_russian(name: str) -> None:
    root = pdf(FILES[name]).root_object
    assert entry(root, "/MarkInfo", "/Marked")
    assert str(root["/Lang"]).startswith("ru")
    assert entry(root, "/ViewerPreferences", "/DisplayDocTitle")
    kinds = {str(node.get("/S")) for node in nodes(FILES[name])}
    assert "/Document" in kinds
    assert {"/P", "/H1"} & kinds


def test_emblem_and_code_are_figures_with_words() -> None:
    told = [
        str(node["/Alt"]) for node in nodes(FILES["letter"]) if str(node.get("/S")) == "/Figure"
    ]
    assert any("Герб" in words for words in told)
    assert any("QR" in words for words in told)


def test_every_link_has_words_and_belongs_to_the_structure() -> None:
    links = [node for node in nodes(FILES["letter"]) if str(node.get("/S")) == "/Link"]
    assert links
    for page in pdf(FILES["letter"]).pages:
        for note in page.get("/Annots", []):
            assert note.get_object()["/Contents"]
            assert "/StructParent" in note.get_object()


def test_the_moment_is_written_to_the_second_and_equal_input_gives_equal_bytes() -> None:
    assert FILES["letter"] == letter_pdf(LETTER, SIGNED_AT)
    assert pdf(FILES["letter"]).metadata.creation_date == SIGNED_AT.replace(microsecond=0)  # type: ignore[union-attr]  # has one


def test_a_draft_without_a_moment_is_accessible_and_does_not_claim_to_be_for_archives() -> None:
    xmp = entry(pdf(letter_pdf(LETTER)).root_object, "/Metadata").get_data().decode()
    assert "pdfuaid" in xmp
    assert "pdfaid" not in xmp


def test_an_emblem_with_transparency_stays_within_the_standard() -> None:
    soft = EMBLEM.replace(b'fill="#fff"', b'fill="#1d4f91" fill-opacity="0.4"')
    letter = replace(LETTER, letterhead=replace(LETTER.letterhead, emblem=soft))
    assert (
        b"pdfaid" in entry(pdf(letter_pdf(letter, SIGNED_AT)).root_object, "/Metadata").get_data()
    )


def test_a_table_has_its_head_marked() -> None:
    table = CardTable(("Когда", "Что"), (("1", "2"),))
    data = card_pdf(replace(CARD, sections=(CardSection("Ход", table=table),)), SIGNED_AT)
    assert "/TH" in {str(node.get("/S")) for node in nodes(data)}
