"""Calls: the right greeting, at most so many switches, promises kept, a call that becomes an appeal."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from otklik import regulations
from otklik.cases.models import Case
from otklik.intake.actions import take_in
from otklik.intake.submission import Submission
from otklik.journal.models import Entry
from otklik.staff.models import Body, Employee
from otklik.staff.refusals import Refusal
from otklik.telephone import actions, queries, rules
from otklik.telephone.models import Call
from otklik.telephone.rules import Noted
from tests.factories import make_body, make_employee

SARANSK = ZoneInfo("Europe/Moscow")
MONDAY = datetime(2026, 3, 2, 10, 0, tzinfo=SARANSK)
"""A working Monday morning in Saransk."""
PROFILE = regulations.profile("industry-mordovia")


@pytest.fixture
def body() -> Body:
    return make_body("industry-mordovia")


@pytest.fixture
def operator(body: Body) -> Employee:
    return make_employee(body, "operator")


@pytest.fixture
def signed_in(operator: Employee) -> Client:
    client = Client()
    client.force_login(operator)
    return client


def noted(**parts: object) -> Noted:
    return Noted(**{"note": "Когда выплатят субсидию?", **parts})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("year", "field"), [(2025, ["callback_by"]), (9999, ["callback_by"]), (2026, [])]
)
def test_a_promise_for_an_impossible_day_is_refused_at_its_field(
    year: int, field: list[str]
) -> None:
    promised = datetime(year, 12, 31, 10, 0, tzinfo=SARANSK)
    said = noted(promised=True, phone="1", callback_by=promised)
    assert [problem.field for problem in rules.problems(PROFILE, said, MONDAY)] == field


@pytest.mark.clause("industry-mordovia:13.5.1")
@pytest.mark.parametrize(
    ("hour", "words"),
    [(5, "Доброе утро"), (10, "Доброе утро"), (12, "Добрый день"), (18, "Добрый вечер"),
     (23, "Доброй ночи"), (3, "Доброй ночи")],
)  # fmt: skip
def test_the_greeting_follows_the_clock_of_the_body(hour: int, words: str) -> None:
    assert rules.greeting(MONDAY.replace(hour=hour)) == words


@given(st.datetimes())
def test_every_hour_has_a_greeting(moment: datetime) -> None:
    assert rules.greeting(moment).startswith("Добр")


@pytest.mark.clause("industry-mordovia:13.6.1")
def test_an_outgoing_call_begins_with_name_and_body() -> None:
    said = rules.opening_words(
        MONDAY, body="министерство", name="Сотрудникова Мария Петровна", is_outgoing=True
    )
    assert said == "Доброе утро! Меня зовут Сотрудникова Мария Петровна, министерство."


@pytest.mark.django_db
@pytest.mark.clause("labour-novosibirsk:20.1")
def test_the_page_says_the_ministry_and_the_employees_full_name() -> None:
    body = make_body("labour-novosibirsk")
    client = Client()
    client.force_login(make_employee(body, "operator"))
    page = client.get(reverse("desk:new-call")).content.decode()
    name = body.name[:1].upper() + body.name[1:]
    assert f"{name}, Сотрудникова Мария Петровна. Чем могу помочь?" in page
    assert "Назовите министерство (организацию), свою фамилию, имя и отчество" in page


@pytest.mark.django_db
def test_the_script_of_the_order_stands_beside_the_form_with_its_places(signed_in: Client) -> None:
    page = signed_in.get(reverse("desk:new-call")).content.decode()
    for step in next(item for item in PROFILE.scripts if item.code == "incoming").steps:
        assert step.text in page
    assert "шаг 5.4" in page
    outgoing = signed_in.get(reverse("desk:new-call"), {"direction": "out"}).content.decode()
    assert "Простыми словами скажите, зачем звоните" in outgoing


@pytest.mark.django_db
@pytest.mark.clause("industry-mordovia:13.1.a")
def test_a_third_switch_is_refused_and_a_call_back_is_offered(signed_in: Client) -> None:
    said = {"direction": "in", "note": "О субсидии", "switches": "3"}
    page = signed_in.post(reverse("desk:new-call"), said)
    assert page.status_code == 422
    words = page.content.decode()
    assert "не больше 2 раз" in words
    assert "пообещайте перезвонить" in words
    assert "О субсидии" in words
    assert not Call.objects.exists()
    assert signed_in.post(reverse("desk:new-call"), said | {"switches": "2"}).status_code == 302


@pytest.mark.django_db
@pytest.mark.clause("industry-mordovia:13.5.5.4")
def test_a_promise_needs_a_number_and_a_time_to_come(operator: Employee) -> None:
    with pytest.raises(Refusal) as refusal:
        actions.note(noted(promised=True), by=operator, at=MONDAY)
    assert refusal.value.field == "phone"
    past = noted(promised=True, phone="1", callback_by=MONDAY - timedelta(minutes=1))
    with pytest.raises(Refusal) as refusal:
        actions.note(past, by=operator, at=MONDAY)
    assert refusal.value.field == "callback_by"


@pytest.mark.django_db
@pytest.mark.clause("industry-mordovia:13.5.5.4")
def test_a_promise_without_a_time_ends_with_the_working_day_and_then_is_overdue(
    operator: Employee, signed_in: Client
) -> None:
    call = actions.note(noted(promised=True, phone="8 999"), by=operator, at=MONDAY)
    assert call.callback_by
    assert call.callback_by.astimezone(SARANSK).date() == MONDAY.date()
    assert list(queries.callbacks(operator)) == [call]
    page = signed_in.get(reverse("desk:calls"), {"show": "callbacks"}).content.decode()
    assert "due-late" in page


@pytest.mark.django_db
def test_calling_back_keeps_the_promise_once(operator: Employee, signed_in: Client) -> None:
    call = actions.note(noted(promised=True, phone="8 999"), by=operator, at=MONDAY)
    assert signed_in.post(reverse("desk:call-back", args=[call.pk])).status_code == 302
    call.refresh_from_db()
    assert call.called_back_at is not None
    assert not queries.callbacks(operator).exists()
    with pytest.raises(Refusal):
        actions.call_back(call, by=operator)
    assert Entry.objects.filter(act="telephone.call-back", subject=f"call:{call.pk}").count() == 1


@pytest.mark.django_db
@pytest.mark.clause("industry-mordovia:13.6.3.3")
def test_an_outgoing_call_that_leaves_questions_needs_a_promise(operator: Employee) -> None:
    with pytest.raises(Refusal) as refusal:
        actions.note(noted(is_outgoing=True, need_met=False), by=operator, at=MONDAY)
    assert refusal.value.clause == "industry-mordovia:13.6.3.3"
    kept = noted(is_outgoing=True, need_met=False, promised=True, phone="8 999")
    assert actions.note(kept, by=operator, at=MONDAY).callback_by


@pytest.mark.django_db
@pytest.mark.clause("industry-mordovia:13.5.6", "industry-mordovia:13.6.4")
def test_the_farewell_stands_at_the_choice_and_the_choice_is_kept(signed_in: Client) -> None:
    page = signed_in.get(reverse("desk:new-call")).content.decode()
    assert "вопрос решён. До свидания!" in page
    assert "Мы разберёмся." in page
    for direction in ("in", "out"):
        signed_in.post(
            reverse("desk:new-call"),
            {"direction": direction, "note": "О льготе", "switches": "0", "need_met": "yes"},
        )
    assert set(Call.objects.values_list("direction", "need_met")) == {("in", True), ("out", True)}


@pytest.mark.django_db
@pytest.mark.clause("industry-mordovia:8.4.a")
def test_a_call_outside_working_hours_is_marked(operator: Employee, signed_in: Client) -> None:
    actions.note(noted(), by=operator, at=MONDAY)
    assert "вне рабочих часов" not in signed_in.get(reverse("desk:calls")).content.decode()
    actions.note(noted(), by=operator, at=MONDAY.replace(hour=22))
    assert "вне рабочих часов" in signed_in.get(reverse("desk:calls")).content.decode()


@pytest.mark.django_db
def test_a_call_becomes_an_oral_appeal_received_at_its_moment(
    operator: Employee, signed_in: Client
) -> None:
    call = actions.note(noted(caller="Соколова Анна", phone="8 999"), by=operator, at=MONDAY)
    address = reverse("desk:call-appeal", args=[call.pk])
    form = signed_in.get(address).content.decode()
    assert "Когда выплатят субсидию?" in form
    said = {
        "type": "application", "text": call.note, "kind": "person", "name": "Соколова Анна Ильинична",
        "phone": "8 999", "reply_channel": "phone",
    }  # fmt: skip
    done = signed_in.post(address, said, follow=True)
    case = Case.objects.get()
    assert (case.form, case.channel, case.received_at) == ("oral", "phone", MONDAY)
    call.refresh_from_db()
    assert call.receipt
    assert call.receipt.tracking_code == case.tracking_code
    assert case.tracking_code in done.content.decode()
    assert signed_in.post(address, said).status_code == 409
    assert Case.objects.count() == 1


@pytest.mark.django_db
def test_the_appeal_of_a_call_may_be_an_information_request(operator: Employee) -> None:
    call = actions.note(noted(), by=operator, at=MONDAY)
    said = Submission(
        type="information-request", text="Где принимают?", name="Ким Олег", phone="8 999"
    )
    case = take_in(actions.make_appeal(call, said, by=operator).receipt)
    assert case is not None
    assert (case.type, case.form) == ("information-request", "oral")


@pytest.mark.django_db
def test_calls_of_another_body_are_not_seen(signed_in: Client) -> None:
    other = make_employee(make_body("economy-magadan"), "operator")
    call = actions.note(noted(), by=other, at=timezone.now())
    assert signed_in.get(reverse("desk:call", args=[call.pk])).status_code == 404
    assert "Когда выплатят" not in signed_in.get(reverse("desk:calls")).content.decode()


@pytest.mark.django_db
def test_whoever_notes_no_calls_does_not_enter(body: Body) -> None:
    client = Client()
    client.force_login(make_employee(body, "executor"))
    assert client.get(reverse("desk:calls")).status_code == 403
