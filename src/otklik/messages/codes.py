"""Tracking codes: short, readable aloud, typed by hand without mistakes. Pure."""

import secrets
from typing import Protocol

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O or U, which people confuse with 1, 0 and V."""
LENGTH = 10
_GROUPS = (4, 8)

_READ_AS = str.maketrans(
    {
        "O": "0",
        "I": "1",
        "L": "1",
        # Cyrillic letters that look like a sign of the alphabet
        "А": "A",
        "В": "B",
        "С": "C",
        "Е": "E",
        "Ё": "E",
        "Н": "H",
        "К": "K",
        "М": "M",
        "О": "0",
        "Р": "P",
        "Т": "T",
        "Х": "X",
        "У": "Y",
        "З": "3",
        "І": "1",
    }
)


class Chooser(Protocol):
    """Something that picks one sign: `secrets`, or `random.Random(seed)` for demo data and tests."""

    def choice(self, seq: str, /) -> str:
        """Return one sign of the string."""
        ...


def tracking_code(random: Chooser = secrets) -> str:
    """Return a new code such as `K7M2-9QXP-4R`: ten signs, 50 bits, so that no code can be guessed."""
    return _grouped("".join(random.choice(ALPHABET) for _ in range(LENGTH)))


def normalise(text: str) -> str:
    """Return the canonical form of what a person typed as a code, or `""` when it can be none.

    Case, spaces and dashes do not matter; O reads as 0, I and L as 1, Cyrillic look-alikes as Latin.
    """
    signs = "".join(sign for sign in text.upper().translate(_READ_AS) if sign.isalnum())
    if len(signs) != LENGTH or any(sign not in ALPHABET for sign in signs):
        return ""
    return _grouped(signs)


def _grouped(signs: str) -> str:
    first, second = _GROUPS
    return f"{signs[:first]}-{signs[first:second]}-{signs[second:]}"
