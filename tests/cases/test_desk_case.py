"""The page of a case: what it tells, to whom, and that each opening is written down."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client

import otklik
from otklik.cases import actions, rules
from otklik.cases.models import Case, Stage
from otklik.cases.queries import UNTOLD
from otklik.journal.acts import ACTS
from otklik.journal.models import Entry
from otklik.messages import actions as messages
from otklik.messages import storage
from otklik.messages.models import Attachment, Receipt
from otklik.regulations import clause
from otklik.replies import rules as reply_rules
from tests.factories import RECEIVED, make_body, make_case, make_client, make_employee, make_team

pytestmark = pytest.mark.django_db
SOURCE = Path(otklik.__file__).parent


def page(case: Case) -> str:
    return f"/desk/cases/{case.pk}/"


def with_file(case: Case, *, refused: str = "") -> Attachment:
    """A receipt of the case with one file."""
    accepted = messages.accept(
        case.body,
        source="web",
        source_key="with-file",
        channel="web",
        payload={},
        received_at=RECEIVED,
        files=[],
    )
    receipt: Receipt = accepted.receipt
    actions.attach_receipt(case, receipt, by=make_employee(case.body, "registrar"))
    return Attachment.objects.create(
        receipt=receipt, file=storage.store(b"plain words"), name="план.txt", refused=refused
    )


def test_each_opening_is_journalled_and_shown(client: Client) -> None:
    case = make_case(make_body())
    registrar = make_employee(case.body, "registrar")
    client.force_login(registrar)
    client.get(page(case))
    looked = Entry.objects.get(act="cases.look")
    assert (looked.subject, looked.actor) == (case.ref, registrar.actor.key)
    assert "Кто открывал дело" in client.get(page(case)).content.decode()


def test_another_body_s_case_is_not_there(client: Client) -> None:
    case = make_case(make_body("economy-magadan"))
    client.force_login(make_employee(make_body(), "registrar"))
    for address in (page(case), f"{page(case)}register", f"{page(case)}files/1"):
        assert client.get(address).status_code == 404
    assert not Entry.objects.filter(act="cases.look").exists()


def test_an_executor_does_not_open_a_colleague_s_case(client: Client) -> None:
    body = make_body()
    case = make_case(body, Stage.ASSIGNED, team=make_team(body))
    client.force_login(make_employee(body, "executor"))
    assert client.get(page(case)).status_code == 404


@pytest.mark.clause("economy-novosibirsk:5.1.c")
def test_each_term_tells_why_its_date(client: Client) -> None:
    case = make_case(make_body(), Stage.REGISTERED)
    client.force_login(make_employee(case.body, "registrar"))
    text = client.get(page(case)).content.decode()
    for row in case.deadlines.all():
        assert row.steps
        for step in row.steps:
            assert step["text"].replace("«", "&laquo;") in text or step["text"] in text
        assert row.calendar_version in text
        if row.clause:
            assert clause(row.clause).ref in text


@pytest.mark.parametrize(
    ("late", "words"), [(timedelta(0), "сделано"), (timedelta(seconds=1), "сделано с опозданием")]
)
def test_what_was_done_after_its_term_is_not_told_as_done_in_time(
    client: Client, late: timedelta, words: str
) -> None:
    case = make_case(make_body(), Stage.REGISTERED)
    registration = case.deadlines.get(kind="registration")
    registration.met_at = registration.due + late
    registration.save()
    client.force_login(make_employee(case.body, "registrar"))
    text = client.get(page(case)).content.decode()
    badge = re.search(r"Регистрация</span>.*?(сделано[ а-я]*)", text, re.DOTALL)
    assert badge is not None
    assert badge[1] == words


@pytest.mark.parametrize(
    ("stage", "who", "button"),
    [
        (Stage.RECEIVED, "registrar", "Зарегистрировать"),
        (Stage.REGISTERED, "head", "Назначить исполнителя"),
        (Stage.ASSIGNED, "executor", "Написать ответ"),
        (Stage.ASSIGNED, "head", "Поручить другому"),
    ],
)
def test_the_next_step_follows_stage_and_powers(
    client: Client, stage: Stage, who: str, button: str
) -> None:
    body = make_body()
    team = make_team(body)
    case = make_case(body, stage, team=team)
    client.force_login(getattr(team, who))
    assert button in client.get(page(case)).content.decode()
    client.force_login(team.signer)
    assert button not in client.get(page(case)).content.decode()


def test_earlier_cases_contacts_and_needs_of_the_client_stand_beside(client: Client) -> None:
    body = make_body()
    person = make_client(body, needs_note="крупный шрифт")
    earlier = make_case(body, client=person, summary="прежний вопрос")
    case = make_case(body, client=person, received_at=RECEIVED + timedelta(days=1))
    client.force_login(make_employee(body, "registrar"))
    text = client.get(page(case)).content.decode()
    assert earlier.tracking_code in text
    assert "прежний вопрос" in text
    assert "крупный шрифт" in text
    assert person.contacts.get().address in text


def test_the_history_is_told_in_russian(client: Client) -> None:
    body = make_body()
    team = make_team(body)
    case = make_case(body, Stage.ASSIGNED, team=team)
    client.force_login(team.head)
    text = client.get(page(case)).content.decode()
    assert f"Зарегистрировано под номером {case.number}" in text
    assert "Поручено исполнителю" in text
    assert "cases." not in text


def test_every_act_on_a_case_has_a_name_for_people() -> None:
    written = {f"cases.{row.act}" for row in rules.TRANSITIONS}
    written |= {f"replies.{row.act}" for row in reply_rules.TRANSITIONS}
    for room in ("cases", "replies", "messages", "surveys"):
        for path in (SOURCE / room).rglob("*.py"):
            found = re.findall(rf'"({room}\.[a-z]+(?:-[a-z]+)*)"', path.read_text("utf-8"))
            written |= {act for act in found if path.parent.name == "actions"}
    assert len(written) > 15
    assert written <= {*ACTS, *UNTOLD}


def test_text_of_a_client_is_never_markup(client: Client) -> None:
    case = make_case(make_body(), text="<script>alert(1)</script> вопрос?")
    client.force_login(make_employee(case.body, "registrar"))
    text = client.get(page(case)).content.decode()
    assert "<script>alert" not in text
    assert "&lt;script&gt;" in text


def test_a_file_is_a_download_and_its_opening_is_journalled(client: Client) -> None:
    case = make_case(make_body())
    attachment = with_file(case)
    client.force_login(make_employee(case.body, "registrar"))
    response = client.get(f"{page(case)}files/{attachment.pk}")
    assert response.status_code == 200
    assert response["Content-Disposition"].startswith("attachment")
    assert Entry.objects.filter(act="cases.open-file", subject=case.ref).count() == 1


def test_a_refused_file_is_named_but_never_given(client: Client) -> None:
    case = make_case(make_body())
    attachment = with_file(case, refused="Это программа")
    client.force_login(make_employee(case.body, "registrar"))
    assert client.get(f"{page(case)}files/{attachment.pk}").status_code == 404
    text = client.get(page(case)).content.decode()
    assert "план.txt" in text
    assert "Это программа" in text


def test_a_file_of_another_case_is_not_given(client: Client) -> None:
    body = make_body()
    attachment = with_file(make_case(body))
    other = make_case(body)
    client.force_login(make_employee(body, "registrar"))
    assert client.get(f"{page(other)}files/{attachment.pk}").status_code == 404
