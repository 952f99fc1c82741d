"""Bytes to text when the letter does not say how, or says it wrong."""

import codecs

_CANDIDATES = ("cp1251", "koi8-r", "cp866")
_OFTEN = frozenset("оеаинтсрвлкмдпуя")
_ALIASES = {"cp-1251": "cp1251", "win-1251": "cp1251", "windows1251": "cp1251", "koi8r": "koi8-r"}
_NOT_CHARSETS = frozenset({"", "unknown-8bit", "x-unknown", "8bit", "default", "none"})


def decode(data: bytes, charset: str | None) -> tuple[str, bool]:
    """Return the text, and whether the charset named was a real one that fits the bytes."""
    name = (charset or "").strip().strip("\"'").lower()
    name = _ALIASES.get(name, name)
    if name not in _NOT_CHARSETS:
        try:
            return data.decode(name), True
        except (LookupError, UnicodeError, ValueError):
            pass
    return guess(data), not name and data.isascii()


def guess(data: bytes) -> str:
    """Return the likeliest reading of bytes, above all of Russian text; never fails."""
    for mark, name in ((codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16")):
        if data.startswith(mark):
            return data.decode(name, "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    # Text in UTF-8 that was cut or hurt in places is still mostly valid.
    lenient = data.decode("utf-8-sig", "replace")
    if lenient.count("�") * 10 < sum(1 for sign in lenient if ord(sign) > 127):
        return lenient
    return max((data.decode(name, "replace") for name in _CANDIDATES), key=_russian)


def _russian(text: str) -> float:
    """Return how much a text looks like Russian: frequent small letters for, odd signs against."""
    score = 0.0
    before = " "
    for sign in text[:20_000]:
        if sign in _OFTEN:
            score += 1
        elif "а" <= sign <= "я" or sign == "ё":
            score += 0.5
        elif "А" <= sign <= "Я":
            # A capital inside a word is the mark of a wrong reading between CP1251 and KOI8-R.
            score -= 1 if "а" <= before <= "я" else 0
        elif ord(sign) > 127 and sign not in "«»—–№…ё\xa0“”„":
            score -= 1
        before = sign
    return score
