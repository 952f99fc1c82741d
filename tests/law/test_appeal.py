"""Scenarios of the appeal's side: hints, topics, joint answers."""

from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from pytest_bdd import given, parsers, scenarios, then, when

from otklik.cases import actions, topics
from otklik.cases.desk.hint_cards import hint_rows
from otklik.cases.hinting import Hint
from otklik.cases.models import Case, NoReply, Stage
from otklik.cases.rules import QuestionEntry
from otklik.journal.actors import system
from otklik.replies import actions as replies
from otklik.replies import joint_queries
from otklik.replies.models import LetterVersion, Reply
from otklik.staff import actions as staff
from otklik.staff import classifiers
from otklik.touchpoints.models import Touchpoint
from tests.factories import make_case, make_client
from tests.law.conftest import World, day
from tests.replies.route_world import write

pytestmark = pytest.mark.django_db
scenarios("appeal.feature")
TREE = "0001;Государство\n0001.0002;Основы\n0001.0002.0025;Хозяйство\n"
OTHER = "0001.0002.0025.0086;Условия предпринимательства\n"


@dataclass(slots=True)
class Seen:
    """What the scenario looked at."""

    hints: list[Hint] = field(default_factory=list)
    cases: list[Case] = field(default_factory=list)


@pytest.fixture
def seen() -> Seen:
    return Seen()


@given(parsers.parse('{on} зарегистрировано обращение: "{text}"'))
def written(world: World, on: str, text: str) -> None:
    at = world.at(day(on))
    world.case = make_case(world.body, Stage.ASSIGNED, team=world.team, text=text, received_at=at)


@when("его открывает исполнитель")
def opened(world: World, seen: Seen) -> None:
    rows = hint_rows(world.present(), world.team.head)
    seen.hints = [row.hint for row in rows]


@then(parsers.parse('показана подсказка "{code}" с основанием "{basis}"'))
def hinted(seen: Seen, code: str, basis: str) -> None:
    (hint,) = seen.hints
    assert hint.code == code
    assert hint.ground is not None
    assert hint.ground.basis == basis


@then(parsers.parse('показана подсказка "{code}", она ведёт к направлению в другой орган'))
def leads_to_forwarding(seen: Seen, code: str) -> None:
    (hint,) = seen.hints
    assert (hint.code, hint.act) == (code, "forward")


@then("обращение остаётся на рассмотрении")
def stays(world: World) -> None:
    assert world.present().stage == Stage.ASSIGNED
    assert not NoReply.objects.exists()


@then("подсказок нет")
def nothing(seen: Seen) -> None:
    assert seen.hints == []


@given(parsers.re(r'(?P<on>\d.+ года) клиент пишет (?P<whom>\w+): "(?P<text>.+)"'))
def writes(world: World, seen: Seen, on: str, whom: str, text: str) -> None:
    client = seen.cases[0].client if seen.cases else make_client(world.body)
    case = make_case(
        world.body, client=client, text=text, addressee=whom, received_at=world.at(day(on))
    )
    seen.cases.append(case)


@when("регистратор открывает второе обращение")
def registrar_opens(world: World, seen: Seen) -> None:
    rows = hint_rows(seen.cases[1], world.team.registrar)
    seen.hints = [row.hint for row in rows]


@then("показано, что оно, возможно, повторяет первое")
@pytest.mark.clause("industry-mordovia:6.4.b")
def repeats(seen: Seen) -> None:
    (hint,) = seen.hints
    assert (hint.code, hint.earlier) == ("repeat", (seen.cases[0],))


def load(world: World, on: str, text: str) -> None:
    plan = classifiers.plan_import(world.body, text.encode(), valid_from=day(on))
    assert staff.import_classifier(plan, by=system("test")) is not None
    classifiers.forget()


@given(parsers.parse('с {on} действует список с темой "{code}" "{title}"'))
def with_topic(world: World, on: str, code: str, title: str) -> None:
    load(world, on, f"{TREE}{OTHER}{code};{title}\n")


@given(parsers.parse('{on} вопросу дали тему "{code}"'))
def classified(world: World, on: str, code: str) -> None:
    at = world.at(day(on))
    case = make_case(world.body, received_at=at)
    world.case = actions.register(
        case,
        by=world.team.registrar,
        type=case.type,
        form=case.form,
        channel=case.channel,
        questions=[QuestionEntry("Где торговать?", code)],
        addressee="министру",
        touchpoint=Touchpoint.objects.filter(version__body=world.body).first(),
        note="так",
        at=at + timedelta(hours=1),
    )


@when(parsers.parse("с {on} загружают список без этой темы"))
def without_topic(world: World, on: str) -> None:
    load(world, on, f"{TREE}{OTHER}")


@then(parsers.parse('у вопроса видно название "{title}"'))
def title_stays(world: World, title: str) -> None:
    assert topics.topic_title(world.body, world.present().questions.get()) == title


@then(parsers.parse('для новых вопросов темы "{code}" нет'))
def not_offered(world: World, code: str) -> None:
    assert not classifiers.classifier_of(world.body).has(code)


@given(parsers.parse("{on} три клиента прислали одинаковые обращения об автобусе"))
def campaign(world: World, seen: Seen, on: str) -> None:
    for surname in ("Соколова", "Громова", "Лунина"):
        case = make_case(
            world.body,
            Stage.ASSIGNED,
            team=world.team,
            client=make_client(world.body, surname=surname, patronymic=f"{surname[:-3]}овна"),
            text="Прошу вернуть утренний автобус до посёлка Выдуманного.",
            questions=("Когда вернут утренний автобус?",),
            received_at=world.at(day(on)),
        )
        seen.cases.append(case)


@when("исполнитель отвечает на них вместе")
def answers_together(world: World, seen: Seen) -> None:
    at = world.at(day("5 марта 2026"))
    lead = write(seen.cases[0], world.team.executor, at=at)
    found = joint_queries.candidates(seen.cases[0], world.team.executor)
    replies.join(lead.case, [item.case for item in found], by=world.team.executor, at=at)
    assert replies.submit_together(lead, by=world.team.executor, at=at).done == 2


@when("подписывающий подписывает все")
def signs_all(world: World, seen: Seen) -> None:
    lead = Reply.objects.get(case=seen.cases[0])
    waiting = joint_queries.waiting_together(lead, world.team.signer)
    shown = [(version, version.sha256) for version in waiting]
    at = world.at(day("6 марта 2026"))
    assert replies.sign_together(shown, by=world.team.signer, at=at).done == 3


@then("у каждого клиента своё письмо со своим обращением по имени и своим номером")
def own_letters(seen: Seen) -> None:
    letters = LetterVersion.objects.filter(reply__case__in=seen.cases)
    assert len({letter.content["salutation"] for letter in letters}) == 3
    assert len({letter.sha256 for letter in letters}) == 3
    assert len(set(Reply.objects.values_list("number", flat=True))) == 3
