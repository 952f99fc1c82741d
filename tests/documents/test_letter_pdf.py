"""The letter as PDF: what the paper shows, where, and what the file says of itself."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from tests.documents.samples import (
    LETTER,
    MARK,
    SURVEY,
    TEXT,
    Piece,
    entry,
    pdf,
    pieces,
    run_together,
    scanned,
    with_questions,
)

from otklik.documents import (
    DocumentError,
    Letter,
    Letterhead,
    SatisfactionMark,
    letter_pages,
    letter_pdf,
)

LEFT_MARGIN = 30 * 72 / 25.4
BOTTOM_MARGIN = 20 * 72 / 25.4


def last_page(letter: Letter) -> list[Piece]:
    return pieces(pdf(letter_pdf(letter)).pages[-1])


def index(found: list[Piece], start: str) -> int:
    return next(i for i, piece in enumerate(found) if piece.text.startswith(start))


@pytest.mark.clause("economy-novosibirsk:10.2.b")
def test_link_and_qr_lead_to_the_survey_address_verbatim(tmp_path: Path) -> None:
    path = tmp_path / "letter.pdf"
    path.write_bytes(letter_pdf(LETTER))
    page = pdf(path.read_bytes()).pages[-1]
    assert SURVEY in page.extract_text()
    links = [entry(note.get_object(), "/A", "/URI") for note in entry(page, "/Annots")]
    assert set(links) == {SURVEY}
    assert scanned(path) == [SURVEY]


@pytest.mark.clause("economy-novosibirsk:10.3.a")
@pytest.mark.parametrize("intervals", [0, 1, 2, 3])
def test_mark_stands_at_the_left_margin_the_set_intervals_above_the_executor(
    intervals: int,
) -> None:
    found = last_page(replace(LETTER, mark=replace(MARK, intervals=intervals)))
    address, executor = found[index(found, "https")], found[index(found, "Лебедева")]
    first, second = found[index(found, "Для оценки") :][:2]
    pitch = first.y - second.y
    assert address.y - executor.y == pytest.approx((intervals + 1) * pitch, abs=0.1)
    for piece in (first, second, address, executor):
        assert piece.x == pytest.approx(LEFT_MARGIN, abs=0.1)


@pytest.mark.clause("economy-novosibirsk:10.3.b")
@pytest.mark.parametrize("size", [10.0, 12.0])
def test_mark_is_printed_in_its_own_size(size: float) -> None:
    found = last_page(replace(LETTER, mark=replace(MARK, font_pt=size)))
    mark = found[index(found, "Для оценки") : index(found, "Лебедева")]
    assert {round(piece.size, 2) for piece in mark} == {size}
    assert found[index(found, "Сообщаем")].size == 14


@pytest.mark.clause("labour-novosibirsk:17.2.a")
@pytest.mark.clause("labour-novosibirsk:17.2.b")
@pytest.mark.parametrize("questions", [1, 2, 4])
def test_executor_mark_stands_in_the_lower_left_corner_of_the_last_page(questions: int) -> None:
    pages = pdf(letter_pdf(with_questions(questions))).pages
    name, phone, email = pieces(pages[-1])[-3:]
    assert (name.text, phone.text) == ("Лебедева А. И.", "8 (383) 238-66-95")
    assert email.text == "lebedeva@nso.example"
    assert 0 <= email.y - BOTTOM_MARGIN < 6
    assert name.x == pytest.approx(LEFT_MARGIN, abs=0.1)
    assert all("Лебедева" not in page.extract_text() for page in pages[:-1])


def test_executor_without_email_has_two_lines() -> None:
    executor = replace(LETTER.executor, email=None)
    assert [p.text for p in last_page(replace(LETTER, executor=executor, mark=None))][-2:] == [
        "Лебедева А. И.",
        "8 (383) 238-66-95",
    ]


@pytest.mark.clause("labour-novosibirsk:17.1")
def test_letterhead_names_the_ministry_and_how_to_reach_it() -> None:
    text = pdf(letter_pdf(LETTER)).pages[0].extract_text()
    head = LETTER.letterhead
    for words in (*head.lines, head.address, head.phone, head.email, head.site):
        assert words in text


def test_parts_stand_in_the_order_in_which_a_letter_is_read() -> None:
    text = run_together(pdf(letter_pdf(LETTER)).pages[0].extract_text())
    parts = (
        *LETTER.letterhead.lines,
        LETTER.date_text,
        LETTER.number,
        LETTER.reference_line,
        *LETTER.recipient_lines,
        LETTER.salutation,
        LETTER.opening,
        LETTER.answers[0].text,
        LETTER.answers[0].outcome_sentence,
        *LETTER.closing,
        LETTER.signatory_post,
        *(LETTER.signature_note or ()),
        LETTER.signatory_name,
        MARK.text,
        MARK.url,
        LETTER.executor.name,
    )
    places = [text.find(run_together(part)) for part in parts]
    assert -1 not in places
    assert places == sorted(places)


def test_each_of_several_questions_is_named_and_has_its_outcome() -> None:
    letter = with_questions(3, paragraphs=1)
    text = "".join(page.extract_text() for page in pdf(letter_pdf(letter)).pages)
    for number in (1, 2, 3):
        assert f"{number}. Вопрос {number - 1}" in text
    assert text.count("Решено.") == 3


def test_single_question_is_not_repeated_before_its_answer() -> None:
    assert "Почему торгуют" not in pdf(letter_pdf(LETTER)).pages[0].extract_text()


def test_file_is_tagged_russian_and_titled() -> None:
    reader = pdf(letter_pdf(LETTER))
    root = reader.root_object
    assert entry(root, "/MarkInfo", "/Marked")
    assert "/StructTreeRoot" in root
    assert str(root["/Lang"]).startswith("ru")
    assert entry(root, "/ViewerPreferences", "/DisplayDocTitle")
    assert reader.metadata is not None
    assert reader.metadata.title == LETTER.title
    assert "pdfuaid" in entry(root, "/Metadata").get_data().decode()


def test_qr_code_is_told_to_who_cannot_see_it() -> None:
    told: list[str] = []
    waiting: list[Any] = [entry(pdf(letter_pdf(LETTER)).root_object, "/StructTreeRoot")]
    while waiting:
        node = waiting.pop().get_object()
        if isinstance(node, list):
            waiting += node
        elif isinstance(node, dict):
            if "/Alt" in node:
                told.append(str(node["/Alt"]))
            if "/K" in node:
                waiting.append(node["/K"])
    assert any(SURVEY in words for words in told)


def test_equal_letters_give_equal_bytes_and_carry_the_given_moment_only() -> None:
    assert letter_pdf(LETTER) == letter_pdf(LETTER)
    assert pdf(letter_pdf(LETTER)).metadata.creation_date is None  # type: ignore[union-attr]
    moment = datetime(2024, 4, 26, 3, 15, tzinfo=UTC)
    dated = pdf(letter_pdf(LETTER, moment))
    assert dated.metadata is not None
    assert dated.metadata.creation_date == moment


def test_pages_are_counted_as_they_are_rendered() -> None:
    for questions in (1, 3, 9):
        letter = with_questions(questions)
        assert letter_pages(letter) == len(pdf(letter_pdf(letter)).pages)
    assert letter_pages(LETTER) == 1
    assert letter_pages(with_questions(4)) == 2
    assert letter_pages(with_questions(12)) > 2


def test_no_length_leaves_the_foot_alone_on_a_page() -> None:
    for sentences in range(8, 34, 2):
        answer = replace(
            LETTER.answers[0], text=" ".join(["Это предложение длины обычной."] * sentences * 3)
        )
        pages = pdf(letter_pdf(replace(LETTER, answers=(answer,)))).pages
        text = run_together(pages[-1].extract_text())
        assert run_together(LETTER.closing[0]) in text, sentences
        assert "К.В.Орлов" in text


def test_size_shrinks_only_where_that_saves_a_page() -> None:
    def size(letter: Letter) -> float:
        found = pieces(pdf(letter_pdf(letter)).pages[0])
        return found[index(found, "Министерство рассмотрело")].size

    assert size(LETTER) == 14  # fits one page
    assert size(with_questions(2)) == 14  # no size would save the second
    assert 12 <= size(with_questions(5)) < 14  # saves the third


def test_draft_says_so_and_leaves_room_for_number_and_date() -> None:
    text = (
        pdf(letter_pdf(replace(LETTER, draft=True, number="", date_text="")))
        .pages[0]
        .extract_text()
    )
    assert "ПРОЕКТ" in text
    assert "___ № ___" in text
    assert "ПРОЕКТ" not in pdf(letter_pdf(LETTER)).pages[0].extract_text()


@pytest.mark.parametrize(("typeface", "name"), [("serif", "PTSerif"), ("sans", "PTSans")])
def test_only_the_shipped_typefaces_are_in_the_file(typeface: str, name: str) -> None:
    letter = replace(LETTER, typeface=typeface)  # type: ignore[arg-type]  # parametrised
    fonts = entry(pdf(letter_pdf(letter)).pages[0], "/Resources", "/Font").values()
    assert all(name in font.get_object()["/BaseFont"] for font in fonts)


def test_attachments_are_listed() -> None:
    one = pdf(letter_pdf(replace(LETTER, attachments=("копия договора на 3 л.",)))).pages[0]
    assert "Приложение: копия договора на 3 л." in one.extract_text()
    two = pdf(letter_pdf(replace(LETTER, attachments=("договор", "акт")))).pages[0].extract_text()
    assert "Приложения:" in two
    assert "2. акт" in two


def test_address_that_stands_in_the_wording_is_printed_once() -> None:
    mark = replace(MARK, text=f"{MARK.text} {SURVEY}")
    text = pdf(letter_pdf(replace(LETTER, mark=mark))).pages[-1].extract_text()
    assert text.count(SURVEY) == 1


@pytest.mark.parametrize(
    "url",
    ["", "javascript:alert(1)", "https://", "https://a b", "ftp://a.ru", "https://[", "http://я"],
)
def test_address_that_is_no_link_is_refused(url: str) -> None:
    with pytest.raises(DocumentError, match="Адрес"):
        letter_pdf(replace(LETTER, mark=SatisfactionMark("Оцените:", url, 10, 2)))


@pytest.mark.parametrize("emblem", [b"not a picture", b"<svg", b"\x89PNG\r\n\x1a\nbroken"])
def test_emblem_that_is_no_picture_is_refused(emblem: bytes) -> None:
    with pytest.raises(DocumentError):
        letter_pdf(replace(LETTER, letterhead=replace(LETTER.letterhead, emblem=emblem)))


def test_bare_letter_renders() -> None:
    bare = replace(
        LETTER,
        letterhead=Letterhead(("МИНИСТЕРСТВО",)),
        number="",
        reference_line="",
        recipient_lines=(),
        salutation="",
        opening="",
        answers=(),
        closing=(),
        signature_note=None,
        mark=None,
        title="",
    )
    assert len(pdf(letter_pdf(bare)).pages) == 1


def test_words_are_not_lost_over_pages() -> None:
    letter = with_questions(9)
    text = run_together("".join(page.extract_text() for page in pdf(letter_pdf(letter)).pages))
    assert text.count(run_together(TEXT)[:60]) >= 17
