"""Scenarios of the paper that a letter stands on."""

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from pytest_bdd import given, parsers, scenarios, then, when

from otklik.cases import actions as cases
from otklik.cases.actions import PartEntry
from otklik.documents.letter import Requisite
from otklik.messages import storage
from otklik.replies import actions, letterheads
from otklik.replies.models import LetterVersion
from otklik.staff.models import Body, Employee
from tests.documents.samples import pdf, pieces, run_together
from tests.factories import make_employee
from tests.law.conftest import World, day
from tests.replies.route_world import write

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.clause("economy-novosibirsk:8.3.b"),
    pytest.mark.clause("labour-novosibirsk:8.6"),
    pytest.mark.clause("labour-novosibirsk:17.1"),
    pytest.mark.clause("labour-novosibirsk:17.2.a"),
    pytest.mark.clause("labour-novosibirsk:17.3"),
]
scenarios("letter_paper.feature")


def administrator(world: World) -> Employee:
    return make_employee(world.body, "administrator")


def pages(world: World) -> Any:
    version = LetterVersion.objects.get(reply__case=world.present())
    assert version.pdf is not None
    return pdf(storage.read(version.pdf)).pages


@given("соисполнителями назначены Громова и Тарасов")
def co_executors(world: World) -> None:
    for surname in ("Громова", "Тарасов"):
        person = make_employee(world.body, "executor")
        person.surname = surname
        person.save(update_fields=["surname"])
        case = world.present()
        at = world.at(day("4 марта 2026 года"))
        part = cases.add_co_executor(
            case, PartEntry(person, "Подготовьте справку"), by=world.team.head, at=at
        )
        cases.report_part(part, by=person, report="Справка готова.", at=at)
        part.refresh_from_db()
        cases.accept_part(part, by=world.team.executor, at=at)


@given("администратор поставил номер письма выше адреса министерства")
def number_first(world: World) -> None:
    order: tuple[Requisite, ...] = (
        "emblem", "name", "number", "reference", "contacts", "references",
    )  # fmt: skip
    head = replace(letterheads.head_of(world.body), order=order)
    actions.save_letterhead(world.body, head, by=administrator(world))


@given("у министерства есть подведомственный центр со своим почтовым ящиком")
def a_centre(world: World) -> None:
    Body.objects.create(
        code="centre",
        profile=world.body.profile,
        parent=world.body,
        name="Центр социальной поддержки",
        short_name="Центр",
        timezone=world.body.timezone,
        mailbox="centre@example.org",
    )


@when(parsers.re(r"(?P<on>\d.+?) года письмо подписано"))
def letter_is_signed(world: World, on: str) -> None:
    sign(world, world.at(day(on)))


def sign(world: World, at: datetime) -> None:
    reply = write(world.present(), world.team.executor, at=at)
    version = actions.submit(reply, by=world.team.executor, at=at)
    for step in version.approvals.all():
        actions.approve(version, by=step.approver, sha256=version.sha256, at=at)
    actions.sign(version, by=world.team.signer, sha256=version.sha256, at=at)


@when(parsers.parse("администратор меняет телефон на бланке на {phone}"))
def another_phone(world: World, phone: str) -> None:
    head = replace(letterheads.head_of(world.body), phone=phone)
    actions.save_letterhead(world.body, head, by=administrator(world))


@when("администратор убирает с бланка адрес")
def no_address(world: World) -> None:
    head = replace(letterheads.head_of(world.body), address="")
    by = administrator(world)
    world.attempt(lambda: actions.save_letterhead(world.body, head, by=by))


@then(parsers.parse("на первой странице стоит: {words}"))
def stands(world: World, words: str) -> None:
    assert run_together(words) in run_together(pages(world)[0].extract_text())


@then(parsers.parse("ни на одной странице нет слова: {word}"))
def stands_nowhere(world: World, word: str) -> None:
    text = "".join(page.extract_text() for page in pages(world))
    assert run_together(word) not in run_together(text)


@then("в левом нижнем углу последней страницы стоит основной исполнитель с телефоном")
def executor_in_the_corner(world: World) -> None:
    executor = world.team.executor
    lower = [piece for piece in pieces(pages(world)[-1]) if piece.y < 120 and piece.x < 200]
    texts = [piece.text for piece in lower]
    assert executor.short_name in texts
    assert executor.phone in texts


@then("номер письма стоит выше адреса министерства")
def number_above_address(world: World) -> None:
    text = run_together(pages(world)[0].extract_text())
    number = LetterVersion.objects.get(reply__case=world.present()).reply.number
    assert text.index(run_together(number)) < text.index("Красныйпроспект")


@then("на бланке центра стоит его имя и его ящик")
def own_name(world: World) -> None:
    head = letterheads.letterhead_of(Body.objects.get(code="centre"))
    assert "Центр социальной поддержки" in head.lines
    assert head.email == "centre@example.org"


@then("на бланке центра нет адреса и телефона министерства")
def no_foreign_address(world: World) -> None:
    head = letterheads.letterhead_of(Body.objects.get(code="centre"))
    assert (head.address, head.phone, head.site) == ("", "", "")


@then(parsers.parse("названа статья порядка {clause}"))
def clause_is_named(world: World, clause: str) -> None:
    assert world.refusal is not None
    assert world.refusal.clause == clause
