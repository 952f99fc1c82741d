"""The ways out: one small contract, a registry by channel, one module for each way.

A transport gets a message that is leased to it, outside any transaction, and says one of three things:
`Sent`, `Retry` (the fault passes by itself), `NeedsPerson` (it does not). It may be asked to send the
same message twice (a crash after sending and before recording), so it marks the message with
`message_id`, by which the receiver can tell a repetition.
"""

from collections.abc import Callable

from otklik.messages.transports.contract import NeedsPerson, Result, Retry, Sent, Transport
from otklik.messages.transports.email import Email

STATUS_PAGE = "web"
"""The client's own page shows the message as soon as it is committed: nothing is sent."""

_REGISTRY: dict[str, Callable[[], Transport]] = {"email": Email}
"""Channels that this installation can send through; every other one waits for a person."""

__all__ = [
    "STATUS_PAGE",
    "NeedsPerson",
    "Result",
    "Retry",
    "Sent",
    "Transport",
    "is_electronic",
    "of",
]


def is_electronic(channel: str) -> bool:
    """Whether messages of the channel go out by themselves."""
    return channel in _REGISTRY


def of(channel: str) -> Transport | None:
    """Return the transport of a channel, or None when a person must send it."""
    make = _REGISTRY.get(channel)
    return make() if make else None
