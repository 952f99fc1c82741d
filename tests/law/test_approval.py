"""Steps of «Согласование и подписание»."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from pytest_bdd import given, parsers, scenarios, then, when

from otklik.cases.actions import consider
from otklik.cases.models import Question, Stage
from otklik.messages.models import Outgoing
from otklik.replies import actions as replies
from otklik.replies.models import Approval, Decision, LetterVersion, Remark, Reply
from otklik.staff import actions as staff
from otklik.staff.models import Absence, Employee, Setting
from tests.factories import by_the_order, make_case, make_employee
from tests.law.conftest import World, day

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.clause("labour-novosibirsk:10.1"),
    pytest.mark.clause("labour-novosibirsk:10.2"),
    pytest.mark.clause("industry-mordovia:8.6.b"),
]
scenarios("approval.feature")
HEAD = "начальник отдела"


@pytest.fixture
def people() -> dict[str, Employee]:
    """Those whom the scenario names."""
    return {}


def named(world: World, people: dict[str, Employee], surname: str) -> Employee:
    """The signer of that surname."""
    if surname not in people:
        person = make_employee(world.body, "signer")
        person.surname, person.post = surname, "заместитель министра"
        person.save()
        people[surname] = person
    return people[surname]


def distributed(
    world: World, person: Employee, capacity: str, topics: tuple[str, ...], on: str
) -> None:
    row = staff.SignatoryEntry(
        person, capacity, day(on), "Приказ о распределении обязанностей", topics
    )
    staff.add_signatory(row, by=make_employee(world.body, "administrator"))


@given(
    parsers.parse('заместитель министра "{surname}" подписывает письма по теме "{topic}" с {on}')
)
def deputy_signs(
    world: World, people: dict[str, Employee], surname: str, topic: str, on: str
) -> None:
    distributed(world, named(world, people, surname), "deputy", (topic,), on)


@given(parsers.parse('министр "{surname}" подписывает письма с {on}'))
def minister_signs(world: World, people: dict[str, Employee], surname: str, on: str) -> None:
    distributed(world, named(world, people, surname), "minister", (), on)


@given(parsers.parse('"{surname}" имеет право подписи'))
def may_sign(world: World, people: dict[str, Employee], surname: str) -> None:
    named(world, people, surname)


@given(parsers.parse('"{substitute}" замещает "{whom}" с {since} по {until}'))
def stands_in(
    world: World,
    people: dict[str, Employee],
    substitute: str,
    whom: str,
    since: str,
    until: str,
) -> None:
    Absence.objects.create(
        employee=named(world, people, whom),
        substitute=named(world, people, substitute),
        since=day(since),
        until=day(until),
    )


@given("номера ответов дают во внешней системе документооборота")
def numbered_outside(world: World) -> None:
    Setting.objects.filter(body=world.body, code="outgoing-number").delete()


@given(parsers.parse('письмо по теме "{topic}" согласовано и ждёт подписи {on}'))
def waits_for_signature(world: World, topic: str, on: str) -> None:
    at = world.at(day(on), 9)
    version = prepared(world, at, "solved", topic)
    assert Reply.objects.get().stage == "for-signature"
    assert version.number == 1


@given("в нём письма согласуют начальник отдела и юрист")
def by_order(world: World, people: dict[str, Employee]) -> None:
    by_the_order(world.body)
    people[HEAD] = world.team.head
    people["юрист"] = make_employee(world.body, "lawyer")


@given(parsers.parse("ответ с отказом отправлен исполнителем {on}"))
def refusal_sent(world: World, on: str) -> None:
    prepared(world, world.at(day(on), 9), "impossible", "")


def prepared(world: World, at: datetime, outcome: str, topic: str) -> LetterVersion:
    """A letter that the executor has sent on its way."""
    world.case = make_case(
        world.body, Stage.ASSIGNED, team=world.team, received_at=at - timedelta(days=3)
    )
    if topic:
        Question.objects.filter(case=world.case).update(topic_code=f"{topic}.0001")
    by = world.team.executor
    reason = "этого не предусматривает закон" if outcome == "impossible" else ""
    for question in world.case.questions.all():
        consider(question, by=by, outcome=outcome, reason=reason, at=at)
    reply = replies.start(world.case, by=by, at=at)
    text = "Мы перечислили субсидию 5 марта. Меры поддержки есть, подайте заявку до мая."
    draft = reply.draft | {
        "answers": {str(q.pk): text for q in world.case.questions.all()},
        "closing": "Позвоните нам, если будут вопросы.",
    }
    reply = replies.save(reply, by=by, draft=draft, revision=reply.revision, at=at)
    return replies.submit(reply, by=by, at=at)


def newest(world: World) -> LetterVersion:
    return LetterVersion.objects.filter(reply__case=world.present()).order_by("-number")[0]


def sign(world: World, by: Employee, on: str) -> None:
    version = newest(world)
    world.refusal = None
    world.attempt(
        lambda: replies.sign(version, by=by, sha256=version.sha256, at=world.at(day(on), 12))
    )


@when(parsers.parse('письмо подписывает "{surname}" {on}'))
def somebody_signs(world: World, people: dict[str, Employee], surname: str, on: str) -> None:
    sign(world, named(world, people, surname), on)


@when(parsers.parse("письмо подписывает исполнитель {on}"))
def executor_signs(world: World, on: str) -> None:
    sign(world, world.team.executor, on)


@when(parsers.parse("{who} согласует письмо"))
def approves(world: World, people: dict[str, Employee], who: str) -> None:
    version = newest(world)
    world.refusal = None
    world.attempt(
        lambda: replies.approve(
            version, by=people[who], sha256=version.sha256, at=version.created_at
        )
    )


@when(parsers.parse('юрист возвращает письмо с замечанием "{text}"'))
def lawyer_returns(world: World, people: dict[str, Employee], text: str) -> None:
    version = newest(world)
    replies.reject(
        version,
        by=people["юрист"],
        sha256=version.sha256,
        remarks=text,
        at=version.created_at,
    )


@when("исполнитель учитывает замечание и отправляет письмо снова")
def sent_again(world: World) -> None:
    by, at = world.team.executor, newest(world).created_at
    replies.settle(Remark.objects.get(), by=by, answer="Назвал", at=at)
    replies.submit(Reply.objects.get(), by=by, at=at)


@when(parsers.parse('вносят номер "{number}" от {on}'))
def numbered(world: World, number: str, on: str) -> None:
    version, by = newest(world), world.team.registrar
    at = Decision.objects.get(kind="signed").at
    world.refusal = None
    world.attempt(lambda: replies.enter_number(version, number=number, on=day(on), by=by, at=at))


@then("письмо подписано")
def is_signed(world: World) -> None:
    assert world.refusal is None, world.refusal and world.refusal.message
    assert Decision.objects.get().kind == "signed"


@then(parsers.parse('под письмом стоит "{post}"'))
def signed_as(post: str) -> None:
    assert Decision.objects.get().post == post


@then("письмо ждёт подписи")
def to_the_signer() -> None:
    assert Reply.objects.get().stage == "for-signature"


@then("решение каждого сохранено")
def each_decision_is_kept(people: dict[str, Employee]) -> None:
    kept: Any = Approval.objects.order_by("position").values_list("decided_by", "state")
    assert list(kept) == [(people[HEAD].pk, "approved"), (people["юрист"].pk, "approved")]


@then("письмо ждёт начальника отдела")
def waits_for_the_head(world: World, people: dict[str, Employee]) -> None:
    step = Approval.objects.filter(version=newest(world), state="waiting").order_by("position")[0]
    assert step.approver == people[HEAD]


@then("письмо не отправлено")
def not_sent() -> None:
    assert not Outgoing.objects.filter(kind="reply").exists()


@then(parsers.parse('письмо отправлено с номером "{number}"'))
def sent_with(number: str) -> None:
    assert Outgoing.objects.filter(kind="reply").count() == 1
    assert Reply.objects.get().number == number
