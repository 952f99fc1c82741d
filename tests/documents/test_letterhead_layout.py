"""Letterheads on paper: requisites in the order of their template, in the corner or across, with an emblem."""

import io
import struct
import zlib
from dataclasses import replace

import docx
import pytest
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.documents.samples import (
    EMBLEM,
    LETTER,
    docx_words,
    pdf,
    pdf_words,
    pieces,
    run_together,
    with_questions,
)

from otklik.documents import DocumentError, letter_docx, letter_pages, letter_pdf
from otklik.documents.balance import balanced, width_mm
from otklik.documents.emblem import EMBLEM_LIMIT, as_png, checked_emblem
from otklik.documents.letter import REQUISITES, Letter, Requisite

REFERENCES = ("ОКПО 00000000, ОГРН 1000000000000",)
MARGIN = 30 * 72 / 25.4
LANDMARKS: dict[Requisite, str] = {
    "name": "МИНИСТЕРСТВО",
    "contacts": "Красныйпроспект",
    "references": "ОКПО",
    "number": "1412",
    "reference": "На№",
}


def on(letter: Letter = LETTER, **parts: object) -> Letter:
    head = replace(letter.letterhead, references=REFERENCES, **parts)  # type: ignore[arg-type]  # parts of a head
    return replace(letter, letterhead=head)


def png(width: int, height: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    rows = b"".join(b"\0" + b"\x1d\x4f\x91" * width for _ in range(height))
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


@pytest.mark.clause("economy-novosibirsk:8.3.b")
@settings(max_examples=8, deadline=None)
@given(st.permutations([kind for kind in REQUISITES if kind != "emblem"]))
def test_requisites_stand_in_the_order_of_the_template_in_both_files(
    order: list[Requisite],
) -> None:
    letter = on(order=("emblem", *order))
    for words in (pdf_words(letter_pdf(letter)), docx_words(letter_docx(letter))):
        places = [words.index(LANDMARKS[kind]) for kind in order]
        assert places == sorted(places)


@pytest.mark.parametrize("layout", ["angular", "longitudinal"])
def test_both_files_carry_the_same_words_in_either_layout(layout: str) -> None:
    letter = on(with_questions(2), layout=layout)
    assert docx_words(letter_docx(letter)) == pdf_words(letter_pdf(letter))


@pytest.mark.clause("economy-novosibirsk:8.3.b")
def test_a_requisite_that_the_template_leaves_out_is_not_printed() -> None:
    letter = on(order=("name", "contacts", "number", "reference"))
    text = pdf_words(letter_pdf(letter))
    assert "ОКПО" not in text
    assert b"/Figure" not in letter_pdf(replace(letter, mark=None))
    document = docx.Document(io.BytesIO(letter_docx(letter)))
    told = [node.get("descr") for node in document.element.body.iter(qn("wp:docPr"))]
    assert len(told) == 1  # the QR code only
    assert "QR" in told[0]


@pytest.mark.parametrize("order", [("name", "name"), ("name", "stamp")])
def test_an_order_that_cannot_be_is_refused(order: tuple[Requisite, ...]) -> None:
    for make in (letter_pdf, letter_docx, letter_pages):
        with pytest.raises(DocumentError, match="порядок"):
            make(on(order=order))


def test_a_longitudinal_head_stands_over_the_width_and_the_addressee_below_it() -> None:
    def places(layout: str) -> tuple[float, float, float]:
        found = pieces(pdf(letter_pdf(on(layout=layout))).pages[0])
        name = next(piece for piece in found if piece.text.startswith("МИНИСТЕРСТВО"))
        last = next(piece for piece in found if piece.text.startswith("ОКПО"))
        recipient = next(piece for piece in found if piece.text.startswith("Соколовой"))
        return name.x, last.y, recipient.y

    corner, across = places("angular"), places("longitudinal")
    assert corner[0] < 200 < across[0]
    assert corner[2] > corner[1]
    assert across[2] < across[1]


def test_the_number_stands_at_the_left_margin_in_either_layout() -> None:
    for layout in ("angular", "longitudinal"):
        found = pieces(pdf(letter_pdf(on(layout=layout))).pages[0])
        number = next(piece for piece in found if "1412-05/27" in piece.text)
        assert number.x == pytest.approx(MARGIN, abs=0.5)


@pytest.mark.parametrize("layout", ["angular", "longitudinal"])
def test_pages_are_counted_as_they_are_rendered_in_either_layout(layout: str) -> None:
    for count in (1, 4, 7):
        letter = on(with_questions(count), layout=layout)
        assert letter_pages(letter) == len(pdf(letter_pdf(letter)).pages)


def test_the_emblem_is_told_in_the_words_of_its_letterhead() -> None:
    letter = on(emblem_alt="Щит с елью")
    document = docx.Document(io.BytesIO(letter_docx(letter)))
    told = [node.get("descr") for node in document.element.body.iter(qn("wp:docPr"))]
    assert told[0] == "Щит с елью"


# --- the picture itself


def test_a_drawing_and_a_picture_may_be_an_emblem() -> None:
    assert checked_emblem(EMBLEM) == "image/svg+xml"
    small = png(40, 50)
    assert checked_emblem(small) == "image/png"
    assert as_png(small) == small
    assert as_png(EMBLEM).startswith(b"\x89PNG")
    assert len(pdf(letter_pdf(on(emblem=small))).pages) == 1


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"x" * (EMBLEM_LIMIT + 1), "больше"),
        (png(40, 50)[:16] + struct.pack(">II", 60_000, 60_000) + b"0" * 50, "точек"),
        (png(40, 50)[:60], "не похож"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"><text>A</text></svg>', "text"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"><style>@import "a"</style></svg>', "ссылается"),
    ],
)
def test_what_cannot_be_an_emblem_is_refused_in_words(data: bytes, words: str) -> None:
    with pytest.raises(DocumentError, match=words):
        checked_emblem(data)


def test_a_huge_drawing_becomes_a_picture_of_the_usual_size() -> None:
    huge = EMBLEM.replace(b'viewBox="0 0 60 70"', b'viewBox="0 0 60 70" height="30000"')
    height = struct.unpack(">I", as_png(huge)[20:24])[0]
    assert height <= 2000


# --- lines that break where they read well

WORDS = st.lists(
    st.text(st.sampled_from("абвгдежАБВГД.,0123"), min_size=1, max_size=12), min_size=1, max_size=12
)


@given(WORDS, st.sampled_from([40.0, 78.0, 165.0]))
def test_breaking_loses_no_word_and_fits_where_it_can(words: list[str], limit: float) -> None:
    found = balanced(" ".join(words), limit, 9.0)
    assert " ".join(found).split() == words
    for line in found:
        assert width_mm(line, 9.0) <= limit or " " not in line


def test_a_name_is_broken_evenly_and_not_after_a_conjunction() -> None:
    assert balanced("МИНИСТЕРСТВО ТРУДА И СОЦИАЛЬНОГО РАЗВИТИЯ", 78, 10.5, bold=True) == (
        "МИНИСТЕРСТВО ТРУДА",
        "И СОЦИАЛЬНОГО РАЗВИТИЯ",
    )
    assert balanced("630007, г. Новосибирск, ул. Красный проспект, д. 18", 78, 9) == (
        "630007, г. Новосибирск,",
        "ул. Красный проспект, д. 18",
    )


def test_lines_of_the_head_stay_inside_the_corner() -> None:
    head = replace(
        LETTER.letterhead,
        lines=("МИНИСТЕРСТВО ЭКОНОМИЧЕСКОГО РАЗВИТИЯ, ИНВЕСТИЦИОННОЙ ПОЛИТИКИ И ИННОВАЦИЙ",),
        address="685000, Магаданская область, г. Магадан, ул. Горького, д. 6",
    )
    text = pdf(letter_pdf(replace(LETTER, letterhead=head))).pages[0].extract_text()
    lines = [run_together(line) for line in text.splitlines()]
    assert lines[:3] == [
        "МИНИСТЕРСТВОЭКОНОМИЧЕСКОГО",
        "РАЗВИТИЯ,ИНВЕСТИЦИОННОЙ",
        "ПОЛИТИКИИИННОВАЦИЙ",
    ]
    assert "г.Магадан,ул.Горького,д.6" in lines
