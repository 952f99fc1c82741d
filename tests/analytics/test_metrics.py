"""Each metric on a handful of cases whose figures were worked out by hand."""

from datetime import UTC, datetime, timedelta

import pytest

from otklik.analytics import metrics
from otklik.analytics.periods import Quarter
from otklik.cases.models import Case, Deadline, NoReply, Proposal, Stage
from otklik.staff.models import Body
from tests.analytics.factories import (
    AFTER,
    IN_QUARTER,
    make_body,
    put_answer,
    put_case,
    put_client,
)
from tests.factories import make_employee

pytestmark = pytest.mark.django_db
Q3 = Quarter(2026, 3)


@pytest.fixture
def body() -> Body:
    return make_body()


@pytest.mark.clause("economy-novosibirsk:14.2.1")
def test_six_by_email_and_four_by_phone_are_sixty_and_forty_percent(body: Body) -> None:
    for channel, count in (("phone", 4), ("email", 6)):
        for _number in range(count):
            put_case(body, channel=channel)
    found = metrics.received(body, Q3)
    assert found.total == 10
    assert [(part.code, part.count, float(part.share)) for part in found.by_channel] == [
        ("email", 6, 60.0),
        ("phone", 4, 40.0),
    ]


@pytest.mark.clause("labour-novosibirsk:23.1")
def test_two_calls_of_eight_cases_are_a_quarter(body: Body) -> None:
    for number in range(8):
        put_case(body, channel="phone" if number < 2 else "web")
    shares = {part.code: float(part.share) for part in metrics.received(body, Q3).by_channel}
    assert shares == {"web": 75.0, "phone": 25.0}


@pytest.mark.clause("economy-magadan:4.2.1", "economy-magadan:4.1.a")
def test_complaints_and_internal_clients_stand_apart(body: Body) -> None:
    for number in range(10):
        put_case(body, channel="post" if number < 3 else "email", type="proposal")
    put_case(body, type="complaint", client=put_client(body, kind="employee"))
    found = metrics.received(body, Q3)
    assert (found.total, found.complaints, found.internal) == (11, 1, 1)
    assert {part.code: part.count for part in found.by_channel} == {"email": 8, "post": 3}


def test_other_quarters_other_bodies_and_what_was_no_appeal_do_not_count(body: Body) -> None:
    start, end = Q3.bounds(IN_QUARTER.tzinfo)  # type: ignore[arg-type]  # a ZoneInfo
    put_case(body, received_at=start)
    put_case(body, received_at=end - timedelta(seconds=1))
    put_case(body, received_at=start - timedelta(seconds=1))
    put_case(body, received_at=end)
    put_case(body, stage=Stage.DISMISSED)
    put_case(make_body("labour-novosibirsk"))
    assert metrics.received(body, Q3).total == 2


@pytest.mark.clause("economy-magadan:4.1.b")
def test_the_last_hour_of_march_in_utc_is_april_in_magadan() -> None:
    body = make_body("economy-magadan")
    put_case(body, received_at=datetime(2026, 3, 31, 23, 30, tzinfo=UTC))
    put_case(body, received_at=datetime(2026, 3, 31, 12, 30, tzinfo=UTC))
    assert metrics.received(body, Quarter(2026, 1)).total == 1
    assert metrics.received(body, Quarter(2026, 2)).total == 1


@pytest.mark.clause("economy-novosibirsk:14.2.2", "labour-novosibirsk:23.2")
@pytest.mark.clause("economy-magadan:4.2.2", "economy-magadan:4.2.3", "labour-novosibirsk:23.3")
def test_reasons_are_ranked_and_roll_up_into_groups(body: Body) -> None:
    roads, light, tax = "0003.0009.0098.0662", "0003.0009.0098.0663", "0003.0008.0086.0545"
    put_case(body, topics=[roads])
    put_case(body, topics=[roads, light])
    put_case(body, topics=[roads, roads])
    put_case(body, topics=[tax])
    put_case(body)
    found = metrics.topics(body, Q3)
    assert found.topics == ((roads, 3), (tax, 1), (light, 1))
    assert found.groups == (("0003.0009.0098.0000", 3), ("0003.0008.0086.0000", 1))
    assert found.without == 1
    assert metrics.received(body, Q3).total == 5


@pytest.mark.clause("economy-novosibirsk:14.2.3", "labour-novosibirsk:23.4")
@pytest.mark.clause("economy-magadan:4.2.4")
def test_waiting_runs_from_registration_to_the_reply(body: Body) -> None:
    put_case(body, days=10, channel="post")
    put_case(body, days=3)
    put_case(body, days=2)
    put_case(body)
    found = metrics.waiting(body, Q3)
    assert (found.answered, found.unanswered) == (3, 1)
    assert (found.mean, found.median, found.longest) == (5.0, 3.0, 10.0)
    assert found.by_channel == (("post", 10.0), ("email", 2.5))


def test_waiting_without_any_reply_has_no_mean(body: Body) -> None:
    put_case(body)
    found = metrics.waiting(body, Q3)
    assert (found.mean, found.median, found.longest, found.unanswered) == (None, None, None, 1)


@pytest.mark.parametrize("stage", [Stage.FORWARDED, Stage.NO_REPLY, Stage.WITHDRAWN])
def test_what_ended_without_a_reply_waits_for_none(body: Body, stage: Stage) -> None:
    case = put_case(body)
    Case.objects.filter(pk=case.pk).update(stage=stage)
    assert metrics.waiting(body, Q3).unanswered == 0


@pytest.mark.clause("economy-novosibirsk:14.2.4", "economy-novosibirsk:app1:q8")
def test_fifteen_of_twenty_are_satisfied(body: Body) -> None:
    for number in range(20):
        put_answer(body, satisfied=number < 15)
    put_answer(body, satisfied=None)
    put_answer(body, day=Q3.first_day - timedelta(days=1))
    put_answer(body, day=Q3.last_day + timedelta(days=1))
    found = metrics.satisfied(body, Q3)
    assert (found.count, found.of, float(found.share or 0)) == (15, 20, 75.0)


@pytest.mark.clause("economy-novosibirsk:14.2.5")
def test_five_refusals_of_fifty_are_ten_percent_and_late_ones_stand_apart(body: Body) -> None:
    for _number in range(5):
        put_case(body, days=20, outcomes=["impossible"])
    put_case(body, days=20, outcomes=["impossible", "solved"])
    put_case(body, outcomes=["impossible"])
    for _number in range(43):
        put_case(body, days=20, outcomes=["solved"])
    put_case(body, received_at=IN_QUARTER - timedelta(days=60), days=60, outcomes=["impossible"])
    found = metrics.refused(body, Q3)
    assert (found.own.count, found.own.of, float(found.own.share or 0)) == (5, 50, 10.0)
    assert found.late == 1


@pytest.mark.clause("economy-novosibirsk:14.2.5")
def test_information_refused_by_a_listed_ground_is_a_refusal_and_a_returned_appeal_is_none(
    body: Body,
) -> None:
    put_case(body, days=20, outcomes=["solved"])
    for received, kind, ground, state in (
        (IN_QUARTER, "information-request", "request-foreign", Proposal.APPROVED),
        (IN_QUARTER, "application", "court", Proposal.APPROVED),
        (IN_QUARTER, "information-request", "request-given", Proposal.REJECTED),
        (
            IN_QUARTER - timedelta(days=60),
            "information-request",
            "request-given",
            Proposal.APPROVED,
        ),
    ):
        case = put_case(body, received_at=received, type=kind, stage=Stage.NO_REPLY)
        Case.objects.filter(pk=case.pk).update(closed_at=IN_QUARTER)
        NoReply.objects.create(
            case=case, ground=ground, reason="так", text="так", state=state,
            proposed_at=received, proposed_by=make_employee(body, "executor"),
        )  # fmt: skip
    found = metrics.refused(body, Q3)
    assert (found.own.count, found.own.of, found.late) == (1, 4, 1)


@pytest.mark.clause("economy-magadan:4.2.5", "economy-magadan:4.2.6")
def test_of_eight_complaints_two_are_satisfied_and_one_is_refused(body: Body) -> None:
    for outcomes in (["solved"], ["solved", "solved"], ["impossible"], ["solved", "impossible"]):
        put_case(body, type="complaint", days=5, outcomes=outcomes)
    for _number in range(4):
        put_case(body, type="complaint")
    put_case(body, type="application", days=5, outcomes=["solved"])
    found = metrics.complaints(body, Q3)
    assert (found.total, found.satisfied.count, found.refused.count, found.rest) == (8, 2, 1, 5)
    assert float(found.satisfied.share or 0) == 25.0
    assert float(found.refused.share or 0) == 12.5


@pytest.mark.clause("economy-novosibirsk:1.a", "labour-novosibirsk:1.1.a")
def test_a_second_appeal_on_the_same_topic_after_a_reply_is_a_repeat(body: Body) -> None:
    client = put_client(body)
    topic, other = "0003.0009.0098.0662", "0003.0008.0086.0545"
    earlier = IN_QUARTER - timedelta(days=100)
    first = put_case(body, client=client, received_at=earlier, days=10, topics=[topic])
    put_case(body, client=client, topics=[topic])
    put_case(body, client=client, topics=[other])
    put_case(body, topics=[topic])
    put_case(body, topics=[other], earlier=first)
    assert (metrics.repeats(body, Q3, 365).count, metrics.repeats(body, Q3, 365).of) == (2, 4)
    assert metrics.repeats(body, Q3, 30).count == 1


def test_an_appeal_while_the_first_is_not_answered_is_no_repeat(body: Body) -> None:
    client, topic = put_client(body), "0003.0009.0098.0662"
    put_case(body, client=client, topics=[topic], days=20)
    put_case(body, client=client, topics=[topic], received_at=IN_QUARTER + timedelta(days=1))
    assert metrics.repeats(body, Q3, 365).count == 0


def test_overdue_are_those_whose_reply_term_was_missed(body: Body) -> None:
    due = IN_QUARTER + timedelta(days=30)
    for met in (None, due - timedelta(days=1), due + timedelta(days=1)):
        put_deadline(body, due=due, met=met)
    put_deadline(body, due=AFTER + timedelta(days=5), met=None)
    found = metrics.overdue(body, Q3, AFTER)
    assert (found.count, found.of) == (2, 4)


def put_deadline(body: Body, *, due: datetime, met: datetime | None) -> None:
    """A case with a reply term."""
    Deadline.objects.create(
        case=put_case(body),
        kind="reply",
        due=due,
        basis="59-ФЗ",
        starts_from="registration",
        started_at=IN_QUARTER,
        day_zero="start-is-day-zero",
        on_day_off="previous",
        calendar_version="1",
        computed_at=IN_QUARTER,
        met_at=met,
    )
