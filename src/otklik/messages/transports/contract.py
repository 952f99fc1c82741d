"""What every transport promises."""

from dataclasses import dataclass
from typing import Protocol

from otklik.messages.models import Outgoing


@dataclass(frozen=True, slots=True)
class Sent:
    """The next hop has taken the message over."""


@dataclass(frozen=True, slots=True)
class Retry:
    """It did not go, and waiting may help; the reason is for people."""

    reason: str


@dataclass(frozen=True, slots=True)
class NeedsPerson:
    """It did not go, and waiting will not help; the reason is for people."""

    reason: str


Result = Sent | Retry | NeedsPerson


class Transport(Protocol):
    """One way out. An exception that escapes counts as `Retry`."""

    def send(self, message: Outgoing) -> Result:
        """Send one message with its files; blocks for some tens of seconds at most."""
        ...
