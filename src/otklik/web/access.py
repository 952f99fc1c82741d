"""Every page says who may open it; a page that says nothing is closed (`staff.gate` enforces it)."""

from collections.abc import Callable
from typing import Any, TypeVar

View = TypeVar("View", bound=Callable[..., Any])

PUBLIC = "public"
SIGNED_IN = "signed-in"


def public(view: View) -> View:
    """Mark a page that anybody may open."""
    view.access = (PUBLIC,)  # type: ignore[attr-defined]  # a mark on the function, read by the gate
    return view


def signed_in(view: View) -> View:
    """Mark a page for every employee, whatever his powers."""
    view.access = (SIGNED_IN,)  # type: ignore[attr-defined]  # a mark on the function, read by the gate
    return view


def needs(*powers: str) -> Callable[[View], View]:
    """Mark a page for employees who have at least one of the powers."""

    def mark(view: View) -> View:
        view.access = tuple(str(power) for power in powers)  # type: ignore[attr-defined]  # as above
        return view

    return mark


def access_of(view: object) -> tuple[str, ...] | None:
    """Return the mark of a page, or None when it has none."""
    return getattr(view, "access", None)
