"""What a hostile or unlucky visitor types."""

RIGHT_TO_LEFT = "\u202eкод\u202c \u200fслово\ufeff"
EMOJI = "👩‍👩‍👧‍👦🏳️‍🌈"
CONTROLS = "строка\x07\x1b[31m\x7f\r\nеще"
NUL = "до\x00после"
GROWING = "ß" * 500
"""Letters that become two when their case is folded."""
LENGTHS = (61, 151, 255, 301, 501, 1001, 10_001, 70_000)
"""One more than the columns of the database hold, and far more than any."""
NUMBERS = ("-1", "9" * 30, "9223372036854775808", "1e999", "NaN", "٣", "1_0", "0x10")
DATES = (
    "0001-01-01",
    "0001-01-01T00:00",
    "9999-12-31",
    "9999-12-31T23:59",
    "2024-02-30",
    "31.02.2024",
)
TEXTS = (
    "", " ", NUL, "\x00", EMOJI * 40, RIGHT_TO_LEFT, CONTROLS, GROWING, "'\";--", "{{ 7|add:7 }}", "<script>",
    "%s%n%(x)s", "[]", "../../../etc/passwd", "\ufffd\ufffe",
)  # fmt: skip

HOSTILE: tuple[str, ...] = (*TEXTS, *NUMBERS, *DATES, *("Ж" * length for length in LENGTHS))
SHARP = (
    NUL, EMOJI * 40, RIGHT_TO_LEFT, GROWING, "9" * 30, "0001-01-01", "9999-12-31", "9999-12-31T23:59",
    *("Ж" * length for length in (61, 301, 501, 70_000)),
)  # fmt: skip
"""The few that found something: for forms whose pages are slow to draw, or with very many fields."""
KEYS = (
    *("0001-01-01T00:00:00+14:00" + mark + "1" for mark in "~_"),
    *("9999-12-31T23:59:59-14:00" + mark + "1" for mark in "~_"),
    *("2026-01-01T00:00:00+00:00" + mark + "9" * 25 for mark in "~_"),
    "2026-01-01T00:00:00~1", "~", "_", "~1", "_1",
)  # fmt: skip
"""Damaged keys of pages in lists."""
QUARTERS = ("2000Q1", "2100Q4", "0000Q1", "2026Q5", "2026Q٣")
