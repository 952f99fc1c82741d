"""Pure decisions about clients: how an address is compared, whether two names are one person."""

import re

PHONE_CHANNELS = frozenset({"phone"})
MAIL_CHANNELS = frozenset({"email"})
KEY_MAX = 500
"""As much of an address as finds a client again."""


def contact_key(channel: str, address: str) -> str:
    """Return the address as it is compared: e-mail in lower case, a phone as its last ten digits.

    Never longer than `KEY_MAX`, although some letters grow when their case is folded.
    """
    plain = " ".join(address.split()).casefold().replace("ё", "е")[:KEY_MAX]
    if channel in MAIL_CHANNELS:
        return plain
    if channel in PHONE_CHANNELS:
        digits = re.sub(r"\D", "", plain)
        return digits[-10:] if len(digits) >= 10 else digits
    return " ".join(re.sub(r"[.,;]+", " ", plain).split())


def same_name(left: tuple[str, str, str], right: tuple[str, str, str]) -> bool:
    """Whether two (surname, given name, patronymic) can be one person.

    Surname and given name must agree; a patronymic that one of them lacks does not tell them apart.
    """
    a, b = (tuple(_plain(part) for part in name) for name in (left, right))
    return a[:2] == b[:2] and (not a[2] or not b[2] or a[2] == b[2])


def _plain(part: str) -> str:
    return " ".join(part.split()).casefold().replace("ё", "е")
