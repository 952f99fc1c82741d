"""Which day's law holds: plain e-mail and the site without a confirmed person, foreign messengers, old mail."""

from collections.abc import Callable
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.management import call_command
from django.test import Client
from tests.factories import make_body, make_employee, topic
from tests.intake.conftest import letter

from otklik.cases import actions as cases
from otklik.cases.models import Case, Stage
from otklik.cases.rules import QuestionEntry
from otklik.intake import actions
from otklik.intake.submission import read
from otklik.messages import actions as messages
from otklik.messages.actions import accept_mail
from otklik.messages.models import Outgoing, Receipt
from otklik.staff.models import Body, Employee
from otklik.staff.profiles import profile_of
from otklik.staff.refusals import Refusal
from otklik.touchpoints import actions as touchpoints
from otklik.touchpoints.models import Touchpoint

pytestmark = pytest.mark.django_db

LAST_29 = datetime(2025, 3, 29, 16, 59, tzinfo=UTC)
"""23:59 of 29 March 2025 in Novosibirsk, 19:59 in Saransk, the 30th in Magadan."""
FIRST_30 = datetime(2025, 3, 29, 17, 0, tzinfo=UTC)
"""The first minute of 30 March 2025 in Novosibirsk; still the 29th in Saransk."""

Make = Callable[..., Receipt]


def notices() -> int:
    return Outgoing.objects.filter(kind="channel-notice").count()


def mailed(body: Body, at: datetime) -> Case:
    case = actions.take_in(accept_mail(body, letter(), mailbox="t", received_at=at).receipt)
    assert case is not None
    return case


@pytest.mark.parametrize(
    ("code", "moment", "type_code"),
    [
        ("economy-novosibirsk", LAST_29, "application"),
        ("economy-novosibirsk", FIRST_30, "message"),
        ("industry-mordovia", FIRST_30, "application"),
        ("industry-mordovia", datetime(2025, 3, 29, 20, 59, tzinfo=UTC), "application"),
        ("industry-mordovia", datetime(2025, 3, 29, 21, 0, tzinfo=UTC), "message"),
        ("economy-magadan", datetime(2025, 3, 29, 12, 59, tzinfo=UTC), "application"),
        ("economy-magadan", datetime(2025, 3, 29, 13, 0, tzinfo=UTC), "message"),
        ("labour-novosibirsk", FIRST_30, "message"),
        ("regional-policy-novosibirsk", FIRST_30, "message"),
    ],
)
def test_a_letter_is_judged_by_the_day_of_the_ministry_that_gets_it(
    code: str, moment: datetime, type_code: str
) -> None:
    case = mailed(make_body(code), moment)
    assert case.type == type_code
    assert notices() == (1 if type_code == "message" else 0)
    assert ("acknowledgement" in set(case.deadlines.values_list("kind", flat=True))) == (
        type_code == "application" and profile_of(case.body).acknowledgement.required
    )


def through_the_site(body: Body, said: dict[str, Any], at: datetime, **more: str) -> Case:
    values = {key: value for key, value in said.items() if key != "identification"} | more
    case = actions.take_in(actions.submit(body, read(values), source="web", at=at).receipt)
    assert case is not None
    return case


@pytest.mark.parametrize(("moment", "type_code"), [(LAST_29, "application"), (FIRST_30, "message")])
def test_an_anonymous_appeal_through_the_site_is_a_message_since_30_march_2025(
    body: Body, said: dict[str, Any], moment: datetime, type_code: str
) -> None:
    case = through_the_site(body, said, moment)
    assert (case.type, case.channel) == (type_code, "web")
    assert notices() == (1 if type_code == "message" else 0)
    if type_code == "message":
        text = Outgoing.objects.get(kind="channel-notice").text
        assert "/appeal" in text
        assert "Запрос информации" in text
        assert "{" not in text


def test_a_confirmed_person_and_an_information_request_pass_as_what_they_are(
    body: Body, said: dict[str, Any]
) -> None:
    assert through_the_site(body, said, FIRST_30, identification="esia").type == "application"
    request = through_the_site(body, said, FIRST_30, type="information-request")
    assert request.type == "information-request"
    assert notices() == 0


def test_who_gives_no_mail_address_gets_no_notice_and_nothing_is_lost(
    body: Body, said: dict[str, Any]
) -> None:
    said = said | {"reply_channel": "post", "postal_address": "Новосибирск, 5"}
    del said["email"]
    case = through_the_site(body, said, FIRST_30)
    assert case.type == "message"
    assert notices() == 0


def registered(case: Case, registrar: Employee, note: str, type_code: str) -> Case:
    return cases.register(
        case,
        by=registrar,
        type=type_code,
        form=case.form,
        channel=case.channel,
        questions=[QuestionEntry("Какие документы нужны?", topic())],
        addressee="министерство",
        touchpoint=Touchpoint.objects.filter(version__body=case.body).first(),
        note=note,
        at=case.received_at,
    )


@pytest.mark.parametrize("way", ["mail", "site"])
def test_an_official_registers_a_message_as_an_appeal_only_with_a_reason(
    body: Body, registrar: Employee, said: dict[str, Any], way: str
) -> None:
    touchpoints.install_seed(body)
    case = mailed(body, FIRST_30) if way == "mail" else through_the_site(body, said, FIRST_30)
    with pytest.raises(Refusal) as refused:
        registered(case, registrar, "", "application")
    assert refused.value.field == "note"
    case.refresh_from_db()
    assert (case.stage, case.number) == (Stage.RECEIVED, "")
    done = registered(case, registrar, "Личность подтверждена по телефону", "application")
    assert done.registration_note == "Личность подтверждена по телефону"
    assert done.type == "application"


@pytest.mark.parametrize("way", ["mail", "site"])
def test_an_information_request_needs_no_reason(
    body: Body, registrar: Employee, said: dict[str, Any], way: str
) -> None:
    touchpoints.install_seed(body)
    case = mailed(body, FIRST_30) if way == "mail" else through_the_site(body, said, FIRST_30)
    assert registered(case, registrar, "", "information-request").number.startswith("З-")


def test_old_mail_stays_what_it_was_when_it_came(body: Body, registrar: Employee) -> None:
    touchpoints.install_seed(body)
    case = mailed(body, LAST_29)
    with time_machine.travel(datetime(2026, 11, 20, tzinfo=UTC), tick=False):
        done = registered(case, registrar, "", "application")
    assert (done.stage, done.type, done.registration_note) == (Stage.REGISTERED, "application", "")


def test_a_ministry_may_refuse_to_take_such_messages_as_appeals_at_all(
    body: Body, registrar: Employee, monkeypatch: pytest.MonkeyPatch
) -> None:
    touchpoints.install_seed(body)
    case = mailed(body, FIRST_30)
    profile = profile_of(body)
    switches = tuple(
        item.model_copy(update={"value": False}) if item.code == "email_appeals_override" else item
        for item in profile.switches
    )
    strict = profile.model_copy(update={"switches": switches})
    monkeypatch.setattr("otklik.cases.actions.registering.profile_of", lambda _body: strict)
    with pytest.raises(Refusal) as refused:
        registered(case, registrar, "Личность подтверждена", "application")
    assert refused.value.field == "type"


def test_the_registration_page_warns_that_the_sender_was_not_confirmed(
    client: Client, body: Body, registrar: Employee, said: dict[str, Any]
) -> None:
    case = through_the_site(body, said, FIRST_30)
    client.force_login(registrar)
    page = client.post(
        f"/desk/cases/{case.pk}/register", {"act": "dates", "type": "application", "channel": "web"}
    ).content.decode()
    assert 'id="channel-closed">' in page
    assert 'id="channel-closed"></div>' not in page
    certain = through_the_site(body, said, FIRST_30, identification="esia")
    page = client.get(f"/desk/cases/{certain.pk}/register").content.decode()
    assert 'id="channel-closed"></div>' in page


@pytest.mark.parametrize(
    ("sent", "type_code", "day"),
    [
        ("Fri, 14 Mar 2025 11:50:00 +0700", "application", "2025-03-14"),
        ("Mon, 31 Mar 2025 11:50:00 +0700", "message", "2025-03-31"),
        ("Mon, 31 Mar 2997 11:50:00 +0700", "message", "2026-11-20"),
        ("nonsense", "message", "2026-11-20"),
        ("", "message", "2026-11-20"),
    ],
)
def test_an_archive_is_taken_in_with_the_days_on_which_its_letters_came(
    body: Body, tmp_path: Path, sent: str, type_code: str, day: str
) -> None:
    file = tmp_path / "old.eml"
    file.write_bytes(letter(Date=sent))
    with time_machine.travel(datetime(2026, 11, 20, 5, 0, tzinfo=UTC), tick=False):
        call_command("intake", file, body=body.code, historical=True, stdout=StringIO())
    case = Case.objects.get()
    assert (case.type, case.received_at.date().isoformat()) == (type_code, day)


def test_the_moment_at_which_the_server_took_a_letter_counts_for_more_than_its_own_word(
    body: Body, tmp_path: Path
) -> None:
    file = tmp_path / "old.eml"
    taken = b"Received: from x by mail.example.ru; Mon, 31 Mar 2025 09:00:00 +0700\n"
    file.write_bytes(taken + letter(Date="Fri, 14 Mar 2025 11:50:00 +0700"))
    call_command("intake", file, body=body.code, historical=True, stdout=StringIO())
    assert Case.objects.get().type == "message"


def test_without_the_option_a_letter_comes_when_it_is_taken_in(body: Body, tmp_path: Path) -> None:
    file = tmp_path / "old.eml"
    file.write_bytes(letter(Date="Fri, 14 Mar 2025 11:50:00 +0700"))
    call_command("intake", file, body=body.code, stdout=StringIO())
    assert Case.objects.get().type == "message"


@pytest.fixture
def mordovia() -> Body:
    return make_body("industry-mordovia")


def entered(client: Client, body: Body, received: str, **more: str) -> Any:
    client.force_login(make_employee(body, "registrar"))
    values = {
        "type": "message",
        "channel": "telegram",
        "text": "Когда будет отбор на субсидию?",
        "kind": "person",
        "name": "Нина Ковалёва",
        "reply_channel": "email",
        "email": "n.kovaleva@example.ru",
        "received_at": received,
        "key": f"key-{received}-{len(more)}",
        **more,
    }
    return client.post("/desk/inbox/new", values)


@pytest.mark.parametrize(("received", "told"), [("2025-05-31T23:59", 0), ("2025-06-01T00:00", 1)])
def test_what_came_by_a_foreign_messenger_since_june_2025_is_a_message_with_a_notice(
    client: Client, mordovia: Body, received: str, told: int
) -> None:
    with time_machine.travel(datetime(2025, 6, 2, 7, 0, tzinfo=UTC), tick=False):
        response = entered(client, mordovia, received)
    assert response.status_code == 302, response.content.decode()
    case = Case.objects.get()
    assert (case.type, case.channel) == ("message", "telegram")
    assert notices() == told
    for message in Outgoing.objects.filter(kind="channel-notice"):
        assert message.channel == "email"
        assert "иностранных мессенджерах" in message.text


def test_nothing_but_a_message_enters_through_a_closed_messenger(
    client: Client, mordovia: Body
) -> None:
    with time_machine.travel(datetime(2025, 6, 2, 7, 0, tzinfo=UTC), tick=False):
        response = entered(client, mordovia, "2025-06-01T10:00", type="complaint")
    assert response.status_code == 422
    assert "закрыт законом" in response.content.decode()
    assert Receipt.objects.count() == 0


@pytest.mark.parametrize(
    ("received", "needs_reason"), [("2025-05-31T20:59", False), ("2025-05-31T21:00", True)]
)
def test_a_message_of_a_closed_messenger_is_registered_with_a_reason(
    mordovia: Body, received: str, needs_reason: bool
) -> None:
    """The moments are those of UTC: in Saransk the second one is the first minute of June."""
    values = {
        "type": "message", "text": "Когда отбор?", "name": "Нина Ковалёва",
        "reply_channel": "email", "email": "n@example.ru",
    }  # fmt: skip
    registrar = make_employee(mordovia, "registrar")
    accepted = actions.enter(
        read(values),
        by=registrar,
        channel="telegram",
        at=datetime.fromisoformat(received).replace(tzinfo=UTC),
    )
    case = actions.take_in(accepted.receipt)
    assert case is not None
    if needs_reason:
        with pytest.raises(Refusal) as refused:
            registered(case, registrar, "", "message")
        assert refused.value.field == "note"
    done = registered(case, registrar, "Пришло в закрытый канал" if needs_reason else "", "message")
    assert done.stage == Stage.REGISTERED


def test_no_reply_can_be_asked_for_through_a_closed_messenger(
    client: Client, mordovia: Body
) -> None:
    with time_machine.travel(datetime(2025, 6, 2, 7, 0, tzinfo=UTC), tick=False):
        response = entered(
            client, mordovia, "2025-06-01T10:00", reply_channel="telegram", reply_address="@nina"
        )
    assert response.status_code == 422
    assert Receipt.objects.count() == 0


@pytest.mark.parametrize(
    ("moment", "hinders"),
    [
        (datetime(2025, 5, 31, 20, 59, tzinfo=UTC), False),
        (datetime(2025, 5, 31, 21, 0, tzinfo=UTC), True),
    ],
)
def test_nothing_is_sent_through_a_messenger_that_the_law_has_closed(
    mordovia: Body, moment: datetime, hinders: bool
) -> None:
    message = messages.enqueue(
        mordovia,
        kind="reply",
        about="case:1",
        channel="telegram",
        address="@nina",
        subject="Ответ",
        text="Ответ готов.",
        key="one",
        at=moment,
    )
    assert message.state == Outgoing.State.BY_HAND
    assert ("Закон закрыл этот канал" in message.last_error) == hinders
