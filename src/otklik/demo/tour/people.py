"""The house in which the tour happens: one body with the four people through whose hands a case goes."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from otklik.staff import actions as staff
from otklik.staff.models import Body, Employee, Unit
from otklik.touchpoints import actions as touchpoints


@dataclass(frozen=True, slots=True)
class House:
    """The body, the unit that answers, and its people."""

    body: Body
    unit: Unit
    registrar: Employee
    head: Employee
    executor: Employee
    signer: Employee


def build(code: str, received: datetime) -> House:
    """Install the body with its registry and people, a month before the letter arrives."""
    before = received - timedelta(days=30)
    body = staff.install_body(code, at=before)
    body.mailbox = "ministry@ministry.example.org"
    body.save(update_fields=["mailbox"])
    touchpoints.install_seed(body, at=before)
    unit = staff.add_unit(body, "support", "Отдел поддержки предпринимательства")

    def person(role: str, surname: str, given_name: str, patronymic: str, post: str) -> Employee:
        return staff.add_employee(
            body,
            username=role,
            password=None,
            surname=surname,
            given_name=given_name,
            patronymic=patronymic,
            post=post,
            unit=unit,
            roles=[role],
            phone="8 (000) 000-00-17",
            email=f"{role}@ministry.example.org",
            at=before,
        )

    return House(
        body,
        unit,
        registrar=person("registrar", "Берёзкина", "Нина", "Львовна", "ведущий специалист"),
        head=person("head", "Кольцов", "Степан", "Фёдорович", "начальник отдела"),
        executor=person("executor", "Власова", "Ольга", "Никитична", "консультант"),
        signer=person("signer", "Седых", "Лидия", "Олеговна", "заместитель министра"),
    )
