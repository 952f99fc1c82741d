"""What becomes of a message after it was sent: it arrives, comes back, goes another way. The sending stays."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from tests.messages import bounces
from tests.messages.factories import NOW, a_body, an_employee, an_outgoing

from otklik.journal.models import Entry
from otklik.messages import actions, queries
from otklik.messages.actions import Told
from otklik.messages.models import Outgoing, Receipt
from otklik.staff.models import Body, Employee
from otklik.staff.refusals import Refusal

State, Outcome = Outgoing.State, Outgoing.Outcome
pytestmark = pytest.mark.django_db
SENT = NOW + timedelta(hours=1)


def a_mail(body: Body, **fields: object) -> Outgoing:
    return an_outgoing(
        body=body, **{"state": State.SENT, "sent_at": SENT, "mail_id": bounces.OURS} | fields
    )


def a_letter(body: Body, **fields: object) -> Outgoing:
    return an_outgoing(
        body=body,
        **{
            "channel": "post",
            "address": "630000, Новосибирск",
            "state": State.SENT,
            "sent_at": SENT,
        }
        | fields,
    )


def heard(body: Body, raw: bytes, at: datetime = SENT + timedelta(hours=2)) -> tuple[Receipt, bool]:
    receipt = actions.accept_mail(body, raw, mailbox="files", received_at=at).receipt
    return receipt, actions.hear(receipt, at=at)


class TestBounces:
    def test_a_bounce_brings_the_message_back_and_leaves_the_sending(self, body: Body) -> None:
        message = a_mail(body)
        receipt, known = heard(body, bounces.NO_MAILBOX)
        message.refresh_from_db()
        assert known
        assert receipt.state == Receipt.State.SETTLED
        assert (message.state, message.sent_at) == (State.SENT, SENT)
        assert (message.outcome, message.outcome_reason) == (Outcome.CAME_BACK, "no-mailbox")
        assert "user unknown" in message.outcome_note
        assert list(queries.troubles(message.about)) == [message]

    def test_the_same_bounce_once_more_changes_nothing(self, body: Body) -> None:
        message = a_mail(body)
        heard(body, bounces.NO_MAILBOX)
        heard(body, bounces.EXIM)
        assert Entry.objects.filter(act="messages.came-back").count() == 1
        message.refresh_from_db()
        assert message.outcome == Outcome.CAME_BACK

    @pytest.mark.parametrize("raw", [bounces.DELAYED, bounces.DELAYED_IN_WORDS, bounces.AWAY])
    def test_a_delay_and_an_absent_reader_alarm_nobody(self, body: Body, raw: bytes) -> None:
        message = a_mail(body)
        receipt, known = heard(body, raw)
        message.refresh_from_db()
        assert known
        assert receipt.state == Receipt.State.SETTLED
        assert message.outcome == ""
        assert not queries.troubles(message.about)

    def test_a_report_of_arrival_is_kept(self, body: Body) -> None:
        message = a_mail(body)
        heard(body, bounces.ARRIVED)
        message.refresh_from_db()
        assert (message.outcome, message.outcome_on) == (Outcome.ARRIVED, date(2026, 3, 4))

    def test_without_a_message_id_the_only_letter_to_the_address_is_meant(self, body: Body) -> None:
        message = a_mail(body, mail_id="", address="Petrova@example.net")
        _receipt, known = heard(body, bounces.WITHOUT_ID)
        message.refresh_from_db()
        assert known
        assert message.outcome == Outcome.CAME_BACK

    def test_of_two_letters_to_the_address_none_is_blamed(self, body: Body) -> None:
        a_mail(body, mail_id="")
        a_mail(body, mail_id="")
        receipt, known = heard(body, bounces.WITHOUT_ID)
        assert not known
        assert receipt.state == Receipt.State.ACCEPTED
        assert not Outgoing.objects.exclude(outcome="").exists()

    def test_another_body_s_letter_is_not_meant(self, body: Body) -> None:
        foreign = a_mail(a_body())
        _receipt, known = heard(body, bounces.NO_MAILBOX)
        foreign.refresh_from_db()
        assert not known
        assert foreign.outcome == ""

    def test_a_message_put_into_the_outbox_is_found_by_its_own_message_id(self, body: Body) -> None:
        message = actions.enqueue(
            body, kind="reply", about="case:7", channel="email", address=bounces.ADDRESS,
            subject="Ответ", text="Текст", key="reply:7:main", at=NOW,
        )  # fmt: skip
        Outgoing.objects.filter(pk=message.pk).update(state=State.SENT, sent_at=SENT)
        raw = bounces.NO_MAILBOX.replace(bounces.OURS.encode(), message.mail_id.encode())
        assert len(message.mail_id) == 40
        assert heard(body, raw)[1]
        message.refresh_from_db()
        assert message.outcome == Outcome.CAME_BACK


class TestPostOffice:
    def told(self, letter: Outgoing, **changes: Any) -> Told:
        fields: dict[str, Any] = {
            "message": letter,
            "outcome": Outcome.CAME_BACK,
            "reason": "storage-expired",
            "day": date(2026, 4, 10),
        }
        return Told(**fields | changes)

    def test_a_letter_comes_back_with_its_reason(self, body: Body, employee: Employee) -> None:
        letter = a_letter(body)
        at = datetime(2026, 4, 11, 3, tzinfo=UTC)
        assert actions.record_outcome(self.told(letter), by=employee, at=at)
        assert not actions.record_outcome(self.told(letter), by=employee, at=at)
        letter.refresh_from_db()
        assert (letter.outcome, letter.outcome_reason) == (Outcome.CAME_BACK, "storage-expired")
        assert letter.sent_at == SENT

    @pytest.mark.parametrize(
        "changes",
        [
            {"reason": ""},
            {"reason": "no-mailbox"},
            {"day": date(2026, 3, 1)},
            {"day": date(2026, 5, 1)},
        ],
    )
    def test_a_wrong_day_or_reason_is_refused(
        self, body: Body, employee: Employee, changes: dict[str, object]
    ) -> None:
        letter = a_letter(body)
        with pytest.raises(Refusal):
            actions.record_outcome(
                self.told(letter, **changes), by=employee, at=datetime(2026, 4, 11, tzinfo=UTC)
            )
        letter.refresh_from_db()
        assert letter.outcome == ""

    def test_what_was_not_sent_cannot_come_back(self, body: Body, employee: Employee) -> None:
        letter = a_letter(body, state=State.BY_HAND, sent_at=None)
        with pytest.raises(Refusal, match="не отправлено"):
            actions.record_outcome(self.told(letter), by=employee)

    def test_one_wrong_row_of_many_leaves_all_as_they_were(
        self, body: Body, employee: Employee
    ) -> None:
        good, wrong = a_letter(body), a_letter(body, state=State.BY_HAND, sent_at=None)
        with pytest.raises(Refusal):
            actions.record_outcomes(
                [self.told(good), self.told(wrong)],
                by=employee,
                at=datetime(2026, 4, 11, tzinfo=UTC),
            )
        good.refresh_from_db()
        assert good.outcome == ""

    def test_letters_are_posted_with_their_numbers_or_not_at_all(
        self, body: Body, employee: Employee
    ) -> None:
        letters = [a_letter(body, state=State.BY_HAND, sent_at=None) for _ in range(2)]
        numbers = {letters[0].pk: "63009912345673", letters[1].pk: "63009912345678"}
        with pytest.raises(Refusal, match="не почтовый номер"):
            actions.post(letters, by=employee, numbers=numbers)
        assert Outgoing.objects.filter(state=State.BY_HAND).count() == 2
        numbers[letters[1].pk] = "63009912345673"
        with pytest.raises(Refusal, match="у двух писем"):
            actions.post(letters, by=employee, numbers=numbers)
        numbers[letters[1].pk] = "RR473124829US"
        assert actions.post(letters, by=employee, numbers=numbers) == 2
        kept = list(Outgoing.objects.order_by("id").values_list("state", "tracking"))
        assert kept == [(State.SENT, "63009912345673"), (State.SENT, "RR473124829US")]

    def test_a_number_of_another_letter_is_refused(self, body: Body, employee: Employee) -> None:
        a_letter(body, tracking="63009912345673")
        second = a_letter(body)
        with pytest.raises(Refusal, match="у двух писем"):
            actions.number({second.pk: "63009912345673"}, by=employee)
        assert actions.number({second.pk: "RR473124829US"}, by=employee) == 1
        assert actions.number({second.pk: "RR473124829US"}, by=employee) == 0

    def test_printing_is_noted_once(self, body: Body, employee: Employee) -> None:
        letter = a_letter(body, state=State.BY_HAND, sent_at=None)
        assert actions.note_printed([letter], by=employee, at=NOW) == 1
        assert actions.note_printed([letter], by=employee, at=NOW + timedelta(days=1)) == 0
        letter.refresh_from_db()
        assert letter.printed_at == NOW


class TestAnotherWay:
    def test_what_came_back_goes_another_way_once(self, body: Body, employee: Employee) -> None:
        first = a_mail(body, outcome=Outcome.CAME_BACK, outcome_reason="no-mailbox", act="59-ФЗ")
        second = actions.send_otherwise(
            first, channel="post", address="630000, Новосибирск", by=employee, at=SENT
        )
        again = actions.send_otherwise(
            first, channel="post", address="630000, Новосибирск", by=employee, at=SENT
        )
        first.refresh_from_db()
        assert again == second
        assert (second.channel, second.state, second.act) == ("post", State.BY_HAND, "59-ФЗ")
        assert second.instead_of == first
        assert (first.state, first.settled_at) == (State.SENT, SENT)
        assert not queries.troubles(first.about)

    def test_what_failed_is_cancelled_when_it_goes_another_way(
        self, body: Body, employee: Employee
    ) -> None:
        first = a_mail(body, state=State.FAILED, sent_at=None)
        actions.send_otherwise(first, channel="email", address="a@example.org", by=employee)
        first.refresh_from_db()
        assert first.state == State.CANCELLED

    @pytest.mark.parametrize(
        "fields", [{"state": State.SENDING}, {"state": State.SENT}, {"state": State.CANCELLED}]
    )
    def test_what_is_on_its_way_is_not_sent_a_second_time(
        self, body: Body, employee: Employee, fields: dict[str, object]
    ) -> None:
        message = a_mail(body, **fields)
        with pytest.raises(Refusal):
            actions.send_otherwise(message, channel="email", address="a@example.org", by=employee)
        assert Outgoing.objects.count() == 1

    def test_nothing_more_may_follow_and_only_once(self, body: Body, employee: Employee) -> None:
        message = a_mail(body, outcome=Outcome.CAME_BACK)
        actions.settle(message, by=employee, at=SENT)
        assert not queries.troubles(message.about)
        with pytest.raises(Refusal):
            actions.settle(message, by=employee)


@pytest.mark.clause("labour-novosibirsk:10.3.b")
def test_a_letter_to_an_account_needs_its_identifier_where_the_order_wants_it() -> None:
    labour = a_body(profile="labour-novosibirsk")
    clerk = an_employee(body=labour)
    message = an_outgoing(body=labour, channel="epgu", address="", state=State.BY_HAND)
    with pytest.raises(Refusal) as refused:
        actions.record_by_hand(message, by=clerk, at=SENT)
    assert (refused.value.field, refused.value.clause) == ("address", "labour-novosibirsk:10.3.b")
    sent = actions.record_by_hand(message, by=clerk, at=SENT, address="1000299481")
    assert (sent.state, sent.address) == (State.SENT, "1000299481")
