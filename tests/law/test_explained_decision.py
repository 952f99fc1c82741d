"""Scenarios of a decision that is explained to the client."""

from datetime import date

import pytest
from pytest_bdd import parsers, scenarios, then, when

from otklik.cases import actions as cases
from otklik.replies import actions as replies
from otklik.replies import queries
from otklik.replies.checks.finding import LetterFinding
from otklik.replies.models import Reply
from tests.law.conftest import World, day

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.clause("labour-novosibirsk:3.3"),
    pytest.mark.clause("industry-mordovia:6.6.b"),
    pytest.mark.clause("economy-novosibirsk:7.1"),
]
scenarios("explained_decision.feature")

RULES = ("decision-explained", "done-named")


@when(parsers.parse('исполнитель выбирает итог "{outcome}" и пишет ответ "{answer}"'))
def written(world: World, outcome: str, answer: str) -> None:
    case, by, at = world.present(), world.team.executor, world.at(date(2026, 3, 5))
    promised = date(2026, 12, 1) if outcome == "promised" else None
    reason = "доход выше предела" if outcome == "impossible" and len(answer) > 60 else "так решено"
    for question in case.questions.all():
        cases.consider(question, by=by, outcome=outcome, promised_on=promised, reason=reason, at=at)
    reply = replies.start(case, by=by, at=at)
    draft = {**reply.draft, "answers": {str(q.pk): answer for q in case.questions.all()}}
    replies.save(reply, by=by, draft=draft, revision=reply.revision, at=at)


def told(world: World) -> list[LetterFinding]:
    """What the checks say of the decision in the letter."""
    proof = queries.proof_of(Reply.objects.get(case=world.present()))
    assert proof is not None
    return [item.finding for item in proof.findings if item.finding.rule in RULES]


@then(parsers.parse('есть предупреждение "{words}" по пункту "{clause}"'))
def warned(world: World, words: str, clause: str) -> None:
    found = [item for item in told(world) if item.clause == clause and words in item.message]
    assert [item.severity for item in found] == ["warn"]


@then("предупреждения об объяснении нет")
def silent(world: World) -> None:
    assert told(world) == []


@when(parsers.parse("{on} отправляет письмо на подпись"))
def sent(world: World, on: str) -> None:
    reply = Reply.objects.get(case=world.present())
    world.attempt(lambda: replies.submit(reply, by=world.team.executor, at=world.at(day(on))))
