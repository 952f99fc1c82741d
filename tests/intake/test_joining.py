"""A letter that answers one of ours joins its case instead of becoming another one."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from tests.factories import RECEIVED, make_body, make_case, make_team

from otklik.cases import actions as cases
from otklik.cases import queries
from otklik.cases.asking_rules import Asked
from otklik.cases.models import Case, Stage
from otklik.intake import actions
from otklik.messages.models import Outgoing, Receipt
from otklik.messages.transports.email import message_id
from otklik.staff.models import Body

pytestmark = pytest.mark.django_db
Make = Callable[..., Receipt]
ASKED = RECEIVED + timedelta(days=1)
ANSWERED = RECEIVED + timedelta(days=2)
ADDRESS = "n.kovaleva@example.ru"


@pytest.fixture
def body(db: None) -> Body:
    """A ministry at work, with units and touchpoints."""
    return make_body()


@pytest.fixture
def asked(body: Body) -> Outgoing:
    team = make_team(body)
    case = make_case(body, Stage.ASSIGNED, team=team, reply_address=ADDRESS)
    row = cases.clarify(case, Asked("Где пекарня?", "email"), by=team.executor, at=ASKED)
    assert row.message is not None
    return row.message


def test_the_answer_by_mail_joins_the_case_and_gets_no_notice(
    asked: Outgoing, written: Make
) -> None:
    receipt = written("В Бердске", at=ANSWERED, In_Reply_To=message_id(asked))
    case = actions.take_in(receipt, at=ANSWERED)
    assert case == Case.objects.get()
    assert [row.receipt for row in queries.additions_of(case)] == [receipt]
    assert queries.unanswered(case).count() == 1
    assert not Outgoing.objects.filter(kind="channel-notice").exists()
    receipt.refresh_from_db()
    assert receipt.state == Receipt.State.PLACED
    assert actions.take_in(receipt, at=ANSWERED) == case


def test_a_letter_from_another_address_joins_nothing(asked: Outgoing, written: Make) -> None:
    receipt = written(
        "Это я", at=ANSWERED, In_Reply_To=message_id(asked), From="Чужой <other@example.ru>"
    )
    assert actions.take_in(receipt, at=ANSWERED) != Case.objects.get(pk=asked.about.split(":")[1])
    assert Case.objects.count() == 2


def test_a_letter_that_answers_nothing_of_ours_is_a_case_of_its_own(
    asked: Outgoing, written: Make
) -> None:
    for number, reference in enumerate(["", "<unknown@example.ru>"]):
        receipt = written("Прошу", at=ANSWERED, In_Reply_To=reference, Message_ID=f"<{number}@ru>")
        case = actions.take_in(receipt, at=ANSWERED)
        assert case is not None
        assert asked.about != case.ref


@pytest.mark.parametrize("stage", [Stage.SIGNED, Stage.ANSWERED, Stage.WITHDRAWN])
def test_after_the_reply_a_letter_begins_anew(asked: Outgoing, written: Make, stage: Stage) -> None:
    Case.objects.update(stage=stage)
    receipt = written("И ещё вопрос", at=ANSWERED, In_Reply_To=message_id(asked))
    case = actions.take_in(receipt, at=ANSWERED)
    assert case is not None
    assert asked.about != case.ref


def test_a_machine_s_answer_waits_for_a_person(asked: Outgoing, written: Make) -> None:
    receipt = written(
        "Я в отпуске", at=ANSWERED, In_Reply_To=message_id(asked), Auto_Submitted="auto-replied"
    )
    assert actions.take_in(receipt, at=ANSWERED) is None
    assert not queries.additions_of(Case.objects.get())


def test_another_ministry_s_message_is_not_answered_here(asked: Outgoing, written: Make) -> None:
    Outgoing.objects.update(body=make_body("economy-magadan"))
    receipt = written("В Бердске", at=ANSWERED, In_Reply_To=message_id(asked))
    case = actions.take_in(receipt, at=ANSWERED)
    assert case is not None
    assert asked.about != case.ref
