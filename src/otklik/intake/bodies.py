"""The bodies by code, kept for a few seconds: each request asks for one before its one insert."""

import re
import time

from otklik.staff.models import Body

KEPT_SECONDS = 5.0
"""How long a process goes on with the bodies it knows; a new one is found at once."""

CODE = re.compile(r"[a-z0-9-]{1,60}")
_kept: dict[str, tuple[float, Body]] = {}


def find(code: str) -> Body | None:
    """Return the active body of that code, or None."""
    if not CODE.fullmatch(code):
        return None
    now = time.monotonic()
    known = _kept.get(code)
    if known and now - known[0] < KEPT_SECONDS:
        return known[1]
    body = Body.objects.filter(code=code, active=True).first()
    if body is None:
        _kept.pop(code, None)
        return None
    _kept[code] = (now, body)
    return body


def forget() -> None:
    """Drop what this process keeps; for tests, which undo their bodies."""
    _kept.clear()
