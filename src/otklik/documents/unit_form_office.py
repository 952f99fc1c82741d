"""The unit's form for word processors and spreadsheets."""

import io
from datetime import datetime

import docx
import xlsxwriter
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt
from docx.table import Table

from otklik.documents.office import describe, file_moment, raw, saved, speak_russian, xml
from otklik.documents.table import cell_text, legible
from otklik.documents.unit_form import (
    SIGNATURE_LINE,
    UnitForm,
    document_title,
    heading_lines,
    period_text,
    printable_form,
)

FAMILY = "PT Sans"
CENTER, RIGHT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT


def unit_form_docx(form: UnitForm, made_at: datetime | None = None) -> bytes:
    """The form for a word processor; equal input gives equal bytes."""
    ready = printable_form(form)
    document = docx.Document()
    _page(document)
    _heading(document, ready)
    _table(document, ready)
    for note in ready.notes:
        document.add_paragraph().add_run(note).font.size = Pt(8.5)
    _signature(document, ready)
    describe(document, document_title(ready), ready.author, made_at)
    return saved(document)


def _page(document: Document) -> None:
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin, section.right_margin = Mm(20), Mm(15)
    section.top_margin = section.bottom_margin = Mm(20)
    normal = document.styles["Normal"]
    speak_russian(normal, FAMILY)
    raw(normal).rPr.get_or_add_sz().val = Pt(11)
    document.styles["Heading 1"].element.rPr.clear()  # as plain as the text around it


def _heading(document: Document, form: UnitForm) -> None:
    if form.internal_mark:
        document.add_paragraph(form.internal_mark).alignment = RIGHT
    heading, rest = heading_lines(form)
    line = document.add_paragraph(style="Heading 1")
    line.alignment = CENTER
    run = line.add_run(heading)
    run.bold, run.font.size = True, Pt(14)
    for text, size, bold in (
        (rest, 11, False),
        (form.unit, 11, True),
        (form.unit_caption if form.unit else "", 8, False),
        (period_text(form), 11, False),
    ):
        if text:
            paragraph = document.add_paragraph()
            paragraph.alignment = CENTER
            paragraph.paragraph_format.space_after = Pt(3)
            run = paragraph.add_run(text)
            run.font.size, run.bold = Pt(size), bold


def _table(document: Document, form: UnitForm) -> None:
    table = document.add_table(1, len(form.columns), style="Table Grid")
    for cell, column in zip(table.rows[0].cells, form.columns, strict=True):
        run = cell.paragraphs[0].add_run(column)
        run.bold, run.font.size = True, Pt(8)
    raw(table.rows[0]).get_or_add_trPr().append(xml("<w:tblHeader/>"))
    for row in form.rows:
        for cell, value in zip(table.add_row().cells, row.cells, strict=True):
            run = cell.paragraphs[0].add_run(cell_text(value))
            run.font.size, run.bold = Pt(9.5), row.total
            if not isinstance(value, str):
                cell.paragraphs[0].alignment = RIGHT
    _tight(table)
    document.add_paragraph().paragraph_format.space_after = Pt(0)


def _tight(table: Table) -> None:
    for row in table.rows:
        raw(row).get_or_add_trPr().append(xml("<w:cantSplit/>"))
        for cell in row.cells:
            cell.paragraphs[0].paragraph_format.space_after = Pt(2)
            cell.paragraphs[0].paragraph_format.space_before = Pt(2)


def _signature(document: Document, form: UnitForm) -> None:
    table = document.add_table(1, 2)
    post, name = table.rows[0].cells
    post.paragraphs[0].add_run(form.signatory_post)
    name.paragraphs[0].alignment = RIGHT
    name.paragraphs[0].add_run(form.signatory_name or SIGNATURE_LINE)
    if form.name_caption:
        caption = name.add_paragraph()
        caption.alignment = RIGHT
        caption.add_run(form.name_caption).font.size = Pt(8)


def unit_form_xlsx(form: UnitForm, made_at: datetime | None = None) -> bytes:
    """The form as a spreadsheet: figures are numbers, texts are texts and never formulas."""
    ready = printable_form(form)
    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_numbers": False,
            "strings_to_urls": False,
        },
    )
    title, author = document_title(ready)[:255], ready.author[:255]
    book.set_properties({"title": title, "author": author, "created": file_moment(made_at)})
    _sheet(book, ready)
    book.close()
    return out.getvalue()


def _sheet(book: xlsxwriter.Workbook, form: UnitForm) -> None:
    font = {"font_name": FAMILY, "font_size": 10, "valign": "top", "text_wrap": True}
    plain = book.add_format({**font, "text_wrap": False})
    strong = book.add_format({**font, "text_wrap": False, "bold": True})
    head = book.add_format({**font, "bold": True, "bottom": 2, "bg_color": "#eef1f5"})
    sheet = book.add_worksheet("Форма")
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_column(0, len(form.columns) - 1, 20)
    line = 0
    for text in (form.internal_mark or "", *heading_lines(form), form.unit, period_text(form)):
        if text:
            sheet.write_string(line, 0, _short(text), strong if line < 2 else plain)
            line += 1
    line += 1
    sheet.repeat_rows(line)
    for column, text in enumerate(form.columns):
        sheet.write_string(line, column, _short(text), head)
    for row in form.rows:
        line += 1
        cell_format = book.add_format({**font, "bottom": 4, "bold": row.total})
        figure = book.add_format({**font, "bottom": 4, "bold": row.total, "num_format": "#,##0.##"})
        for column, value in enumerate(row.cells):
            if value is None or isinstance(value, str):
                sheet.write_string(line, column, _short(cell_text(value)), cell_format)
            else:
                sheet.write_number(line, column, value, figure)
    name = form.signatory_name or SIGNATURE_LINE
    for text in (*form.notes, "", f"{form.signatory_post}  {name}".strip()):
        line += 1
        sheet.write_string(line, 0, _short(text), plain)


def _short(text: str) -> str:
    """A spreadsheet cell holds 32 767 characters."""
    return legible(text)[:32_767]
