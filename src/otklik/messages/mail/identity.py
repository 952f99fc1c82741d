"""By what a letter is known when it is delivered a second time."""

import hashlib
import re
from email.parser import BytesHeaderParser
from email.policy import compat32

from otklik.messages.mail import headers

_BLANK_LINE = re.compile(rb"\r?\n\r?\n")
_OWN_HEADERS = ("Message-ID", "From", "To", "Cc", "Subject", "Date")
"""Headers that the writer sets; the others are traces of the way."""


def source_key(raw: bytes) -> str:
    """Return the key of a receipt: the Message-ID, or a hash of all bytes when there is no good one."""
    found = headers.message_ids(
        BytesHeaderParser(policy=compat32).parsebytes(raw[:65536]), "Message-ID"
    )
    if found and len(found[0]) <= 190 and found[0].isascii():
        return f"id:{found[0]}"
    return content_key(raw)


def content_key(raw: bytes) -> str:
    """Return a key made of all bytes, for a letter whose Message-ID is taken by another one."""
    return f"sha256:{hashlib.sha256(raw).hexdigest()}"


def fingerprint(raw: bytes) -> str:
    """Return a SHA-256 (hex) that the same letter has whichever way it came.

    Trace headers (Received, Return-Path, a filter's marks) and line endings do not count.
    """
    head, blank, body = _parted(raw)
    message = BytesHeaderParser(policy=compat32).parsebytes(head + blank)
    digest = hashlib.sha256()
    for name in _OWN_HEADERS:
        for value in headers.raw(message, name):
            flat = " ".join(value.split())
            digest.update(f"{name}: {flat}\n".encode("utf-8", "surrogateescape"))
    digest.update(body.replace(b"\r\n", b"\n"))
    return digest.hexdigest()


def _parted(raw: bytes) -> tuple[bytes, bytes, bytes]:
    match = _BLANK_LINE.search(raw)
    if match is None:
        return raw, b"", b""
    return raw[: match.start()], match.group(), raw[match.end() :]
