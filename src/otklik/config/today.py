"""«Сегодня»: what is due, overdue, waits for me, was returned, in numbers that lead to the cases; the most urgent ones.

A page of no room of its own: it asks the queries of the rooms, each of which answers for the employee.
"""

from collections.abc import Iterator
from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from otklik.analytics import queries as analytics
from otklik.analytics.models import UnitForm
from otklik.cases import queries as cases
from otklik.cases.models import Stage
from otklik.config import urgent
from otklik.config.tallies import (
    COUNT_LIMIT,
    Day,
    Part,
    Tally,
    address,
    counted,
    day_of,
    with_query,
)
from otklik.control.queries import told
from otklik.intake import queries as intake
from otklik.knowledge import queries as knowledge
from otklik.messages import queries as messages
from otklik.messages.actions.outbox import POST
from otklik.messages.models import Outgoing
from otklik.messages.post_queries import POST_POWERS
from otklik.replies import delivery_queries as deliveries
from otklik.replies import queries as replies
from otklik.replies import route
from otklik.replies.awaited_queries import to_number, to_seal
from otklik.replies.desk.letter_cards import address_of
from otklik.staff.models import Employee, Power
from otklik.staff.queries import body_of, powers_of
from otklik.surveys import queries as surveys
from otklik.telephone import queries as telephone
from otklik.web.access import signed_in

NEW_FOR = timedelta(days=7)
"""For so long an answer with a low score counts as new."""


@signed_in
@require_safe
def today(request: HttpRequest) -> HttpResponse:
    """Show what waits for whoever is signed in."""
    employee = request.user
    if not isinstance(employee, Employee) or employee.body is None:
        raise PermissionDenied
    day = day_of(employee)
    context = {
        "day": day.today,
        "body": employee.body,
        "parts": list(parts(day)),
        "lists": urgent.waiting_for(employee),
        "stood_in_for": urgent.stood_in_for(employee),
    }
    return render(request, "config/today.html", context)


def parts(day: Day) -> Iterator[Part]:
    """Return the parts of the page that the employee's powers ask for, what is his own first."""
    powers = powers_of(day.employee)
    if Power.EXECUTE in powers:
        yield mine(day)
    if not powers.isdisjoint({Power.SIGN, Power.APPROVE}):
        yield to_decide(day, powers)
    if Power.ASSIGN in powers:
        yield of_head(day)
    if not powers.isdisjoint({Power.RECEIPTS, Power.REGISTER}):
        yield incoming(day, registers=Power.REGISTER in powers)
    if Power.CALLS in powers:
        yield calls(day)
    if Power.CONTROL in powers:
        yield overdue_by_unit(day)
    if not powers.isdisjoint({Power.CONTROL, Power.REGISTER}):
        yield outgoing(day)
    yield from numbers(day)
    if not powers.isdisjoint({Power.SURVEYS, Power.ANALYSE, Power.UNIT_FORM}):
        yield quarter(day, powers)
    yield from knowledge_base(day)
    yield from notices(day)


def mine(day: Day) -> Part:
    """What the executor has to answer."""
    own, promised = cases.mine(day.employee), cases.promised(day.employee)
    returned = replies.returned_to(day.employee)
    only = list(returned[:2])
    to_mend = address_of(only[0]) if len(only) == 1 else address("desk:cases", scope="mine")
    return Part(
        _("Mine"),
        (
            Tally(
                counted((own | promised).filter(next_due__lt=day.now)),
                _("overdue"),
                address("desk:cases", scope="mine", stage="late"),
                is_bad=True,
            ),
            Tally(
                counted(own.filter(next_due__gte=day.now, next_due__lte=day.week_ends)),
                _("due this week"),
                address("desk:cases", scope="mine", stage=Stage.ASSIGNED.value, sort="due"),
            ),
            Tally(counted(returned), _("returned with remarks"), to_mend, is_bad=True),
            *astray(day),
            Tally(
                counted(own),
                _("in my hands"),
                address("desk:cases", scope="mine", stage=Stage.ASSIGNED.value),
            ),
            Tally(
                counted(promised),
                _("promised to clients"),
                address("desk:cases", scope="mine", stage="promised"),
            ),
        ),
    )


def astray(day: Day) -> Iterator[Tally]:
    """Letters of the executor's cases that came back or could not be delivered, where there are any."""
    found = deliveries.cases_in_trouble(day.employee)
    number = counted(found)
    if not number:
        return
    page = address("desk:deliveries-astray")
    if number == 1:
        page = address("desk:case", found.order_by().values_list("pk", flat=True)[0])
    yield Tally(number, _("letters did not arrive"), page, is_bad=True)


def to_decide(day: Day, powers: frozenset[str]) -> Part:
    """What waits for an approval or a signature."""
    page = address("desk:signing")
    queues = []
    if Power.APPROVE in powers:
        queues.append((route.to_approve(day.employee), _("letters to approve")))
    if Power.SIGN in powers:
        queues.append((replies.to_sign(day.employee), _("letters to sign")))
    late, soon = Q(reply__case__next_due__lt=day.now), Q(reply__case__next_due__lte=day.ends)
    found = [
        queue.order_by().aggregate(
            total=Count("pk", distinct=True),
            late=Count("pk", filter=late, distinct=True),
            soon=Count("pk", filter=soon & ~late, distinct=True),
        )
        for queue, _title in queues
    ]
    return Part(
        _("Approval and signature"),
        (
            *(
                Tally(counts["total"], title, page)
                for counts, (_letters, title) in zip(found, queues, strict=True)
            ),
            Tally(sum(counts["soon"] for counts in found), _("of them due today"), page),
            Tally(sum(counts["late"] for counts in found), _("of them overdue"), page, is_bad=True),
        ),
    )


def of_head(day: Day) -> Part:
    """What somebody who gives assignments gives out and watches: his unit's, or the body's when he sees it whole."""
    scope = "all" if Power.VIEW_BODY in powers_of(day.employee) else "unit"
    late = cases.open_for(day.employee).filter(next_due__lt=day.now)
    soon = cases.open_for(day.employee).filter(next_due__gte=day.now, next_due__lte=day.week_ends)
    return Part(
        _("Assignments and terms") if scope == "all" else _("My unit"),
        (
            Tally(
                counted(cases.to_assign(day.employee)),
                _("wait for an executor"),
                address("desk:cases", scope=scope, stage=Stage.REGISTERED.value),
            ),
            Tally(
                counted(late),
                _("overdue"),
                address("desk:cases", scope=scope, stage="late"),
                is_bad=True,
            ),
            Tally(
                counted(soon),
                _("due this week"),
                address("desk:cases", scope=scope, stage="open", sort="due"),
            ),
        ),
    )


def incoming(day: Day, *, registers: bool) -> Part:
    """What arrived and waits for a person."""
    tallies = []
    if registers:
        inbox = cases.inbox(day.employee).order_by()
        due = inbox.filter(next_due__lte=day.ends)
        tallies = [
            Tally(counted(inbox), _("wait for registration"), address("desk:inbox")),
            Tally(
                counted(due),
                _("first reaction or registration due today or overdue"),
                address("desk:inbox"),
                is_bad=True,
            ),
        ]
    held = counted(intake.held(day.employee))
    tallies.append(Tally(held, _("not understood, wait for a person"), address("desk:held")))
    return Part(_("Incoming"), tuple(tallies))


def calls(day: Day) -> Part:
    """Whom the operators promised to call back."""
    promised = telephone.callbacks(day.employee)
    page = address("desk:calls", show="callbacks")
    return Part(
        _("Calls"),
        (
            Tally(
                counted(promised.filter(callback_by__lt=day.now)),
                _("calls back overdue"),
                page,
                is_bad=True,
            ),
            Tally(
                counted(promised.filter(callback_by__gte=day.now, callback_by__lte=day.ends)),
                _("call back today"),
                page,
            ),
            Tally(counted(promised), _("calls back promised"), page),
        ),
    )


def overdue_by_unit(day: Day) -> Part:
    """What is late in the whole body, by unit; the worst unit first."""
    late = cases.open_for(day.employee).filter(next_due__lt=day.now).order_by()
    rows = late.values_list("unit", "unit__name").annotate(number=Count("pk")).order_by("-number")
    page = address("desk:cases", scope="all", stage="late")
    found = [
        Tally(number, name or _("not given to a unit yet"), with_query(page, unit=pk), is_bad=True)
        for pk, name, number in rows
    ]
    total = sum(tally.number for tally in found)
    return Part(
        _("Overdue in the body"), (Tally(total, _("all together"), page, is_bad=True), *found)
    )


def outgoing(day: Day) -> Part:
    """Messages that only a person can send on, letters that came back, letters for the post: read in one look."""
    rows = messages.in_hands(day.employee)[: COUNT_LIMIT + 1]
    waiting = sum(row.state in messages.GROUPS["waiting"] for row in rows)
    back = sum(row.outcome == Outgoing.Outcome.CAME_BACK and row.settled_at is None for row in rows)
    to_post = sum(row.state == Outgoing.State.BY_HAND and row.channel == POST for row in rows)
    page = address("desk:outbox", show="waiting")
    tallies = [Tally(waiting, _("messages wait for a person"), page)]
    if back:
        page = address("desk:outbox", show=messages.CAME_BACK)
        tallies.append(Tally(back, _("letters came back"), page, is_bad=True))
    if not powers_of(day.employee).isdisjoint(POST_POWERS):
        tallies.append(Tally(to_post, _("letters to post"), address("desk:post")))
    return Part(_("Outgoing"), tuple(tallies))


def numbers(day: Day) -> Iterator[Part]:
    """Signed letters that wait for their number of the external record system, or for a signature file; if any do."""
    tallies = []
    if waiting := counted(to_number(day.employee)):
        words, page = _("signed letters wait for their number"), address("desk:numbers")
        tallies.append(Tally(waiting, words, page))
    if waiting := counted(to_seal(day.employee)):
        words, page = _("letters wait for a qualified signature"), address("desk:to-seal")
        tallies.append(Tally(waiting, words, page))
    if tallies:
        yield Part(_("Signed letters"), tuple(tallies))


def quarter(day: Day, powers: frozenset[str]) -> Part:
    """Forms of the units that are not sent, and clients who have just said that they are not content."""
    tallies = []
    if not powers.isdisjoint({Power.ANALYSE, Power.UNIT_FORM}):
        forms = analytics.forms_for(day.employee).filter(state=UnitForm.State.OPEN)
        page = address("desk:analysis")
        late = forms.filter(due__lt=day.now)
        tallies += [
            Tally(
                open_forms := counted(forms),
                ngettext(
                    "form of a unit not submitted", "forms of units not submitted", open_forms
                ),
                page,
            ),
            Tally(counted(late), _("of them overdue"), page, is_bad=True),
        ]
    if Power.ANALYSE in powers:
        tallies += list(materials(day))
    if not powers.isdisjoint({Power.SURVEYS, Power.ANALYSE}):
        since = day.today - NEW_FOR
        answers = surveys.answers_for(day.employee, since, day.today)
        page = address("desk:feedback", since=since, until=day.today)
        low = answers.filter(satisfied=False)
        tallies.append(Tally(counted(low), _("not satisfied in the last 7 days"), page))
    return Part(_("Feedback and the quarter"), tuple(tallies))


def materials(day: Day) -> Iterator[Tally]:
    """The frozen quarters that wait for a material, where the order wants one (labour-novosibirsk:22.d)."""
    waiting = analytics.quarters_without_material(body_of(day.employee))
    if waiting:
        page = address("desk:analysis", period=waiting[-1])
        yield Tally(
            len(waiting),
            ngettext("quarter without a material", "quarters without a material", len(waiting)),
            page,
            is_bad=True,
        )


def knowledge_base(day: Day) -> Iterator[Part]:
    """The templates for which he answers: to be checked, found wrong; where there are any (industry-mordovia:11bis.b)."""
    page = address("desk:templates")
    check = counted(knowledge.to_check(day.employee, day.today))
    reported = counted(knowledge.reported_to(day.employee))
    if check or reported:
        mine = with_query(page, owner=day.employee.pk)
        yield Part(
            _("My reply templates"),
            (
                Tally(check, _("to be checked"), with_query(mine, check="on"), is_bad=True),
                Tally(
                    reported,
                    _("with reported errors"),
                    with_query(page, reported="on"),
                    is_bad=True,
                ),
            ),
        )


def notices(day: Day) -> Iterator[Part]:
    """What he has been told and has not read, where there is something."""
    unread = counted(told.notices_of(day.employee).filter(read_at=None))
    if unread:
        yield Part(_("Notices"), (Tally(unread, _("not read yet"), address("desk:notices")),))


urlpatterns: list[URLPattern] = [path("", today, name="today")]
