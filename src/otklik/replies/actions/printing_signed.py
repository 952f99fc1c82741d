"""Printing a signed letter: what was signed, and beside it number, date and the note of the signature."""

from dataclasses import replace
from datetime import datetime

from otklik import documents, language
from otklik.messages import storage
from otklik.replies import letter as letters
from otklik.replies.models import Decision, LetterVersion
from otklik.staff import calendars


def print_signed(version: LetterVersion, decision: Decision, *, at: datetime) -> None:
    """Store the two files of a signed version; called inside the act, with its reply as it now is.

    The date of the letter is that of its number, else that of the signature.
    """
    by, reply = decision.by, version.reply
    zone = calendars.zone(reply.case.body)
    day = reply.numbered_on or decision.at.astimezone(zone).date()
    letter = replace(
        letters.letter_from(version.content),
        number=reply.number,
        date_text=language.date_short(day) if reply.number else "",
        signatory_post=letters.printed_post(decision.post),
        signatory_name=language.initials_first(
            language.FullName(by.surname, by.given_name, by.patronymic)
        ),
        signature_note=letters.signature_note(
            by, decision.at, version.sha256, zone, post=decision.post
        ),
        draft=False,
    )
    version.pdf = storage.store(documents.letter_pdf(letter, at), at=at)
    version.docx = storage.store(documents.letter_docx(letter, at), at=at)
    version.save(update_fields=["pdf", "docx"])
