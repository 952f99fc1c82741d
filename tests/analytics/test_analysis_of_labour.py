"""The quarter of a ministry whose order asks for other figures: satisfaction, time and its change, what is late."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client as Browser
from django.urls import reverse

from otklik.analytics import analysis
from otklik.analytics.periods import Quarter
from otklik.cases.models import Deadline, Stage
from otklik.staff.models import Body, Unit
from otklik.staff.profiles import profile_of
from otklik.surveys.models import Answer
from otklik.surveys.results import feedback
from tests.analytics.factories import AFTER, IN_QUARTER, put_answer, put_case
from tests.factories import make_body, make_employee

pytestmark = pytest.mark.django_db
Q3 = Quarter(2026, 3)


@pytest.fixture
def body() -> Body:
    return make_body("labour-novosibirsk")


@pytest.mark.clause("labour-novosibirsk:1.1.b", "labour-novosibirsk:3.6")
def test_the_page_shows_satisfaction_and_the_time_of_two_quarters(body: Body) -> None:
    put_case(body, days=10, received_at=IN_QUARTER - timedelta(days=92))
    put_case(body, days=4)
    for number in range(8):
        put_answer(body, satisfied=number < 6)
    office = Unit.objects.get(body=body, is_office=True)
    client = Browser()
    client.force_login(make_employee(body, "office", unit=office))
    with time_machine.travel(AFTER, tick=False):
        page = client.get(reverse("desk:analysis"), {"period": "2026Q3"}).content.decode()
    assert analysis.compute(body, Q3, AFTER).value("satisfied_feedback", "share") == 75.0
    assert analysis.compute(body, Q3, AFTER).value("waiting_time", "mean") == 4.0
    assert "75" in page
    row = page[page.index("Среднее") :]
    assert '<td class="number">4' in row
    assert '<td class="number">10' in row
    assert '<td class="number">-6' in row


@pytest.mark.clause("labour-novosibirsk:29")
def test_a_case_whose_term_ran_out_counts_as_not_executed_whatever_is_drafted(body: Body) -> None:
    late = put_case(body, stage=Stage.ASSIGNED)
    due = IN_QUARTER + timedelta(days=30)
    Deadline.objects.create(
        case=late, kind="reply", due=due, basis="59-ФЗ", starts_from="registration",
        started_at=IN_QUARTER, day_zero="excluded", on_day_off="previous", calendar_version="v",
        computed_at=IN_QUARTER,
    )  # fmt: skip
    found = analysis.compute(body, Q3, AFTER)
    assert found.value("overdue") == 1
    assert {figure.clause for figure in found.named("overdue")} == {"labour-novosibirsk:29"}


@pytest.mark.clause("regional-policy-novosibirsk:1.2.2")
def test_satisfaction_can_be_compared_from_channel_to_channel() -> None:
    body = make_body("regional-policy-novosibirsk")
    for source, good in (("email", 6), ("phone", 3)):
        for number in range(6):
            put_answer(body, source=source, satisfied=number < good)
    profile = profile_of(body)
    Answer.objects.update(questionnaire=profile.questionnaire().code, values={"4": 1})
    found = feedback(profile, profile.questionnaire(), Answer.objects.filter(body=body))
    assert {part.name: (part.count, part.satisfied) for part in found.by_source} == {
        profile.source("email").label: (6, 6),
        profile.source("phone").label: (6, 3),
    }
