"""What happened to a case, as its client reads it: plain sentences with their day."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from otklik.cases import queries
from otklik.cases.models import Case, Clarification, Interim, Promise, Proposal, Stage
from otklik.language import date_long, date_words
from otklik.staff import calendars
from otklik.staff.profiles import profile_of


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened, told to the client."""

    at: datetime
    text: str


def events_of(case: Case) -> list[Event]:
    """Return what concerns the client beyond the steps of the case, newest first."""
    found = [
        *_asked(case),
        *_added(case),
        *_letters(case),
        *_decided(case),
        *_stopped(case),
        *_promised(case),
    ]
    return sorted(found, key=lambda event: event.at, reverse=True)


def _asked(case: Case) -> Iterator[Event]:
    for row in case.clarifications.all():
        invited = row.kind == Clarification.Kind.INVITATION
        if invited and row.meets_at is not None:
            here = row.meets_at.astimezone(calendars.zone(case.body))
            said = _("The ministry invited you to take part in the consideration: %(when)s.")
            yield Event(row.asked_at, said % {"when": f"{date_long(here.date())}, {here:%H:%M}"})
        elif row.message_id is None:
            yield Event(row.asked_at, _("An official clarified with you what the reply needs."))
        else:
            yield Event(row.asked_at, _("The ministry asked you for a clarification."))
        if row.answered_at is not None and row.answered_at != row.asked_at:
            yield Event(row.answered_at, _("Your answer is there."))


def _added(case: Case) -> Iterator[Event]:
    answers = set(case.clarifications.exclude(receipt=None).values_list("receipt", flat=True))
    answers |= set(case.withdrawals.exclude(receipt=None).values_list("receipt", flat=True))
    for place in queries.additions_of(case):
        if place.receipt_id not in answers:
            yield Event(place.receipt.received_at, _("You added to your appeal."))


def _letters(case: Case) -> Iterator[Event]:
    for row in case.interims.all():
        if row.kind == Interim.Kind.CLIENT:
            yield Event(row.sent_at, _("The ministry wrote to you how the consideration goes."))
        else:
            said = _("The ministry asked another body for documents: %(recipient)s.")
            yield Event(row.sent_at, said % {"recipient": row.recipient})


def _decided(case: Case) -> Iterator[Event]:
    whole = case.forwardings.first() if case.stage == Stage.FORWARDED else None
    for sent in case.forwardings.all():
        said = (
            _("Forwarded to: %(recipient)s. The reply will come from there.")
            if sent == whole
            else _("A part was forwarded to: %(recipient)s. The reply to it will come from there.")
        )
        yield Event(sent.decided_at, said % {"recipient": sent.recipient})
    for longer in case.extensions.filter(state=Proposal.APPROVED):
        if longer.decided_at is not None:
            day = date_words(longer.new_due.astimezone(calendars.zone(case.body)).date())
            said = _("The term of the reply was extended to %(day)s.")
            yield Event(longer.decided_at, said % {"day": day})
    for closed in case.no_replies.filter(state=Proposal.APPROVED):
        if closed.decided_at is not None:
            said = _("The consideration ended without a reply on the merits. Ground: %(ground)s.")
            yield Event(closed.decided_at, said % {"ground": _ground(case, closed.ground)})


def _ground(case: Case, code: str) -> str:
    try:
        return profile_of(case.body).ground(code).label
    except KeyError:
        return code


def _promised(case: Case) -> Iterator[Event]:
    for row in Promise.objects.filter(question__case=case):
        said = _("The ministry promised to solve the question by %(day)s and watches this term.")
        yield Event(row.made_at, said % {"day": date_words(row.promised_on)})
        if row.kept_at is not None:
            yield Event(row.kept_at, _("What was promised is done; the ministry wrote to you."))


def _stopped(case: Case) -> Iterator[Event]:
    for row in case.withdrawals.all():
        yield Event(row.asked_at, _("You asked to stop the consideration."))
