"""Questionnaires, answers and links for the tests of the room; all people are invented."""

from datetime import date
from typing import Any, ClassVar

from factory.django import DjangoModelFactory

from otklik import regulations
from otklik.staff.models import Body, Employee, Unit
from otklik.surveys.models import Answer
from otklik.surveys.questionnaire import Choice, Lists
from otklik.touchpoints.queries import touchpoints_of
from tests.factories import make_employee

LISTS = Lists(
    registry=(Choice("email", "Электронная почта"), Choice("phone", "Справочный телефон")),
    authority=(Choice("economy-novosibirsk", "министерство"),),
    municipality=(Choice("Баганский район", "Баганский район"), Choice("other", "Другое место")),
)
APPENDIX = regulations.profile("economy-novosibirsk").questionnaire()

BLOCK_ONE = {
    "11": "1",
    "12": "email",
    "13": "economy-novosibirsk",
    "14": "Баганский район",
    "15": "13",
    "17": "1",
}
FULL = BLOCK_ONE | {"21": "1", "23": "5", "27": "4", "28": "5", "29": "4", "30": "5"}
"""A satisfied client who wrote by e-mail: exactly the questions that he is asked."""


class AnswerFactory(DjangoModelFactory[Answer]):
    """A satisfied answer to appendix 1 by somebody who wrote by e-mail."""

    class Meta:
        model = Answer

    questionnaire = "appendix-1"
    regulation_version = "draft"
    branch_variant = "corrected"
    answered_on = date(2026, 7, 15)
    way = Answer.Way.ONLINE
    process_group = "Рассмотрение обращений граждан и организаций"
    channel_kind = "online"
    source = "email"
    values: ClassVar = {"21": 1, "29": 4}
    satisfied = True


def make_officer(body: Body) -> Employee:
    """An employee of the unit responsible for client-centricity."""
    return make_employee(body, "office", unit=Unit.objects.get(body=body, is_office=True))


def given(body: Body, **changes: str) -> dict[str, str]:
    """Answers of a satisfied client, fit for the body's registry; keys as `c21="2"`."""
    code = touchpoints_of(body).values_list("code", flat=True)[0]
    known: dict[str, Any] = FULL | {"12": code}
    known |= {key.removeprefix("c").replace("_", "-"): value for key, value in changes.items()}
    return known
