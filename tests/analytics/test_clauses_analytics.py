"""What the orders want of the analysis, as far as it stands."""

import io
from datetime import timedelta

import pytest
import time_machine
from django.test import Client as Browser
from django.urls import reverse
from pypdf import PdfReader

from otklik.analytics import actions, files, queries, unit_form
from otklik.analytics.periods import Quarter
from otklik.staff.models import Unit
from otklik.staff.profiles import profile_of
from tests.analytics.factories import (
    AFTER,
    DAY,
    IN_QUARTER,
    make_body,
    make_employee,
    put_answer,
    put_case,
    put_client,
)

pytestmark = pytest.mark.django_db


@pytest.mark.clause("economy-novosibirsk:1.b")
def test_the_level_of_satisfaction_stands_beside_that_of_the_quarter_before(
    client: Browser,
) -> None:
    body = make_body()
    for number in range(10):
        put_answer(body, satisfied=number < 5, day=DAY - timedelta(days=60))
        put_answer(body, satisfied=number < 8)
    client.force_login(make_employee(body, "office"))
    with time_machine.travel(AFTER, tick=False):
        page = client.get(reverse("desk:analysis"), {"period": "2026Q3"})
    section = next(s for s in page.context["sections"] if s.code == "satisfied_feedback")
    level = section.rows[0]
    assert (level.figure.value, level.before, level.change) == (8, 5, 3)
    assert "80" in level.beside


@pytest.mark.clause("economy-novosibirsk:15.1")
def test_the_formulas_of_the_form_are_data_that_can_be_replaced() -> None:
    body = make_body()
    ordered = profile_of(body).unit_form
    assert ordered is not None
    assert {column.number: column.formula for column in ordered.columns if column.formula} == {
        6: "c5 / c4 * 100",
        8: "c7 / c5 * 100",
    }
    figures = unit_form.compute(Unit.objects.get(body=body, code="support"), Quarter(2026, 3))
    assert figures.total.respondent_share is None


@pytest.mark.clause("economy-novosibirsk:1.a")
def test_the_share_of_repeated_appeals_stands_beside_that_of_the_quarter_before(
    client: Browser,
) -> None:
    body = make_body()
    again, before = put_client(body), IN_QUARTER - timedelta(days=60)
    topic = "0003.0009.0098.0662"
    put_case(body, received_at=before, days=3, client=again, topics=[topic])
    put_case(body, client=again, topics=[topic])
    client.force_login(make_employee(body, "office"))
    with time_machine.travel(AFTER, tick=False):
        page = client.get(reverse("desk:analysis"), {"period": "2026Q3"})
    repeat = next(s for s in page.context["sections"] if s.code == "repeat").rows[0]
    assert (repeat.figure.value, repeat.before, repeat.change) == (1, 0, 1)
    assert "100" in repeat.beside


@pytest.mark.clause("economy-novosibirsk:15.2.a")
def test_the_report_of_a_frozen_quarter_holds_its_figures_and_says_that_its_layout_is_neutral() -> (
    None
):
    body = make_body()
    for number in range(10):
        put_answer(body, satisfied=number < 8)
    office = make_employee(body, "office", unit=Unit.objects.get(body=body, is_office=True))
    actions.freeze(body, Quarter(2026, 3), by=office, at=AFTER)
    found = queries.analysis_of(body, Quarter(2026, 3), AFTER)
    report = files.analysis_file(body, found, "pdf", AFTER)
    pages = PdfReader(io.BytesIO(report.data)).pages
    text = " ".join(" ".join(page.extract_text() for page in pages).split())
    assert "Вид отчёта нейтральный" in text
    assert "80" in text
    assert "01.07.2026" in text


@pytest.mark.clause("economy-novosibirsk:7.1")
def test_the_outcome_of_each_answered_question_is_counted() -> None:
    body = make_body()
    put_case(body, days=3, outcomes=["solved", "promised"])
    put_case(body, days=4, outcomes=["solved"])
    put_case(body, outcomes=["solved"])  # not answered yet
    with time_machine.travel(AFTER, tick=False):
        found = queries.analysis_of(body, Quarter(2026, 3), AFTER)
    counted = {f.group: f.value for f in found.figures if f.name == "outcomes"}
    assert counted == {"outcome:solved": 2, "outcome:promised": 1}
