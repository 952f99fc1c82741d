"""Post: letters are printed, taken to the post office, and get their numbers."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from otklik.messages import tracking
from otklik.messages.actions.noting import note
from otklik.messages.actions.outbox import POST, record_by_hand
from otklik.messages.models import Outgoing
from otklik.staff.models import Employee
from otklik.staff.refusals import Refusal


@transaction.atomic
def note_printed(messages: Sequence[Outgoing], *, by: Employee, at: datetime | None = None) -> int:
    """Record that letters were put into a file for the printer; those printed before are left as they are."""
    at = at or timezone.now()
    fresh = Outgoing.objects.select_for_update(of=("self",)).select_related("body")
    rows = list(fresh.filter(pk__in=[item.pk for item in messages], printed_at=None))
    for row in rows:
        row.printed_at = at
        row.save(update_fields=["printed_at"])
        note("messages.printed", row, by.actor, at)
    return len(rows)


@transaction.atomic
def post(
    messages: Sequence[Outgoing],
    *,
    by: Employee,
    at: datetime | None = None,
    numbers: Mapping[int, str] | None = None,
) -> int:
    """Record that letters were taken to the post office, all or none; `numbers` are their postal numbers by row id.

    Raises `Refusal` as `record_by_hand` does, naming the letter, and for a number that another letter has.
    """
    numbers = numbers or {}
    _refuse_repeated({pk: number for pk, number in numbers.items() if number.strip()}, messages)
    for message in messages:
        if message.channel != POST:
            raise Refusal(_("Only letters by post are recorded here."))
        try:
            record_by_hand(message, by=by, at=at, number=numbers.get(message.pk, ""))
        except Refusal as refusal:
            raise Refusal(
                f"{message.subject}: {refusal.message}",
                field=refusal.field,
                clause=refusal.clause,
            ) from None
    return len(messages)


@transaction.atomic
def number(numbers: Mapping[int, str], *, by: Employee, at: datetime | None = None) -> int:
    """Give posted letters their postal numbers, all or none; returns how many changed.

    Raises `Refusal` for a number with a slip, one that another letter has, and a letter that was not posted.
    """
    at = at or timezone.now()
    rows = Outgoing.objects.select_for_update(of=("self",)).select_related("body")
    found = list(rows.filter(pk__in=numbers))
    _refuse_repeated(dict(numbers), found)
    changed = 0
    for row in found:
        cleaned = tracking.cleaned(numbers[row.pk])
        if not tracking.is_number(cleaned):
            raise Refusal(
                _("“%(number)s” is no number of a postal item: a digit is wrong or missing.")
                % {"number": numbers[row.pk].strip()[:60]},
                field="numbers",
            )
        if row.channel != POST or row.state != Outgoing.State.SENT:
            raise Refusal(_("The letter is not sent yet: record its sending first."))
        if row.tracking == cleaned:
            continue
        row.tracking = cleaned
        row.save(update_fields=["tracking"])
        note("messages.numbered", row, by.actor, at, number=cleaned)
        changed += 1
    return changed


def _refuse_repeated(numbers: Mapping[int, str], messages: Sequence[Outgoing]) -> None:
    """Refuse a number that stands twice in the list, or that another letter of the body has."""
    cleaned = {pk: tracking.cleaned(text) for pk, text in numbers.items()}
    twice = next((n for n in cleaned.values() if list(cleaned.values()).count(n) > 1), "")
    if not twice and cleaned and messages:
        taken = Outgoing.objects.filter(
            body=messages[0].body_id, channel=POST, tracking__in=cleaned.values()
        ).exclude(pk__in=cleaned)
        twice = taken.values_list("tracking", flat=True).first() or ""
    if twice:
        raise Refusal(
            _("The number %(number)s stands at two letters.") % {"number": twice}, field="numbers"
        )
