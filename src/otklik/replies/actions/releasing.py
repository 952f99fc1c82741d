"""A signed letter goes out as soon as nothing is awaited any more."""

from datetime import datetime

from otklik.replies.actions.dispatching import dispatch
from otklik.replies.models import Dispatch, LetterVersion
from otklik.replies.release_rules import QUALIFIED, Signed, awaited
from otklik.staff.own_settings import own


def release(version: LetterVersion, *, at: datetime) -> list[Dispatch]:
    """Queue the deliveries of a signed letter; none while something is awaited, or when it went already.

    Inside the act that calls it, which holds the lock of the reply.
    """
    if version.dispatches.exists() or awaited_for(version):
        return []
    return dispatch(version, at=at)


def awaited_for(version: LetterVersion) -> list[str]:
    """Return what a signed letter still waits for before it may go out: codes of `release_rules`."""
    reply = version.reply
    return awaited(
        Signed(
            number=reply.number,
            needs_file=bool(own(reply.case.body, QUALIFIED, False)),
            has_file=version.signature_files.exists(),
        )
    )
