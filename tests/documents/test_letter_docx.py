"""The letter as DOCX: the same words, editable, the marks in place, open in an office suite."""

import io
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Pt
from tests.documents.samples import (
    LETTER,
    MARK,
    SURVEY,
    docx_words,
    office_pdf,
    pdf_words,
    pieces,
    scanned,
    with_questions,
)

from otklik.documents import DocumentError, letter_docx, letter_pdf

LETTERS = {
    "usual": LETTER,
    "several": with_questions(3),
    "no-mark": replace(LETTER, mark=None, signature_note=None),
    "sans": replace(LETTER, typeface="sans"),
    "attachments": replace(LETTER, attachments=("договор на 3 л.", "акт на 1 л.")),
    "no-emblem": replace(LETTER, letterhead=replace(LETTER.letterhead, emblem=None)),
    "bare": replace(LETTER, number="", date_text="", reference_line="", closing=(), answers=()),
}


def opened(data: bytes) -> Any:
    return docx.Document(io.BytesIO(data))


@pytest.mark.parametrize("name", LETTERS)
def test_both_files_carry_the_same_words_in_the_same_order(name: str) -> None:
    letter = LETTERS[name]
    assert docx_words(letter_docx(letter)) == pdf_words(letter_pdf(letter))


@pytest.mark.clause("economy-novosibirsk:10.2.b")
def test_link_is_live_and_leads_to_the_address_verbatim() -> None:
    document = opened(letter_docx(LETTER))
    (link,) = document.element.body.iter(qn("w:hyperlink"))
    assert document.part.rels[link.get(qn("r:id"))].target_ref == SURVEY
    assert "".join(node.text for node in link.iter(qn("w:t"))) == SURVEY


@pytest.mark.clause("economy-novosibirsk:10.3.b")
def test_every_run_of_the_mark_has_its_size() -> None:
    document = opened(letter_docx(LETTER))
    (link,) = document.element.body.iter(qn("w:hyperlink"))
    runs = [run for run in link.getparent().iter(qn("w:r")) if (run.findtext(qn("w:t")) or "")]
    assert len(runs) >= 2
    assert {run.find(f"{qn('w:rPr')}/{qn('w:sz')}").get(qn("w:val")) for run in runs} == {"20"}


@pytest.mark.clause("economy-novosibirsk:10.3.a")
@pytest.mark.parametrize("intervals", [1, 2, 3])
def test_blank_lines_of_the_marks_size_part_it_from_the_executor(intervals: int) -> None:
    letter = replace(LETTER, mark=replace(MARK, intervals=intervals))
    document = opened(letter_docx(letter))
    foot = document.tables[-1]
    texts = [paragraph.text for paragraph in foot.rows[-1].cells[0].paragraphs]
    assert texts == [""] * intervals + [
        "Лебедева А. И.",
        "8 (383) 238-66-95",
        "lebedeva@nso.example",
    ]
    for paragraph in foot.rows[-1].cells[0].paragraphs:
        assert paragraph.style.font.size == Pt(10)
        assert paragraph.paragraph_format.left_indent is None


def test_pictures_are_told_to_who_cannot_see_them() -> None:
    body = opened(letter_docx(LETTER)).element.body
    told = [node.get("descr") for node in body.iter(qn("wp:docPr"))]
    assert told[0] == "Герб"
    assert SURVEY in told[1]


def test_file_is_russian_and_titled_and_dated_as_told() -> None:
    moment = datetime(2024, 4, 26, 3, 15, tzinfo=UTC)
    document = opened(letter_docx(LETTER, moment))
    assert document.core_properties.title == LETTER.title
    assert document.core_properties.created == moment
    languages = {
        node.get(qn("w:val")) for node in document.styles["Normal"].element.iter(qn("w:lang"))
    }
    assert languages == {"ru-RU"}


def test_equal_letters_give_equal_bytes() -> None:
    assert letter_docx(LETTER) == letter_docx(LETTER)


def test_draft_has_a_watermark_and_a_letter_has_none() -> None:
    draft = opened(letter_docx(replace(LETTER, draft=True))).sections[0]
    assert "ПРОЕКТ" in draft.first_page_header._element.xml
    assert "ПРОЕКТ" in draft.header._element.xml
    final = opened(letter_docx(LETTER)).sections[0]
    assert "textpath" not in final.first_page_header._element.xml


def test_ministry_may_use_its_own_template(tmp_path: Path) -> None:
    own = tmp_path / "own.docx"
    document = docx.Document()
    for name in ("Letter mark", "Letter recipient"):
        document.styles.add_style(name, 1)
    document.add_paragraph("Свой бланк: {{ salutation }}")
    document.save(str(own))
    text = [p.text for p in opened(letter_docx(LETTER, template=own)).paragraphs]
    assert text == ["Свой бланк: Уважаемая Мария Петровна!"]


@pytest.mark.parametrize("emblem", [b"not a picture", b"<svg"])
def test_emblem_that_is_no_picture_is_refused(emblem: bytes) -> None:
    with pytest.raises(DocumentError):
        letter_docx(replace(LETTER, letterhead=replace(LETTER.letterhead, emblem=emblem)))


@pytest.mark.clause("labour-novosibirsk:17.2.a")
def test_office_suite_opens_it_with_the_executor_at_the_foot_of_the_last_page(
    tmp_path: Path,
) -> None:
    paths = []
    for name, letter in (("one", LETTER), ("two", with_questions(2))):
        path = tmp_path / f"{name}.docx"
        path.write_bytes(letter_docx(letter))
        paths.append(path)
    one, two = office_pdf(paths, tmp_path)
    assert (len(one.pages), len(two.pages)) == (1, 2)
    for reader in (one, two):
        foot = pieces(reader.pages[-1])
        (mail,) = [piece for piece in foot if "lebedeva" in piece.text]
        assert mail.y < 20 * 72 / 25.4 + 8
        assert mail.x == pytest.approx(30 * 72 / 25.4, abs=1)
    assert scanned(tmp_path / "one.pdf") == [SURVEY]
