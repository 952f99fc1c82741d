"""Letters on their way to the signer, for tests: a body by its order, its people, a draft ready to be sent."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from otklik.cases.actions import consider
from otklik.cases.models import Case, Stage
from otklik.replies import actions as replies
from otklik.replies.models import Approval, LetterVersion, Reply
from otklik.staff.models import Body, Employee
from tests.factories import (
    RECEIVED,
    Team,
    by_the_order,
    make_body,
    make_case,
    make_employee,
    make_team,
)

SENT = RECEIVED + timedelta(days=3)


@dataclass(frozen=True, slots=True)
class House:
    """A body with a route: the team of a case, and a lawyer."""

    body: Body
    team: Team
    lawyer: Employee


def house(code: str = "economy-novosibirsk") -> House:
    """A body that works by its order: the head of the unit and a lawyer approve."""
    body = by_the_order(make_body(code))
    return House(body, make_team(body), make_employee(body, "lawyer"))


def drafted(
    where: House, *, outcome: str = "solved", team: Team | None = None, days: int = 0
) -> Reply:
    """A reply with an answer to each question, ready to be sent."""
    team = team or where.team
    case = make_case(
        where.body, Stage.ASSIGNED, team=team, received_at=RECEIVED + timedelta(days=days)
    )
    return write(case, team.executor, outcome=outcome)


def write(case: Case, by: Employee, *, outcome: str = "solved", at: datetime = SENT) -> Reply:
    """Consider each question and write the draft."""
    for question in case.questions.all():
        reason = "законом не предусмотрено" if outcome == "impossible" else ""
        consider(question, by=by, outcome=outcome, reason=reason, at=at)
    reply = replies.start(case, by=by, at=at)
    answers = {
        str(q.pk): "Меры поддержки есть. Подайте заявку до мая." for q in case.questions.all()
    }
    draft = reply.draft | {"answers": answers, "closing": "Позвоните нам."}
    return replies.save(reply, by=by, draft=draft, revision=reply.revision, at=at)


def sent(where: House, *, outcome: str = "solved", days: int = 0) -> LetterVersion:
    """A letter that the executor has sent on its way."""
    reply = drafted(where, outcome=outcome, days=days)
    return replies.submit(reply, by=where.team.executor, at=SENT + timedelta(days=days))


def stage(version: LetterVersion) -> str:
    """Where the letter is now."""
    return Reply.objects.get(pk=version.reply_id).stage


def states(version: LetterVersion) -> list[tuple[str, str]]:
    """The steps of the version with their states."""
    rows = Approval.objects.filter(version=version).order_by("position")
    return list(rows.values_list("step", "state"))
