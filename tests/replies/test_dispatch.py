"""The way of a letter from its choice to its arrival: chosen, sent, come back, sent another way, shown to its client."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from otklik.cases import actions as cases
from otklik.cases.models import Case, Stage
from otklik.config import today
from otklik.config.tallies import day_of
from otklik.intake import jobs as intake
from otklik.journal.models import Entry
from otklik.messages import actions as messages
from otklik.messages import mailbox
from otklik.messages.models import Outgoing, Receipt
from otklik.replies import actions as replies
from otklik.replies import jobs, queries
from otklik.replies.delivery_queries import astray, cases_in_trouble, plan_of, way_of
from otklik.replies.models import Dispatch, Reply
from otklik.staff.refusals import Refusal
from tests.factories import RECEIVED, Team, make_body, make_case, make_employee, make_team
from tests.messages import bounces
from tests.messages.dovecot import Dovecot
from tests.messages.smtp import SmtpServer

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
SIGNED = RECEIVED + 3 * DAY
LN, EN = "labour-novosibirsk", "economy-novosibirsk"
MAIL, PAPER = "anna@example.org", "630000, Новосибирск, ул. Мира, 1"
NUMBER = "63009912345673"


@pytest.fixture(autouse=True)
def _by_now(settings: Settings) -> Iterator[None]:
    settings.MFA_REQUIRED = False
    with time_machine.travel(RECEIVED + 9 * DAY, tick=True):
        yield


def in_work(code: str = LN, **parts: Any) -> tuple[Case, Team]:
    body = make_body(code)
    team = make_team(body)
    return make_case(body, Stage.ASSIGNED, team=team, **parts), team


def signed(case: Case, team: Team) -> Reply:
    at = RECEIVED + DAY
    for question in case.questions.all():
        cases.consider(question, by=team.executor, outcome="solved", at=at)
    reply = replies.start(case, by=team.executor, at=at)
    answers = {str(q.pk): "Меры есть: субсидия." for q in case.questions.all()}
    reply = replies.save(
        reply, by=team.executor, draft=reply.draft | {"answers": answers},
        revision=reply.revision, at=at,
    )  # fmt: skip
    version = replies.submit(reply, by=team.executor, at=at)
    for step in version.approvals.all():
        replies.approve(version, by=step.approver, sha256=version.sha256, at=at)
    return replies.sign(version, by=team.signer, sha256=version.sha256, at=SIGNED)


def letters(kind: str = "reply") -> list[Outgoing]:
    return list(Outgoing.objects.filter(kind=kind).order_by("id"))


@pytest.mark.clause("labour-novosibirsk:10.3.a")
def test_another_way_than_the_mailbox_of_the_appeal_needs_a_recorded_reason() -> None:
    case, team = in_work(channel="email", reply_address=MAIL)
    with pytest.raises(Refusal) as refused:
        replies.choose_way(case, by=team.executor, channel="post", address=PAPER)
    assert (refused.value.field, refused.value.clause) == ("reason", "labour-novosibirsk:10.3.a")
    reply = replies.choose_way(
        case, by=team.executor, channel="post", address=PAPER, reason="Клиент попросил бумагу"
    )
    assert (reply.channel, reply.address) == ("post", PAPER)
    entry = Entry.objects.get(act="replies.choose-way")
    assert entry.details["reason"] == "Клиент попросил бумагу"
    signed(case, team)
    (letter,) = letters()
    assert (letter.channel, letter.address, letter.state) == ("post", PAPER, Outgoing.State.BY_HAND)


@pytest.mark.clause("labour-novosibirsk:10.3.a")
def test_the_way_back_to_the_order_s_own_needs_no_reason() -> None:
    case, team = in_work(channel="email", reply_address=MAIL)
    replies.choose_way(case, by=team.executor, channel="post", address=PAPER, reason="Просьба")
    reply = replies.choose_way(case, by=team.executor, channel="")
    assert (reply.channel, reply.channel_reason) == ("", "")
    signed(case, team)
    assert [(row.channel, row.address) for row in letters()] == [("email", MAIL)]


def test_only_the_executor_chooses_and_only_what_can_be() -> None:
    case, team = in_work(channel="email", reply_address=MAIL)
    with pytest.raises(Refusal):
        replies.choose_way(case, by=team.signer, channel="post", address=PAPER, reason="Так")
    with pytest.raises(Refusal, match="адрес электронной почты"):
        replies.choose_way(case, by=team.executor, channel="email", address="нет", reason="Так")
    signed(case, team)
    with pytest.raises(Refusal):
        replies.choose_way(case, by=team.executor, channel="post", address=PAPER, reason="Поздно")


@pytest.mark.clause("labour-novosibirsk:10.3.b")
def test_an_appeal_from_gosuslugi_is_answered_to_the_account_that_it_names() -> None:
    case, team = in_work(channel="epgu", reply_channel="epgu", reply_address="1000299481")
    signed(case, team)
    (letter,) = letters()
    assert (letter.channel, letter.address) == ("epgu", "1000299481")
    assert letter.clause == "labour-novosibirsk:10.3.b"
    messages.record_by_hand(letter, by=team.registrar, at=SIGNED + DAY)
    sent = Entry.objects.get(act="messages.sent", details__message=letter.pk)
    assert sent.details["channel"] == "epgu"


@pytest.mark.clause("labour-novosibirsk:10.p2")
def test_a_case_from_the_platform_ends_only_when_the_platform_has_the_reply() -> None:
    case, team = in_work(channel="pos", reply_channel="email", reply_address=MAIL)
    replies.choose_way(
        case, by=team.executor, channel="email", address=MAIL, reason="Клиент просил и письмом"
    )
    reply = signed(case, team)
    messages.deliver_due(SIGNED + timedelta(minutes=1))
    by_channel = {row.channel: row for row in letters()}
    assert by_channel["email"].state == Outgoing.State.SENT
    assert jobs.finish_delivered_replies() == 0
    assert not replies.finish_delivered(reply)
    messages.record_by_hand(by_channel["pos"], by=team.registrar, at=SIGNED + DAY)
    assert jobs.finish_delivered_replies() == 1
    case.refresh_from_db()
    assert (case.stage, case.answered_at) == (Stage.ANSWERED, SIGNED + DAY)


@pytest.mark.clause("labour-novosibirsk:10.p2")
def test_the_platform_s_message_cannot_be_dropped_to_end_the_case() -> None:
    case, team = in_work(channel="pos", reply_channel="pos", reply_address="")
    reply = signed(case, team)
    (letter,) = letters()
    messages.cancel(letter, by=team.registrar)
    assert not replies.finish_delivered(reply)
    assert jobs.finish_delivered_replies() == 0


@pytest.mark.clause("labour-novosibirsk:10.3.c")
def test_a_postal_appeal_is_answered_by_post_and_stands_in_the_list_of_the_day() -> None:
    case, team = in_work(channel="post", form="written", reply_channel="post", reply_address=PAPER)
    reply = signed(case, team)
    (letter,) = letters()
    assert (letter.channel, letter.address) == ("post", PAPER)
    assert letter.clause == "labour-novosibirsk:10.3.c"
    assert letter.recipient == case.client.display_name
    messages.post([letter], by=team.registrar, at=SIGNED + DAY, numbers={letter.pk: NUMBER})
    assert replies.finish_delivered(reply)
    client = Client()
    client.force_login(team.registrar)
    day = (SIGNED + DAY).date().isoformat()
    found = client.get(reverse("desk:post-list"), {"day": day, "as": "pdf"})
    assert found["Content-Type"] == "application/pdf"
    assert found.content.startswith(b"%PDF")


@pytest.mark.clause("economy-novosibirsk:5.2.a")
def test_each_item_of_the_log_names_kind_channel_address_date_and_governing_act() -> None:
    case, team = in_work(EN, reply_address=MAIL)
    by, at = team.executor, RECEIVED + DAY
    cases.propose_extension(
        case, by=by, day=(RECEIVED + 40 * DAY).date(), progress="Запрос", reason="Ждём", at=at
    )
    cases.approve_extension(case.extensions.get(), by=team.head, at=at + timedelta(hours=1))
    signed(case, team)
    messages.deliver_due(SIGNED + timedelta(minutes=1))
    client = Client()
    client.force_login(team.registrar)
    page = client.get(reverse("desk:outbox"), {"show": "all"}).content.decode()
    for words in ("Уведомление о продлении", "Ответ", "Электронная почта", MAIL,
                  "приказ от 25.11.2019 № 122"):  # fmt: skip
        assert words in page
    about = Outgoing.objects.filter(about=case.ref, kind__in=["reply", "extension"])
    assert {row.act for row in about} == {
        "Инструкция о порядке организации работы с обращениями граждан, приказ от 25.11.2019 № 122"
    }
    assert about.count() == 2


def test_the_reply_counts_from_its_sending_whatever_comes_back_later() -> None:
    case, team = in_work(EN, reply_address=MAIL)
    reply = signed(case, team)
    messages.deliver_due(SIGNED + timedelta(minutes=1))
    replies.finish_delivered(reply)
    (letter,) = letters()
    raw = bounces.NO_MAILBOX.replace(bounces.OURS.encode(), letter.mail_id.encode())
    messages.accept_mail(case.body, raw, mailbox="files", received_at=SIGNED + DAY)
    intake.take_in_receipts()
    case.refresh_from_db()
    assert (case.stage, case.answered_at) == (Stage.ANSWERED, SIGNED + timedelta(minutes=1))
    assert list(cases_in_trouble(team.executor)) == [case]
    assert Case.objects.count() == 1


class TestComesBack:
    @pytest.fixture
    def back(self) -> tuple[Case, Team, Outgoing]:
        case, team = in_work(
            EN, reply_address=MAIL, extra_channel="", form="electronic", channel="web"
        )
        reply = signed(case, team)
        messages.deliver_due(SIGNED + timedelta(minutes=1))
        replies.finish_delivered(reply)
        (letter,) = letters()
        raw = bounces.NO_MAILBOX.replace(bounces.OURS.encode(), letter.mail_id.encode())
        messages.accept_mail(case.body, raw, mailbox="files", received_at=SIGNED + DAY)
        intake.take_in_receipts()
        letter.refresh_from_db()
        return case, team, letter

    def test_the_executor_sees_it_today_and_on_the_case(
        self, back: tuple[Case, Team, Outgoing], client: Client
    ) -> None:
        case, team, letter = back
        client.force_login(team.executor)
        page = client.get(reverse("desk:case", args=[case.pk])).content.decode()
        assert "Письмо не дошло" in page
        assert "такого почтового ящика нет" in page
        assert reverse("desk:send-otherwise", args=[case.pk, letter.pk]) in page
        day = day_of(team.executor)
        tallies = {str(tally.title): tally for part in today.parts(day) for tally in part.tallies}
        assert tallies["писем не дошло"].number == 1
        assert tallies["писем не дошло"].address == reverse("desk:case", args=[case.pk])
        assert (
            "такого почтового ящика нет"
            in client.get(reverse("desk:deliveries-astray")).content.decode()
        )

    def test_it_goes_by_post_with_the_letter_and_the_task_is_done(
        self, back: tuple[Case, Team, Outgoing], client: Client
    ) -> None:
        case, team, letter = back
        client.force_login(team.executor)
        page = reverse("desk:send-otherwise", args=[case.pk, letter.pk])
        assert client.get(page).status_code == 200
        assert client.post(page, {"channel": "post", "address": ""}).status_code == 422
        answered = client.post(page, {"channel": "post", "address": PAPER})
        assert answered.status_code == 302
        _first, second = letters()
        assert (second.channel, second.address, second.instead_of) == ("post", PAPER, letter)
        assert {item.name.rpartition(".")[2] for item in second.files.all()} == {"pdf", "docx"}
        rows = Dispatch.objects.order_by("attempt").values_list("attempt", "message")
        assert list(rows) == [(1, letter.pk), (2, second.pk)]
        assert not cases_in_trouble(team.executor)
        assert client.post(page, {"channel": "post", "address": PAPER}).status_code == 404
        assert len(letters()) == 2

    def test_pressing_twice_at_once_sends_one_letter(
        self, back: tuple[Case, Team, Outgoing]
    ) -> None:
        case, team, letter = back
        sent = [
            replies.send_otherwise(letter, case, by=team.executor, channel="post", address=PAPER)
            for _ in range(2)
        ]
        assert sent[0] == sent[1]
        assert len(letters()) == 2
        assert Dispatch.objects.count() == 2

    def test_nothing_more_may_be_owed(
        self, back: tuple[Case, Team, Outgoing], client: Client
    ) -> None:
        case, team, letter = back
        client.force_login(team.executor)
        client.post(reverse("desk:settle-delivery", args=[case.pk, letter.pk]))
        assert not cases_in_trouble(team.executor)
        assert len(letters()) == 1

    def test_a_colleague_who_only_sees_the_case_decides_nothing(
        self, back: tuple[Case, Team, Outgoing]
    ) -> None:
        case, _team, letter = back
        colleague = make_employee(case.body, "executor")
        with pytest.raises(Refusal):
            replies.send_otherwise(letter, case, by=colleague, channel="post", address=PAPER)
        with pytest.raises(Refusal):
            replies.settle_delivery(letter, case, by=colleague)
        assert not cases_in_trouble(colleague)

    def test_the_list_costs_the_same_however_long_it_is(
        self, back: tuple[Case, Team, Outgoing], django_assert_max_num_queries: Any
    ) -> None:
        case, team, _letter = back
        for number in range(5):
            other = make_case(case.body, Stage.ASSIGNED, team=team)
            messages.enqueue(
                case.body, kind="extension", about=other.ref, channel="email", address="нет",
                subject="Продление", text="Текст", key=f"astray-{number}",
            )  # fmt: skip
        with django_assert_max_num_queries(10):
            assert len(astray(team.executor)) == 6

    def test_the_client_sees_how_the_reply_went_without_any_address(
        self, back: tuple[Case, Team, Outgoing], client: Client
    ) -> None:
        case, team, letter = back
        page = client.get(f"/status/{case.tracking_code}").content.decode()
        assert "Как отправлен ответ" in page
        assert "Министерство ищет другой способ" in page
        second = replies.send_otherwise(
            letter, case, by=team.executor, channel="post", address=PAPER
        )
        messages.post([second], by=team.registrar, numbers={second.pk: NUMBER})
        page = client.get(f"/status/{case.tracking_code}").content.decode()
        assert "630099 12 34567 3" in page
        assert "По этому номеру почта подскажет" in page
        assert PAPER not in page.partition("Как отправлен ответ")[2]


def test_a_letter_refused_at_once_holds_the_case_until_it_goes_another_way() -> None:
    case, team = in_work(EN, reply_address=MAIL)
    reply = signed(case, team)
    (letter,) = letters()
    Outgoing.objects.filter(pk=letter.pk).update(state=Outgoing.State.FAILED, last_error="550")
    assert list(cases_in_trouble(team.executor)) == [case]
    assert not replies.finish_delivered(reply)
    second = replies.send_otherwise(letter, case, by=team.executor, channel="post", address=PAPER)
    assert not replies.finish_delivered(reply)
    sent = messages.record_by_hand(second, by=team.registrar)
    assert jobs.finish_delivered_replies() == 1
    case.refresh_from_db()
    assert (case.stage, case.answered_at) == (Stage.ANSWERED, sent.sent_at)


def test_signing_twice_or_killing_the_worker_in_between_makes_no_second_letter() -> None:
    case, team = in_work(EN, reply_address=MAIL)
    reply = signed(case, team)
    version = reply.versions.get()
    with pytest.raises(Refusal):
        replies.sign(version, by=team.signer, sha256=version.sha256, at=SIGNED)
    for _ in range(3):
        messages.deliver_due(SIGNED + timedelta(minutes=1))
        jobs.finish_delivered_replies()
    assert len(letters()) == 1
    assert Entry.objects.filter(act="cases.finish").count() == 1


def test_the_signer_sees_the_way_and_its_reason(client: Client) -> None:
    case, team = in_work(channel="email", reply_address=MAIL)
    replies.choose_way(
        case, by=team.executor, channel="post", address=PAPER, reason="Клиент попросил бумагу"
    )
    shown = way_of(case, queries.reply_of(case))
    assert (shown.channel, shown.reason, shown.planned_channel) == (
        "Почта", "Клиент попросил бумагу", "Электронная почта",
    )  # fmt: skip
    client.force_login(team.executor)
    page = client.get(reverse("desk:reply", args=[case.pk])).content.decode()
    assert "Как уйдёт письмо" in page
    assert "Клиент попросил бумагу" in page


def test_the_page_of_the_way_keeps_what_was_typed_and_says_what_is_missing(client: Client) -> None:
    case, team = in_work(channel="email", reply_address=MAIL)
    client.force_login(team.executor)
    page = reverse("desk:choose-way", args=[case.pk])
    assert client.get(page).status_code == 200
    refused = client.post(page, {"channel": "post", "address": PAPER, "reason": ""})
    assert refused.status_code == 422
    assert PAPER in refused.content.decode()
    assert "Порядок называет для этого ответа другой способ" in refused.content.decode()
    kept = client.post(page, {"channel": "post", "address": PAPER, "reason": "Просьба"})
    assert kept.status_code == 302
    back = client.post(page, {"channel": "planned", "address": "", "reason": ""})
    assert back.status_code == 302
    assert Reply.objects.get().channel == ""


def test_the_addresses_that_stand_in_the_appeal_count_not_those_of_other_appeals() -> None:
    case, _team = in_work(channel="web", reply_channel="web", reply_address="")
    assert plan_of(case).way.channel == "web"
    receipt = messages.accept(
        case.body, source="web", source_key="1", channel="web", payload={"email": MAIL}
    ).receipt
    cases.attach_receipt(case, receipt, by=make_employee(case.body, "registrar"))
    assert (plan_of(case).way.channel, plan_of(case).way.address) == ("email", MAIL)


@pytest.fixture(scope="module")
def imap() -> Iterator[Dovecot]:
    server = Dovecot()
    yield server
    server.stop()


def test_a_letter_that_a_real_server_bounces_comes_back_to_its_case(
    settings: Settings, imap: Dovecot
) -> None:
    smtp = SmtpServer()
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", smtp.port
    case, team = in_work(EN, reply_address=bounces.ADDRESS)
    signed(case, team)
    messages.deliver_due(SIGNED + timedelta(minutes=1))
    smtp.stop()
    sent = next(item for item in smtp.handler.letters if "application/pdf" in item.as_string())
    raw = bounces.NO_MAILBOX.replace(bounces.ID.encode(), str(sent["Message-ID"]).encode())
    with imap.open() as box:
        box.append(raw, "INBOX", dt=SIGNED + DAY)
        box.append(bounces.AWAY, "INBOX", dt=SIGNED + DAY)
    mailbox.fetch(case.body, imap.account)
    mailbox.fetch(case.body, imap.account)
    intake.take_in_receipts()
    (letter,) = letters()
    assert (letter.outcome, letter.outcome_reason) == ("came-back", "no-mailbox")
    states = dict(Receipt.objects.values_list("source_key", "state"))
    assert states["id:<report-1@mx.example.org>"] == Receipt.State.SETTLED
    assert states["id:<away-1@example.net>"] == Receipt.State.HELD  # it answers no letter of ours
    assert Case.objects.count() == 1
