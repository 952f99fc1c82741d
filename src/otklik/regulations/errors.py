"""The one error of this room."""

from __future__ import annotations


class RegulationError(ValueError):
    """A regulation file or a question about regulations is wrong.

    ``str()`` is one line for a person: file, key path, reason, divided by ``: ``. The command line
    prints it and leaves with exit code 2.
    """

    def __init__(self, where: str, key: str, reason: str) -> None:
        """Keep the three parts; ``key`` may be empty when the whole file is meant."""
        self.where = where
        self.key = key
        self.reason = " ".join(reason.split())
        super().__init__(": ".join(part for part in (where, key, self.reason) if part))
