"""The card as DOCX: named styles, headings for navigation, tables whose head repeats."""

from datetime import datetime
from typing import Any

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.shared import Mm, Pt, RGBColor

from otklik.documents.card import Card, CardSection, CardTable, card_title, printable_card
from otklik.documents.office import describe, raw, saved, speak_russian, xml

GREY = RGBColor(0x5B, 0x65, 0x70)
INK = RGBColor(0x16, 0x20, 0x2C)
WIDTH = 170
"""Millimetres between the margins."""


def card_docx(card: Card, made_at: datetime | None = None) -> bytes:
    """The card as a file that an official can edit; equal input gives equal bytes."""
    ready = printable_card(card)
    document = docx.Document()
    _page(document, ready.footnote)
    _styles(document)
    document.add_paragraph(ready.owner, "Card small")
    document.add_paragraph(ready.title, "Title")
    if ready.subtitle:
        document.add_paragraph(ready.subtitle, "Subtitle")
    for section in ready.sections:
        document.add_paragraph(section.heading, "Heading 1")
        _section(document, section)
    describe(document, card_title(ready), ready.author, made_at)
    return saved(document)


def _page(document: Any, footnote: str) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(25), Mm(15)
    section.top_margin, section.bottom_margin = Mm(18), Mm(18)
    paragraph = section.footer.paragraphs[0]
    paragraph.add_run(f"{footnote}\t\t" if footnote else "\t\t")
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        field = (
            f'<w:fldChar w:fldCharType="{kind}"/>' if kind else f"<w:instrText>{text}</w:instrText>"
        )
        raw(paragraph.add_run()).append(xml(field))
    for run in paragraph.runs:
        run.font.size, run.font.color.rgb = Pt(8), GREY


def _styles(document: Any) -> None:
    styles = document.styles
    speak_russian(styles["Normal"], "PT Sans")
    styles["Normal"].font.size = Pt(10)
    styles["Normal"].paragraph_format.space_after = Pt(3)
    for name, size, above, below in (
        ("Title", 16, 4, 2),
        ("Subtitle", 11, 0, 4),
        ("Heading 1", 10.5, 12, 4),
    ):
        style = styles[name]
        speak_russian(style, "PT Sans")
        _plain(style)
        style.font.size, style.font.color.rgb, style.font.italic = Pt(size), INK, False
        style.font.bold = name != "Subtitle"
        style.paragraph_format.space_before = Pt(above)
        style.paragraph_format.space_after = Pt(below)
    raw(styles["Heading 1"]).get_or_add_pPr().append(
        xml('<w:pBdr><w:bottom w:val="single" w:sz="6" w:space="1" w:color="16202C"/></w:pBdr>')
    )
    for name, size in (("Card small", 9.0), ("Card name", 10.0), ("Card cell", 9.0)):
        style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = styles["Normal"]
        style.font.size = Pt(size)
        style.paragraph_format.space_after = Pt(0)
        if name != "Card cell":
            style.font.color.rgb = GREY


def _plain(style: Any) -> None:
    """Take the theme's typefaces, letter distance and rules out of a built-in style."""
    element = raw(style)
    for tag in ("w:pPr/w:pBdr", "w:rPr/w:spacing", "w:rPr/w:kern"):
        for node in element.xpath(tag):
            node.getparent().remove(node)
    for fonts in element.xpath("w:rPr/w:rFonts"):
        for key in [key for key in fonts.attrib if key.endswith(("Theme", "theme"))]:
            del fonts.attrib[key]


def _section(document: Any, section: CardSection) -> None:
    if section.facts:
        table = _table(document, len(section.facts), (46, WIDTH - 46), lines=False)
        for row, (name, value) in zip(table.rows, section.facts, strict=True):
            _put(row.cells[0], name, "Card name")
            _put(row.cells[1], value, "Normal")
    for text in section.texts:
        document.add_paragraph(text)
    if section.table:
        _rows(document, section.table)


def _rows(document: Any, table: CardTable) -> None:
    shares = table.widths or (1,) * len(table.columns)
    widths = tuple(WIDTH * share / sum(shares) for share in shares)
    made = _table(document, len(table.rows) + 1, widths, lines=True)
    raw(made.rows[0]).get_or_add_trPr().append(xml("<w:tblHeader/>"))
    for cell, column in zip(made.rows[0].cells, table.columns, strict=True):
        _put(cell, column, "Card small")
    for row, cells in zip(made.rows[1:], table.rows, strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            _put(cell, text, "Card cell")


def _table(document: Any, rows: int, widths: tuple[float, ...], *, lines: bool) -> Any:
    table = document.add_table(rows, len(widths))
    table.autofit = False
    margins = "".join(
        f'<w:{side} w:w="{width}" w:type="dxa"/>'
        for side, width in (("top", 30), ("left", 0), ("bottom", 30), ("right", 85))
    )
    raw(table).tblPr.append(xml(f"<w:tblCellMar>{margins}</w:tblCellMar>"))
    if lines:
        sides = "".join(
            f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="9AA3AD"/>'
            for side in ("top", "bottom", "insideH")
        )
        raw(table).tblPr.insert_element_before(
            xml(f"<w:tblBorders>{sides}</w:tblBorders>"), "w:tblCellMar", "w:tblLook"
        )
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
        for cell in column.cells:
            cell.width = Mm(width)
    for row in table.rows:
        raw(row).get_or_add_trPr().append(xml("<w:cantSplit/>"))
    return table


def _put(cell: Any, text: str, style: str) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.style = style
    paragraph.add_run(text)
