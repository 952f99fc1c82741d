"""How a signed letter of a kind goes out: to the client by his channel, the covering letter to the other body."""

from datetime import datetime

from otklik import documents
from otklik.cases import notices
from otklik.cases.actions.by_letter import note_carried, note_told
from otklik.cases.actions.forwarding import files_of
from otklik.cases.models import Case, Forwarding
from otklik.cases.numbering import take_outgoing_number
from otklik.messages import actions as messages
from otklik.messages import storage
from otklik.messages.models import Outgoing, StoredFile
from otklik.replies import letter as letters
from otklik.replies.actions.printing_signed import signed_letter
from otklik.replies.enclosures import files_of as enclosed_in
from otklik.replies.kinds.effects import row_of
from otklik.replies.kinds.letter import CONTENT
from otklik.replies.models import Covering, Decision, Dispatch, LetterVersion, Reply
from otklik.staff import calendars
from otklik.staff.profiles import own_clause, profile_of

OUTGOING: dict[str, str] = {
    Reply.Kind.INTERIM: "interim",
    Reply.Kind.CLARIFICATION: "clarification",
    Reply.Kind.FORWARDING: "forwarding-notice",
    Reply.Kind.EXTENSION: "extension",
    Reply.Kind.NO_REPLY: "no-reply-notice",
}
"""The kind of each letter in the outbox: that of the fixed text in whose place it goes."""
CLAUSES: dict[str, tuple[str, ...]] = {
    Reply.Kind.INTERIM: ("labour-novosibirsk:30",),
    Reply.Kind.CLARIFICATION: ("labour-novosibirsk:6.2", "economy-novosibirsk:6.2.a"),
    Reply.Kind.FORWARDING: ("labour-novosibirsk:25.b", "economy-novosibirsk:5.2.a"),
    Reply.Kind.EXTENSION: ("labour-novosibirsk:24.4.b",),
    Reply.Kind.NO_REPLY: ("labour-novosibirsk:7.4", "economy-novosibirsk:4.6.b"),
}
CARRIED = ("labour-novosibirsk:25.a", "economy-novosibirsk:4.6.b")

Files = list[tuple[str, StoredFile]]


def send_notice(version: LetterVersion, *, at: datetime) -> list[Dispatch]:
    """Queue the letter to the client and, with a forwarding, the covering letter to the other body.

    A part of the act that lets the letter go, inside its transaction. The message stands in the act's row as that of the
    fixed text would.
    """
    letter = version.reply
    message = _to_client(version, at)
    row = row_of(letter)
    if row is not None:
        note_told(row, message)
    covering = Covering.objects.filter(version=version).first()
    if covering is not None and isinstance(row, Forwarding):
        _print_covering(covering, version, at)
        covering.message = _to_body(covering, row, at)
        covering.save(update_fields=["message"])
        note_carried(row, covering.message)
    return [Dispatch.objects.create(version=version, is_duplicate=False, message=message)]


def _to_client(version: LetterVersion, at: datetime) -> Outgoing:
    """Queue the letter by the client's channel; where that may not carry it, it lies on his status page."""
    letter, case = version.reply, version.reply.case
    kind, key = OUTGOING[letter.kind], f"letter:{version.pk}"
    clause = own_clause(case.body, *CLAUSES[letter.kind])
    channel, address = letter.channel or case.reply_channel, letter.address or case.reply_address
    direct = profile_of(case.body).channel(channel).delivery == "full-text"
    if not direct and channel != notices.STATUS_PAGE:
        subject, text = notices.written(case, notices.NEWS, {}, at)
        messages.enqueue(
            case.body, kind="news", about=case.ref, channel=channel, address=address,
            recipient=case.client.display_name, subject=subject, text=text, clause=clause,
            key=f"{key}:news", at=at,
        )  # fmt: skip
    own = direct or channel == notices.STATUS_PAGE
    subject, text, files = notice_contents(version)
    return messages.enqueue(
        case.body,
        kind=kind,
        about=case.ref,
        channel=channel if own else notices.STATUS_PAGE,
        address=address if own and channel != notices.STATUS_PAGE else "",
        subject=subject,
        text=text,
        clause=clause,
        act=profile_of(case.body).work_type(case.type).act,
        recipient=case.client.display_name,
        key=key,
        files=files,
        at=at,
    )


def notice_contents(version: LetterVersion) -> tuple[str, str, Files]:
    """Return subject, text and files of the message that carries the letter: its own words, and the letter itself."""
    content = version.content
    text = "\n\n".join(filter(None, (content["salutation"], _plain(content))))
    return _subject(version.reply.case, version.reply), text, client_files(version)


def _subject(case: Case, letter: Reply) -> str:
    title = profile_of(case.body).letter_of_kind(letter.kind).title
    return f"{title} № {case.number or case.tracking_code}"


def _plain(content: dict[str, object]) -> str:
    """Return the words of a frozen letter as plain text."""
    answers, closing = content["answers"], content["closing"]
    assert isinstance(answers, list)  # noqa: S101 - a letter has been written so
    assert isinstance(closing, list)  # noqa: S101 - a letter has been written so
    parts = [str(content["opening"]), *(str(item["text"]) for item in answers), *map(str, closing)]
    return "\n\n".join(part.strip() for part in parts if part.strip())


def client_files(version: LetterVersion) -> Files:
    """Return the files that the client gets: the letter itself, and what it encloses."""
    name = f"Письмо {version.reply.number.replace('/', '-')}".strip()
    own = [(f"{name}.pdf", version.pdf), (f"{name}.docx", version.docx)]
    enclosed = [(item.name, item.file) for item in enclosed_in(version.reply)]
    return [*((title, file) for title, file in own if file is not None), *enclosed]


def _print_covering(covering: Covering, version: LetterVersion, at: datetime) -> None:
    """Number the covering letter and print it as it was signed.

    Its number is one of its own; where numbers come from an external record system, that of the notice with an index.
    """
    letter, case = version.reply, version.reply.case
    day = letter.numbered_on or calendars.today(case.body, at)
    covering.number = (
        f"{letter.number}-1"
        if letter.number_external
        else take_outgoing_number(case.body, day.year)
    )
    decision = Decision.objects.filter(version=version, kind=Decision.Kind.SIGNED).latest("at")
    printed = signed_letter(
        letters.letter_from(version.content[CONTENT]),
        decision,
        number=covering.number,
        day=day,
    )
    covering.pdf = storage.store(documents.letter_pdf(printed, at), at=at)
    covering.docx = storage.store(documents.letter_docx(printed, at), at=at)
    covering.save(update_fields=["number", "pdf", "docx"])


def _to_body(covering: Covering, row: Forwarding, at: datetime) -> Outgoing:
    """Queue the covering letter with the appeal and its files; what goes by post waits for a person."""
    case = row.case
    title = profile_of(case.body).letter_of_kind("covering-letter").title
    words = covering.version.content[CONTENT]
    name = f"Письмо {covering.number.replace('/', '-')}".strip()
    own = [(f"{name}.pdf", covering.pdf), (f"{name}.docx", covering.docx)]
    files = [(title, file) for title, file in own if file is not None]
    return messages.enqueue(
        case.body,
        kind="forwarding-letter",
        about=case.ref,
        channel=row.channel,
        address=row.address or row.recipient,
        subject=f"{title} № {case.number or case.tracking_code}",
        text=f"{_plain(words)}\n\n{case.text}",
        clause=own_clause(case.body, *CARRIED),
        act=profile_of(case.body).work_type(case.type).act,
        recipient=row.recipient,
        key=f"covering:{covering.version_id}",
        files=[*files, *files_of(case)],
        at=at,
    )
