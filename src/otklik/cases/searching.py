"""The search column of a case: stems that any database can look through."""

from otklik.language import search_text

LIMIT = 8000
"""Characters kept; the beginning of a long appeal is what people search by."""


def search_column(*parts: str) -> str:
    """Return the stems of the parts, each between spaces, so that one stem can be found as a whole word."""
    words = search_text(" ".join(part for part in parts if part))
    return f" {words} "[:LIMIT]
