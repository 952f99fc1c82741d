"""A letter's file is read as people see it; a file that cannot be read is refused with the reason."""

import io

import pytest
from docx import Document
from docx.enum.text import WD_COLOR_INDEX

from otklik.documents import DocumentError
from otklik.documents.reading import read_letter


def docx(*runs: tuple[str, str]) -> bytes:
    document = Document()
    paragraph = document.add_paragraph()
    for text, style in runs:
        run = paragraph.add_run(text)
        run.italic = style == "italic"
        run.underline = style == "underlined"
        run.font.all_caps = style == "capitals"
        if style == "background":
            run.font.highlight_color = WD_COLOR_INDEX.YELLOW
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def test_a_docx_gives_its_words_in_order() -> None:
    assert (
        read_letter(docx(("Уважаемая ", ""), ("Анна!", "")), "a.docx").text == "Уважаемая Анна!\n"
    )


@pytest.mark.parametrize("style", ["italic", "underlined", "capitals", "background"])
def test_what_is_set_apart_in_a_docx_is_known_by_its_place(style: str) -> None:
    plain = read_letter(docx(("Прошу ", ""), ("сегодня", style), (" ответить", "")), "a.docx")
    (place,) = plain.styled
    assert (place.style, plain.text[place.start : place.end]) == (style, "сегодня")


def test_words_of_a_table_and_of_the_foot_are_read() -> None:
    document = Document()
    document.add_table(rows=1, cols=1).cell(0, 0).text = "На № О-1/2026"
    document.add_paragraph("Здравствуйте!")
    document.sections[0].footer.paragraphs[0].text = "Петров И. С."
    stream = io.BytesIO()
    document.save(stream)
    text = read_letter(stream.getvalue(), "a.docx").text
    assert text.split("\n")[:2] == ["На № О-1/2026", "Здравствуйте!"]
    assert "Петров И. С." in text


def test_markdown_loses_its_signs_and_keeps_their_places() -> None:
    plain = read_letter("# Ответ\n\nЭто *важно* и <u>срочно</u>, **да**.\n".encode(), "a.md")
    assert plain.text == "Ответ\n\nЭто важно и срочно, да.\n"
    assert [(p.style, plain.text[p.start : p.end]) for p in plain.styled] == [
        ("italic", "важно"),
        ("underlined", "срочно"),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251"])
def test_plain_text_is_read_in_the_usual_encodings(encoding: str) -> None:
    assert read_letter("Ответ\r\nготов".encode(encoding), "a.txt").text == "Ответ\nготов"


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"PK\x03\x04 broken", "a.docx", "повреждён"),
        (b"no archive at all", "a.docx", "повреждён"),
        (docx(("текст", ""))[:-300], "a.docx", "повреждён"),
        (b"%PDF-1.7", "a.pdf", "не читается"),
        (b"\x00\x01\x02", "a.txt", "не текст"),
        (bytes(21_000_000), "a.txt", "слишком большой"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused(data: bytes, name: str, words: str) -> None:
    with pytest.raises(DocumentError, match=words):
        read_letter(data, name)
