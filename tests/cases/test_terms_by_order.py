"""Which terms two orders put on a case, and what the client is told of them."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from otklik.cases import acknowledgement
from otklik.cases.deadlines import Planned, plan
from otklik.cases.models import Case, Deadline, Stage
from otklik.messages.models import Outgoing
from otklik.staff.calendars import calendar_of
from otklik.staff.profiles import profile_of
from tests.factories import make_body, make_case, make_team, register_case

pytestmark = pytest.mark.django_db
LN, IM = "labour-novosibirsk", "industry-mordovia"
NOVOSIBIRSK, SARANSK = ZoneInfo("Asia/Novosibirsk"), ZoneInfo("Europe/Moscow")
FRIDAY = datetime(2026, 3, 13, 10, 0, tzinfo=NOVOSIBIRSK)
MONDAY = datetime(2026, 3, 16, 11, 0, tzinfo=SARANSK)


def terms(code: str, at: datetime, **case: Any) -> dict[str, Planned]:
    body = make_body(code)
    known = {"form": "electronic", "channel": "web"} | case
    planned = plan(
        profile_of(body), calendar_of(body), received=at, registered=at, **known
    )  # fmt: skip
    return {item.kind: item for item in planned}


def registered(code: str, at: datetime, **parts: Any) -> Case:
    body = make_body(code)
    team = make_team(body)
    return register_case(
        make_case(body, received_at=at, **parts), team.registrar, ("Когда выплата?",), at=at
    )


def card(client: Client, case: Case) -> str:
    assert case.registered_by
    client.force_login(case.registered_by)
    return client.get(f"/desk/cases/{case.pk}/").content.decode()


@pytest.mark.clause("labour-novosibirsk:4.1")
def test_the_reply_is_due_thirty_days_from_registration_by_the_law(client: Client) -> None:
    case = registered(LN, FRIDAY)
    reply = Deadline.objects.get(case=case, kind="reply")
    # The thirtieth day, 12 April, is a Sunday: the working day before it.
    assert reply.due == datetime(2026, 4, 10, 18, 0, tzinfo=NOVOSIBIRSK)
    assert reply.starts_from == "registration"
    assert "59-ФЗ" in reply.basis
    assert "10 апреля" in card(client, case)


@pytest.mark.clause("labour-novosibirsk:5.a")
def test_an_appeal_of_friday_is_acknowledged_by_the_end_of_monday(client: Client) -> None:
    case = registered(LN, FRIDAY)
    first = Deadline.objects.get(case=case, kind="acknowledgement")
    assert first.due == datetime(2026, 3, 16, 18, 0, tzinfo=NOVOSIBIRSK)
    assert first.clause == "labour-novosibirsk:5.a"
    assert "Первичная обратная связь" in card(client, case)


@pytest.mark.clause("labour-novosibirsk:5.b")
def test_no_acknowledgement_goes_out_without_the_day_of_the_reply() -> None:
    registered(LN, FRIDAY)
    assert "10 апреля 2026" in Outgoing.objects.get(kind="acknowledgement").text
    Outgoing.objects.all().delete()
    endless = registered(LN, FRIDAY, type="application", form="electronic")
    Deadline.objects.filter(case=endless).delete()
    Case.objects.filter(pk=endless.pk).update(type="internal-request")
    endless.refresh_from_db()
    assert acknowledgement.write(endless) is None


@pytest.mark.clause(
    "labour-novosibirsk:24.4.a", "labour-novosibirsk:25.a", "labour-novosibirsk:26.c"
)
def test_the_last_days_for_extension_forwarding_and_notice_stand_on_the_card(
    client: Client,
) -> None:
    case = registered(LN, FRIDAY)
    due = {row.kind: row for row in Deadline.objects.filter(case=case)}
    assert due["extension_letter"].due == datetime(2026, 4, 7, 18, 0, tzinfo=NOVOSIBIRSK)
    for kind in ("forwarding", "unclear_notice"):
        assert due[kind].due == datetime(2026, 3, 20, 18, 0, tzinfo=NOVOSIBIRSK)
        assert due[kind].starts_from == "registration"
    page = card(client, case)
    assert "7 апреля" in page
    assert "20 марта" in page


@pytest.mark.clause("industry-mordovia:4.3.a")
@pytest.mark.parametrize("type_code", ["proposal", "application", "complaint"])
def test_an_appeal_has_the_terms_of_the_law(type_code: str) -> None:
    found = terms(IM, MONDAY, type=type_code)
    assert found["reply"].term.amount == 30
    assert "59-ФЗ" in found["reply"].term.basis
    assert "59-ФЗ" in found["registration"].term.basis


@pytest.mark.clause("industry-mordovia:4.3.b")
@pytest.mark.parametrize("type_code", ["deputy-enquiry", "agency-enquiry", "information-request"])
def test_enquiries_of_deputies_and_agencies_have_terms_of_their_own(
    client: Client, type_code: str
) -> None:
    found = terms(IM, MONDAY, type=type_code)
    appeal = terms(IM, MONDAY, type="complaint")
    assert found["reply"].term.code != appeal["reply"].term.code
    assert "59-ФЗ" not in found["reply"].term.basis
    case = registered(IM, MONDAY, type=type_code)
    assert case.stage == Stage.REGISTERED
    stored = Deadline.objects.get(case=case, kind="reply")
    assert stored.basis == found["reply"].term.basis
    assert profile_of(case.body).work_type(type_code).label in card(client, case)


@pytest.mark.clause(
    "industry-mordovia:10.1.a", "industry-mordovia:10.1.b", "industry-mordovia:10.1.c"
)
@pytest.mark.clause("industry-mordovia:10.2", "industry-mordovia:8.2.b")
def test_a_message_of_a_social_network_runs_from_its_detection() -> None:
    detected = datetime(2026, 3, 13, 15, 0, tzinfo=SARANSK)
    body = make_body(IM)
    case = make_case(body, type="message", channel="vk", received_at=detected, reply_channel="web")
    due = Deadline.objects.get(case=case, kind="social_reply")
    assert (due.starts_from, due.due) == (
        "detection",
        datetime(2026, 3, 16, 15, 0, tzinfo=SARANSK),
    )
    assert case.received_at == detected
    assert case.client.display_name


def test_a_message_is_answered_and_not_told_that_it_is_an_appeal() -> None:
    registered(IM, MONDAY, type="message", channel="vk", reply_channel="web")
    assert not Outgoing.objects.filter(kind="acknowledgement").exists()
    registered(IM, MONDAY, type="complaint")
    assert Outgoing.objects.filter(kind="acknowledgement").exists()


@pytest.mark.clause("industry-mordovia:16.4", "industry-mordovia:16.8")
def test_an_employee_s_oral_request_ends_with_the_day_and_a_written_one_has_its_term() -> None:
    oral = terms(IM, MONDAY, type="internal-request", form="oral", channel="internal")
    assert oral["internal_answer"].due == datetime(2026, 3, 16, 18, 0, tzinfo=SARANSK)
    written = terms(IM, MONDAY, type="internal-request", form="written", channel="internal")
    assert written["internal_written_answer"].due == datetime(2026, 3, 23, 18, 0, tzinfo=SARANSK)
