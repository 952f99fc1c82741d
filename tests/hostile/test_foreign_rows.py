"""The border between bodies: no address and no posted id leads to a row of another body."""

import pytest
from django.test import Client
from django.urls import reverse

from otklik.cases.models import Case
from otklik.intake.actions import take_in
from otklik.journal.models import Entry
from otklik.messages.models import Receipt
from otklik.reception.models import Visit
from otklik.touchpoints.models import Touchpoint
from tests.factories import make_case
from tests.hostile.world import World, desk_addresses, make_world, parameters

pytestmark = pytest.mark.django_db
OWN = {"analysis-chart", "analysis-file", "analysis-freeze", "breaches-file"}
"""Addresses with a quarter or a kind of file in them: they speak of the reader's own body, whoever he is."""


@pytest.fixture
def world() -> World:
    return make_world("economy-novosibirsk")


@pytest.fixture
def stranger() -> World:
    return make_world("economy-magadan")


def signed_in(world: World) -> Client:
    client = Client()
    client.force_login(world.everybody)
    return client


def test_every_address_of_the_desk_has_a_row_to_be_attacked(world: World) -> None:
    forgotten = {
        str(item.name)
        for item in desk_addresses()
        if parameters(item) and item.name not in world.numbers
    }
    assert forgotten == set()


def test_a_foreign_employee_finds_no_row_of_the_body_at_any_address(
    world: World, stranger: World
) -> None:
    client = signed_in(stranger)
    acts = Entry.objects.filter(body_code=world.body.code).count()
    seen = []
    for item in desk_addresses():
        name = str(item.name)
        if not parameters(item) or name in OWN:
            continue
        address = world.address(name)
        answers = {client.get(address).status_code, client.post(address, {}).status_code}
        if not answers <= {403, 404, 405} or answers == {405}:
            seen.append((address, answers))
    assert seen == []
    assert Entry.objects.filter(body_code=world.body.code).count() == acts


def test_the_own_employee_reaches_each_of_these_rows(world: World) -> None:
    client = signed_in(world)
    lost = []
    for item in desk_addresses():
        name = str(item.name)
        answer = client.get(world.address(name))
        if parameters(item) and answer.status_code not in {200, 302, 405}:
            lost.append((name, answer.status_code))
    assert lost == []


def test_posted_ids_of_another_body_are_no_choice(world: World, stranger: World) -> None:
    client = signed_in(world)
    case = Case.objects.get(pk=world.numbers["assign"]["pk"])
    topics = {f"topic-{q.pk}": q.topic_code for q in case.questions.all()}
    asked = {"revision": case.revision, **topics}
    for wrong in (
        {"executor": stranger.everybody.pk},
        {"executor": world.everybody.pk, "unit": stranger.everybody.unit_id},
    ):
        assert client.post(world.address("assign"), asked | wrong).status_code == 422
    foreign = Touchpoint.objects.filter(version__body=stranger.body).first()
    assert foreign
    received = Case.objects.get(pk=world.numbers["register"]["pk"])
    form = {
        "type": "application", "form": "electronic", "channel": "web", "note": "так", "summary": "",
        "addressee": "министерство", "revision": received.revision, "question-TOTAL_FORMS": "1",
        "question-INITIAL_FORMS": "0", "question-0-text": "Вопрос?", "question-0-topic": topics.popitem()[1],
    }  # fmt: skip
    for field, pk in (("touchpoint", foreign.pk), ("earlier", stranger.numbers["case"]["pk"])):
        assert client.post(world.address("register"), {**form, field: pk}).status_code == 422
    received.refresh_from_db()
    assert received.stage == "received"
    card = {"visitor": "Гость", "form": "oral", "gist": "Вопрос", "result": "case"}
    cards = Visit.objects.count()
    answer = client.post(reverse("desk:new-visit"), card | {"official": stranger.everybody.pk})
    assert (answer.status_code, Visit.objects.count()) == (422, cards)


def test_a_receipt_joins_no_case_of_another_body(world: World, stranger: World) -> None:
    client = signed_in(world)
    foreign = make_case(stranger.body)
    for word in (foreign.tracking_code, str(foreign.pk), foreign.tracking_code.lower()):
        answer = client.post(world.address("attach-receipt"), {"where": word})
        assert answer.status_code == 422
    held = Receipt.objects.get(pk=world.numbers["attach-receipt"]["pk"])
    assert held.state == Receipt.State.HELD
    assert take_in(held) is None


def test_files_are_found_only_at_the_row_that_they_came_with(world: World) -> None:
    client = signed_in(world)
    file = world.numbers["case-file"]["file"]
    elsewhere = reverse("desk:case-file", args=[world.numbers["case"]["pk"], file])
    assert client.get(elsewhere).status_code == 404
    receipt = reverse("desk:receipt-file", args=[world.numbers["held-receipt"]["pk"], file])
    assert client.get(receipt).status_code == 404


def test_nothing_at_the_desk_opens_without_signing_in(world: World) -> None:
    client = Client()
    opened = []
    for item in desk_addresses():
        address = world.address(str(item.name))
        opened += [
            (address, answer.status_code)
            for answer in (client.get(address), client.post(address, {}))
            if answer.status_code != 302 or "/desk/account/login/" not in answer["Location"]
        ]
    assert opened == []
