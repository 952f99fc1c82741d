"""The random sign of one form, by which the same form sent twice is one answer."""

import re
import secrets

from django.http import HttpRequest

FIELD = "form-key"
_KEY = re.compile(r"[0-9a-f]{32}")


def new_key() -> str:
    """Return a sign for a form that is shown for the first time; it is made of nothing."""
    return secrets.token_hex(16)


def form_key(request: HttpRequest) -> str:
    """Return the sign that came with the posted form; empty when there is none that could be ours."""
    key = request.POST.get(FIELD, "")
    return key if _KEY.fullmatch(key) else ""
