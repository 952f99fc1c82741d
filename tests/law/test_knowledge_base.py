"""Scenarios of the knowledge base: templates, their review, life situations, materials by the analysis."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from pytest_bdd import given, parsers, scenarios, then, when

from otklik.analytics import actions as analytics
from otklik.analytics import queries as analysis
from otklik.analytics.periods import Quarter
from otklik.config.tallies import day_of
from otklik.config.today import knowledge_base, quarter
from otklik.knowledge import actions as knowledge
from otklik.knowledge import queries
from otklik.knowledge.models import ReplyTemplate, TemplateUse
from otklik.knowledge.rules import needs_check
from otklik.replies import actions as replies
from otklik.replies.models import Reply
from otklik.replies.queries import missing_in
from otklik.replies.suggestions import offers_for
from otklik.staff.models import Employee
from otklik.staff.queries import powers_of
from otklik.touchpoints import actions as touchpoints
from otklik.touchpoints.models import LifeSituation
from otklik.touchpoints.queries import touchpoints_of
from tests.factories import make_employee, topic
from tests.law.conftest import World, day

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.clause(
        "industry-mordovia:11bis.a",
        "industry-mordovia:11bis.b",
        "industry-mordovia:6.2.a",
        "labour-novosibirsk:22.d",
        "economy-novosibirsk:15.2.b",
        "economy-magadan:4.1.d",
    ),
]
scenarios("knowledge_base.feature")

TEXT = "По Вашему письму № {номер} решение примут до {дата: последний день}."


@dataclass
class Base:
    """What the scenarios of the knowledge base keep."""

    office: Employee
    template: ReplyTemplate | None = None
    situation: LifeSituation | None = None
    touchpoint: str = ""
    page: str = ""

    @property
    def present(self) -> ReplyTemplate:
        assert self.template is not None
        return ReplyTemplate.objects.get(pk=self.template.pk)


@pytest.fixture
def base(world: World) -> Base:
    return Base(make_employee(world.body, "office"))


def reading(employee: Employee, name: str) -> str:
    client = Client()
    client.force_login(employee)
    return client.get(reverse(name)).content.decode()


@given(parsers.parse("шаблон темы обращения опубликован {on}"))
def published(world: World, base: Base, on: str) -> None:
    base.template = knowledge.save_template(
        title="О решении", text=TEXT, topic_code=topic(), by=base.office, at=world.at(day(on))
    )


@when("исполнитель вставляет шаблон в ответ")
def inserted(world: World, base: Base) -> None:
    executor, case = world.team.executor, world.present()
    question = case.questions.get()
    at = world.at(day("5 марта 2026"))
    offers = offers_for(case, [question], executor, at)[question.pk]
    offer = next(one for one in offers.templates if one.key == str(base.present.pk))
    reply = replies.start(case, by=executor, at=at)
    replies.insert(
        reply,
        question,
        offer.text,
        by=executor,
        revision=reply.revision,
        template=base.present,
        at=at,
    )


@then("в ответе стоит номер обращения")
def has_number(world: World) -> None:
    case = world.present()
    answers = Reply.objects.get(case=case).draft["answers"]
    assert case.number in answers[str(case.questions.get().pk)]


@then("использование шаблона записано")
def use_is_recorded(world: World, base: Base) -> None:
    use = TemplateUse.objects.get()
    assert (use.template, use.by) == (base.present, world.team.executor)
    assert use.about == world.present().ref


@then("письмо нельзя отправить на подпись: в нём есть пропуск")
def not_to_the_signer(world: World) -> None:

    lacking = missing_in(Reply.objects.get(case=world.present()))
    assert any(item.blocks and "пропуск" in str(item.message).lower() for item in lacking)


@when(parsers.parse('сохраняют шаблон с текстом "{text}"'))
def save_wrong(world: World, base: Base, text: str) -> None:
    world.attempt(lambda: knowledge.save_template(title="А", text=text, by=base.office))


@then(parsers.re(r"(?P<on>\d.+) у ответственного (?P<there>есть|нет) задач[аиу] проверить шаблон"))
def task(world: World, base: Base, on: str, there: str) -> None:
    parts = list(knowledge_base(day_of(base.office, world.at(day(on)))))
    assert bool(parts) is (there == "есть")


@then(parsers.parse("{on} шаблон отмечен «проверить»"))
def marked(base: Base, on: str) -> None:
    row = base.present
    assert needs_check(row.state, row.review_by, day(on))


@when(parsers.parse("{on} ответственный подтверждает, что шаблон верен"))
def confirmed(world: World, base: Base, on: str) -> None:
    knowledge.confirm_template(base.present, by=base.office, at=world.at(day(on)))


@given(
    parsers.parse(
        'для ситуации "{title}" опубликовано решение "{solution}" с точкой взаимодействия'
    )
)
def situation(world: World, base: Base, title: str, solution: str) -> None:
    point = touchpoints_of(world.body)[0]
    base.touchpoint = point.name
    row = touchpoints.save_situation(title=title, text="", by=base.office)
    touchpoints.save_solution(
        row, title=solution, text="Подайте заявку.", by=base.office, touchpoints=[point.code]
    )
    base.situation = touchpoints.move_situation(row, "publish", by=base.office)


@when("клиент открывает ситуацию")
def opens(world: World, base: Base) -> None:
    assert base.situation is not None
    client = Client()
    listed = client.get(reverse("portal:help", args=[world.body.code])).content.decode()
    address = reverse("portal:help-situation", args=[world.body.code, base.situation.pk])
    assert address in listed
    base.page = client.get(address).content.decode()


@then(parsers.parse('он видит решение "{solution}" и точку взаимодействия'))
def sees(base: Base, solution: str) -> None:
    assert solution in base.page
    assert base.touchpoint in base.page


@given(parsers.parse("анализ за I квартал 2026 года заморожен {on}"))
def frozen(world: World, base: Base, on: str) -> None:
    analytics.freeze(world.body, Quarter.parse("2026Q1"), by=base.office, at=world.at(day(on)))


@then(
    parsers.re(
        r'у ответственного отдела (?P<there>есть|нет) задач[аи] по кварталу "(?P<period>\w+)"'
    )
)
def quarter_task(world: World, base: Base, there: str, period: str) -> None:
    waits = period in analysis.quarters_without_material(world.body)
    assert waits is (there == "есть")
    now = world.at(day("10 апреля 2026")) + timedelta(days=1)
    shown = quarter(day_of(base.office, now), powers_of(base.office)).tallies
    assert any("без материала" in str(tally.title) for tally in shown) is waits


@when(parsers.parse('записан материал по кварталу "{period}" для "{audience}"'))
def material(base: Base, period: str, audience: str) -> None:
    knowledge.save_material(
        title="Как писать яснее",
        text="Начинайте с ответа.",
        period=period,
        audience=audience,
        by=base.office,
    )


@when(parsers.parse('записывают, что за "{period}" материал не нужен: "{reason}"'))
def waived(world: World, base: Base, period: str, reason: str) -> None:
    world.attempt(lambda: knowledge.waive_material(period, reason=reason, by=base.office))


@then("материал видят сотрудники")
def employees_see(world: World) -> None:
    assert "Как писать яснее" in reading(world.team.executor, "desk:materials")
    assert queries.latest_materials(world.body)


@then(parsers.parse('причину "{reason}" видят сотрудники'))
def reason_is_seen(world: World, reason: str) -> None:
    assert reason in reading(world.team.executor, "desk:materials")


@then("материал видят клиенты")
def clients_see(world: World) -> None:
    page = Client().get(reverse("portal:help", args=[world.body.code])).content.decode()
    assert "Как писать яснее" in page
