"""The panel of hints at registration and on the case page."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from otklik.cases import queries
from otklik.cases.desk.card import Card
from otklik.cases.hinting import Hint, hints_of
from otklik.cases.models import Case, Stage
from otklik.cases.rules import allowed
from otklik.language import date_short
from otklik.messages.models import Attachment
from otklik.staff import calendars
from otklik.staff.models import Employee
from otklik.staff.profiles import profile_of
from otklik.staff.queries import powers_of

TEMPLATE = "cases/desk/cards/hints.html"


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier case of the client, and when it came, to whom, what became of it."""

    case: Case
    told: str


@dataclass(frozen=True, slots=True)
class HintRow:
    """A hint as the panel shows it: the page of its act (empty where there is none yet), the cases it may repeat."""

    hint: Hint
    address: str
    after: bool
    """Whether it is decided only after the registration."""
    earlier: tuple[Earlier, ...]


def hints(case: Case, employee: Employee) -> Card | None:
    """What the program noticed in the appeal; None when there is nothing."""
    rows = hint_rows(case, employee)
    return Card(TEMPLATE, {"rows": rows}) if rows else None


def hint_rows(case: Case, employee: Employee) -> list[HintRow]:
    """Return each hint with the page of its act, where the employee may do it at this stage."""
    found = hints_of(
        case,
        profile_of(case.body),
        earlier=queries.probable_duplicates(case),
        has_files=Attachment.objects.filter(receipt__place__case=case).exists(),
    )
    return [
        HintRow(
            hint,
            _address(hint, case, employee),
            case.stage == Stage.RECEIVED,
            tuple(_told(case, other) for other in hint.earlier),
        )
        for hint in found
    ]


def _address(hint: Hint, case: Case, employee: Employee) -> str:
    if not allowed(hint.act, case.stage, powers_of(employee)):
        return ""
    if hint.act == "forward":
        return reverse("desk:forward", args=[case.pk])
    if hint.ground is None:
        return ""
    return reverse("desk:propose-no-reply-ground", args=[case.pk, hint.ground.code])


def _told(case: Case, other: Case) -> Earlier:
    """An earlier case in words: when, to whom, whether it was answered."""
    day = date_short(calendars.today(other.body, other.received_at))
    parts = [_("received %(day)s") % {"day": day}, str(other.get_stage_display()).lower()]
    if other.addressee.strip().casefold() != case.addressee.strip().casefold():
        parts.append(_("addressed to: %(whom)s") % {"whom": other.addressee})
    return Earlier(other, ", ".join(parts))
