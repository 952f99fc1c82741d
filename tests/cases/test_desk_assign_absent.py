"""Giving out a case: who is away is said beside the name, and units without executors are not offered."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from otklik.cases.models import Stage
from otklik.staff import actions as staff
from otklik.staff import calendars
from otklik.staff.models import Unit
from tests.factories import make_body, make_case, make_employee, make_team

pytestmark = pytest.mark.django_db


def test_who_is_away_is_said_beside_his_name_with_his_substitute() -> None:
    body = make_body()
    team, colleague = make_team(body), make_employee(body, "executor")
    case, day = make_case(body, Stage.REGISTERED), calendars.today(body)
    staff.record_absence(
        team.executor, since=day, until=day + timedelta(days=6), substitute=colleague, by=team.head
    )
    staff.record_absence(
        colleague, since=day + timedelta(days=9), until=day + timedelta(days=9), by=colleague
    )
    client = Client()
    client.force_login(team.head)
    html = client.get(reverse("desk:assign", args=[case.pk])).content.decode()
    assert f"отсутствует до {day + timedelta(days=6):%d.%m.%Y}, замещает" in html
    assert html.count("отсутствует до") == 1


def test_the_own_unit_comes_first_and_units_without_executors_are_not_offered() -> None:
    body = make_body()
    first = staff.add_unit(body, "first", "Абсолютно первый отдел")
    make_employee(body, "executor", unit=first)
    staff.add_unit(body, "empty", "Отдел без людей")
    head = make_employee(body, "head", "registrar")
    case = make_case(body, Stage.REGISTERED)
    client = Client()
    client.force_login(head)
    form = client.get(reverse("desk:assign", args=[case.pk])).context["form"]
    own = Unit.objects.get(body=body, code="support")
    assert [pk for pk, _title in form.fields["unit"].choices] == ["", str(own.pk), str(first.pk)]
