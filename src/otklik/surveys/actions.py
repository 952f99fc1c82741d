"""Writing the room: sending invitations, keeping answers.

An answer that a client gives himself is the one act without a journal entry: an entry has a moment
and a place in a row, and either would tell which answer came when. The day in the answer itself is
all that is known (economy-magadan:5.6; docs/decisions).
"""

import hashlib
import secrets
import uuid
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from otklik.journal import actions as journal
from otklik.journal.actors import Actor, system
from otklik.staff.calendars import today, zone
from otklik.staff.models import Body, Employee, Power, Unit
from otklik.staff.profiles import profile_of
from otklik.staff.queries import may
from otklik.staff.refusals import Refusal
from otklik.surveys.contact_ways import ways_of
from otklik.surveys.models import Answer, Invitation
from otklik.surveys.queries import Context, Opening, opening, token_hash, touchpoint_of
from otklik.surveys.questionnaire import Checked, Values, satisfied, validate
from otklik.surveys.rules import PAPER_SOURCE, place, process_group

LINK_DAYS = 180
"""How long a link in a reply works; the order sets no end, and the open form never closes."""
TOKEN_BYTES = 18


@dataclass(frozen=True, slots=True)
class InvitationLink:
    """A new one-time link; the token is nowhere else, so keep the link with the letter."""

    url: str
    token: str


class LinkUsed(Exception):  # noqa: N818 - not an error of the program
    """The link was used or ended between opening the page and sending the answers."""


@transaction.atomic
def invite(
    body: Body,
    *,
    about: str,
    context: Mapping[str, object],
    by: Actor | None = None,
    at: datetime | None = None,
) -> InvitationLink:
    """Make a one-time link to the body's questionnaire, to be sent with a reply.

    `about` names the case in the journal's way (`case:12`); `context` has the keys of
    `queries.Context`. Only the hash of the token is kept. A link made before for the same case and
    not used yet (an earlier version of the letter) stops working.
    """
    now = at or timezone.now()
    Invitation.objects.filter(body=body, about=about, used=False).delete()
    token = secrets.token_urlsafe(TOKEN_BYTES)
    Invitation.objects.create(
        body=body,
        questionnaire=profile_of(body).questionnaire().code,
        token_hash=token_hash(token),
        about=about,
        context={key: value for key, value in asdict(Context.read(context)).items() if value},
        created_at=now,
        valid_until=now + timedelta(days=LINK_DAYS),
    )
    journal.write("surveys.invite", about, actor=by or system("surveys"), body=body.code, at=now)
    return InvitationLink(f"{settings.PUBLIC_URL}/s/{token}", token)


def open_link(body: Body) -> str:
    """Return the address of the body's permanent form."""
    return f"{settings.PUBLIC_URL}/survey/{body.code}"


def answer(asked: Opening, values: Values, *, key: str = "", at: datetime | None = None) -> Answer:
    """Keep a client's answers, already checked by `questionnaire.validate`.

    `key` is the random sign of the form: the same form sent twice is one answer. It says nothing of
    who sent it.

    With an invitation the link is used up in the same transaction; raises LinkUsed when somebody
    was quicker or the link has ended.
    """
    now = at or timezone.now()
    with transaction.atomic():
        if (kept := kept_under(key)) is not None:
            return kept
        if asked.invitation is not None:
            good = Invitation.objects.filter(
                pk=asked.invitation.pk, used=False, valid_until__gte=now
            )
            if not good.update(used=True):
                raise LinkUsed
        return _keep(asked, values, key=key, day=today(asked.body, now), way=Answer.Way.ONLINE)


def kept_under(key: str) -> Answer | None:
    """Return the answer that a form with this key has left already, or None."""
    return Answer.objects.filter(pk=_number_of(key)).first() if key else None


def _number_of(key: str) -> uuid.UUID:
    """Return the answer's own number: as random as the form's key, and new where there is none."""
    if not key:
        return uuid.uuid4()
    digest = hashlib.sha256(f"answer {key}".encode("utf-8", "replace")).digest()
    return uuid.UUID(bytes=digest[:16], version=4)


def check(
    asked: Opening, given: Mapping[str, str], *, at: datetime | None = None, paper: bool = False
) -> Checked:
    """Check given answers for this questionnaire on the body's present day."""
    return validate(
        asked.questionnaire,
        given,
        lists=asked.lists,
        day=today(asked.body, at),
        variant=asked.variant,
        may_leave_open=paper,
    )


@transaction.atomic
def enter_paper(
    body: Body,
    *,
    by: Employee,
    given: Mapping[str, str],
    filled_on: date,
    source: str = "",
    key: str = "",
    at: datetime | None = None,
) -> Answer:
    """Enter a paper form, as it was filled in; anything may have been left open on it.

    Only employees of the unit responsible for client-centricity may (app1:fn2). Raises Refusal
    for others, for a day that has not come, and for an empty or impossible form.
    """
    if (kept_before := kept_under(key)) is not None:
        return kept_before
    now = at or timezone.now()
    clause = fn2_clause(body)
    if by.body_id != body.pk or not may(by, Power.SURVEYS) or not in_office(by):
        raise Refusal(
            _("Paper answers are entered by the unit responsible for client-centricity."),
            clause=clause,
        )
    if not date(2000, 1, 1) <= filled_on <= now.astimezone(zone(body)).date():
        raise Refusal(_("This day has not come yet. Check the date."), field="filled_on")
    asked = opening(body)
    checked = validate(
        asked.questionnaire,
        given,
        lists=asked.lists,
        day=filled_on,
        variant=asked.variant,
        may_leave_open=True,
    )
    for field, message in checked.errors.items():
        raise Refusal(message, field=field)
    if satisfied(asked.questionnaire, checked.values) is None and not _scores(
        asked, checked.values
    ):
        raise Refusal(_("The form is empty: enter at least one score."), clause=clause)
    chosen = source or _paper_source(asked)
    kept = _keep(
        asked,
        checked.values,
        key=key,
        day=filled_on,
        way=Answer.Way.PAPER,
        entered_by=by,
        source=chosen,
    )
    journal.write(
        "surveys.enter-paper",
        f"questionnaire:{asked.questionnaire.code}",
        actor=by.actor,
        body=body.code,
        clause=clause,
        at=now,
    )
    return kept


def in_office(employee: Employee) -> bool:
    """Whether the employee works in the unit responsible for client-centricity."""
    return employee.unit is not None and employee.unit.is_office


def fn2_clause(body: Body) -> str:
    """Return the clause that gives paper entry to one unit; empty when the order has none."""
    asked = profile_of(body).questionnaire()
    return (asked.clause or "").replace("app1:form", "app1:fn2")


def _keep(
    asked: Opening,
    values: Values,
    *,
    key: str,
    day: date,
    way: Answer.Way,
    entered_by: Employee | None = None,
    source: str = "",
) -> Answer:
    touchpoint = _touchpoint_code(asked, values) or asked.context.touchpoint
    row = touchpoint_of(asked.body, touchpoint) if touchpoint else None
    counted = place(
        asked.profile,
        group=process_group(row.group, row.direction) if row else "",
        channel=_channel(asked, values),
        source=source,
    )
    kept, _new = Answer.objects.get_or_create(
        pk=_number_of(key),
        defaults={
            "body": asked.body,
            "questionnaire": asked.questionnaire.code,
            "regulation_version": asked.profile.version,
            "branch_variant": asked.variant,
            "registry_version": asked.registry_version,
            "answered_on": day,
            "way": way,
            "entered_by": entered_by,
            "unit": _unit(asked),
            "process_group": counted.process_group,
            "channel_kind": counted.channel_kind,
            "source": counted.source,
            "values": values,
            "satisfied": satisfied(asked.questionnaire, values),
        },
    )
    return kept


def _channel(asked: Opening, values: Values) -> str:
    """The case's channel where an invitation knows it, otherwise what the answer means."""
    ways = ways_of(asked.questionnaire.code)
    return asked.context.channel or ways.channel_of(values.get(ways.channel_key))


def _touchpoint_code(asked: Opening, values: Values) -> str:
    for question in asked.questionnaire.questions:
        if question.kind == "registry":
            return str(values.get(str(question.code), ""))
    return ""


def _unit(asked: Opening) -> Unit | None:
    if asked.context.unit is None:
        return None
    return Unit.objects.filter(pk=asked.context.unit, body=asked.body).first()


def _paper_source(asked: Opening) -> str:
    known = {source.code for source in asked.profile.sources}
    return PAPER_SOURCE if PAPER_SOURCE in known else ""


def _scores(asked: Opening, values: Values) -> bool:
    return any(
        str(question.code) in values
        for question in asked.questionnaire.questions
        if question.kind == "scale"
    )
