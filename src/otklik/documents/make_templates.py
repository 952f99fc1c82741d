"""Makes the two starting templates of the letter (serif, sans) for word processors.

`python -m otklik.documents.make_templates [DIR]` writes letter-serif.docx and letter-sans.docx.
Made once; afterwards the files are edited in a word processor: whatever stands in braces is
filled in by `letter_docx`, all else (lines, emblem, distances, styles) is the ministry's own.
"""

import sys
from pathlib import Path

import docx
from docx.document import Document
from docx.enum.section import WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Length, Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from otklik.documents.letter_pdf import FAMILIES, SIZES
from otklik.documents.office import raw, saved, speak_russian, xml
from otklik.documents.typesetting import TEMPLATES

GREY = RGBColor(0x5B, 0x65, 0x70)
LEFT, CENTER, JUSTIFY, RIGHT = (
    WD_ALIGN_PARAGRAPH.LEFT,
    WD_ALIGN_PARAGRAPH.CENTER,
    WD_ALIGN_PARAGRAPH.JUSTIFY,
    WD_ALIGN_PARAGRAPH.RIGHT,
)
_WATERMARK = """<w:p {w} xmlns:v="urn:schemas-microsoft-com:vml"
 xmlns:o="urn:schemas-microsoft-com:office:office"><w:pPr><w:spacing w:before="0" w:after="0"
 w:line="20" w:lineRule="exact"/></w:pPr><w:r><w:pict>
<v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800"
 path="m@7,l@8,m@5,21600l@6,21600e"><v:formulas><v:f eqn="sum #0 0 10800"/>
<v:f eqn="prod #0 2 1"/><v:f eqn="sum 21600 0 @1"/><v:f eqn="sum 0 0 @2"/>
<v:f eqn="sum 21600 0 @3"/><v:f eqn="if @0 @3 0"/><v:f eqn="if @0 21600 @1"/>
<v:f eqn="if @0 0 @2"/><v:f eqn="if @0 @4 21600"/></v:formulas>
<v:path textpathok="t" o:connecttype="rect"/><v:textpath on="t" fitshape="t"/></v:shapetype>
<v:shape id="PowerPlusWaterMarkObject{n}" o:spid="_x0000_s205{n}" type="#_x0000_t136" alt=""
 style="position:absolute;margin-left:0;margin-top:0;width:500pt;height:110pt;rotation:308;
z-index:-251658752;mso-position-horizontal:center;mso-position-horizontal-relative:margin;
mso-position-vertical:center;mso-position-vertical-relative:margin" o:allowincell="f"
 fillcolor="#edeff2" stroked="f"><v:textpath style="font-family:&quot;{font}&quot;;font-size:1pt;
font-weight:bold" string="{{{{ draft }}}}"/></v:shape></w:pict></w:r></w:p>"""


def make_template(typeface: str, path: Path) -> None:
    """Write the template of one typeface to `path`."""
    family, size = FAMILIES[typeface], SIZES[typeface][0]
    document = docx.Document()
    _page(document)
    _styles(document, family, size)
    for number, header in enumerate(
        (document.sections[0].first_page_header, document.sections[0].header)
    ):
        _header_watermark(header.paragraphs[0], family, number)
    _page_number(document.sections[0].header.paragraphs[-1])
    _head(document)
    _body(document)
    _signature(document)
    _foot(document)
    path.write_bytes(saved(document))


def _page(document: Document) -> None:
    section = document.sections[0]
    section.start_type = WD_SECTION.NEW_PAGE
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    section.top_margin, section.bottom_margin = Mm(20), Mm(20)
    section.header_distance, section.footer_distance = Mm(10), Mm(10)
    section.different_first_page_header_footer = True
    settings = document.settings.element
    settings.append(xml("<w:autoHyphenation/>"))


def _style(
    document: Document, name: str, align: WD_ALIGN_PARAGRAPH, size: float | None = None
) -> ParagraphStyle:
    style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    if not isinstance(style, ParagraphStyle):
        raise TypeError(name)
    style.base_style = document.styles["Normal"]
    style.paragraph_format.alignment = align
    style.paragraph_format.line_spacing = 1.0
    style.paragraph_format.widow_control = True
    if size:
        style.font.size = Pt(size)
    return style


def _styles(document: Document, family: str, size: float) -> None:
    normal = document.styles["Normal"]
    speak_russian(normal, family)
    for lang in document.styles.element.iter(qn("w:lang")):
        lang.set(qn("w:val"), "ru-RU")
    if not isinstance(normal, ParagraphStyle):
        raise TypeError("Normal")
    normal.font.size = Pt(size)
    normal.paragraph_format.space_after = Pt(0)
    _style(document, "Letter text", JUSTIFY).paragraph_format.first_line_indent = Mm(12.5)
    question = _style(document, "Letter question", LEFT)
    question.font.bold = True
    question.paragraph_format.keep_with_next = True
    question.paragraph_format.space_before = Pt(8)
    question.paragraph_format.space_after = Pt(4)
    question.element.get_or_add_pPr().append(xml('<w:outlineLvl w:val="0"/>'))
    salutation = _style(document, "Letter salutation", CENTER)
    salutation.font.bold = True
    salutation.paragraph_format.space_before = Pt(20)
    salutation.paragraph_format.space_after = Pt(8)
    _style(document, "Letter attachments", LEFT).paragraph_format.space_before = Pt(9)
    _style(document, "Letter attachment", LEFT)
    name = _style(document, "Letterhead name", CENTER, 10.5)
    name.font.bold = True
    _style(document, "Letterhead contacts", CENTER, 9).font.color.rgb = GREY
    _style(document, "Letterhead rule", LEFT, 4).paragraph_format.space_after = Pt(6)
    _style(document, "Letter number", LEFT, 11)
    _style(document, "Letter recipient", LEFT, 13)
    _style(document, "Letter signature", LEFT)
    _style(document, "Letter signature note", LEFT, 7.5)
    _style(document, "Letter mark", LEFT, 10)


def _header_watermark(paragraph: Paragraph, family: str, number: int) -> None:
    """A watermark that stands only in drafts; the paragraph itself stays, empty."""
    for text in ("{%p if draft %}", "{%p endif %}"):
        paragraph.insert_paragraph_before(text)
    shape = _WATERMARK.format(w=nsdecls("w"), n=number, font=family)
    raw(paragraph).getprevious().addprevious(parse_xml(shape))


def _page_number(paragraph: Paragraph) -> None:
    paragraph.alignment = CENTER
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        run = paragraph.add_run()
        run.font.size, run.font.color.rgb = Pt(10), GREY
        field = (
            f'<w:fldChar w:fldCharType="{kind}"/>' if kind else f"<w:instrText>{text}</w:instrText>"
        )
        raw(run).append(xml(field))


def _table(document: Document, rows: int, widths: tuple[Length, ...]) -> Table:
    """A table without lines and inner margins, of fixed widths."""
    table: Table = document.add_table(rows, len(widths))
    table.autofit = False
    margins = '<w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/>'
    raw(table).tblPr.append(xml(f"<w:tblCellMar>{margins}</w:tblCellMar>"))
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
        for cell in column.cells:
            cell.width = width
    for row in table.rows:
        raw(row).get_or_add_trPr().append(xml("<w:cantSplit/>"))
    return table


def _fill(cell: _Cell, *paragraphs: tuple[str, str]) -> list[Paragraph]:
    """Write (style, text) paragraphs into a cell, in place of its first empty one."""
    made = [cell.add_paragraph(text, style) for style, text in paragraphs]
    raw(cell).remove(raw(cell.paragraphs[0]))
    return made


def _head(document: Document) -> None:
    """The letterhead's requisites in the order of its template: in the corner, or over the width."""
    document.add_paragraph("{%p if longitudinal %}")
    _requisites(document, "across")
    rule = document.add_paragraph("", "Letterhead rule")
    raw(rule).get_or_add_pPr().append(
        xml('<w:pBdr><w:bottom w:val="single" w:sz="6" w:space="1" w:color="16202C"/></w:pBdr>')
    )
    table = _table(document, 1, (Mm(78), Mm(12), Mm(75)))
    _requisites(table.rows[0].cells[0], "below")
    _recipient(table.rows[0].cells[2])
    document.add_paragraph("{%p else %}")
    table = _table(document, 1, (Mm(78), Mm(12), Mm(75)))
    _requisites(table.rows[0].cells[0], "corner")
    _recipient(table.rows[0].cells[2])
    document.add_paragraph("{%p endif %}")


_REQUISITES = (
    ("emblem", "Letterhead name"),
    ("name", "Letterhead name"),
    ("contacts", "Letterhead contacts"),
    ("references", "Letterhead contacts"),
    ("number", "Letter number"),
    ("reference", "Letter number"),
)


def _requisites(place: Document | _Cell, parts: str) -> None:
    """Every requisite once, in a loop over `parts`; the first of its lines keeps a distance above."""

    def put(text: str, style: str = "Letterhead contacts") -> Paragraph:
        return place.add_paragraph(text, style)

    put(f"{{%p for part in {parts} %}}")
    for position, (kind, style) in enumerate(_REQUISITES):
        put(f"{{%p {'elif' if position else 'if'} part.kind == '{kind}' %}}")
        if kind == "emblem":
            put("{{ emblem }}", style).paragraph_format.space_after = Pt(6)
            continue
        put("{%p for line in part.lines %}")
        put("{%p if loop.first %}")
        put("{{ line }}", style).paragraph_format.space_before = _ABOVE[kind]
        put("{%p else %}")
        put("{{ line }}", style)
        put("{%p endif %}")
        put("{%p endfor %}")
    put("{%p endif %}")
    put("{%p endfor %}")
    if isinstance(place, _Cell):
        raw(place).remove(raw(place.paragraphs[0]))


_ABOVE = {
    "name": Pt(0),
    "contacts": Pt(6),
    "references": Pt(3),
    "number": Pt(11),
    "reference": Pt(3),
}


def _recipient(cell: _Cell) -> None:
    recipient = "Letter recipient"
    filled = _fill(
        cell,
        (recipient, "{%p if emblem and not longitudinal %}"),
        (recipient, ""),
        (recipient, "{%p endif %}"),
        (recipient, "{%p for line in recipient %}"),
        (recipient, "{{ line }}"),
        (recipient, "{%p endfor %}"),
    )
    filled[1].paragraph_format.space_after = Mm(14)


def _body(document: Document) -> None:
    document.add_paragraph("{%p if salutation %}")
    document.add_paragraph("{{ salutation }}", "Letter salutation")
    document.add_paragraph("{%p endif %}")
    document.add_paragraph("{%p for part in body %}")
    kinds = {"question": "if", "attachments": "elif", "attachment": "elif", "text": "elif"}
    for kind, word in kinds.items():
        document.add_paragraph(f"{{%p {word} part.kind == '{kind}' %}}")
        document.add_paragraph("{{ part.text }}", f"Letter {kind}")
    document.add_paragraph("{%p endif %}")
    document.add_paragraph("{%p endfor %}")


def _signature(document: Document) -> None:
    document.add_paragraph("", "Letter signature")
    style = "Letter signature"
    table = _table(document, 1, (Mm(56), Mm(3), Mm(60), Mm(3), Mm(43)))
    post, _, note, _, name = table.rows[0].cells
    for cell in (post, note, name):
        raw(cell).get_or_add_tcPr().append(xml('<w:vAlign w:val="center"/>'))
    _fill(post, (style, "{{ post }}"))
    small = "Letter signature note"
    framed = _fill(
        note,
        (small, "{%p for line in signature %}"),
        (small, "{{ line }}"),
        (small, "{%p endfor %}"),
        (small, ""),
    )
    sides = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="4" w:color="9AA3AD"/>'
        for side in ("top", "left", "bottom", "right")
    )
    raw(framed[1]).get_or_add_pPr().append(xml(f"<w:pBdr>{sides}</w:pBdr>"))
    framed[1].paragraph_format.left_indent = framed[1].paragraph_format.right_indent = Mm(2)
    _fill(name, (style, "{{ name }}"))[0].alignment = RIGHT
    for row in table.rows:
        for cell in row.cells:
            for paragraph in cell.paragraphs:
                paragraph.paragraph_format.keep_with_next = True


def _foot(document: Document) -> None:
    """The mark and the executor: a table that stands at the foot of the page it belongs to."""
    style = "Letter mark"
    # Keeps the floating table apart from the signature's table.
    document.add_paragraph("", style).paragraph_format.keep_with_next = True
    table = _table(document, 4, (Mm(129), Mm(30)))
    raw(table).tblPr.insert(
        1,
        xml(
            '<w:tblpPr w:leftFromText="0" w:rightFromText="0" w:topFromText="227"'
            ' w:vertAnchor="margin" w:horzAnchor="margin"'
            ' w:tblpXSpec="left" w:tblpYSpec="bottom"/>'
        ),
    )
    _fill(table.cell(0, 0), (style, "{%tr if mark %}"))
    _fill(table.cell(1, 0), (style, "{{r mark }}"))
    _fill(table.cell(1, 1), (style, "{{ qr }}"))[0].alignment = RIGHT
    raw(table.cell(1, 0)).get_or_add_tcPr().append(xml('<w:vAlign w:val="bottom"/>'))
    _fill(table.cell(2, 0), (style, "{%tr endif %}"))
    _fill(
        table.cell(3, 0).merge(table.cell(3, 1)),
        (style, "{%p for blank in blanks %}"),
        (style, ""),
        (style, "{%p endfor %}"),
        (style, "{%p for line in executor %}"),
        (style, "{{ line }}"),
        (style, "{%p endfor %}"),
    )
    last = document.add_paragraph()
    last.paragraph_format.line_spacing = Pt(1)
    last.add_run().font.size = Pt(1)


def main() -> None:
    """Write both templates into the given folder, by default the package's own."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else TEMPLATES
    for typeface in FAMILIES:
        make_template(typeface, folder / f"letter-{typeface}.docx")


if __name__ == "__main__":
    main()
