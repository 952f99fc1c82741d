"""What the orders say of a telephone talk: its hours, the steps of the script, the answer at once."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from otklik.regulations import profile
from otklik.telephone import actions, queries
from otklik.telephone.models import Call
from otklik.telephone.rules import Noted
from tests.factories import make_body, make_employee

pytestmark = pytest.mark.django_db
LN, IM = "labour-novosibirsk", "industry-mordovia"
EVENING = datetime(2026, 3, 2, 20, 0, tzinfo=ZoneInfo("Asia/Novosibirsk"))


def page_of(code: str, direction: str) -> str:
    client = Client()
    client.force_login(make_employee(make_body(code), "operator"))
    return client.get(reverse("desk:new-call"), {"direction": direction}).content.decode()


@pytest.mark.clause("labour-novosibirsk:19")
def test_a_call_after_work_is_marked_and_one_of_the_day_is_not() -> None:
    operator = make_employee(make_body(LN), "operator")
    client = Client()
    client.force_login(operator)
    for moment, marked in ((EVENING, True), (EVENING.replace(hour=11), False)):
        call = actions.note(Noted(note="О пособии"), by=operator, at=moment)
        page = client.get(reverse("desk:call", args=[call.pk])).content.decode()
        assert ("вне рабочих часов" in page) is marked


@pytest.mark.clause("labour-novosibirsk:19")
@pytest.mark.parametrize(
    ("moment", "offer"),
    [
        (EVENING, "3 марта 2026, вторник, 09:00"),
        (EVENING.replace(day=6), "10 марта 2026, вторник, 09:00"),
        (EVENING.replace(hour=13, minute=20), "2 марта 2026, понедельник, 14:00"),
        (EVENING.replace(hour=11), None),
    ],
)
def test_after_work_a_callback_is_offered_for_the_next_working_time(
    moment: datetime, offer: str | None
) -> None:
    with time_machine.travel(moment, tick=False):
        page = page_of(LN, "in")
    assert ("Предложите перезвонить" in page) is (offer is not None)
    assert offer is None or offer in page


@pytest.mark.clause("labour-novosibirsk:19")
def test_a_callback_promised_after_work_is_due_in_the_next_working_time() -> None:
    operator = make_employee(make_body(LN), "operator")
    call = actions.note(
        Noted(note="О пособии", phone="8 900 000-00-00", promised=True), by=operator, at=EVENING
    )
    assert call.callback_by == EVENING.replace(day=3, hour=18)


@pytest.mark.clause(
    "industry-mordovia:13.4", "industry-mordovia:13.5.2", "industry-mordovia:13.5.3"
)
@pytest.mark.clause("industry-mordovia:13.5.4", "industry-mordovia:13.5.5.1")
@pytest.mark.clause("industry-mordovia:13.5.5.2", "industry-mordovia:13.5.5.3")
def test_the_script_of_an_incoming_call_has_each_step_of_the_order() -> None:
    page = page_of(IM, "in")
    steps = {step.clause: step.text for script in profile(IM).scripts for step in script.steps}
    for part in ("13.5.2", "13.5.3", "13.5.4", "13.5.5.1", "13.5.5.2", "13.5.5.3"):
        assert steps[f"{IM}:{part}"] in page


@pytest.mark.clause("industry-mordovia:13.6.2", "industry-mordovia:13.6.3.1")
@pytest.mark.clause("industry-mordovia:13.6.3.2")
def test_the_script_of_an_outgoing_call_has_each_step_of_the_order() -> None:
    page = page_of(IM, "out")
    steps = {step.clause: step.text for script in profile(IM).scripts for step in script.steps}
    for part in ("13.6.2", "13.6.3.1", "13.6.3.2"):
        assert steps[f"{IM}:{part}"] in page


@pytest.mark.clause("industry-mordovia:13.5.5.1")
def test_a_call_answered_at_once_leaves_nothing_to_do() -> None:
    operator = make_employee(make_body(IM), "operator")
    said = Noted(note="Где бланк заявки? Ответ: на сайте, раздел «Документы».", need_met=True)
    call = actions.note(said, by=operator, at=EVENING)
    assert (call.need_met, call.callback_by) == (True, None)
    assert not queries.callbacks(operator).exists()
    assert Call.objects.get().note.endswith("раздел «Документы».")
