"""Decisions of the room: is a link good, under what an answer is counted, who may be written to."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from otklik.regulations import Profile

MAILING = "survey-mailing"
"""Purpose of a consent to take part in mailed polls (economy-novosibirsk:12.9)."""
MARK_SOURCE = "satisfaction-mark"
PAPER_SOURCE = "paper-form"


class Link(StrEnum):
    """What a survey link is worth now."""

    GOOD = "good"
    USED = "used"
    EXPIRED = "expired"


class GivenConsent(Protocol):
    """A consent as `clients` keeps it."""

    @property
    def purpose(self) -> str:
        """What was agreed to."""

    @property
    def given_at(self) -> datetime:
        """Since when."""

    @property
    def withdrawn_at(self) -> datetime | None:
        """Until when, if it was withdrawn."""


@dataclass(frozen=True, slots=True)
class Place:
    """Under what an answer is counted in reports."""

    process_group: str
    channel_kind: str
    source: str


def link_state(*, used: bool, valid_until: datetime, now: datetime) -> Link:
    """Tell what a link is worth; a used one stays used even after its end."""
    if used:
        return Link.USED
    return Link.EXPIRED if now > valid_until else Link.GOOD


def may_mail(consents: Iterable[GivenConsent], now: datetime, purpose: str = MAILING) -> bool:
    """Whether a mailing for the purpose may go to somebody with these consents now."""
    return any(
        consent.purpose == purpose
        and consent.given_at <= now
        and (consent.withdrawn_at is None or consent.withdrawn_at > now)
        for consent in consents
    )


def source_of_channel(profile: Profile, channel: str) -> str:
    """Return the feedback route of the profile by which a channel's clients are counted.

    The first route with the channel; a channel without a route of its own (such as ЕПГУ where the
    order names none) is counted under the link in the reply. Empty only when the profile has
    neither.
    """
    if channel:
        for source in profile.sources:
            if source.channel == channel and not source.aggregate:
                return source.code
    codes = {source.code for source in profile.sources}
    return MARK_SOURCE if MARK_SOURCE in codes else ""


def kind_of_channel(profile: Profile, channel: str) -> str:
    """Return `online` or `offline` as the profile says; an unknown channel counts as online."""
    for known in profile.channels:
        if known.code == channel:
            return known.kind
    return "online"


def process_group(number: str, direction: str) -> str:
    """Name the group of processes of a touchpoint: its number and direction of activity.

    The registry has both (regional-policy-novosibirsk:2.2.1, 2.2.2); one of them may be missing.
    """
    return ". ".join(part for part in (number.strip(), direction.strip()) if part)


def place(profile: Profile, *, group: str, channel: str, source: str = "") -> Place:
    """Return under what an answer or a case is counted: process group, channel kind, source."""
    return Place(
        process_group=group,
        channel_kind=kind_of_channel(profile, channel),
        source=source or source_of_channel(profile, channel),
    )
