"""What a receipt says, as a submission; or `NotUnderstood`, and a person looks at it."""

from otklik.intake.actions.filing import DESK
from otklik.intake.rules import (
    NotUnderstood,
    accept_text,
    hold_for_problems,
    type_of_form,
    type_of_mail,
)
from otklik.intake.submission import NAME_MAX, SUMMARY_MAX, Submission, Unacceptable, read
from otklik.language import excerpt, looks_like_organisation
from otklik.messages.mail import ParsedMail
from otklik.messages.models import Receipt
from otklik.staff.calendars import today
from otklik.staff.profiles import profile_of

SITE = "web"
"""Source of what was sent through the ministry's own site, where nobody vouches for the sender but his sign-in."""


def is_mail(receipt: Receipt) -> bool:
    """Whether the receipt is a letter by e-mail, whose original is to be read."""
    return receipt.source.startswith("mail:")


def read_form(receipt: Receipt) -> Submission:
    """Return what was said through the form, the API or the desk; raises `NotUnderstood`."""
    if receipt.source != DESK:  # an employee has read what he enters
        accept_text(str(receipt.payload.get("text", "")))
    try:
        submission = read(receipt.payload)
    except Unacceptable as refusal:
        raise NotUnderstood("incomplete", said(refusal)) from None
    if receipt.source != SITE:
        return submission
    day = today(receipt.body, receipt.received_at)
    kind = type_of_form(profile_of(receipt.body), submission, receipt.channel, day)
    return submission.model_copy(update={"type": kind})


def read_letter(receipt: Receipt, letter: ParsedMail) -> Submission:
    """Return what a letter says; raises `NotUnderstood`."""
    hold_for_problems(letter.is_automatic, letter.problems)
    text = accept_text(letter.text)
    sender = letter.sender_name[:NAME_MAX]
    organised = looks_like_organisation(sender)
    try:
        return read(
            {
                "type": type_of_mail(
                    profile_of(receipt.body), today(receipt.body, receipt.received_at)
                ),
                "text": text,
                "summary": excerpt(letter.subject, SUMMARY_MAX),
                "kind": "organisation" if organised else "person",
                "organisation" if organised else "name": sender,
                "reply_channel": "email",
                "reply_address": letter.reply_to,
                "email": letter.sender_address,
            }
        )
    except Unacceptable as refusal:
        raise NotUnderstood("incomplete", said(refusal)) from None


def said(refusal: Unacceptable) -> str:
    """Put a refusal's sentences into one note."""
    return " ".join(f"{field}: {sentence}" for field, sentence in refusal.errors.items())
