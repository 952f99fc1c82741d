"""The invented life keeps the house's own rules: numbers, terms, stages, marks."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.db import transaction
from django.db.models import F
from pytest_django import DjangoDbBlocker

from otklik import regulations
from otklik.analytics.models import UnitForm
from otklik.cases.deadlines import plan
from otklik.cases.models import Case, Deadline, Question, RegisterCounter, Stage
from otklik.clients.models import Client, Contact
from otklik.demo import actions as demo
from otklik.demo.content import MARK
from otklik.knowledge.models import Material, ReplyTemplate
from otklik.messages.models import Outgoing, Receipt
from otklik.replies.letter import salutation_of
from otklik.replies.models import LetterVersion, Remark, Reply
from otklik.staff.calendars import calendar_of
from otklik.staff.models import Body, Employee
from otklik.staff.queries import powers_of
from tests.factories import make_case, register_case

TODAY = date(2026, 11, 20)
ECONOMY = "economy-novosibirsk"
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("filled")]


@pytest.fixture(scope="module")
def filled(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """One small filling that the tests of this file read; each gives back what it changed."""
    with django_db_blocker.unblock(), transaction.atomic():
        demo.fill(seed=7, today=TODAY, small=True, bodies=(ECONOMY,))
        yield
        transaction.set_rollback(True)


def test_numbers_have_no_gap_and_the_next_registration_goes_on_from_them() -> None:
    body = Body.objects.get()
    for counter in RegisterCounter.objects.exclude(register="outgoing"):
        profile = regulations.profile(body.code)
        letters = {
            item.letter for item in profile.work_types if item.register_code == counter.register
        }
        numbers = Case.objects.filter(body=body, number__endswith=f"/{counter.year}").values_list(
            "number", flat=True
        )
        taken = sorted(
            int(number.rpartition("-")[2].partition("/")[0])
            for number in numbers
            if number.partition("-")[0] in letters
        )
        assert taken == list(range(1, counter.last + 1))
    registrar = Employee.objects.get(username="registrar.econ")
    waiting = Case.objects.filter(stage=Stage.RECEIVED, type="application").first()
    case = waiting or make_case(body)
    before = RegisterCounter.objects.get(register="appeals", year=2026).last
    registered = register_case(
        case, registrar, ("Что дальше?",), at=case.received_at + timedelta(days=9)
    )
    assert registered.number == f"О-{before + 1}/2026"


def test_outgoing_numbers_follow_the_signatures() -> None:
    signed = Reply.objects.exclude(number="").values_list("number", "versions__decisions__at")
    by_year: dict[str, list[tuple[int, object]]] = {}
    for number, at in signed:
        seq, _, year = number.partition("/")
        by_year.setdefault(year, []).append((int(seq), at))
    assert by_year
    for pairs in by_year.values():
        pairs.sort()
        assert [seq for seq, _ in pairs] == list(range(1, len(pairs) + 1))
        moments = [str(at) for _, at in pairs]
        assert moments == sorted(moments)


def test_stages_agree_with_the_facts_of_each_case() -> None:
    assert set(Case.objects.values_list("stage", flat=True)) >= {
        Stage.RECEIVED, Stage.REGISTERED, Stage.ASSIGNED, Stage.ANSWERED,
    }  # fmt: skip
    for case in Case.objects.prefetch_related("questions", "deadlines", "assignments"):
        answered = case.stage == Stage.ANSWERED
        assert bool(case.number) == (case.stage not in {Stage.RECEIVED, Stage.DISMISSED})
        assert bool(case.answered_at) == answered
        # What went to another body or ended without a reply keeps whom it was given to, if anybody.
        if case.stage not in {Stage.FORWARDED, Stage.NO_REPLY, Stage.WITHDRAWN}:
            assert (case.executor is not None) == (
                case.stage in {Stage.ASSIGNED, Stage.SIGNED, Stage.ANSWERED}
            )
        assert case.receipts.exists()
        moments = [
            case.received_at,
            case.registered_at,
            *(item.given_at for item in case.assignments.all() if item.role == "main"),
            case.answered_at,
        ]
        known = [moment for moment in moments if moment is not None]
        assert known == sorted(known)
        if answered:
            assert all(question.outcome for question in case.questions.all())
            # A promise that the reply made outlives it.
            owed = [row for row in case.deadlines.all() if not (row.met_at or row.superseded_at)]
            assert (case.next_due is None) == ("promise" not in {row.kind for row in owed})
            assert case.letters.get().stage == Reply.Stage.DISPATCHED
    promised = Question.objects.filter(outcome="promised")
    assert promised.exists()
    assert not promised.filter(promised_on=None).exists()
    assert not Question.objects.filter(outcome="impossible", reason="").exists()


def test_deadlines_are_those_that_the_rules_compute() -> None:
    assert not Deadline.objects.filter(due__lt=F("started_at")).exists()
    for case in Case.objects.exclude(registered_at=None)[:10]:
        planned = plan(
            regulations.profile(case.body.code), calendar_of(case.body), type=case.type, form=case.form,
            channel=case.channel, received=case.received_at, registered=case.registered_at,
        )  # fmt: skip
        stored = {row.kind: row.due for row in case.deadlines.filter(superseded_at=None)}
        assert stored == {item.kind: item.due for item in planned}


def test_channels_are_used_only_while_they_were_valid() -> None:
    profile = regulations.profile(ECONOMY)
    for case in Case.objects.exclude(stage=Stage.DISMISSED).exclude(type="message"):
        assert profile.channel(case.channel).takes(
            profile.work_type(case.type), case.received_at.date()
        )


def test_the_present_has_something_for_everybody() -> None:
    stages = set(Reply.objects.values_list("stage", flat=True))
    assert stages >= {
        Reply.Stage.DRAFT,
        Reply.Stage.FOR_APPROVAL,
        Reply.Stage.FOR_SIGNATURE,
        Reply.Stage.RETURNED,
        Reply.Stage.DISPATCHED,
    }
    assert Remark.objects.exclude(quote="").filter(settled_at=None).exists()
    assert Receipt.objects.filter(state=Receipt.State.HELD).count() >= 2
    assert Case.objects.filter(next_due__date=TODAY).exists()
    assert Case.objects.filter(stage=Stage.ASSIGNED, next_due__date__lt=TODAY).exists()
    ready = LetterVersion.objects.filter(reply__stage=Reply.Stage.FOR_SIGNATURE)
    assert ready.exists()
    assert not ready.filter(pdf=None).exists()
    assert ReplyTemplate.objects.count() >= 3
    assert Material.objects.count() == 1


def test_everything_is_marked_as_invented() -> None:
    mails = [*Contact.objects.filter(channel="email").values_list("address", flat=True)]
    mails += Employee.objects.values_list("email", flat=True)
    mails += Body.objects.values_list("mailbox", flat=True)
    mails += Outgoing.objects.filter(channel="email").values_list("address", flat=True)
    assert all(address.endswith(".example.org") for address in mails)
    phones = Contact.objects.filter(channel="phone").values_list("address", flat=True)
    assert all(phone.startswith("8 (000)") for phone in phones)
    registered = Case.objects.exclude(number="")
    assert not registered.exclude(registration_note=MARK).exists()
    for version in LetterVersion.objects.all():
        assert MARK in " ".join(version.content["closing"])


def test_every_role_signs_in_with_the_printed_password_and_has_its_powers() -> None:
    printed = demo.sign_ins()
    password = printed.split("Пароль для всех: ")[1].split()[0]
    for role in demo.SHOWN_ROLES:
        person = Employee.objects.get(username=f"{role}.econ")
        assert person.username in printed
        assert powers_of(person)
    assert Employee.objects.get(username="signer.econ").check_password(password)


def test_the_form_of_the_quarter_that_is_over_waits_for_approval() -> None:
    forms = UnitForm.objects.values_list("period", "state").distinct()
    assert list(forms) == [("2026Q3", UnitForm.State.OPEN)]


def test_names_can_be_addressed() -> None:
    people = Client.objects.filter(organisation="")
    assert people.exists()
    for person in people:
        assert salutation_of(person, regulations.profile(ECONOMY)).text.endswith("!")
