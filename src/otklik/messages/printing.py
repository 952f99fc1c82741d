"""Letters by post as files for the printer, and the list of the day's mail."""

from collections.abc import Sequence
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from otklik import documents
from otklik.language import date_short
from otklik.messages import storage, tracking
from otklik.messages.models import Outgoing
from otklik.staff.models import Body
from otklik.staff.profiles import profile_of

PDF = "application/pdf"


def printable(letters: Sequence[Outgoing], *, duplex: bool, at: datetime) -> bytes:
    """Return one PDF of the letters in their order: the signed page where there is one, else the words themselves.

    Raises `documents.DocumentError` for a file that is no PDF, FileNotFoundError when the disk lost one.
    """
    files: list[bytes] = []
    for letter in letters:
        pages = [item.file for item in letter.files.all() if item.file.media_type == PDF]
        if pages:
            files += [storage.read(file) for file in pages]
        else:
            files.append(documents.posted_letter_pdf(_worded(letter), at))
    return documents.joined_pdf(files, duplex=duplex)


def envelopes(letters: Sequence[Outgoing], size: str, *, at: datetime) -> bytes:
    """Return the envelopes of the letters, one format for all; raises `documents.DocumentError` for an unknown one."""
    mailings = []
    for letter in letters:
        sender, *address = _sender(letter.body)
        mailings.append(
            documents.Mailing(
                sender=(sender,),
                sender_address=" ".join(address),
                recipient=letter.recipient,
                recipient_address=letter.address,
                number="",
                date_text="",
            )
        )
    return documents.mailings_pdf(mailings, size, cover=False, made_at=at)


def left_out(letter: Outgoing) -> int:
    """Return how many files of the letter are no PDF and have no PDF beside them: they are printed apart."""
    names = [(item.name, item.file.media_type) for item in letter.files.all()]
    printed = {name.rpartition(".")[0] for name, kind in names if kind == PDF}
    return sum(
        kind != PDF and name.rpartition(".")[0] not in printed and not name.endswith(".sig")
        for name, kind in names
    )


def _worded(letter: Outgoing) -> documents.PostedLetter:
    return documents.PostedLetter(
        sender=_sender(letter.body),
        recipient=tuple(filter(None, (letter.recipient, letter.address))),
        subject=letter.subject,
        text=letter.text,
        author=profile_of(letter.body).name.short,
    )


def _sender(body: Body) -> tuple[str, ...]:
    head = profile_of(body).letterhead
    name = profile_of(body).name.full
    return tuple(filter(None, (name[:1].upper() + name[1:], head.address or "")))


def columns() -> tuple[str, ...]:
    """Return the headings of the list of the day's mail."""
    return (
        _("No."),
        _("To whom"),
        _("Where to"),
        _("Number of the item"),
        _("What it is"),
        _("Weight"),
        _("Fee"),
    )


def title_of(day: date) -> str:
    """Return the heading of the list."""
    return _("List of mail posted on %(day)s") % {"day": date_short(day)}


def mail_list(body: Body, letters: Sequence[Outgoing], day: date, at: datetime) -> bytes:
    """Return the list of the day's mail as a PDF; weight and fee are left to the post office."""
    number = len(letters)
    total = ngettext("In all: %(number)s item.", "In all: %(number)s items.", number)
    return documents.mail_list_pdf(
        documents.MailList(
            title_of(day),
            _sender(body),
            columns(),
            tuple(documents.MailItem(*row) for row in rows_of(letters)),
            total % {"number": number},
            (_("Handed in by"), _("Taken over by")),
        ),
        at,
    )


def rows_of(letters: Sequence[Outgoing]) -> list[tuple[str, str, str, str]]:
    """Return recipient, address, number and subject of each letter."""
    return [
        (row.recipient, row.address, tracking.grouped(row.tracking), row.subject) for row in letters
    ]


def mail_table(body: Body, letters: Sequence[Outgoing], day: date, at: datetime) -> bytes:
    """Return the list of the day's mail as a spreadsheet."""
    rows = [(place, *row, "", "") for place, row in enumerate(rows_of(letters), 1)]
    return documents.table_xlsx(title_of(day), columns(), rows, notes=_sender(body), made_at=at)
