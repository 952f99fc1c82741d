"""Background work of the journal."""

from otklik.journal import actions


def seal_journal() -> int:
    """Chain what was written since the last time; returns how many entries."""
    return actions.seal()
