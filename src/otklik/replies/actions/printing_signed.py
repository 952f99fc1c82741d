"""Printing a signed letter: what was signed, and beside it number, date and the note of the signature."""

from dataclasses import replace
from datetime import date, datetime

from otklik import documents, language
from otklik.messages import storage
from otklik.replies import letter as letters
from otklik.replies.models import Decision, LetterVersion
from otklik.staff import calendars


def print_signed(version: LetterVersion, decision: Decision, *, at: datetime) -> None:
    """Store the two files of a signed version; called inside the act, with its reply as it now is.

    The date of the letter is that of its number, else that of the signature.
    """
    reply = version.reply
    day = reply.numbered_on or calendars.today(reply.case.body, decision.at)
    letter = signed_letter(
        letters.letter_from(version.content), decision, number=reply.number, day=day
    )
    version.pdf = storage.store(documents.letter_pdf(letter, at), at=at)
    version.docx = storage.store(documents.letter_docx(letter, at), at=at)
    version.save(update_fields=["pdf", "docx"])


def signed_letter(
    letter: documents.Letter, decision: Decision, *, number: str, day: date
) -> documents.Letter:
    """Return a frozen letter with what the signature adds: number, date, who signed, and the note of the signature.

    `day` (local) is the letter's date; a letter without a number shows none.
    """
    by, version = decision.by, decision.version
    zone = calendars.zone(version.reply.case.body)
    return replace(
        letter,
        number=number,
        date_text=language.date_short(day) if number else "",
        signatory_post=letters.printed_post(decision.post),
        signatory_name=language.initials_first(
            language.FullName(by.surname, by.given_name, by.patronymic)
        ),
        signature_note=letters.signature_note(
            by, decision.at, version.sha256, zone, post=decision.post
        ),
        draft=False,
    )
