"""What a client said: cleaned, limited, checked against itself, and refused with a sentence."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otklik.intake.submission import (
    TEXT_MAX,
    Unacceptable,
    contradictions,
    read,
    requirements,
)
from otklik.regulations import profile

GOOD = {
    "type": "application",
    "text": "Прошу разъяснить порядок участия в программе.",
    "surname": "Ковалёва",
    "given_name": "Нина",
    "reply_channel": "email",
    "email": "n.kovaleva@example.ru",
}
DAY = date(2026, 9, 1)


def errors_of(**changes: Any) -> dict[str, str]:
    with pytest.raises(Unacceptable) as caught:
        read(GOOD | changes)
    return caught.value.errors


def asked_of(channel: str = "web", day: date = DAY, **changes: Any) -> dict[str, str]:
    submission = read(GOOD | changes)
    return dict(requirements(submission, profile("economy-novosibirsk"), channel, day))


def test_a_good_submission_keeps_what_was_said() -> None:
    assert read(GOOD).as_payload() == GOOD


def test_what_cannot_be_seen_is_removed_and_lines_stay() -> None:
    submission = read(
        GOOD | {"text": "  Прошу\u200b\x00 помочь\r\nс дорогой \u202e", "surname": "Ко\tва\nлёва"},
    )
    assert submission.text == "Прошу помочь\nс дорогой"
    assert submission.surname == "Ко ва лёва"


@pytest.mark.parametrize("text", ["", "   \n ", "\u200b\u202e\x00"])
def test_an_empty_text_is_refused_at_its_field(text: str) -> None:
    assert errors_of(text=text) == {"text": "Заполните это поле."}


def test_the_longest_text_is_taken_and_one_more_character_is_not() -> None:
    assert len(read(GOOD | {"text": "я" * TEXT_MAX}).text) == TEXT_MAX
    assert "30000" in errors_of(text="я" * (TEXT_MAX + 1))["text"]
    assert "30000" in errors_of(text="я" * 1_500_000)["text"]


def test_each_wrong_field_has_its_own_sentence() -> None:
    found = errors_of(type="novel", surname="я" * 151, gender="x", text=7, colour="red")
    assert set(found) == {"type", "surname", "gender", "text", "colour"}
    assert "complaint" in found["type"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"email": ""}, "email"),
        ({"email": "no at sign"}, "email"),
        ({"reply_address": "nobody"}, "reply_address"),
        ({"reply_channel": "post"}, "postal_address"),
        ({"reply_channel": "phone"}, "phone"),
        ({"reply_channel": "vk"}, "reply_address"),
        ({"reply_channel": "covering-letter"}, "reply_channel"),
        ({"extra_channel": "email"}, "extra_channel"),
        ({"extra_channel": "post"}, "postal_address"),
        ({"extra_address": "a@example.ru"}, "extra_channel"),
        ({"kind": "organisation"}, "organisation"),
    ],
)
def test_values_that_contradict_each_other_are_named(changes: dict[str, str], field: str) -> None:
    assert list(errors_of(**changes)) == [field]


def test_the_reply_goes_to_the_contact_of_its_channel_unless_another_address_is_given() -> None:
    assert read(GOOD).reply_to() == "n.kovaleva@example.ru"
    other = read(GOOD | {"reply_address": "other@example.ru"})
    assert other.reply_to() == "other@example.ru"
    assert other.contacts() == {"email": "n.kovaleva@example.ru"}


def test_the_web_asks_for_a_name_and_an_address() -> None:
    assert asked_of() == {}
    nameless: dict[str, Any] = {
        "surname": "",
        "given_name": "",
        "reply_channel": "web",
        "email": "",
    }
    assert set(asked_of(**nameless)) == {"surname", "email"}


def test_a_message_may_be_anonymous() -> None:
    submission = read({"type": "message", "text": "На улице Мира яма."})
    assert not dict(requirements(submission, profile("industry-mordovia"), "web", DAY))


def test_an_appeal_by_plain_e_mail_ended_with_its_day_and_a_request_did_not() -> None:
    assert asked_of(channel="email", day=date(2025, 3, 29)) == {}
    assert set(asked_of(channel="email", day=date(2025, 3, 30))) == {"type"}
    assert asked_of(channel="email", day=DAY, type="information-request") == {}


def test_a_foreign_messenger_is_no_channel_for_a_reply_since_it_was_closed() -> None:
    telegram = {"reply_channel": "telegram", "reply_address": "@nina"}
    assert asked_of(day=date(2025, 5, 31), **telegram) == {}
    assert set(asked_of(day=date(2025, 6, 1), **telegram)) == {"reply_channel"}


@given(text=st.text(max_size=300), name=st.text(max_size=60))
def test_any_text_is_either_kept_clean_or_refused_with_a_sentence(text: str, name: str) -> None:
    submission, refused = None, {}
    try:
        submission = read(GOOD | {"text": text, "name": name})
    except Unacceptable as refusal:
        refused = refusal.errors
    if submission is None:
        assert refused == {"text": "Заполните это поле."}
    else:
        assert read(submission.as_payload()) == submission
        assert not list(contradictions(submission))
        assert "\x00" not in submission.text
