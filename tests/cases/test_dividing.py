"""Questions divided, joined and given other topics after the registration."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from otklik import regulations
from otklik.cases import actions
from otklik.cases.models import Case, Classification, Question, Stage
from otklik.cases.question_rules import Standing, Wording, wording_problems
from otklik.journal.models import Entry
from otklik.staff.refusals import Refusal
from tests.factories import RECEIVED, Team, make_body, make_case, make_employee, make_team, topic

pytestmark = pytest.mark.django_db
LATER = RECEIVED + timedelta(days=2)


def other_topic() -> str:
    entries = [entry.code for entry in regulations.classifier().entries if entry.assignable]
    return entries[-1]


@pytest.fixture
def team() -> Team:
    return make_team(make_body())


@pytest.fixture
def case(team: Team) -> Case:
    assert team.head.body is not None
    return make_case(
        team.head.body, Stage.ASSIGNED, team=team, questions=("Меры поддержки?", "Где ответ?")
    )


def texts(case: Case) -> list[tuple[int, str]]:
    return list(case.questions.values_list("position", "text"))


def test_a_question_is_divided_in_two_and_each_has_its_topic(case: Case, team: Team) -> None:
    first = case.questions.get(position=1)
    wordings = [
        Wording("Какие гранты есть?", topic(), first.pk),
        Wording("Какие займы есть?", other_topic()),
    ]
    actions.divide_questions(case, wordings, by=team.executor, at=LATER)
    assert texts(case) == [(1, "Какие гранты есть?"), (2, "Где ответ?"), (3, "Какие займы есть?")]
    new = case.questions.get(position=3)
    given = Classification.objects.get(question=new)
    assert (given.moment, given.topic_code, given.by) == (
        "assignment",
        other_topic(),
        team.executor,
    )
    assert Entry.objects.get(act="cases.divide-questions").details["count"] == 3


def test_two_questions_are_joined_and_the_numbers_run_on(case: Case, team: Team) -> None:
    first, second = case.questions.all()
    wordings = [Wording("", "", first.pk), Wording("Меры и ответ?", topic(), second.pk)]
    actions.divide_questions(case, wordings, by=team.head, at=LATER)
    assert texts(case) == [(1, "Меры и ответ?")]


@pytest.mark.clause("economy-novosibirsk:9.b")
def test_a_changed_topic_stands_beside_the_old_one(case: Case, team: Team) -> None:
    first = case.questions.get(position=1)
    before = list(first.classifications.values_list("pk", flat=True))
    wording = Wording(first.text, other_topic(), first.pk)
    actions.divide_questions(case, [wording], by=team.registrar, at=LATER)
    assert set(before) < set(first.classifications.values_list("pk", flat=True))
    assert Question.objects.get(pk=first.pk).topic_code == other_topic()


def test_what_is_considered_stays_and_blocks_taking_out(case: Case, team: Team) -> None:
    first, second = case.questions.all()
    actions.consider(first, by=team.executor, outcome="solved", at=LATER)
    for wordings in (
        [Wording("Другое?", topic(), first.pk)],
        [Wording("", "", second.pk)],
        [Wording("Чужой?", topic(), 10_000_000)],
    ):
        before = texts(case)
        with pytest.raises(Refusal):
            actions.divide_questions(case, wordings, by=team.executor, at=LATER)
        assert texts(case) == before
    actions.divide_questions(case, [Wording("Ещё вопрос?", topic())], by=team.executor, at=LATER)
    assert len(texts(case)) == 3


def test_somebody_else_s_executor_divides_nothing(case: Case, team: Team) -> None:
    assert team.head.body is not None
    with pytest.raises(Refusal):
        actions.divide_questions(
            case,
            [Wording("Ещё?", topic())],
            by=make_employee(team.head.body, "executor"),
            at=LATER,
        )


def test_a_case_keeps_a_question_and_each_question_its_topic() -> None:
    classifier = regulations.classifier()
    standing = Standing({1, 2}, set())

    def fields(*wordings: Wording, needed: bool = True) -> list[str]:
        found = wording_problems(wordings, standing, classifier, topics_needed=needed)
        return [item.field for item in found]

    assert fields(Wording("", "", 1), Wording(" ", "", 2)) == [""]
    assert fields(Wording("А?", "", 1)) == ["topic-0"]
    assert fields(Wording("А?", "", 1), needed=False) == []
    assert fields(Wording("А?", "no-such", 1), needed=False) == ["topic-0"]
    assert fields(Wording("А?", topic(), 1), Wording("Б?", topic())) == []


def test_the_page_divides_and_keeps_what_was_typed(case: Case, team: Team) -> None:
    client = Client()
    client.force_login(team.executor)
    address = reverse("desk:divide-questions", args=(case.pk,))
    assert "Меры поддержки?" in client.get(address).content.decode()
    case.refresh_from_db()
    said = {
        "revision": case.revision,
        "text-0": "Меры поддержки?",
        "topic-0": topic(),
        "text-1": "Где ответ?",
        "topic-1": topic(),
        "text-2": "Кто поможет?",
        "topic-2": "",
    }
    refused = client.post(address, said)
    assert refused.status_code == 422
    assert "Кто поможет?" in refused.content.decode()
    assert len(texts(case)) == 2
    assert client.post(address, said | {"topic-2": topic()}).status_code == 302
    assert len(texts(case)) == 3
