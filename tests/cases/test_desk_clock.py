"""Pages of the acts that move a term, as people use them."""

from datetime import date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from otklik.cases import actions
from otklik.cases.models import Case, Extension, Promise, Stage
from otklik.journal.actors import system
from otklik.messages.models import Outgoing
from otklik.staff.calendars import zone
from otklik.staff.models import Employee
from tests.factories import Team, make_body, make_case, make_employee, make_team

pytestmark = pytest.mark.django_db


@pytest.fixture
def received() -> datetime:
    """A morning some days ago: the pages act at the present moment."""
    local = timezone.now().astimezone(zone(make_body("labour-novosibirsk")))
    return local.replace(hour=9, minute=0, second=0, microsecond=0) - timedelta(days=4)


@pytest.fixture
def case(received: datetime) -> Case:
    body = make_body("labour-novosibirsk")
    return make_case(body, Stage.ASSIGNED, team=make_team(body), received_at=received)


@pytest.fixture
def team(case: Case) -> Team:
    head = case.assignments.get().given_by
    executor, registrar = case.executor, case.registered_by
    assert executor is not None
    assert registrar is not None
    return Team(registrar, head, executor, make_employee(case.body, "signer"))


def signed_in(employee: Employee) -> Client:
    client = Client()
    client.force_login(employee)
    return client


def address(name: str, case: Case, *more: int) -> str:
    return reverse(f"desk:{name}", args=(case.pk, *more))


def revision(case: Case) -> int:
    case.refresh_from_db()
    return case.revision


def reply_day(case: Case) -> date:
    row = case.deadlines.get(kind="reply", superseded_at=None)
    return row.due.astimezone(zone(case.body)).date()


def test_an_extension_goes_from_the_executor_through_the_head_to_the_client(
    case: Case, team: Team
) -> None:
    first = reply_day(case)
    executor, head = signed_in(team.executor), signed_in(team.head)
    page = executor.get(address("propose-extension", case)).content.decode()
    assert "Письмо нужно подготовить до" in page
    assert "п. 24, абз. 4" in page
    asked = {
        "progress": "Запрошены сведения.",
        "reason": "Сведений ещё нет.",
        "day": (first + timedelta(days=10)).isoformat(),
        "revision": revision(case),
    }
    answer = executor.post(address("propose-extension", case), asked, follow=True)
    assert "ждёт решения второго человека" in answer.content.decode()
    assert Extension.objects.get(case=case).state == "proposed"
    shown = head.get(address("case", case)).content.decode()
    assert address("decide-extension", case) in shown
    letter = head.get(address("decide-extension", case)).content.decode()
    assert "Запрошены сведения." in letter
    approved = {"remarks": "", "revision": revision(case)}
    done = head.post(address("decide-extension", case), approved, follow=True)
    assert "Срок продлён, клиент уведомлён" in done.content.decode()
    assert reply_day(case) > first
    assert Outgoing.objects.filter(about=case.ref, kind="extension").exists()
    assert "Срок продлён на" in head.get(address("case", case)).content.decode()
    assert head.get(address("decide-extension", case)).status_code == 302


def test_what_was_typed_stays_and_the_clause_is_named(case: Case, team: Team) -> None:
    asked = {"progress": "", "reason": "Ждём банк", "day": "", "revision": revision(case)}
    answer = signed_in(team.executor).post(address("propose-extension", case), asked)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Ждём банк" in page
    assert "Напишите, что уже сделано. (п. 24, абз. 4)" in page
    assert not Extension.objects.exists()


def test_the_proposer_sees_no_button_to_decide(case: Case, team: Team) -> None:
    actions.propose_extension(
        case,
        by=team.head,
        day=reply_day(case) + timedelta(days=7),
        progress="Есть.",
        reason="Надо.",
    )
    page = signed_in(team.head).get(address("case", case)).content.decode()
    assert "Продление срока" in page
    assert address("decide-extension", case) not in page


def test_the_page_says_at_once_why_no_extension_is_possible(case: Case, team: Team) -> None:
    row = actions.propose_extension(
        case,
        by=team.executor,
        day=reply_day(case) + timedelta(days=7),
        progress="Есть.",
        reason="Надо.",
    )
    actions.approve_extension(row, by=team.head)
    answer = signed_in(team.executor).get(address("propose-extension", case), follow=True)
    page = answer.content.decode()
    assert answer.redirect_chain
    assert "Закон допускает только одно продление" in page


def test_a_returned_extension_shows_the_remarks(case: Case, team: Team) -> None:
    actions.propose_extension(
        case,
        by=team.executor,
        day=reply_day(case) + timedelta(days=7),
        progress="Есть.",
        reason="Надо.",
    )
    head = signed_in(team.head)
    # One form for both decisions: the remarks go along, whichever button is pressed.
    deciding = head.get(address("decide-extension", case)).content.decode()
    assert f'formaction="{address("reject-extension", case)}"' in deciding
    empty = head.post(
        address("reject-extension", case), {"remarks": " ", "revision": revision(case)}
    )
    assert empty.status_code == 422
    said = {"remarks": "Ответьте в срок.", "revision": revision(case)}
    head.post(address("reject-extension", case), said)
    page = signed_in(team.executor).get(address("case", case)).content.decode()
    assert "Ответьте в срок." in page


def test_both_terms_stand_on_the_page_of_the_case(case: Case, team: Team) -> None:
    earlier = reply_day(case) - timedelta(days=10)
    said = {
        "day": earlier.isoformat(),
        "reason": "situation",
        "words": "ждёт операции",
        "revision": revision(case),
    }
    client = signed_in(team.head)
    assert client.post(address("set-internal-due", case), said).status_code == 302
    page = client.get(address("case", case)).content.decode()
    assert "Внутренний срок ответа" in page
    assert "Ответ на обращение" in page
    assert "ждёт операции" in page


def test_an_internal_date_after_the_legal_one_is_refused_at_its_field(
    case: Case, team: Team
) -> None:
    said = {
        "day": (reply_day(case) + timedelta(days=1)).isoformat(),
        "reason": "situation",
        "words": "",
        "revision": revision(case),
    }
    answer = signed_in(team.head).post(address("set-internal-due", case), said)
    assert answer.status_code == 422
    assert "не может быть позже срока по закону. (п. 4, абз. 2)" in answer.content.decode()
    assert not case.deadlines.filter(kind="reply_internal").exists()


def test_a_promise_is_offered_kept_and_gone_from_the_lists(case: Case, team: Team) -> None:
    question = case.questions.get()
    day = timezone.now().astimezone(zone(case.body)).date() + timedelta(days=20)
    actions.consider(question, by=team.executor, outcome="promised", promised_on=day)
    actions.mark_signed(case, by=team.signer)
    actions.finish(case, by=system("deliver"))
    client = signed_in(team.executor)
    promises = reverse("desk:cases") + "?scope=mine&stage=promised"
    assert str(case) in client.get(promises).content.decode()
    assert str(case) in client.get(reverse("desk:cases") + "?scope=mine").content.decode()
    page = client.get(address("case", case)).content.decode()
    assert address("keep-promise", case) in page
    assert "Обещанное решение вопроса, вопрос № 1" in page
    promise = Promise.objects.get()
    said = {"promise": promise.pk, "done": "Меры приняты.", "revision": revision(case)}
    assert client.get(address("keep-promise", case)).status_code == 200
    assert client.post(address("keep-promise", case), said).status_code == 302
    assert str(case) not in client.get(promises).content.decode()
    assert "Меры приняты." in client.get(address("case", case)).content.decode()
    again = client.get(address("keep-promise", case))
    assert again.status_code == 302


def test_a_correction_says_where_the_reply_term_went(case: Case, team: Team) -> None:
    client = signed_in(team.registrar)
    page = client.get(address("correct", case))
    assert page.status_code == 200
    said = {
        "type": case.type,
        "form": case.form,
        "channel": case.channel,
        "touchpoint": case.touchpoint_id,
        "received": f"{case.received_at.astimezone(zone(case.body)):%Y-%m-%dT%H:%M}",
        "reason": "",
        "revision": revision(case),
    }
    refused = client.post(address("correct", case), said)
    assert refused.status_code == 422
    assert "почему исправляете регистрацию" in refused.content.decode()
    said["received"] = f"{case.registered_at + timedelta(hours=9):%Y-%m-%dT%H:%M}"  # type: ignore[operator]  # registered
    late = client.post(address("correct", case), said | {"reason": "описка"})
    assert late.status_code == 422
    said["received"] = f"{case.received_at.astimezone(zone(case.body)):%Y-%m-%dT%H:%M}"
    done = client.post(
        address("correct", case),
        said | {"reason": "описка", "type": "information-request"},
        follow=True,
    )
    assert "Регистрация исправлена" in done.content.decode()
    case.refresh_from_db()
    assert case.type == "information-request"


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("propose-extension", "registrar"),
        ("set-internal-due", "executor"),
        ("correct", "executor"),
        ("keep-promise", "registrar"),
    ],
)
def test_who_lacks_the_power_does_not_reach_the_page(case: Case, name: str, role: str) -> None:
    client = signed_in(make_employee(case.body, role))
    assert client.get(address(name, case)).status_code in {403, 404}
    assert client.post(address(name, case), {}).status_code in {403, 404}
