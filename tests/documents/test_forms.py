"""The unit's form and the paper questionnaire."""

import io
from dataclasses import replace
from pathlib import Path

import docx
import openpyxl
import pytest
from tests.documents.samples import (
    SURVEY,
    UNIT_FORM,
    docx_words,
    entry,
    office_pdf,
    pdf,
    pdf_words,
    run_together,
    scanned,
)

from otklik.documents import (
    DocumentError,
    PaperBlock,
    PaperForm,
    PaperQuestion,
    UnitFormRow,
    questionnaire_pdf,
    unit_form_docx,
    unit_form_pdf,
    unit_form_xlsx,
)

SIGNED = replace(UNIT_FORM, signatory_name="К. В. Орлов")
PAPER = PaperForm(
    title="ФОРМА\nопроса для оценки удовлетворенности",
    blocks=(
        PaperBlock(
            "БЛОК 1",
            (
                PaperQuestion("1", "11", "Тип обращения", "choice", ("Заявление", "Жалоба")),
                PaperQuestion("2", "12", "Точка взаимодействия", "line"),
            ),
        ),
        PaperBlock(
            "БЛОК 2",
            tuple(
                PaperQuestion(str(10 + n), str(23 + n), f"Насколько понятно {n}", "scale")
                for n in range(8)
            ),
            scale_intro="Оцените по шкале, где 1 – самая низкая оценка, 5 – самая высокая",
        ),
    ),
    footnote="Нумерация в скобках предназначена для внесения ответов.",
    comment_prompt="Уточните, с какими сложностями Вы столкнулись. Впишите.",
    online_text="Анкета без бумаги:",
    online=SURVEY,
)


@pytest.mark.clause("economy-novosibirsk:app2:head")
def test_form_is_headed_by_the_unit_and_the_period() -> None:
    for words in (pdf_words(unit_form_pdf(SIGNED)), docx_words(unit_form_docx(SIGNED))):
        assert run_together("ИНФОРМАЦИЯ об уровне удовлетворенности") in words
        assert run_together("Отдел развития торговли") in words
        assert run_together("за период 01.01.2024 – 31.03.2024") in words
        assert run_together(UNIT_FORM.internal_mark or "") in words


def test_form_prints_figures_the_russian_way_and_a_dash_for_nothing() -> None:
    for words in (pdf_words(unit_form_pdf(SIGNED)), docx_words(unit_form_docx(SIGNED))):
        assert "Обращенияонлайн120026,8" in words
        assert "=1+1+73830—" in words


def test_unsigned_form_has_a_line_to_sign_on() -> None:
    assert "________" in pdf_words(unit_form_pdf(UNIT_FORM))
    assert "________" not in pdf_words(unit_form_pdf(SIGNED))
    assert "К.В.Орлов" in pdf_words(unit_form_pdf(SIGNED))


def test_both_forms_carry_the_same_words_below_the_heading() -> None:
    start = run_together(UNIT_FORM.columns[0])
    printed, edited = pdf_words(unit_form_pdf(SIGNED)), docx_words(unit_form_docx(SIGNED))
    assert printed[printed.index(start) :] == edited[edited.index(start) :]


def test_spreadsheet_has_numbers_as_numbers_and_no_formula() -> None:
    book = openpyxl.load_workbook(io.BytesIO(unit_form_xlsx(UNIT_FORM)))
    cells = [cell for row in book.worksheets[0] for cell in row if cell.value is not None]
    assert 26.75 in [cell.value for cell in cells]
    assert 1200 in [cell.value for cell in cells]
    (tricky,) = [cell for cell in cells if cell.value == "=1+1"]
    assert tricky.data_type == "s"
    assert all(cell.data_type != "f" for cell in cells)


@pytest.mark.parametrize("render", [unit_form_pdf, unit_form_docx, unit_form_xlsx])
def test_equal_forms_give_equal_bytes(render: object) -> None:
    assert callable(render)
    assert render(UNIT_FORM) == render(UNIT_FORM)


@pytest.mark.parametrize("render", [unit_form_pdf, unit_form_docx, unit_form_xlsx])
def test_row_of_another_width_is_refused(render: object) -> None:
    assert callable(render)
    with pytest.raises(DocumentError, match="граф"):
        render(replace(UNIT_FORM, rows=(UnitFormRow(("одна",)),)))


def test_long_form_repeats_its_head_and_numbers_its_pages() -> None:
    form = replace(UNIT_FORM, rows=UNIT_FORM.rows * 40)
    pages = pdf(unit_form_pdf(form)).pages
    assert len(pages) > 1
    assert all("Группа процессов" in page.extract_text() for page in pages[:-1])
    rows = docx.Document(io.BytesIO(unit_form_docx(form))).tables[0].rows
    assert "tblHeader" in rows[0]._tr.xml


def test_office_suite_opens_the_form(tmp_path: Path) -> None:
    files = {"form.docx": unit_form_docx(SIGNED)}
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    readers = office_pdf([tmp_path / name for name in files], tmp_path)
    for reader in readers:
        assert "Отдел развития торговли" in reader.pages[0].extract_text()


def test_questionnaire_is_printed_with_both_numbers_boxes_and_the_way_online(
    tmp_path: Path,
) -> None:
    path = tmp_path / "paper.pdf"
    path.write_bytes(questionnaire_pdf(PAPER))
    text = "".join(page.extract_text() for page in pdf(path.read_bytes()).pages)
    assert "1(11). Тип обращения" in text
    assert "17(30). Насколько понятно 7" in text
    assert "2. Жалоба" in text
    assert text.count("Оцените по шкале") == 1
    assert scanned(path) == [SURVEY]


def test_questionnaire_of_many_options_stays_on_one_sheet() -> None:
    options = tuple(f"Обращение способом номер {n} в орган власти области" for n in range(16))
    first = PAPER.blocks[0]
    more = (*first.questions, PaperQuestion("5", "15", "Способ контакта", "choice", options))
    paper = replace(PAPER, blocks=(replace(first, questions=more), *PAPER.blocks[1:]))
    assert len(pdf(questionnaire_pdf(paper)).pages) <= 2
    assert entry(pdf(questionnaire_pdf(paper)).root_object, "/MarkInfo", "/Marked")
