"""Counts by the classifier: by question, group and section; by a ministry's own list as well."""

import pytest

from otklik.analytics import analysis
from otklik.analytics.analysis import Figure
from otklik.analytics.periods import Quarter
from otklik.journal.actors import system
from otklik.staff import actions as staff
from otklik.staff import classifiers
from tests.analytics.factories import AFTER, DAY, put_case
from tests.factories import make_body

pytestmark = pytest.mark.django_db
Q3 = Quarter(2026, 3)
OWN = "0009;Наши вопросы\n0009.0001;Завоз\n0009.0001.0001;Дороги\n0009.0001.0001.0001;Переправы\n"


def counted(code: str) -> dict[str, Figure]:
    body = make_body(code)
    plan = classifiers.plan_import(body, OWN.encode(), valid_from=DAY.replace(month=1, day=1))
    if code == "economy-magadan":
        staff.import_classifier(plan, by=system("test"))
        classifiers.forget()
    put_case(body, topics=["0009.0001.0001.0001"])
    put_case(body, topics=["0002.0007.0072.0288", "0002.0007.0074.0300"])
    put_case(body, topics=["0002.0007.0072.0289"])
    return {f.group: f for f in analysis.compute(body, Q3, AFTER).named("by_topic_group")}


@pytest.mark.clause("labour-novosibirsk:23.3")
def test_counts_roll_up_to_group_and_section_and_a_case_counts_once_in_each() -> None:
    found = counted("labour-novosibirsk")
    assert found["group:0002.0007.0072.0000"].value == 2
    assert found["group:0002.0007.0074.0000"].value == 1
    assert found["section:0002.0000.0000.0000"].value == 2
    assert found["section:0002.0000.0000.0000"].label == "Социальная сфера"


@pytest.mark.clause("economy-magadan:4.2.3")
def test_a_ministry_that_has_its_own_classifier_counts_by_its_groups() -> None:
    found = counted("economy-magadan")
    assert (found["group:0009.0001.0001.0000"].label, found["group:0009.0001.0001.0000"].value) == (
        "Дороги", 1,
    )  # fmt: skip
    assert found["section:0009.0000.0000.0000"].label == "Наши вопросы"
