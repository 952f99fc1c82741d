"""Filling an installation: the same seed tells the same life; what is not empty is refused."""

import hashlib
import json
import re
from collections.abc import Iterator
from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import transaction
from django.db.models import QuerySet

from otklik import regulations
from otklik.cases.models import Case, Clarification, Deadline, Promise, Question
from otklik.clients.models import Contact
from otklik.control.models import Round
from otklik.demo import actions as demo
from otklik.demo.content import kit
from otklik.messages.models import Outgoing, Receipt
from otklik.replies.models import Reply
from otklik.staff.models import Body, Employee
from otklik.surveys.models import Answer, Invitation
from tests.factories import make_body, make_team

TODAY = date(2026, 11, 20)
ECONOMY = "economy-novosibirsk"
pytestmark = pytest.mark.django_db


def fill(*bodies: str, seed: int = 7) -> demo.Filled:
    return demo.fill(seed=seed, today=TODAY, small=True, bodies=bodies or (ECONOMY,))


def rows() -> Iterator[list[tuple[object, ...]]]:
    """What the demonstration says, without the keys that a database gives and the one-time links."""
    yield _plain(
        Case.objects.all(),
        "body__code", "tracking_code", "stage", "type", "form", "channel", "number", "text", "summary", "addressee",
        "received_at", "registered_at", "answered_at", "closed_at", "next_due", "client__surname", "client__given_name",
        "executor__username", "earlier__tracking_code", "reply_address", "extra_address", "search",
    )  # fmt: skip
    yield _plain(
        Question.objects.all(),
        "case__tracking_code",
        "position",
        "text",
        "topic_code",
        "outcome",
        "promised_on",
    )
    yield _plain(
        Deadline.objects.all(), "case__tracking_code", "kind", "due", "met_at", "clause", "steps"
    )
    yield _plain(
        Receipt.objects.all(),
        "tracking_code",
        "state",
        "held_reason",
        "received_at",
        "fingerprint",
        "source_key",
    )
    yield _plain(
        Reply.objects.all(), "case__tracking_code", "stage", "number", "saved_at", "revision"
    )
    yield _plain(
        Outgoing.objects.all(),
        "kind",
        "channel",
        "address",
        "subject",
        "text",
        "state",
        "created_at",
        "sent_at",
    )
    yield _plain(
        Answer.objects.all(),
        "id",
        "answered_on",
        "way",
        "values",
        "satisfied",
        "source",
        "unit__code",
    )
    yield _plain(Invitation.objects.all(), "context__channel", "created_at", "used")
    yield _plain(
        Employee.objects.all(), "username", "surname", "given_name", "post", "email", "phone"
    )
    yield _plain(Contact.objects.all(), "client__surname", "channel", "address")


def _plain(found: QuerySet[object], *fields: str) -> list[tuple[object, ...]]:  # type: ignore[type-var]  # any model
    return sorted((_without_ids(row) for row in found.values_list(*fields)), key=str)


def _without_ids(row: tuple[object, ...]) -> tuple[object, ...]:
    """Links to cases carry their ids, and a database may go on counting after it has rolled back."""
    return tuple(
        re.sub(r"/cases/\d+", "/cases/…", value) if isinstance(value, str) else value
        for value in row
    )


def digest() -> str:
    text = json.dumps([list(map(list, part)) for part in rows()], default=str, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def told(seed: int) -> str:
    """Fill, read, and leave the database as it was."""
    with transaction.atomic():
        fill(seed=seed)
        found = digest()
        transaction.set_rollback(True)
    return found


def test_the_same_seed_and_day_give_the_same_data_and_another_seed_gives_others() -> None:
    assert told(7) == told(7)
    assert told(7) != told(8)


def test_every_body_of_the_regulations_is_filled_in_its_own_time_zone() -> None:
    filled = fill("economy-magadan", "industry-mordovia")
    assert filled.bodies == 2
    assert (
        filled.cases
        == Case.objects.exclude(channel="email", type="message").count() - _mail_cases()
    )
    assert set(Body.objects.values_list("timezone", flat=True)) == {"Asia/Magadan", "Europe/Moscow"}
    for body in Body.objects.all():
        assert not Case.objects.filter(
            body=body, client__body__in=Body.objects.exclude(pk=body.pk)
        ).exists()


def _mail_cases() -> int:
    """Letters of the last days that `arriving` took in and that became something else than a message."""
    taken = Receipt.objects.filter(source__startswith="mail:", state=Receipt.State.PLACED)
    return taken.exclude(place__case__type="message").count()


def test_a_filled_installation_is_refused_and_left_as_it_is() -> None:
    make_team(make_body())
    people = Employee.objects.count()
    with pytest.raises(CommandError) as refused:
        call_command("demo", "--small", stdout=StringIO(), stderr=StringIO())
    assert refused.value.returncode == 2
    assert "not empty" in str(refused.value)
    assert Employee.objects.count() == people
    assert not demo.is_filled()


def test_invented_letters_are_never_sent_through_a_mail_server(settings: object) -> None:
    settings.EMAIL_HOST = "mail.example.org"  # type: ignore[attr-defined]  # pytest-django's settings take any name
    with pytest.raises(CommandError) as refused:
        call_command("demo", "--small", stdout=StringIO(), stderr=StringIO())
    assert refused.value.returncode == 2
    assert not Body.objects.filter(employees__isnull=False).exists()


@pytest.mark.parametrize("code", regulations.bodies())
def test_the_words_of_each_body_fit_its_rules(code: str) -> None:
    words, classifier = kit(code), regulations.classifier()
    units = {unit.code for unit in words.units}
    assert len(words.matters) >= 25
    assert 3 <= len(units) <= 4
    assert len({matter.text for matter in words.matters}) == len(words.matters)
    for matter in (*words.matters, *words.messages, *words.internal):
        assert matter.unit in units
        assert classifier.topic(matter.topic).assignable
        assert 1 <= len(matter.asks) <= 3
        assert set(matter.types) <= {item.code for item in regulations.profile(code).work_types}


@pytest.mark.parametrize("today", [date(2026, 1, 12), date(2026, 5, 12)])
def test_after_long_holidays_the_house_is_filled_as_well(today: date) -> None:
    demo.fill(seed=7, today=today, small=True, bodies=("labour-novosibirsk",))
    assert Clarification.objects.count() == 3
    assert Promise.objects.exclude(kept_at=None).count() == 1
    assert Round.objects.filter(day__lt=today).exclude(finished_at=None).exists()
