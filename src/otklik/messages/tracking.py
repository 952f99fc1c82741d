"""Numbers of postal items: fourteen digits inside Russia, thirteen signs abroad (UPU S10); each has a check digit. Pure."""

import re

_INLAND = re.compile(r"\d{14}")
_S10 = re.compile(r"[A-Z]{2}\d{9}[A-Z]{2}")
_S10_WEIGHTS = (8, 6, 4, 2, 3, 5, 9, 7)
_AS_LATIN = str.maketrans("АВЕКМНОРСТУХ", "ABEKMHOPCTYX")


def cleaned(text: str) -> str:
    """Return the number as it is kept: no blanks or dashes, capital Latin letters."""
    signs = "".join(sign for sign in text.upper() if sign.isalnum())
    return signs if _INLAND.fullmatch(signs) else signs.translate(_AS_LATIN)


def is_number(text: str) -> bool:
    """Whether a cleaned text is the number of a postal item: its length and its check digit fit."""
    if _INLAND.fullmatch(text) and text.isascii():
        return int(text[-1]) == inland_check(text[:-1])
    if _S10.fullmatch(text) and text.isascii():
        return int(text[10]) == s10_check(text[2:10])
    return False


def inland_check(digits: str) -> int:
    """Return the check digit of the first thirteen: odd places count three times, the sum is filled up to tens."""
    total = sum(int(sign) * (3 if place % 2 == 0 else 1) for place, sign in enumerate(digits))
    return -total % 10


def s10_check(digits: str) -> int:
    """Return the check digit of the eight digits of an international number."""
    rest = 11 - sum(int(a) * b for a, b in zip(digits, _S10_WEIGHTS, strict=True)) % 11
    return {10: 0, 11: 5}.get(rest, rest)


def grouped(number: str) -> str:
    """Return an inland number as post offices print it, `630099 12 34567 8`; any other text as it is."""
    if not _INLAND.fullmatch(number):
        return number
    return f"{number[:6]} {number[6:8]} {number[8:13]} {number[13]}"
