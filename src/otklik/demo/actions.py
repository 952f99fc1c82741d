"""Filling an empty installation with an invented ministry life, clearly marked as such."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from random import Random

from django.conf import settings
from django.db import transaction

from otklik import regulations
from otklik.analytics import actions as analytics
from otklik.analytics import queries as analysis
from otklik.analytics.models import UnitForm
from otklik.analytics.periods import Quarter
from otklik.cases.models import Case
from otklik.clients.models import Client
from otklik.demo import (
    arriving,
    events,
    feedback,
    guidance,
    history,
    letterheads,
    mail,
    staffing,
    waiting,
)
from otklik.demo.content import kit
from otklik.demo.lives import Life, Teller
from otklik.demo.moments import Pace, days_of_arrival
from otklik.demo.present import Present, live
from otklik.journal import actions as journal
from otklik.journal.actors import system
from otklik.journal.models import Entry
from otklik.messages.models import Receipt
from otklik.staff import actions as staff
from otklik.staff.calendars import calendar_of, zone
from otklik.staff.models import Body, Employee
from otklik.staff.profiles import profile_of
from otklik.staff.refusals import Refusal
from otklik.touchpoints import actions as touchpoints
from otklik.touchpoints import queries as registry

ACT = "demo.fill"
DAYS = 730
SMALL_DAYS = 120
LIVE_DAYS = 14
"""So many last days are lived through the real acts; what lies before is written at once."""
CASES = (380, 560)
SMALL_CASES = 22
SHOWN_ROLES = (
    "registrar", "head", "executor", "lawyer", "signer", "control", "office", "operator", "receptionist", "administrator",
)  # fmt: skip


class NotEmpty(Exception):  # noqa: N818 - it says what was found
    """The installation has people or cases of its own; nothing was written."""


class WouldSendMail(Exception):  # noqa: N818 - it says what would happen
    """A mail server is set, and invented letters must not leave the house."""


@dataclass(frozen=True, slots=True)
class Filled:
    """What was written."""

    bodies: int
    cases: int
    answers: int


def is_filled() -> bool:
    """Whether the installation holds the demonstration already."""
    return Entry.objects.filter(act=ACT).exists()


def is_empty() -> bool:
    """Whether nobody works here yet and nothing has arrived; bodies alone do no harm."""
    return not any(model.objects.exists() for model in (Employee, Case, Receipt, Client))


def fill(*, seed: int, today: date, small: bool = False, bodies: Sequence[str] = ()) -> Filled:
    """Fill an empty installation; the same seed and day give the same data, except one-time survey links.

    Everything happens before the beginning of `today` in each body's own zone, in one transaction. `bodies` limits it to
    some (all without).
    Raises NotEmpty or WouldSendMail before anything is written.
    """
    if not is_empty():
        raise NotEmpty
    if settings.EMAIL_HOST:
        raise WouldSendMail
    with transaction.atomic():
        counts = [
            _fill_body(code, seed, today, small=small) for code in bodies or regulations.bodies()
        ]
        staffing.let_sign_in()
        journal.write(ACT, "installation", actor=system("demo"), seed=seed, day=today.isoformat())
    return Filled(
        len(counts), sum(cases for cases, _ in counts), sum(answers for _, answers in counts)
    )


def sign_ins() -> str:
    """Return the sign-ins of the demonstration, one of each role and body; empty when it is not filled."""
    if not is_filled():
        return ""
    password = staffing.plan_of_staff()["password"]
    lines = [
        "Учебные данные: все люди, обращения и адреса выдуманы.",
        f"Пароль для всех: {password} (только для учебной системы)",
        "",
    ]
    width = max(len(role) for role in SHOWN_ROLES)
    for body in (
        Body.objects.filter(employees__appointments__isnull=False).distinct().order_by("code")
    ):
        login = kit(body.code).login
        lines.append(f"{body.short_name}")
        people = {person.username: person for person in Employee.objects.filter(body=body)}
        for role in SHOWN_ROLES:
            person = people.get(f"{role}.{login}")
            if person is not None:
                lines.append(
                    f"  {role:<{width}}  {person.username:<24} {person.short_name}, {person.post}"
                )
    return "\n".join(lines)


def _fill_body(code: str, seed: int, today: date, *, small: bool) -> tuple[int, int]:
    rng = Random(f"{seed}:{code}")  # noqa: S311 - invented data, not a secret
    words = kit(code)
    first = today - timedelta(days=SMALL_DAYS if small else DAYS)
    body = staff.install_body(code)
    founded = datetime.combine(first, time(9), tzinfo=zone(body))
    version = touchpoints.install_seed(body, at=founded)
    version.published_at = founded
    version.save(update_fields=["published_at"])
    crew = staffing.settle(body, words, rng, at=founded)
    letterheads.hang(body, at=founded)
    now = datetime.combine(today, time.min, tzinfo=zone(body))
    teller = Teller(
        rng,
        words,
        profile_of(body),
        Pace(calendar_of(body), rng),
        list(registry.touchpoints_of(body)),
        {unit: len(people) for unit, people in crew.executors.items()},
    )
    count = SMALL_CASES if small else rng.randrange(*CASES)
    lives = [
        teller.life(day) for day in days_of_arrival(rng, first, today - timedelta(days=1), count)
    ]
    lives += waiting.lives(teller, today)
    days = events.Days(calendar_of(body), today)
    stories = events.stories(teller, days)
    lives += [story.life for story in stories]
    cut = datetime.combine(today - timedelta(days=LIVE_DAYS), time.min, tzinfo=zone(body))
    past = [_until(life, cut) for life in lives if life.registered and life.registered < cut]
    cases = history.write(body, crew, past)
    told = [(life, cases[life.code]) for life in past if life.delivered and not life.dismissed]
    present = Present(body, crew, now, rng, cases)
    events.plan(present, stories, days)
    live(present, [life for life in lives if _has_a_present(life, cut)])
    mail.tell(body, crew, Random(f"{seed}:{code}:mail"), now)  # noqa: S311 - as above
    answers = feedback.write(body, crew, words, told, rng, today)
    arriving.write(body, words, rng, now)
    _forms(body, first, now)
    guidance.write(
        body,
        crew,
        words,
        period=str(Quarter.of(today).previous),
        at=now - timedelta(days=20),
        rng=rng,
    )
    # Its figures are kept, and nobody has written a material by it: a task waits where the order wants one.
    analytics.freeze(body, Quarter.of(today).previous.previous, by=crew.office, at=now)
    return len(cases), answers


def _until(life: Life, cut: datetime) -> Life:
    """Return the part of a life that lies before the cut; it ends at a stage, never between two."""
    if life.dismissed or life.registered is None:
        return life
    assigned = (
        life.assigned
        if life.assigned and life.assigned < cut
        else life.registered + timedelta(minutes=10)
    )
    if life.signed is None or life.signed >= cut:
        return replace(life, assigned=assigned, submitted=None, signed=None, delivered=None)
    delivered = min(life.delivered or life.signed, max(life.signed, cut - timedelta(minutes=1)))
    return replace(life, assigned=assigned, delivered=delivered)


def _has_a_present(life: Life, cut: datetime) -> bool:
    if life.registered is None or life.registered >= cut:
        return True
    last = life.signed or life.submitted
    return last is not None and last >= cut


def _forms(body: Body, first: date, now: datetime) -> None:
    """Approve the units' forms of the quarters that are over, except the last one, which is still open."""
    if profile_of(body).unit_form is None:
        return
    last = Quarter.at(now, zone(body)).previous
    for quarter in Quarter.of(first).through(last):
        for unit in analysis.units_with_cases(body, quarter):
            opened = quarter.bounds(zone(body))[1] + timedelta(hours=2)
            form = analytics.open_form(unit, quarter, at=opened)
            if quarter < last:
                _approve(form, opened + timedelta(days=3, hours=4))


def _approve(form: UnitForm, at: datetime) -> None:
    head = form.unit.employees.filter(appointments__role__code="head").first()
    if head is None:
        raise Refusal("a unit of the demonstration has no head")
    analytics.approve_form(form, by=head, at=at)
