"""What was said is stored whole before anything looks into it."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from otklik.intake.submission import Submission
from otklik.journal import actions as journal
from otklik.messages import actions as messages
from otklik.messages.actions import Accepted, NamedFile
from otklik.staff.models import Body, Employee
from otklik.staff.queries import body_of

DESK = "desk"
"""Source of what an employee enters for a client."""


def submit(
    body: Body,
    submission: Submission,
    *,
    source: str,
    key: str = "",
    channel: str = "web",
    at: datetime | None = None,
    files: Sequence[NamedFile] = (),
) -> Accepted:
    """Store what a client said; durable when this returns.

    `source` is `web`, `api` or `desk`. The same key of the same source with the same content gives
    the first receipt again (`new=False`); without a key each call is a new appeal. Raises
    `KeyReused` when the key came with another content.
    """
    return messages.accept(
        body,
        source=source,
        source_key=key or uuid.uuid4().hex,
        channel=channel,
        payload=submission.as_payload(),
        received_at=at,
        files=files,
    )


@transaction.atomic
def enter(
    submission: Submission,
    *,
    by: Employee,
    channel: str,
    key: str = "",
    at: datetime | None = None,
    files: Sequence[NamedFile] = (),
) -> Accepted:
    """Store what an employee wrote down for a client: paper, an oral appeal, a call, a message.

    `at` is the moment of the receipt (UTC), which may be earlier than the entry. Raises `KeyReused`.
    """
    body = body_of(by)
    accepted = submit(body, submission, source=DESK, key=key, channel=channel, at=at, files=files)
    if accepted.new:
        journal.write(
            "intake.enter",
            f"receipt:{accepted.receipt.pk}",
            actor=by.actor,
            body=body.code,
            channel=channel,
        )
    return accepted
