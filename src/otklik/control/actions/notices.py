"""Telling employees: a row in the desk and a letter in the outbox, in one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from otklik.control import wording
from otklik.control.models import Notice
from otklik.control.queries.people import staffing_of
from otklik.control.routing import Person
from otklik.control.rules import Line
from otklik.journal import actions as journal
from otklik.journal.actors import system
from otklik.messages import actions as messages
from otklik.staff import calendars
from otklik.staff.models import Body, Employee
from otklik.staff.profiles import profile_of
from otklik.staff.queries import body_of

KIND = "employee-notice"
"""Kind of the letters in the outbox."""
CONTROL = system("control")


@dataclass(frozen=True, slots=True)
class Message:
    """What one person is told."""

    to: Person
    kind: str
    key: str
    subject: str
    lines: Sequence[Line]
    text: str


def tell(
    employee: Employee,
    kind: str,
    subject: str,
    lines: Sequence[Line] = (),
    *,
    key: str,
    at: datetime | None = None,
    opening: str = "",
) -> Notice:
    """Tell one employee something, in the desk and by e-mail; call it in the transaction of its cause.

    `key` makes it idempotent: a second call returns the first notice. The letter leaves when the body next works
    (quiet hours and days off are kept); while the employee is away his substitute gets it instead. `opening` is a
    sentence above the lines of the letter. Neither may name a client: the letter leaves the ministry's walls.
    """
    at = at or timezone.now()
    known = Notice.objects.filter(key=key).first()
    if known is not None:
        return known
    body = body_of(employee)
    staffing = staffing_of(body, calendars.today(body, at))
    reach = staffing.present([employee.pk])
    person = staffing.people[reach[0].pk if reach else employee.pk]
    words = wording.Words(profile_of(body))
    text = words.letter(wording.sections(lines), opening or subject)
    message = Message(person, kind, key, subject, list(lines), text)
    with transaction.atomic():
        (notice,) = tell_many(body, [message], at=at)
        journal.write(
            "control.tell",
            f"employee:{person.pk}",
            actor=CONTROL,
            body=body.code,
            at=at,
            notice=notice.pk,
            kind=kind,
        )
    return notice


def tell_many(
    body: Body, told: Sequence[Message], *, at: datetime, clause: str = ""
) -> list[Notice]:
    """Write notices and their letters by two statements; call it in a transaction that holds a lock against doubles.

    What has been told under a key is left out. Returns the new notices.
    """
    keys = [message.key for message in told]
    known = set(Notice.objects.filter(key__in=keys).values_list("key", flat=True))
    fresh = [message for message in told if message.key not in known]
    due_at = calendars.calendar_of(body).opening(at)
    letters = [
        messages.Letter(
            KIND,
            f"employee:{message.to.pk}",
            message.to.email,
            message.subject,
            message.text,
            f"notice:{message.key}",
            clause,
        )
        for message in fresh
        if message.to.email
    ]
    sent = {row.idempotency_key: row for row in messages.enqueue_many(
        body, letters, at=at, due_at=due_at
    )}  # fmt: skip
    return Notice.objects.bulk_create(
        Notice(
            body=body,
            employee_id=message.to.pk,
            kind=message.kind,
            key=message.key,
            subject=message.subject[:300],
            lines=message.lines,
            due_at=due_at,
            created_at=at,
            message=sent.get(f"notice:{message.key}"),
        )
        for message in fresh
    )


@transaction.atomic
def mark_read(employee: Employee, *, at: datetime | None = None) -> int:
    """Record that the employee has read his notices; returns how many were new."""
    at = at or timezone.now()
    rows = Notice.objects.filter(employee=employee, read_at=None).update(read_at=at)
    if rows:
        journal.write(
            "control.read",
            f"employee:{employee.pk}",
            actor=employee.actor,
            body=body_of(employee).code,
            at=at,
            notices=rows,
        )
    return rows
