"""Charts from one Vega-Lite specification each: the same picture on the page and in the report.

The title says the finding, the subtitle the measure; values stand at the marks; one accent, greys.
"""

import json
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import vl_convert

from otklik.documents.cleaning import DocumentError, clean
from otklik.documents.table import cell_text
from otklik.documents.typesetting import FONTS

ACCENT, QUIET, INK, FAINT = "#1d4f91", "#aab3bd", "#16202c", "#5b6570"
FAMILY = "PT Sans"
WIDTH = 560
_LABEL_CHARS, _LABEL_LINES = 34, 2


@dataclass(frozen=True, slots=True)
class Chart:
    """One picture twice: for the page (SVG) and for the report (PNG, double density)."""

    svg: str
    png: bytes


def bar_chart(
    title: str,
    subtitle: str,
    rows: Sequence[tuple[str, float]],
    unit: str = "",
    highlight: str | None = None,
) -> Chart:
    """Bars from zero in the given order, each with its value; the highlighted one in the accent.

    `unit` follows each value («дн.», «%»). Without a highlight all bars have the accent.
    Raises DocumentError where two rows have one name: their bars would lie on each other.
    """
    ready = [(" ".join(clean(name).split()), value) for name, value in rows]
    if len({name for name, _ in ready}) < len(ready):
        raise DocumentError("Диаграмма: названия строк повторяются.")
    told = " ".join(clean(highlight).split()) if highlight is not None else None
    data = [
        {
            "order": order,
            "name": name,
            "lines": _label(name),
            "value": value,
            "told": told is None or name == told,
            "label": _value(value, unit),
        }
        for order, (name, value) in enumerate(ready)
    ]
    return _chart(_bars(clean(title), clean(subtitle), data))


def line_chart(
    title: str,
    subtitle: str,
    series: Sequence[tuple[str, Sequence[tuple[str, float]]]],
    unit: str = "",
    highlight: str | None = None,
) -> Chart:
    """Lines over periods in the given order, from zero; each named and valued at its last point.

    `series`: (name, [(period, value), ...]); the highlighted one in the accent, others grey.
    """
    told = " ".join(clean(highlight).split()) if highlight is not None else None
    data = []
    for name, points in series:
        words = clean(name)
        for place, (period, value) in enumerate(points):
            last = place == len(points) - 1
            text = _value(value, unit)
            data.append(
                {
                    "series": words,
                    "period": clean(period),
                    "value": value,
                    "told": told is None or words == told,
                    "label": (f"{words}: {text}" if len(series) > 1 else text) if last else "",
                }
            )
    periods = list(dict.fromkeys(clean(period) for _, points in series for period, _ in points))
    return _chart(_lines(clean(title), clean(subtitle), data, periods))


def column_chart(
    title: str,
    subtitle: str,
    rows: Sequence[tuple[str, str, float]],
    highlight: int | None = None,
) -> Chart:
    """Columns over days in the given order, from zero, each with its value; the highlighted one in the accent.

    `rows`: (day, weekday, value); `highlight` is the place of a row. Without one all columns have the accent.
    Raises DocumentError where two rows have one name: their columns would lie on each other.
    """
    ready = [(clean(day), clean(weekday), value) for day, weekday, value in rows]
    if len({day for day, _, _ in ready}) < len(ready):
        raise DocumentError("Диаграмма: названия столбцов повторяются.")
    data = [
        {
            "day": day,
            "value": value,
            "told": highlight is None or place == highlight,
            "label": _value(value, "") if value else "",
        }
        for place, (day, _weekday, value) in enumerate(ready)
    ]
    lines = {day: [weekday, day] for day, weekday, _value_of in ready}
    return _chart(_columns(clean(title), clean(subtitle), data, lines))


def _columns(
    title: str, subtitle: str, data: list[dict[str, Any]], lines: dict[str, list[str]]
) -> dict[str, Any]:
    position = {
        "x": {
            "field": "day",
            "type": "ordinal",
            "sort": list(lines),
            "scale": {"paddingInner": 0.25, "paddingOuter": 0.15},
            "axis": {
                "title": None,
                "labelAngle": 0,
                "labelOverlap": False,
                "labelFontSize": 11,
                "ticks": False,
                "labelPadding": 6,
                "labelExpr": json.dumps(lines) + "[datum.value]",
            },
        },
        "y": {
            "field": "value",
            "type": "quantitative",
            "scale": {"domain": [0, max([row["value"] for row in data] + [1.0]) * 1.1]},
            "axis": None,
            "stack": None,
        },
    }
    return {
        **_frame(title, subtitle, data),
        "height": 150,
        "layer": [
            {"mark": "bar", "encoding": {**position, "color": _colour(ACCENT, QUIET)}},
            {
                "mark": {"type": "text", "dy": -8, "fontSize": 13},
                "encoding": {**position, "text": {"field": "label"}, "color": _colour(INK, FAINT)},
            },
        ],
    }


def _bars(title: str, subtitle: str, data: list[dict[str, Any]]) -> dict[str, Any]:
    tall = any(len(row["lines"]) > 1 for row in data)
    lines = {row["name"]: row["lines"] for row in data}
    room = [0.0, max([row["value"] for row in data] + [0.0]) * 1.12 or 1.0]
    room[0] = min([row["value"] for row in data] + [0.0])
    position = {
        "y": {
            "field": "name",
            "type": "nominal",
            "sort": {"field": "order"},
            "axis": {
                "title": None,
                "domain": False,
                "ticks": False,
                "labelPadding": 8,
                "labelExpr": json.dumps(lines) + "[datum.value]",
            },
        },
        "x": {
            "field": "value",
            "type": "quantitative",
            "scale": {"domain": room, "nice": False},
            "axis": None,
            "stack": None,
        },
    }
    return {
        **_frame(title, subtitle, data),
        "height": {"step": 40 if tall else 30},
        "layer": [
            {
                "mark": {"type": "bar", "size": 20},
                "encoding": {**position, "color": _colour(ACCENT, QUIET)},
            },
            {
                "mark": {"type": "text", "align": "left", "dx": 6, "fontSize": 13},
                "encoding": {
                    **position,
                    "text": {"field": "label"},
                    "color": _colour(INK, FAINT),
                },
            },
        ],
    }


def _lines(
    title: str, subtitle: str, data: list[dict[str, Any]], periods: list[str]
) -> dict[str, Any]:
    highest = max([row["value"] for row in data] + [0.0]) or 1.0
    position = {
        "x": {
            "field": "period",
            "type": "ordinal",
            "sort": periods,
            "scale": {"type": "point", "padding": 0.3},
            "axis": {"title": None, "labelAngle": 0, "labelOverlap": True, "tickSize": 4},
        },
        "y": {
            "field": "value",
            "type": "quantitative",
            "scale": {"domain": [min(0.0, *[row["value"] for row in data], 0.0), highest * 1.1]},
            "axis": {"title": None, "tickCount": 4, "domain": False, "ticks": False, "grid": True},
        },
        "detail": {"field": "series"},
    }
    colour = _colour(ACCENT, QUIET)
    ends = [{"filter": "datum.label != ''"}]
    text = {"type": "text", "align": "left", "dx": 9, "fontSize": 13, "limit": 240}
    return {
        **_frame(title, subtitle, data),
        "height": 220,
        "layer": [
            {
                "mark": {"type": "line", "strokeWidth": 2.5},
                "encoding": {**position, "color": colour},
            },
            {
                "mark": {"type": "point", "filled": True, "size": 50, "opacity": 1},
                "transform": ends,
                "encoding": {**position, "color": colour},
            },
            {
                "mark": text,
                "transform": ends,
                "encoding": {
                    **position,
                    "text": {"field": "label"},
                    "color": _colour(ACCENT, FAINT),
                },
            },
        ],
    }


def _frame(title: str, subtitle: str, data: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "title": {"text": _wrapped(title, 60), "subtitle": _wrapped(subtitle, 76)},
        "data": {"values": data},
        "width": WIDTH,
        "padding": 8,
        "background": "#ffffff",
        "config": {
            "font": FAMILY,
            "view": {"stroke": None},
            "title": {
                "anchor": "start",
                "frame": "bounds",
                "fontSize": 18,
                "fontWeight": "bold",
                "color": INK,
                "subtitleColor": FAINT,
                "subtitleFontSize": 13,
                "subtitlePadding": 4,
                "offset": 14,
            },
            "axis": {
                "labelFontSize": 13,
                "labelColor": INK,
                "labelLimit": 320,
                "gridColor": "#e6e9ed",
                "domainColor": FAINT,
                "tickColor": FAINT,
            },
        },
    }


def _colour(told: str, other: str) -> dict[str, Any]:
    return {"condition": {"test": "datum.told", "value": told}, "value": other}


def _value(value: float, unit: str) -> str:
    text = cell_text(value)
    return f"{text}\u00a0{clean(unit)}" if unit else text


def _label(name: str) -> list[str]:
    return textwrap.wrap(name, _LABEL_CHARS, max_lines=_LABEL_LINES, placeholder="…") or [""]


def _wrapped(text: str, width: int) -> list[str]:
    return textwrap.wrap(text, width) or [""]


@lru_cache(maxsize=1)
def _typefaces() -> None:
    vl_convert.register_font_directory(str(FONTS))


def _chart(spec: dict[str, Any]) -> Chart:
    _typefaces()
    text = json.dumps(spec, ensure_ascii=False)
    svg = str(vl_convert.vegalite_to_svg(text, allowed_base_urls=[], format_locale="ru-RU"))
    png = bytes(
        vl_convert.vegalite_to_png(text, scale=2, allowed_base_urls=[], format_locale="ru-RU")
    )
    return Chart(svg=svg, png=png)
