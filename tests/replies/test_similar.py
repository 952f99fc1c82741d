"""Earlier replies to similar cases stand beside a new one; nobody sees through them what he may not see."""

from typing import Any

import pytest
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from otklik.cases import actions as cases
from otklik.cases.models import Case, Stage
from otklik.messages.models import Outgoing
from otklik.replies import actions
from otklik.replies.similar import nearest
from otklik.replies.suggestions import Offer, offers_for
from otklik.staff.models import Employee
from tests.factories import Team, make_body, make_case, make_team

SNOW = "Прошу убрать снег у школы на улице Лесной: дети не могут пройти к школе."
BAKERY = "Какие меры поддержки есть для небольшой пекарни на селе?"


def answered(body: Any, team: Team, text: str, answer: str) -> Case:
    """A case of which the client has the reply."""
    case = make_case(body, Stage.ASSIGNED, team=team, text=text, summary=text[:60])
    case.questions.update(text=text)
    question = case.questions.get()
    cases.consider(question, by=team.executor, outcome="solved")
    reply = actions.start(case, by=team.executor)
    reply = actions.save(
        reply,
        by=team.executor,
        draft={**reply.draft, "answers": {str(question.pk): answer}},
        revision=reply.revision,
    )
    version = actions.submit(reply, by=team.executor)
    actions.sign(version, by=team.signer, sha256=version.sha256)
    for message in Outgoing.objects.filter(dispatch__version=version):
        Outgoing.objects.filter(pk=message.pk).update(
            state=Outgoing.State.SENT, sent_at=message.created_at
        )
    actions.finish_delivered(reply)
    return Case.objects.get(pk=case.pk)


def offered(case: Case, employee: Employee) -> tuple[Offer, ...]:
    """The earlier answers that stand beside the case's question."""
    question = case.questions.get()
    return offers_for(case, [question], employee, timezone.now())[question.pk].answers


@pytest.mark.django_db
class TestSimilar:
    def test_the_reply_to_the_same_trouble_stands_beside_and_another_does_not(
        self, client: Browser
    ) -> None:
        body = make_body()
        team = make_team(body)
        snow = answered(body, team, SNOW, "Снег убрали вчера.")
        answered(body, team, BAKERY, "Есть грант и заём.")
        new = make_case(
            body,
            Stage.ASSIGNED,
            team=team,
            text="У школы на Лесной снова не убран снег.",
            summary="уборка снега",
        )
        new.questions.update(text="Когда уберут снег у школы на Лесной?")
        found = offered(new, team.executor)
        assert [(item.case, item.text) for item in found] == [(snow.pk, "Снег убрали вчера.")]
        client.force_login(team.executor)
        page = client.get(reverse("desk:reply", args=[new.pk])).content.decode()
        assert "Похожие ответы" in page
        assert "Снег убрали вчера." in page

    def test_nobody_sees_a_reply_that_he_may_not_see(self) -> None:
        body = make_body()
        answered(body, make_team(body), SNOW, "Снег убрали вчера.")
        other = make_team(body)
        new = make_case(body, Stage.ASSIGNED, team=other, text=SNOW)
        new.questions.update(text=SNOW)
        assert offered(new, other.executor) == ()

    def test_the_studio_asks_the_same_number_of_questions_however_many_cases(
        self, django_assert_max_num_queries: Any
    ) -> None:
        body = make_body()
        team = make_team(body)
        for number in range(3):
            answered(body, team, f"{SNOW} {number}", "Снег убрали.")
        new = make_case(body, Stage.ASSIGNED, team=team, text=SNOW)
        new.questions.update(text=SNOW)
        with django_assert_max_num_queries(20):
            assert len(offered(new, team.executor)) == 3


@given(
    st.text(alphabet="абв ", max_size=30),
    st.dictionaries(st.integers(), st.text(alphabet="абвг ", max_size=30), max_size=6),
)
def test_nearness_is_a_share_and_the_same_words_are_nearest(
    text: str, others: dict[int, str]
) -> None:
    found = nearest(text, others)
    assert all(0 <= score <= 1.000001 for _, score in found)
    assert [score for _, score in found] == sorted((score for _, score in found), reverse=True)
    for key, other in others.items():
        if text.split() and sorted(other.split()) == sorted(text.split()) and len(found) < 6:
            assert key in dict(found)
