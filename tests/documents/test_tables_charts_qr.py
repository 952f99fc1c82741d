"""Tables as CSV, charts, QR codes."""

import csv
import io
import xml.etree.ElementTree as ET

import pytest
import segno
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st
from tests.documents.samples import SURVEY

from otklik.documents import DocumentError, bar_chart, line_chart, qr_png, qr_svg, table_csv

ROWS = [("Почта", 14.0), ("Личный приём", 21.5), ("Портал", 0.0)]


def read(data: bytes) -> list[list[str]]:
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";"))


def test_csv_has_a_mark_semicolons_and_comma_decimals() -> None:
    data = table_csv(("Отдел", "Доля"), [("Торговля; розница", 26.5), ("Связь", None)])
    assert read(data) == [["Отдел", "Доля"], ["Торговля; розница", "26,5"], ["Связь", ""]]


@pytest.mark.parametrize(
    "text", ["=1+1", "+7", "-5", "@SUM(A1)", "\t=1", "  =1", "\r=1", "＝1", "\u00a0=1"]
)
def test_text_that_looks_like_a_formula_is_neutralised(text: str) -> None:
    assert read(table_csv((text,), [(text,)])) == [["'" + text]] * 2


def test_control_character_hides_no_formula() -> None:
    assert read(table_csv(("\x00=1+1",), [])) == [["'=1+1"]]


def test_negative_number_stays_a_number() -> None:
    assert read(table_csv(("x",), [(-5,), (-1.5,)])) == [["x"], ["-5"], ["-1,5"]]


@given(st.lists(st.text(), min_size=1, max_size=4))
def test_any_text_can_be_written_and_starts_no_formula(cells: list[str]) -> None:
    (head,) = read(table_csv(cells, [])) or [[]]
    assert not any(cell.lstrip().startswith(("=", "+", "-", "@")) for cell in head)


def test_bar_chart_names_values_in_russian_and_highlights_one() -> None:
    chart = bar_chart("Очно ждут вдвое дольше", "Дней до ответа", ROWS, "дн.", "Личный приём")
    texts = "".join(ET.fromstring(chart.svg).itertext())
    for words in ("Очно ждут вдвое дольше", "Дней до ответа", "Личный приём", "21,5\u00a0дн."):
        assert words in texts
    assert chart.svg.count('fill="#1d4f91"') == 1
    assert chart.png.startswith(b"\x89PNG")


def test_bars_start_at_zero() -> None:
    chart = bar_chart("Т", "П", [("А", 100.0), ("Б", 50.0)])
    bars = [
        node.attrib["d"]
        for node in ET.fromstring(chart.svg).iter("{http://www.w3.org/2000/svg}path")
        if node.attrib.get("aria-roledescription") == "bar"
    ]
    widths = [float(bar.split("h")[1].split("v")[0]) for bar in bars]
    assert widths[0] == pytest.approx(2 * widths[1], abs=0.1)


def test_line_chart_names_its_lines_at_their_ends() -> None:
    series = [("Торговля", [("I кв.", 70.0), ("II кв.", 84.0)]), ("Связь", [("I кв.", 60.0)])]
    texts = "".join(
        ET.fromstring(line_chart("Растёт", "Доля", series, "%", "Связь").svg).itertext()
    )
    assert "Торговля: 84\u00a0%" in texts
    assert "Связь: 60\u00a0%" in texts


@pytest.mark.parametrize(
    "text", ["", "<b>&", '"; alert(1) //', "'\\", "😀\x00", "я" * 500, "__proto__"]
)
def test_charts_show_any_text(text: str) -> None:
    ET.fromstring(bar_chart(text, text, [(text, 1.0), ("б", 2.0)], text, text).svg)
    ET.fromstring(line_chart(text, text, [(text, [(text, 1.0)])], text, text).svg)


def test_empty_charts_are_drawn() -> None:
    assert bar_chart("Пусто", "", []).png
    assert line_chart("Пусто", "", []).png


def test_bars_of_one_name_are_refused() -> None:
    with pytest.raises(DocumentError, match="повторяются"):
        bar_chart("Т", "П", [("А", 1.0), (" А ", 2.0)])


def test_qr_carries_the_address_verbatim_with_its_quiet_zone() -> None:
    code = segno.make_qr(SURVEY, error="m", boost_error=False)
    rows = [bytes(0 if dark else 255 for dark in row) for row in code.matrix_iter(4, 4)]
    picture = memoryview(b"".join(rows)).cast("B", (len(rows), len(rows[0])))
    assert [found.text for found in zxingcpp.read_barcodes(picture)] == [SURVEY]
    side = code.symbol_size(scale=1, border=4)[0]
    png = qr_png(SURVEY, scale=4)
    assert int.from_bytes(png[16:20], "big") == side * 4
    assert f'width="{side * 2}"' in qr_svg(SURVEY, scale=2)
    assert ET.fromstring(qr_svg(SURVEY)).tag.endswith("svg")
