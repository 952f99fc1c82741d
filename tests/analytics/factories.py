"""Cases with given moments and outcomes, for figures that can be worked out by hand."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import count
from zoneinfo import ZoneInfo

from otklik.cases.models import Case, Question, Stage
from otklik.clients.models import Client
from otklik.staff.models import Body, Employee, Unit
from otklik.surveys.models import Answer
from otklik.touchpoints.models import Touchpoint
from otklik.touchpoints.queries import touchpoints_of
from tests.factories import make_body, make_employee

NSK = ZoneInfo("Asia/Novosibirsk")
IN_QUARTER = datetime(2026, 8, 3, 9, 0, tzinfo=NSK)
"""A Monday morning in the third quarter of 2026."""
AFTER = datetime(2026, 10, 1, 0, 0, 1, 250, tzinfo=NSK)
DAY = IN_QUARTER.date()
_numbers = count(1)

__all__ = ["AFTER", "IN_QUARTER", "NSK", "make_body", "make_employee", "put_answer", "put_case", "put_client"]  # fmt: skip


def put_client(body: Body, **parts: str) -> Client:
    """A person who turned to the body."""
    number = next(_numbers)
    return Client.objects.create(
        body=body, surname=f"Клиент{number}", given_name="Анна", created_at=IN_QUARTER, **parts
    )


def put_case(
    body: Body,
    *,
    client: Client | None = None,
    received_at: datetime = IN_QUARTER,
    days: float | None = None,
    channel: str = "email",
    type: str = "application",  # noqa: A002 - the promised word
    unit: Unit | None = None,
    outcomes: Sequence[str] = (),
    topics: Sequence[str] = (),
    earlier: Case | None = None,
    touchpoint: Touchpoint | None = None,
    stage: str = Stage.REGISTERED,
) -> Case:
    """A case registered on receipt and, when `days` are given, answered so many days later."""
    number = next(_numbers)
    case = Case.objects.create(
        body=body,
        tracking_code=f"code-{number}",
        stage=Stage.ANSWERED if days is not None else stage,
        type=type,
        form="electronic",
        channel=channel,
        client=client or put_client(body),
        addressee="министерство",
        summary="вопрос",
        text="Вопрос",
        reply_channel="email",
        regulation_version="draft",
        received_at=received_at,
        number=f"{number}/2026",
        registered_at=received_at,
        answered_at=None if days is None else received_at + timedelta(days=days),
        unit=unit,
        earlier=earlier,
        touchpoint=touchpoint,
    )
    for position in range(max(len(outcomes), len(topics))):
        Question.objects.create(
            case=case,
            position=position + 1,
            text="Вопрос",
            outcome=outcomes[position] if position < len(outcomes) else "",
            topic_code=topics[position] if position < len(topics) else "",
        )
    return case


def put_answer(
    body: Body,
    *,
    satisfied: bool | None = True,
    unit: Unit | None = None,
    group: str = "",
    kind: str = "online",
    source: str = "email",
    day: date = DAY,
) -> Answer:
    """An answer to the body's questionnaire."""
    return Answer.objects.create(
        body=body,
        questionnaire="appendix-1",
        regulation_version="draft",
        branch_variant="corrected",
        answered_on=day,
        way=Answer.Way.ONLINE,
        unit=unit,
        process_group=group,
        channel_kind=kind,
        source=source,
        values={},
        satisfied=satisfied,
    )


def touchpoint_in(body: Body, group: str) -> Touchpoint:
    """A touchpoint of the registry in force, put into a process group of that name."""
    touchpoint = touchpoints_of(body).exclude(group__startswith="Группа").first()
    assert touchpoint is not None
    touchpoint.group, touchpoint.direction = group, "Направление"
    touchpoint.save()
    return touchpoint


def head_of(body: Body, unit: Unit | None = None) -> Employee:
    """The head of a unit; of the working unit unless another is given."""
    return make_employee(body, "head", unit=unit)
