"""Writing visits: the card, the appeal that comes of it, its end."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from otklik.intake import actions as intake
from otklik.intake.submission import Submission
from otklik.journal import actions as journal
from otklik.messages.actions import Accepted
from otklik.reception.models import Visit
from otklik.reception.rules import CardState, VisitEntry, card_problems, closing_problems
from otklik.staff.models import Employee
from otklik.staff.profiles import profile_of
from otklik.staff.queries import body_of
from otklik.staff.refusals import Refusal

CHANNEL = "in-person"
SENT_TWICE = timedelta(minutes=1)
"""Within it the same words of the same employee are one form that was sent twice."""


@transaction.atomic
def keep_card(
    entry: VisitEntry, *, official: Employee, by: Employee, at: datetime | None = None
) -> Visit:
    """Keep the card of a visit that `official` held; raises `Refusal` at the first problem.

    The same form sent twice gives the first card again.
    """
    moment = at or timezone.now()
    body = body_of(by)
    if official.body_id != body.pk:
        raise Refusal(_("Choose an employee of this body."), field="official")
    for problem in card_problems(entry):
        raise Refusal(problem.message, field=problem.field, clause=problem.clause)
    if (before := _sent_before(entry, by, moment)) is not None:
        return before
    visit = Visit.objects.create(
        body=body,
        at=moment,
        official=official,
        recorded_by=by,
        visitor=entry.visitor,
        identity_shown=entry.identity_shown,
        recorded=entry.recorded,
        warned=entry.warned,
        form=entry.form,
        gist=entry.gist,
        facts_evident=entry.facts_evident,
        oral_answer=entry.oral_answer if entry.answered_orally else "",
        consent_to_oral=entry.consent_to_oral,
    )
    journal.write(
        "reception.keep-card",
        _ref(visit),
        actor=by.actor,
        body=body.code,
        at=moment,
        official=official.pk,
        recorded=entry.recorded,
    )
    return visit


@transaction.atomic
def show_identity(visit: Visit, *, by: Employee, at: datetime | None = None) -> Visit:
    """Tick that the visitor has shown a document; neither its number nor a copy is kept."""
    fresh = _open(visit)
    fresh.identity_shown = True
    fresh.save(update_fields=["identity_shown"])
    journal.write(
        "reception.show-identity", _ref(fresh), actor=by.actor, body=fresh.body.code, at=at
    )
    return fresh


@transaction.atomic
def make_appeal(
    visit: Visit, submission: Submission, *, by: Employee, at: datetime | None = None
) -> Accepted:
    """Store what the visitor said or brought as an appeal or request, received at the moment of the visit.

    Raises `Refusal` when the visit has become one already.
    """
    fresh = _locked(visit)
    if fresh.receipt_id is not None:
        raise Refusal(_("This visit has become an appeal already."))
    put = submission.model_copy(update={"form": fresh.form})
    accepted = intake.enter(put, by=by, channel=CHANNEL, key=_ref(fresh), at=fresh.at)
    fresh.receipt = accepted.receipt
    fresh.save(update_fields=["receipt"])
    journal.write(
        "reception.make-appeal",
        _ref(fresh),
        actor=by.actor,
        body=fresh.body.code,
        at=at,
        receipt=accepted.receipt.pk,
    )
    return accepted


@transaction.atomic
def close(
    visit: Visit, *, by: Employee, handwritten: bool = False, at: datetime | None = None
) -> Visit:
    """Close the card; `handwritten` says that the visitor's own consent stands on the paper card.

    Raises `Refusal` while the visitor has no answer, or the answer on the spot is not proved as the order asks.
    """
    moment = at or timezone.now()
    fresh = _open(visit)
    state = CardState(
        identity_shown=fresh.identity_shown,
        answered_orally=bool(fresh.oral_answer),
        has_receipt=fresh.receipt_id is not None,
        by_official=fresh.official_id == by.pk,
        handwritten=handwritten,
    )
    for problem in closing_problems(profile_of(fresh.body), state):
        raise Refusal(problem.message, field=problem.field, clause=problem.clause)
    fresh.handwritten, fresh.closed_at = handwritten, moment
    fresh.save(update_fields=["handwritten", "closed_at"])
    journal.write(
        "reception.close",
        _ref(fresh),
        actor=by.actor,
        body=fresh.body.code,
        at=moment,
        orally=state.answered_orally,
    )
    return fresh


def _sent_before(entry: VisitEntry, by: Employee, moment: datetime) -> Visit | None:
    """Return the card that the same form has left a moment ago; two at once wait for each other."""
    Employee.objects.select_for_update(no_key=True, of=("self",)).get(pk=by.pk)
    just_now = Visit.objects.filter(recorded_by=by, at__gt=moment - SENT_TWICE, at__lte=moment)
    return just_now.filter(
        visitor=entry.visitor,
        form=entry.form,
        gist=entry.gist,
        oral_answer=entry.oral_answer if entry.answered_orally else "",
    ).first()


def _open(visit: Visit) -> Visit:
    fresh = _locked(visit)
    if fresh.closed_at is not None:
        raise Refusal(_("The card is closed already."))
    return fresh


def _locked(visit: Visit) -> Visit:
    return Visit.objects.select_for_update(of=("self",)).select_related("body").get(pk=visit.pk)


def _ref(visit: Visit) -> str:
    return f"visit:{visit.pk}"
