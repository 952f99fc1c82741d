"""Envelopes, cover sheets and cards: what stands where, what a word processor gets, what may be typed."""

import io
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn
from hypothesis import given
from hypothesis import strategies as st
from tests.documents.samples import office_pdf, pdf, pieces, run_together

from otklik.documents import (
    Card,
    CardSection,
    CardTable,
    DocumentError,
    Enclosure,
    Mailing,
    card_docx,
    card_pdf,
    mailings_pdf,
)
from otklik.documents.mailing import _DIGITS, _STROKES, FORMATS, postal_code, without_code

MAILING = Mailing(
    sender=("Министерство экономического развития", "Новосибирской области"),
    sender_address="Красный проспект, 18, г. Новосибирск, 630007",
    recipient="Соколовой Марии Петровне",
    recipient_address="ул. Лесная, д. 14, кв. 8, г. Бердск, 633010",
    number="1412-05/27",
    date_text="26.04.2024",
    enclosures=(Enclosure("Письмо № 1412-05/27", 2), Enclosure("Копия договора на 3 л.")),
)
CARD = Card(
    owner="Министерство",
    title="Карточка",
    subtitle="Обращение О-1",
    sections=(
        CardSection("Учёт", facts=(("Номер", "О-1"), ("Пусто", "  "))),
        CardSection("Пустой раздел", facts=(("Ничего", ""),)),
        CardSection("Ход", table=CardTable(("Когда", "Что"), (("1.1", "Принято"),) * 3, (1, 3))),
    ),
    footnote="Напечатано 26.04.2024",
)


def mm(points: float) -> int:
    return round(points / 72 * 25.4)


@pytest.mark.parametrize("code", FORMATS)
def test_an_envelope_has_the_size_of_its_format(code: str) -> None:
    page = pdf(mailings_pdf([MAILING], code)).pages[0]
    form = FORMATS[code]
    assert (mm(page.mediabox.width), mm(page.mediabox.height)) == (form.width, form.height)


@pytest.mark.parametrize("code", [code for code, form in FORMATS.items() if form.window is None])
def test_sender_stands_above_on_the_left_and_addressee_below_on_the_right(code: str) -> None:
    page = pdf(mailings_pdf([MAILING], code)).pages[0]
    found = pieces(page)
    sender = next(piece for piece in found if piece.text.startswith("Министерство"))
    addressee = next(piece for piece in found if piece.text.startswith("Соколовой"))
    width, height = float(page.mediabox.width), float(page.mediabox.height)
    assert sender.x < width / 2
    assert sender.y > height / 2
    assert addressee.x > width / 2 - 60
    assert addressee.y < height / 2
    text = run_together(page.extract_text())
    assert "630007" in text
    assert "633010" in text


def test_through_a_window_the_address_is_read_on_the_cover_sheet() -> None:
    for code in ("dl-window", "c5-window"):
        form = FORMATS[code]
        assert form.window is not None
        front, cover = pdf(mailings_pdf([MAILING], code, cover=False)).pages
        assert "Соколовой" not in front.extract_text()
        addressee = next(p for p in pieces(cover) if p.text.startswith("Соколовой"))
        left, top, width, height = form.window
        # Where the folded sheet lies in the middle of the envelope.
        x = addressee.x / 72 * 25.4 + (form.width - 210) / 2
        y = (841.89 - addressee.y) / 72 * 25.4 + (form.height - form.folded) / 2
        assert left < x < left + width / 2
        assert top < y < top + height


def test_the_cover_sheet_lists_what_lies_inside() -> None:
    text = run_together(pdf(mailings_pdf([MAILING], "c5")).pages[1].extract_text())
    for part in ("Описьвложений", "Письмо№1412", "Копиядоговора", "Вложил"):
        assert part in text


def test_each_letter_has_its_envelope_and_its_sheet() -> None:
    assert len(pdf(mailings_pdf([MAILING] * 3, "dl")).pages) == 6
    assert len(pdf(mailings_pdf([MAILING] * 3, "dl", cover=False)).pages) == 3


def test_a_format_that_nobody_knows_is_refused() -> None:
    with pytest.raises(DocumentError):
        mailings_pdf([MAILING], "a4")


def test_the_code_for_machines_has_a_shape_for_each_digit_and_no_two_are_alike() -> None:
    shapes = {digit: frozenset(words.split()) for digit, words in _DIGITS.items()}
    assert set(shapes) == set("0123456789")
    assert len(set(shapes.values())) == 10
    assert set().union(*shapes.values()) == set(_STROKES)


@pytest.mark.parametrize(
    ("address", "code", "rest"),
    [
        ("630007, г. Новосибирск, Красный пр., 18", "630007", "г. Новосибирск, Красный пр., 18"),
        ("ул. Лесная, д. 14, г. Бердск, 633010", "633010", "ул. Лесная, д. 14, г. Бердск"),
        ("г. Бердск, 633010, ул. Лесная", "633010", "г. Бердск, ул. Лесная"),
        ("тел. 83832386681, а/я 5", "", "тел. 83832386681, а/я 5"),
        ("", "", ""),
    ],
)
def test_the_postal_code_is_found_and_set_apart(address: str, code: str, rest: str) -> None:
    assert (postal_code(address), without_code(address)) == (code, rest)


@given(st.text(max_size=60))
def test_taking_the_code_out_loses_no_other_digit(address: str) -> None:
    digits = [char for char in address if char.isdigit()]
    left = [char for char in without_code(address) if char.isdigit()]
    assert len(digits) - len(left) in (0, 6)


def test_letters_without_an_address_and_with_hostile_words_are_printed() -> None:
    strange = replace(
        MAILING, recipient_address="", recipient='#set page() "\\u{0}', enclosures=(), sender=()
    )
    assert len(pdf(mailings_pdf([strange], "c4")).pages) == 2


# --- the card


@pytest.mark.parametrize("kind", ["pdf", "docx"])
def test_empty_facts_and_sections_are_left_out(kind: str) -> None:
    if kind == "pdf":
        text = run_together(pdf(card_pdf(CARD)).pages[0].extract_text())
    else:
        document = docx.Document(io.BytesIO(card_docx(CARD)))
        text = run_together("".join(n.text or "" for n in document.element.body.iter(qn("w:t"))))
    assert "О1" in text
    for absent in ("Пусто", "Пустойраздел", "Ничего"):
        assert absent not in text


def test_the_card_for_a_word_processor_has_headings_and_a_head_that_repeats() -> None:
    document = docx.Document(io.BytesIO(card_docx(CARD)))
    styles = [paragraph.style.name for paragraph in document.paragraphs]  # type: ignore[union-attr]  # each has one
    assert styles.count("Heading 1") == 2
    assert {"Title", "Subtitle"} <= set(styles)
    table = document.tables[-1]
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None  # type: ignore[union-attr]  # made so
    assert "Напечатано" in document.sections[0].footer.paragraphs[0].text


def test_equal_cards_give_equal_bytes() -> None:
    assert card_pdf(CARD) == card_pdf(CARD)
    assert card_docx(CARD) == card_docx(CARD)


def test_a_row_that_does_not_fit_its_columns_is_refused() -> None:
    wrong = replace(CARD, sections=(CardSection("Ход", table=CardTable(("А",), (("1", "2"),))),))
    for make in (card_pdf, card_docx):
        with pytest.raises(DocumentError):
            make(wrong)


def test_a_long_table_goes_on_over_pages_with_numbers() -> None:
    rows = tuple((str(n), "Очень длинное описание того, что было сделано. " * 3) for n in range(80))
    long = replace(CARD, sections=(CardSection("Ход", table=CardTable(("№", "Что"), rows)),))
    pages = pdf(card_pdf(long)).pages
    assert len(pages) > 2
    assert "2 / " in pages[1].extract_text()
    assert "Что" in pages[1].extract_text()


def test_an_office_suite_opens_the_card(tmp_path: Path) -> None:
    path = tmp_path / "card.docx"
    path.write_bytes(card_docx(CARD))
    (reader,) = office_pdf([path], tmp_path)
    text = run_together(reader.pages[0].extract_text())
    assert "Принято" in text
    assert "Напечатано" in text
