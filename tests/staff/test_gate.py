"""Who is let in: by power, by appointment's days, with a second factor."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.test import Client, RequestFactory

from otklik.staff.gate import GateMiddleware
from otklik.staff.models import Appointment, Power, Role
from otklik.staff.queries import may, powers_of, with_power
from tests.factories import make_body, make_employee

pytestmark = pytest.mark.django_db


def test_powers_come_from_appointments_in_force() -> None:
    employee = make_employee(make_body())
    role = Role.objects.get(code="signer")
    Appointment.objects.create(
        employee=employee, role=role, since=date(2026, 1, 10), until=date(2026, 1, 20)
    )
    assert Power.SIGN not in powers_of(employee, date(2026, 1, 9))
    assert Power.SIGN in powers_of(employee, date(2026, 1, 10))
    assert Power.SIGN in powers_of(employee, date(2026, 1, 20))
    assert Power.SIGN not in powers_of(employee, date(2026, 1, 21))


def test_a_dismissed_employee_has_no_power() -> None:
    body = make_body()
    employee = make_employee(body, "signer")
    employee.is_active = False
    employee.save()
    assert not may(employee, Power.SIGN)
    assert with_power(body, Power.SIGN) == []


def test_a_page_outside_ones_role_is_refused_politely(client: Client) -> None:
    client.force_login(make_employee(make_body(), "operator"))
    response = client.get("/desk/signing/")
    assert response.status_code == 403
    assert "роль" in response.content.decode()


def test_without_a_second_factor_one_is_led_to_set_it_up(client: Client, settings: object) -> None:
    settings.MFA_REQUIRED = True  # type: ignore[attr-defined]  # pytest-django's settings take any name
    client.force_login(make_employee(make_body(), "registrar"))
    response = client.get("/desk/")
    assert response.status_code == 302
    assert "2fa/totp/activate" in response["Location"]


def test_nobody_signs_himself_up(client: Client) -> None:
    assert client.get("/desk/account/signup/").status_code == 403
    assert (
        client.post("/desk/account/signup/", {"username": "x", "password1": "y"}).status_code == 403
    )


def test_an_unmarked_view_is_closed(rf: RequestFactory) -> None:
    def view(_request: object) -> HttpResponse:
        return HttpResponse("open")

    gate = GateMiddleware(lambda _request: HttpResponse())
    request = rf.get("/anything")
    request.resolver_match = None
    with pytest.raises(PermissionDenied):
        gate.process_view(request, view, (), {})  # type: ignore[arg-type]  # a view without arguments
