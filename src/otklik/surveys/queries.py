"""Reading the room: what a link opens, what people said, whom a mailing may reach."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Prefetch, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from otklik.clients.models import Client, Consent
from otklik.regulations import Profile, Questionnaire
from otklik.staff.models import Body, Employee
from otklik.staff.profiles import profile_of
from otklik.surveys.contact_ways import ways_of
from otklik.surveys.models import Answer, Invitation
from otklik.surveys.questionnaire import OTHER, Choice, Lists, reply_key
from otklik.surveys.rules import MAILING, may_mail
from otklik.touchpoints.models import RegistryVersion, Touchpoint


@dataclass(frozen=True, slots=True)
class Context:
    """What an invitation says of the case, in words that fit many cases; every part may be empty.

    `type` and `channel` are codes of the profile, `touchpoint` a code of the registry, `unit` the
    key of the unit that answered, `replied_on` an ISO day. Nothing here names a person or a case.
    """

    type: str = ""
    channel: str = ""
    touchpoint: str = ""
    unit: int | None = None
    municipality: str = ""
    replied_on: str = ""

    @classmethod
    def read(cls, stored: Mapping[str, object]) -> "Context":
        """Read a stored context; what is missing or of another kind stays empty."""
        unit = stored.get("unit")
        texts = {
            name: value
            for name in ("type", "channel", "touchpoint", "municipality", "replied_on")
            if isinstance(value := stored.get(name), str)
        }
        return cls(unit=unit if isinstance(unit, int) else None, **texts)


@dataclass(frozen=True, slots=True)
class Opening:
    """All that a questionnaire page needs: what is asked, with which lists, what is known."""

    body: Body
    profile: Profile
    questionnaire: Questionnaire
    variant: str
    lists: Lists
    registry_version: int | None
    context: Context
    invitation: Invitation | None = None


def token_hash(token: str) -> str:
    """Return the SHA-256 of a link's token (hex); only this is kept."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def invitation_of(token: str) -> Invitation | None:
    """Return the invitation that the token opens, or None."""
    return Invitation.objects.select_related("body").filter(token_hash=token_hash(token)).first()


def opening(
    body: Body,
    *,
    questionnaire: str | None = None,
    invitation: Invitation | None = None,
) -> Opening:
    """Return what to ask of a client of the body, by an invitation or on the open page.

    An invitation to a questionnaire that the profile no longer has opens the present one.
    """
    profile = profile_of(body)
    wanted = invitation.questionnaire if invitation else questionnaire
    known = {item.code for item in profile.questionnaires}
    asked = profile.questionnaire(wanted if wanted in known else None)
    version, registry = _registry(body)
    return Opening(
        body=body,
        profile=profile,
        questionnaire=asked,
        variant=asked.variant().code,
        lists=Lists(registry, _authorities(profile), _municipalities(profile)),
        registry_version=version,
        context=Context.read(invitation.context) if invitation else Context(),
        invitation=invitation,
    )


def known_beforehand(asked: Opening) -> dict[str, str]:
    """Return the answers to fill in beforehand: from the case, and the authority itself."""
    context = asked.context
    ways = ways_of(asked.questionnaire.code)
    given = ways.given(context.type, context.channel)
    listed = {
        "registry": context.touchpoint,
        "authority": asked.profile.code,
        "municipality": context.municipality,
    }
    for question in asked.questionnaire.questions:
        choice = listed.get(question.kind, "")
        if choice and choice in {item.code for item in asked.lists.of(question.kind)}:
            given[str(question.code)] = choice
        elif question.kind == "dates" and context.replied_on:
            given[reply_key(question)] = context.replied_on
    return given


def open_body(code: str) -> Body | None:
    """Return the active body whose permanent form this is, or None."""
    return Body.objects.filter(code=code, active=True).first()


def touchpoint_of(body: Body, code: str) -> Touchpoint | None:
    """Return the touchpoint with this code in the registry in force, or None."""
    published = RegistryVersion.State.PUBLISHED
    return Touchpoint.objects.filter(
        version__body=body, version__state=published, code=code
    ).first()


def answers_of(body: Body, since: date, until: date) -> QuerySet[Answer]:
    """Return the body's answers given from `since` to `until`, both included.

    They come in the order of their random keys, which tells nothing of when they came in.
    """
    return Answer.objects.filter(body=body, answered_on__range=(since, until)).order_by("id")


def answers_for(employee: Employee, since: date, until: date) -> QuerySet[Answer]:
    """Return the answers that the employee may see: those to his body."""
    if employee.body is None:
        return Answer.objects.none()
    return answers_of(employee.body, since, until)


@dataclass(frozen=True, slots=True)
class Mailing:
    """Whom a mailing may reach, and how many were left out for want of consent."""

    reached: tuple[Client, ...]
    left_out: tuple[Client, ...]


def may_be_mailed(
    clients: QuerySet[Client], at: datetime | None = None, purpose: str = MAILING
) -> Mailing:
    """Divide clients into those who agreed to mailed polls and those who did not (12.9).

    A consent withdrawn by the moment `at` (default now) counts as none.
    """
    now = at or timezone.now()
    consents = Prefetch("consents", queryset=Consent.objects.filter(purpose=purpose))
    reached: list[Client] = []
    left_out: list[Client] = []
    for client in clients.prefetch_related(consents):
        (reached if may_mail(client.consents.all(), now, purpose) else left_out).append(client)
    return Mailing(tuple(reached), tuple(left_out))


def labels(asked: Opening) -> dict[str, dict[str, str]]:
    """Return for each listed question the words of its choices, by its code."""
    return {
        str(question.code): {item.code: item.label for item in asked.lists.of(question.kind)}
        for question in asked.questionnaire.questions
    }


def _registry(body: Body) -> tuple[int | None, tuple[Choice, ...]]:
    version = RegistryVersion.objects.filter(
        body=body, state=RegistryVersion.State.PUBLISHED
    ).first()
    if version is None:
        return None, ()
    rows = version.touchpoints.values_list("code", "name", "process")
    return version.number, tuple(Choice(code, name, process) for code, name, process in rows)


def _authorities(profile: Profile) -> tuple[Choice, ...]:
    return tuple(Choice(place.code, place.name) for place in profile.region.authorities)


def _municipalities(profile: Profile) -> tuple[Choice, ...]:
    names: Iterable[str] = profile.region.municipalities
    known = tuple(Choice(name, name) for name in names)
    return (*known, Choice(OTHER, _("Another place"))) if known else ()
