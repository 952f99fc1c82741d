"""The pages of absences: who sees what, what is refused stays typed, what is ended or cancelled."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from otklik.staff import actions as staff
from otklik.staff import calendars
from otklik.staff.models import Absence, Body, Employee
from tests.factories import make_body, make_employee

pytestmark = pytest.mark.django_db
LIST = "/desk/absences/"


@pytest.fixture
def body() -> Body:
    return make_body()


@pytest.fixture
def today(body: Body) -> date:
    return calendars.today(body)


def signed_in(employee: Employee) -> Client:
    client = Client()
    client.force_login(employee)
    return client


def typed(
    owner: Employee, since: date, days: int, substitute: Employee | None
) -> dict[str, object]:
    return {
        "employee": owner.pk,
        "since": since.isoformat(),
        "until": (since + timedelta(days=days)).isoformat(),
        "substitute": substitute.pk if substitute else "",
        "reason": "отпуск",
    }


def test_an_employee_records_his_own_absence_and_sees_it(body: Body, today: date) -> None:
    owner, colleague = make_employee(body, "executor"), make_employee(body, "executor")
    client = signed_in(owner)
    answer = client.post(LIST, typed(owner, today, 3, colleague), follow=True)
    assert "Записано" in answer.content.decode()
    absence = Absence.objects.get()
    assert (absence.employee, absence.substitute, absence.recorded_by) == (owner, colleague, owner)
    html = client.get(LIST).content.decode()
    assert "Отсутствуют сейчас" in html
    assert reverse("desk:absence", args=[absence.pk]) in html
    # The substitute sees it too, but neither its reason nor a way to change it.
    html = signed_in(colleague).get(LIST).content.decode()
    assert "замещает" in html
    assert "· отпуск" not in html
    assert reverse("desk:absence", args=[absence.pk]) not in html


def test_an_employee_cannot_choose_anybody_else_as_absent(body: Body, today: date) -> None:
    owner, colleague = make_employee(body, "executor"), make_employee(body, "executor")
    answer = signed_in(owner).post(LIST, typed(colleague, today, 3, None))
    assert answer.status_code == 422
    assert not Absence.objects.exists()


def test_a_refusal_stands_at_its_field_and_nothing_typed_is_lost(body: Body, today: date) -> None:
    owner, colleague = make_employee(body, "executor"), make_employee(body, "executor")
    answer = signed_in(owner).post(LIST, typed(owner, today, -3, colleague))
    assert answer.status_code == 422
    form = answer.context["form"]
    assert form.errors["until"] == ["Последний день раньше первого. Проверьте даты."]
    html = answer.content.decode()
    assert f'value="{today.isoformat()}"' in html
    assert 'value="отпуск"' in html
    assert f'<option value="{colleague.pk}" selected' in html


def test_whoever_was_to_stand_in_for_others_is_told_to_find_somebody(
    body: Body, today: date
) -> None:
    owner, colleague = make_employee(body, "executor"), make_employee(body, "executor")
    staff.record_absence(
        owner, since=today, until=today + timedelta(days=5), substitute=colleague, by=owner
    )
    answer = signed_in(colleague).post(LIST, typed(colleague, today, 2, None), follow=True)
    html = answer.content.decode()
    assert "в эти дни замещает" in html
    assert "Никто не замещает: дела будут ждать" in html


def test_a_head_arranges_the_absences_of_his_unit_only(body: Body, today: date) -> None:
    head, owner = make_employee(body, "head"), make_employee(body, "executor")
    other = staff.add_unit(body, "other", "Другой отдел")
    far = make_employee(body, "executor", unit=other)
    client = signed_in(head)
    assert client.post(LIST, typed(owner, today, 3, None)).status_code == 302
    assert client.post(LIST, typed(far, today, 3, None)).status_code == 422
    absence = staff.record_absence(far, since=today, until=today, by=far)
    assert client.get(reverse("desk:absence", args=[absence.pk])).status_code == 404


def test_an_absence_is_ended_early_given_another_substitute_or_cancelled(
    body: Body, today: date
) -> None:
    owner, colleague = make_employee(body, "executor"), make_employee(body, "executor")
    client = signed_in(owner)
    begun = staff.record_absence(
        owner, since=today - timedelta(days=3), until=today + timedelta(days=5), by=owner
    )
    page = reverse("desk:absence", args=[begun.pk])
    assert "Завершить раньше" in client.get(page).content.decode()
    assert client.post(page, {"act": "substitute", "substitute": colleague.pk}).status_code == 302
    begun.refresh_from_db()
    assert begun.substitute == colleague
    late = client.post(page, {"act": "end", "until": (today + timedelta(days=9)).isoformat()})
    assert late.status_code == 422
    assert "позже записанного дня" in late.content.decode()
    refused = client.post(page, {"act": "cancel"})
    assert refused.status_code == 422
    assert "можно завершить, но не отменить" in refused.content.decode()
    last = today - timedelta(days=1)
    assert client.post(page, {"act": "end", "until": last.isoformat()}).status_code == 302
    begun.refresh_from_db()
    assert begun.until == last
    assert "изменить его нельзя" in client.get(page).content.decode()
    planned = staff.record_absence(owner, since=today, until=today, by=owner)
    page = reverse("desk:absence", args=[planned.pk])
    assert client.post(page, {"act": "cancel"}).status_code == 302
    assert not Absence.objects.filter(pk=planned.pk).exists()
    assert client.post(page, {"act": "cancel"}).status_code == 404


@pytest.mark.parametrize("act", ["", "x", "substitute", "end"])
def test_an_unknown_or_empty_act_changes_nothing(body: Body, today: date, act: str) -> None:
    owner = make_employee(body, "executor")
    absence = staff.record_absence(owner, since=today, until=today + timedelta(days=2), by=owner)
    page = reverse("desk:absence", args=[absence.pk])
    answer = signed_in(owner).post(page, {"act": act, "until": "вчера", "substitute": "999999"})
    assert answer.status_code in {200, 422}
    absence.refresh_from_db()
    assert (absence.substitute, absence.until) == (None, today + timedelta(days=2))


def test_the_page_asks_the_database_as_often_for_many_absences_as_for_one(
    body: Body, today: date
) -> None:
    client = signed_in(make_employee(body, "administrator"))
    spent = []
    for turn in range(2):
        for _ in range(1 + 4 * turn):
            owner, colleague = make_employee(body, "executor"), make_employee(body, "executor")
            staff.record_absence(
                owner, since=today, until=today + timedelta(days=2), substitute=colleague, by=owner
            )
        with CaptureQueriesContext(connection) as queries:
            client.get(LIST)
        spent.append(len(queries))
    assert spent[0] == spent[1] <= 12
