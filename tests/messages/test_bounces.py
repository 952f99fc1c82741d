"""What machines say about our letters, read out of their letters. Pure."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.messages import bounces

from otklik.messages.mail import machine_word
from otklik.messages.outcomes import outcome_in, reason_of_status


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (bounces.NO_MAILBOX, "no-mailbox"),
        (bounces.FULL, "mailbox-full"),
        (bounces.EXIM, "no-mailbox"),
        (bounces.MAIL_RU, "no-mailbox"),
        (bounces.YANDEX, "mailbox-full"),
        (bounces.RAMBLER, "no-mailbox"),
        (bounces.QMAIL, "no-mailbox"),
        (bounces.dsn("failed", "5.2.3", "552 message size exceeds limit"), "too-large"),
        (bounces.dsn("failed", "4.4.7", "delivery time expired: host not found"), "no-server"),
        (bounces.dsn("failed", "5.7.1", "554 5.7.1 message refused by policy"), "not-taken"),
    ],
)
def test_a_bounce_is_known_with_its_letter_and_its_reason(raw: bytes, reason: str) -> None:
    word = machine_word(raw)
    assert word is not None
    assert (word.verdict, word.recipient) == ("failed", bounces.ADDRESS)
    assert word.about[0] == bounces.OURS
    assert reason_of_status(word.status, word.words) == reason


@pytest.mark.parametrize(
    ("raw", "verdict"),
    [
        (bounces.DELAYED, "delayed"),
        (bounces.DELAYED_IN_WORDS, "delayed"),
        (bounces.ARRIVED, "arrived"),
        (bounces.AWAY, "away"),
    ],
)
def test_what_alarms_nobody_is_told_from_a_bounce(raw: bytes, verdict: str) -> None:
    word = machine_word(raw)
    assert word is not None
    assert (word.verdict, word.about[:1]) == (verdict, (bounces.OURS,))


def test_a_letter_of_a_person_says_nothing_of_the_kind_even_when_it_speaks_of_delivery() -> None:
    assert machine_word(bounces.A_PERSON) is None


def test_a_bounce_without_our_message_id_still_names_its_recipient() -> None:
    word = machine_word(bounces.WITHOUT_ID)
    assert word is not None
    assert (word.verdict, word.about, word.recipient) == ("failed", (), bounces.ADDRESS)


def test_of_many_recipients_the_failure_counts() -> None:
    two = bounces.NO_MAILBOX.replace(
        b"\r\nFinal-Recipient:",
        b"\r\nFinal-Recipient: rfc822; other@example.net\r\nAction: delivered\r\n"
        b"Status: 2.0.0\r\n\r\nFinal-Recipient:",
        1,
    )
    word = machine_word(two)
    assert word is not None
    assert (word.verdict, word.recipient) == ("failed", bounces.ADDRESS)


@given(st.binary(max_size=600))
def test_garbage_is_no_bounce_and_no_error(raw: bytes) -> None:
    word = machine_word(raw)
    assert word is None or word.verdict in {"failed", "delayed", "arrived", "away"}


@given(st.integers(0, len(bounces.NO_MAILBOX)))
def test_a_bounce_cut_off_anywhere_is_no_error(length: int) -> None:
    word = machine_word(bounces.NO_MAILBOX[:length])
    assert word is None or word.verdict == "failed"


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("Вручение адресату", ("arrived", "")),
        ("Вручено", ("arrived", "")),
        ("Получено адресатом", ("arrived", "")),
        ("Получен адресатом", ("arrived", "")),
        ("Возврат: истёк срок хранения", ("came-back", "storage-expired")),
        ("Возврат; Истек срок хранения", ("came-back", "storage-expired")),
        ("Адресат не проживает", ("came-back", "moved")),
        ("Отказ адресата", ("came-back", "refused")),
        ("Неполный адрес", ("came-back", "address-incomplete")),
        ("Вручено отправителю", ("came-back", "other")),
        ("Неудачная попытка вручения", None),
        ("Прибыло в место вручения", None),
        ("Сортировка", None),
    ],
)
def test_the_words_of_the_post_office(words: str, found: tuple[str, str] | None) -> None:
    assert outcome_in(words) == found
