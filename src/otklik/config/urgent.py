"""«Сегодня», the lists: the most urgent cases of an employee and what he has to decide, each with its next step."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from otklik.cases import leaving_queries as leaving
from otklik.cases import queries as cases
from otklik.cases.desk.shown import term_labels
from otklik.cases.models import Case, Stage
from otklik.replies import queries as replies
from otklik.replies.models import Reply
from otklik.staff.calendars import today
from otklik.staff.models import Employee, Power
from otklik.staff.profiles import profile_of
from otklik.staff.queries import acts_for, body_of, powers_of

SHOWN = 10
"""Cases in one list: as many as one can take in, the rest stands in the list of cases."""


@dataclass(frozen=True, slots=True)
class Urgent:
    """One case that waits: what of it is due when, and the page of the next step."""

    case: Case
    what: str | Promise
    due: datetime | None
    step: str | Promise
    address: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Waiting:
    """One list of the page; `more` is where the whole list stands."""

    title: str | Promise
    rows: tuple[Urgent, ...]
    more: str


def waiting_for(employee: Employee) -> list[Waiting]:
    """Return the lists that the employee's powers ask for, without empty ones: decisions, cases, the inbox.

    An executor sees the cases that he works on, also for an absent colleague; a head his unit's, and what waits for
    any unit to be given out; a registrar what has waited longest for registration.
    """
    rows = dict(_asked(employee))
    kinds = cases.nearest_terms(case for found in rows.values() for case in found)
    labels = term_labels(profile_of(body_of(employee)))
    what = {pk: labels.get(kind, kind) for pk, kind in kinds.items()}
    lists = [_decisions(employee)]
    if rows.get("unit"):
        page = f"{reverse('desk:cases')}?scope=unit&stage=open&sort=due"
        urgent = (_of_unit(case, what) for case in rows["unit"])
        lists.append(Waiting(_("The most urgent in my unit"), tuple(urgent), page))
    if rows.get("mine"):
        page = f"{reverse('desk:cases')}?scope=mine&stage=assigned&sort=due"
        others = {person.pk for person in stood_in_for(employee)}
        apart = _not_to_write(rows["mine"])
        urgent = (_of_mine(case, what, employee, others, apart) for case in rows["mine"])
        lists.append(Waiting(_("The most urgent of mine"), tuple(urgent), page))
    if rows.get("inbox"):
        urgent = (_of_inbox(case, what) for case in rows["inbox"])
        lists.append(
            Waiting(_("Wait longest for registration"), tuple(urgent), reverse("desk:inbox"))
        )
    return [found for found in lists if found.rows]


def stood_in_for(employee: Employee) -> list[Employee]:
    """Return the absent colleagues for whom the employee stands in today, by name."""
    people = acts_for(employee, today(body_of(employee))).exclude(pk=employee.pk)
    return list(people.order_by("surname", "pk").distinct())


def _asked(employee: Employee) -> Iterator[tuple[str, list[Case]]]:
    powers = powers_of(employee)
    if Power.ASSIGN in powers and employee.unit_id is not None:
        yield "unit", cases.urgent_of_unit(employee, SHOWN)
    elif Power.EXECUTE in powers:
        yield "mine", _first(cases.mine(employee))
    if Power.REGISTER in powers:
        yield "inbox", _first(cases.inbox(employee))


def _first(found: QuerySet[Case]) -> list[Case]:
    return list(found.select_related("client", "executor", "body")[:SHOWN])


def _of_unit(case: Case, what: dict[int, str]) -> Urgent:
    if case.stage == Stage.REGISTERED:
        step, page = gettext_lazy("Give to an executor"), "desk:assign"
    else:
        step, page = gettext_lazy("Open the case"), "desk:case"
    return _urgent(case, what, step, page, str(case.executor or _("no executor yet")))


def _not_to_write(mine: list[Case]) -> dict[int, str]:
    """Return the cases where the next step is not the letter, with the reason why."""
    words = {
        Reply.Stage.FOR_APPROVAL: _("the letter is being approved"),
        Reply.Stage.FOR_SIGNATURE: _("the letter waits for signature"),
    }
    apart = {case: words[stage] for case, stage in replies.sent_by_now(mine).items()}
    return apart | dict.fromkeys(cases.asking_to_stop(mine), _("the client asks to stop"))


def _of_mine(
    case: Case,
    what: dict[int, str],
    employee: Employee,
    others: set[int],
    apart: dict[int, str],
) -> Urgent:
    if case.pk in apart:
        return _urgent(case, what, gettext_lazy("Open the case"), "desk:case", apart[case.pk])
    write = gettext_lazy("Write the reply")
    if case.executor_id == employee.pk:
        return _urgent(case, what, write, "desk:reply")
    if case.executor_id in others:
        note = _("for %(person)s, who is away") % {"person": case.executor}
        return _urgent(case, what, write, "desk:reply", note)
    return _urgent(case, what, gettext_lazy("Open the case"), "desk:case", _("your part"))


def _of_inbox(case: Case, what: dict[int, str]) -> Urgent:
    return _urgent(case, what, gettext_lazy("Register"), "desk:register")


def _urgent(
    case: Case, what: dict[int, str], step: str | Promise, page: str, note: str = ""
) -> Urgent:
    label = what.get(case.pk, "")
    return Urgent(case, label, case.next_due, step, reverse(page, args=[case.pk]), note)


def _page_or_case(page: str, case: Case) -> str:
    try:
        return reverse(page, args=[case.pk])
    except NoReverseMatch:  # the decision is taken on the page of the case itself
        return reverse("desk:case", args=[case.pk])


def _decisions(employee: Employee) -> Waiting:
    found: Iterable[leaving.Waiting] = leaving.proposals_for(employee)[:SHOWN]
    rows = tuple(
        Urgent(
            item.case,
            item.title,
            item.due,
            gettext_lazy("Decide"),
            _page_or_case(item.page, item.case),
            str(item.by),
        )
        for item in found
    )
    return Waiting(_("Wait for your decision"), rows, reverse("desk:proposals"))
