"""Lines of a letterhead broken where they read well: parts of like width, no «и» and no «г.» left at the end."""

from functools import cache, lru_cache

MM_PER_PT = 25.4 / 72
_BOLD = 1.06
_PENALTY = 12.0
"""Millimetres by which a break after a short word or an abbreviation counts as wider."""


def width_mm(text: str, pt: float, *, bold: bool = False) -> float:
    """About how wide a text is in the shipped typefaces; a little more rather than less."""
    return sum(map(_em, text)) * pt * MM_PER_PT * (_BOLD if bold else 1.0)


def _em(char: str) -> float:
    if char.isspace():
        return 0.26
    if char in "ШЩМЖЮЫФ@№":
        return 0.92
    if char in "шщмжюыф":
        return 0.78
    if char.isupper():
        return 0.70
    return 0.55 if char.isalnum() else 0.32


@lru_cache(maxsize=256)
def balanced(text: str, limit: float, pt: float, *, bold: bool = False) -> tuple[str, ...]:
    """The text in as few lines as fit `limit` millimetres, of widths as like as can be.

    Words stay whole and in order; a single word wider than the limit stands alone.
    """
    words = text.split()
    for count in range(1, len(words) + 1):
        found = _parted(tuple(words), count, pt, bold)
        if count == len(words) or max(width_mm(line, pt, bold=bold) for line in found) <= limit:
            return found
    return (text,)


def _parted(words: tuple[str, ...], count: int, pt: float, bold: bool) -> tuple[str, ...]:
    """The words in so many lines that the widest, with the penalties of its end, is the narrowest."""

    @cache
    def best(start: int, left: int) -> tuple[float, tuple[str, ...]]:
        if left == 1:
            line = " ".join(words[start:])
            return width_mm(line, pt, bold=bold), (line,)
        found: tuple[float, tuple[str, ...]] | None = None
        for end in range(start + 1, len(words) - left + 2):
            line = " ".join(words[start:end])
            own = width_mm(line, pt, bold=bold) + (_PENALTY if _clings(words[end - 1]) else 0.0)
            rest, tail = best(end, left - 1)
            cost = max(own, rest)
            if found is None or cost < found[0]:
                found = cost, (line, *tail)
        if found is None:
            raise ValueError("more lines than words")
        return found

    return best(0, count)[1]


def _clings(word: str) -> bool:
    """Whether a word belongs to the next one: a conjunction, a preposition, an abbreviation, a label."""
    bare = word.strip("«(,")
    return (len(bare) <= 2 and not word.endswith(",")) or word.endswith(
        (".", "ИНН", "ОГРН", "ОКПО")
    )
