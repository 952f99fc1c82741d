"""Feedback by each route that an order names can be entered under it, and the results are split by it."""

from datetime import UTC, date, datetime

import pytest

from otklik.staff.profiles import profile_of
from otklik.surveys import actions, queries
from otklik.surveys.results import feedback
from tests.factories import make_body
from tests.surveys.factories import make_officer

pytestmark = pytest.mark.django_db
AT = datetime(2026, 7, 15, 4, 0, tzinfo=UTC)
DAY = date(2026, 7, 14)


def entered_and_split(code: str, clauses: list[str]) -> None:
    """Enter five answers under each route of the clauses, and find them apart in the results."""
    body = make_body(code)
    profile, officer = profile_of(body), make_officer(body)
    routes = [
        source
        for source in profile.sources
        if source.clause in {f"{code}:{ref}" for ref in clauses} and not source.aggregate
    ]
    assert {source.clause for source in routes} == {f"{code}:{ref}" for ref in clauses}
    questionnaire = profile.questionnaire()
    headline = questionnaire.question(questionnaire.headline.question)
    for source in routes:
        for _ in range(profile.parameter("min_group_size")):
            actions.enter_paper(
                body,
                by=officer,
                given={str(headline.code): "1"},
                filled_on=DAY,
                source=source.code,
                at=AT,
            )
    found = feedback(profile, questionnaire, queries.answers_of(body, DAY, DAY))
    counts = {group.name: group.count for group in found.by_source}
    assert counts == {source.label: profile.parameter("min_group_size") for source in routes}


@pytest.mark.clause("economy-novosibirsk:12.1")
@pytest.mark.clause("economy-novosibirsk:12.2")
@pytest.mark.clause("economy-novosibirsk:12.3")
@pytest.mark.clause("economy-novosibirsk:12.4")
@pytest.mark.clause("economy-novosibirsk:12.5")
@pytest.mark.clause("economy-novosibirsk:12.6")
@pytest.mark.clause("economy-novosibirsk:12.7")
@pytest.mark.clause("economy-novosibirsk:12.11")
def test_economy_novosibirsk_takes_feedback_by_each_route_and_splits_by_it() -> None:
    entered_and_split(
        "economy-novosibirsk", ["12.1", "12.2", "12.3", "12.4", "12.5", "12.6", "12.7", "12.11"]
    )


@pytest.mark.clause("labour-novosibirsk:21.2.1")
@pytest.mark.clause("labour-novosibirsk:21.2.2")
@pytest.mark.clause("labour-novosibirsk:21.2.3")
@pytest.mark.clause("labour-novosibirsk:21.2.4")
@pytest.mark.clause("labour-novosibirsk:21.2.5")
@pytest.mark.clause("labour-novosibirsk:21.2.6")
@pytest.mark.clause("labour-novosibirsk:21.2.10")
@pytest.mark.clause("labour-novosibirsk:21.2.11")
def test_labour_novosibirsk_takes_feedback_by_each_route_and_splits_by_it() -> None:
    entered_and_split(
        "labour-novosibirsk",
        ["21.2.1", "21.2.2", "21.2.3", "21.2.4", "21.2.5", "21.2.6", "21.2.10", "21.2.11"],
    )


@pytest.mark.clause("economy-magadan:2.2.1")
@pytest.mark.clause("economy-magadan:2.2.2")
@pytest.mark.clause("economy-magadan:2.2.3")
@pytest.mark.clause("economy-magadan:2.2.4")
@pytest.mark.clause("economy-magadan:2.2.5")
@pytest.mark.clause("economy-magadan:2.2.9")
def test_economy_magadan_takes_feedback_by_each_route_and_splits_by_it() -> None:
    entered_and_split("economy-magadan", ["2.2.1", "2.2.2", "2.2.3", "2.2.4", "2.2.5", "2.2.9"])
