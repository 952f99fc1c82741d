"""Life situations and their solutions: kept by employees, published for clients (industry-mordovia:6.2.a)."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from otklik.journal import actions as journal
from otklik.language import clean_text
from otklik.staff.models import Employee
from otklik.staff.profiles import own_clause
from otklik.staff.queries import body_of
from otklik.staff.refusals import Refusal
from otklik.touchpoints.models import LifeSituation, Solution
from otklik.touchpoints.queries import may_edit_situations, touchpoints_of
from otklik.touchpoints.rules import MOVES, allows, is_link

CLAUSE = "industry-mordovia:6.2.a"


MOVED = {
    "publish": "touchpoints.publish-situation",
    "withdraw": "touchpoints.withdraw-situation",
}
"""Act → its name in the journal."""


@transaction.atomic
def save_situation(
    *,
    title: str,
    text: str,
    by: Employee,
    situation: LifeSituation | None = None,
    position: int = 0,
    at: datetime | None = None,
) -> LifeSituation:
    """Add a life situation to the body of `by`, or change one; a new one is not published yet. Raises `Refusal`."""
    _may(by)
    body = body_of(by)
    named = clean_text(title).strip()
    if not named:
        raise Refusal(_("Name what happens in the client's life."), field="title")
    row = situation or LifeSituation(body=body)
    if row.body_id != body.pk:
        raise Refusal(_("This belongs to another body."))
    row.title, row.text, row.position = named, clean_text(text).strip(), position
    row.updated_at, row.updated_by = at or timezone.now(), by
    row.save()
    _told("touchpoints.save-situation", row, by, row.updated_at)
    return row


@transaction.atomic
def save_solution(  # noqa: PLR0913 - a solution has these parts, and they are all named
    situation: LifeSituation,
    *,
    title: str,
    text: str,
    by: Employee,
    link: str = "",
    touchpoints: Sequence[str] = (),
    solution: Solution | None = None,
    position: int = 0,
    at: datetime | None = None,
) -> Solution:
    """Add a solution to a situation, or change one; raises `Refusal` for an address or a touchpoint that is none."""
    row = _locked(situation, by)
    named, said, address = clean_text(title).strip(), clean_text(text).strip(), link.strip()
    if not named:
        raise Refusal(_("Name the solution."), field="title")
    if not said:
        raise Refusal(_("Write in plain words what the client does."), field="text")
    if address and not is_link(address):
        raise Refusal(_("Write the address as https://example.ru/page."), field="link")
    known = set(touchpoints_of(row.body).values_list("code", flat=True))
    if any(code not in known for code in touchpoints):
        raise Refusal(_("This touchpoint is not in the registry."), field="touchpoints")
    kept = solution or Solution(situation=row)
    if kept.situation_id != row.pk:
        raise Refusal(_("This solution is of another situation."))
    kept.title, kept.text, kept.link = named, said, address
    kept.touchpoints, kept.position = list(touchpoints), position
    kept.save()
    _touched("touchpoints.save-solution", row, by, at)
    return kept


@transaction.atomic
def drop_solution(solution: Solution, *, by: Employee, at: datetime | None = None) -> None:
    """Take a solution away; a published situation keeps at least one. Raises `Refusal`."""
    row = _locked(solution.situation, by)
    last = not row.solutions.exclude(pk=solution.pk).exists()
    if last and row.state == LifeSituation.State.PUBLISHED:
        raise Refusal(_("Clients see this situation: it needs at least one solution."))
    row.solutions.filter(pk=solution.pk).delete()
    _touched("touchpoints.drop-solution", row, by, at)


@transaction.atomic
def move_situation(
    situation: LifeSituation, act: str, *, by: Employee, at: datetime | None = None
) -> LifeSituation:
    """Publish a situation or take it off the public page (`publish`, `withdraw`); raises `Refusal`."""
    row = _locked(situation, by)
    if not allows(row.state, act):
        raise Refusal(_("This cannot be done with the situation now."))
    if act == "publish" and not row.solutions.exists():
        raise Refusal(_("Write at least one solution before clients see the situation."))
    row.state = MOVES[act][1]
    row.updated_at, row.updated_by = at or timezone.now(), by
    row.save(update_fields=["state", "updated_at", "updated_by"])
    _told(MOVED[act], row, by, row.updated_at)
    return row


def _locked(situation: LifeSituation, by: Employee) -> LifeSituation:
    _may(by)
    row = (
        LifeSituation.objects.select_for_update(of=("self",))
        .select_related("body")
        .get(pk=situation.pk)
    )
    if row.body_id != by.body_id:
        raise Refusal(_("This belongs to another body."))
    return row


def _may(by: Employee) -> None:
    if not may_edit_situations(by):
        raise Refusal(_("Your role does not change the life situations."))


def _touched(act: str, row: LifeSituation, by: Employee, at: datetime | None) -> None:
    row.updated_at, row.updated_by = at or timezone.now(), by
    row.save(update_fields=["updated_at", "updated_by"])
    _told(act, row, by, row.updated_at)


def _told(act: str, row: LifeSituation, by: Employee, at: datetime) -> None:
    journal.write(
        act,
        f"situation:{row.pk}",
        actor=by.actor,
        body=row.body.code,
        clause=own_clause(row.body, CLAUSE),
        at=at,
    )
