"""Pure decisions about life situations: which links a solution may carry, which state follows which."""

import re
from urllib.parse import urlsplit

from otklik.touchpoints.models import LifeSituation

State = LifeSituation.State
MOVES: dict[str, tuple[tuple[LifeSituation.State, ...], LifeSituation.State]] = {
    "publish": ((State.DRAFT, State.WITHDRAWN), State.PUBLISHED),
    "withdraw": ((State.DRAFT, State.PUBLISHED), State.WITHDRAWN),
}
"""Act → from which states, to which one."""
_BLANK = re.compile(r"[\s\x00-\x1f\x7f]")


def allows(state: str, act: str) -> bool:
    """Whether a situation in this state takes the act; raises KeyError for an act that is none."""
    return state in MOVES[act][0]


def is_link(text: str) -> bool:
    """Whether the text is an address that a page may lead to: of the web, or of this installation (`/appeal`)."""
    if not text or _BLANK.search(text) or "\\" in text:
        return False
    if text.startswith("/"):
        return not text.startswith("//")
    try:
        found = urlsplit(text)
    except ValueError:
        return False
    return found.scheme in {"http", "https"} and bool(found.hostname)
