"""Reading a letter whole. What is damaged is read as far as it goes, and said."""

import base64
import binascii
import logging
import mimetypes
import re
from dataclasses import dataclass, field
from email import errors, message_from_bytes
from email.message import Message
from email.parser import BytesHeaderParser
from email.policy import compat32

from otklik.messages.mail import charsets, headers, texts
from otklik.messages.mail.parsed import MailFile, ParsedMail

log = logging.getLogger(__name__)

LARGEST = 64 * 1024 * 1024
"""Letters above so many bytes are read as far as their head; the original is kept whole."""
_MOST_PARTS = 300
_MOST_FILES = 100
_AUTOMATIC_SENDERS = ("mailer-daemon@", "postmaster@", "noreply@", "no-reply@")
_AUTOMATIC_SUBJECTS = (
    "автоответ",
    "автоматический ответ",
    "auto:",
    "automatic reply",
    "out of office",
)
_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/]+")
_CUT = (errors.CloseBoundaryNotFoundDefect, errors.StartBoundaryNotFoundDefect)
_DAMAGED = (
    errors.InvalidBase64PaddingDefect,
    errors.InvalidBase64CharactersDefect,
    errors.InvalidBase64LengthDefect,
)
_HEAD_DAMAGED = (
    errors.MissingHeaderBodySeparatorDefect,
    errors.FirstHeaderLineIsContinuationDefect,
    errors.MalformedHeaderDefect,
)


@dataclass(slots=True)
class _Reading:
    """What has been gathered so far from a letter."""

    plain: list[str] = field(default_factory=list)
    markup: list[str] = field(default_factory=list)
    files: list[MailFile] = field(default_factory=list)
    problems: dict[str, None] = field(default_factory=dict)
    parts: int = 0

    def note(self, problem: str) -> None:
        self.problems[problem] = None


def parse(raw: bytes) -> ParsedMail:
    """Read a letter (RFC 5322 and what people send instead); never raises, `problems` tell.

    The stdlib's `compat32` policy is taken on purpose: the newer ones parse each header strictly
    and raise on some broken ones, and they hide raw 8-bit bytes, which old Russian mailers send.
    """
    reading = _Reading()
    message = _message(raw, reading)
    try:
        _walk(message, reading)
    except Exception:  # whatever a hostile letter does to the parser, the head is worth keeping
        log.warning("a letter of %s bytes could not be read whole", len(raw), exc_info=True)
        reading.note("unreadable")
    text = "\n\n".join(part for part in reading.plain if part)
    if not text:
        text = "\n\n".join(part for part in reading.markup if part)
    return _with_head(message, raw, reading, text)


def _message(raw: bytes, reading: _Reading) -> Message:
    if len(raw) > LARGEST:
        reading.note("too-large")
        message: Message = BytesHeaderParser(policy=compat32).parsebytes(raw[: 256 * 1024])
        message.set_payload("")
        return message
    try:
        return message_from_bytes(raw, policy=compat32)
    # A letter nested a thousand times (RecursionError), and what else there is.
    except Exception as error:  # noqa: BLE001 - a letter is never an error of ours
        what = type(error).__name__
        log.warning("a letter of %s bytes could not be parsed: %s", len(raw), what)
        reading.note("unreadable")
        return Message(policy=compat32)


def _with_head(message: Message, raw: bytes, reading: _Reading, text: str) -> ParsedMail:
    senders = headers.addresses(message, "From") or headers.addresses(message, "Sender")
    name, address = senders[0] if senders else ("", "")
    reply_to = next((reply for _, reply in headers.addresses(message, "Reply-To")), "")
    receivers = [
        receiver
        for header in ("To", "Cc", "Delivered-To")
        for _, receiver in headers.addresses(message, header)
    ]
    date = headers.date(message)
    own_id = headers.message_ids(message, "Message-ID")[:1]
    subject = headers.first(message, "Subject")
    for problem, present in (
        ("empty", not raw.strip()),
        ("not-mail", bool(raw.strip()) and not message.keys()),
        ("no-sender", not address),
        ("no-date", date is None),
        ("no-text", not text),
    ):
        if present:
            reading.note(problem)
    return ParsedMail(
        message_id=own_id[0] if own_id else "",
        references=headers.message_ids(message, "References", "In-Reply-To"),
        sender_name=name,
        sender_address=address,
        reply_to="" if reply_to.lower() == address.lower() else reply_to,
        to=tuple(dict.fromkeys(receivers)),
        subject=subject,
        date=date,
        text=text,
        attachments=tuple(reading.files),
        is_automatic=_is_automatic(message, address, subject),
        problems=tuple(reading.problems),
    )


def _walk(message: Message, reading: _Reading) -> None:
    """Read the parts in their order; a loop, not a recursion, so that no nesting is too deep."""
    waiting = [message]
    while waiting:
        part = waiting.pop()
        reading.parts += 1
        if reading.parts > _MOST_PARTS or len(reading.files) >= _MOST_FILES:
            reading.note("too-many-parts")
            return
        _note_defects(part, reading)
        if part.get_content_maintype() == "multipart" and part.is_multipart():
            children = [child for child in part.get_payload() if isinstance(child, Message)]
            waiting += reversed(_chosen(part, children))
        elif part.get_content_maintype() == "message" and part.is_multipart():
            _keep_letter(part, reading)
        else:
            _read_leaf(part, reading)


def _chosen(part: Message, children: list[Message]) -> list[Message]:
    """Of alternatives that are the same text, take the plain one if it says anything."""
    if part.get_content_subtype() != "alternative":
        return children
    plain = [child for child in children if child.get_content_type() == "text/plain"]
    if any(_content(child).strip() for child in plain):
        return [child for child in children if child.get_content_type() != "text/html"]
    return [child for child in children if child not in plain] or children


def _read_leaf(part: Message, reading: _Reading) -> None:
    kind = part.get_content_type()
    name = headers.file_name(part)
    is_text = kind in {"text/plain", "text/html"} and not name
    if is_text and part.get_content_disposition() != "attachment":
        _read_text(part, kind, reading)
        return
    data = _content(part)
    _note_defects(part, reading)
    if data or name:
        reading.files.append(MailFile(name or _made_name(kind, reading), kind, data))


def _read_text(part: Message, kind: str, reading: _Reading) -> None:
    data = _content(part)
    _note_defects(part, reading)
    charset = part.get_content_charset()
    if _is_binary(data, charset or ""):
        reading.note("damaged-part")
        return
    text, fits = charsets.decode(data, charset)
    if not fits:
        reading.note("unknown-charset")
    if kind == "text/html":
        reading.markup.append(texts.of_html(text))
    else:
        reading.plain.append(texts.tidy(text))


def _is_binary(data: bytes, charset: str) -> bool:
    """Whether bytes that should be text are full of control signs."""
    if charset.startswith(("utf-16", "utf-32", "utf-7")):
        return False
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return False
    head = data[:4096]
    return sum(byte < 32 and byte not in b"\t\n\r\f\x1b" for byte in head) * 20 > len(head)


def _keep_letter(part: Message, reading: _Reading) -> None:
    """Keep a letter inside the letter as a file; a report of delivery is text."""
    inner = part.get_payload()
    if not isinstance(inner, list) or not inner or not isinstance(inner[0], Message):
        return
    if part.get_content_type() == "message/delivery-status":
        reading.plain.append(texts.tidy("\n".join(str(item) for item in inner)))
        return
    name = headers.file_name(part) or headers.first(inner[0], "Subject")[:100] or "letter"
    if not name.lower().endswith(".eml"):
        name += ".eml"
    reading.files.append(MailFile(name, "message/rfc822", inner[0].as_bytes()))


def _content(part: Message) -> bytes:
    """Return the bytes of a part; base64 that is cut off is read up to the cut."""
    try:
        data = part.get_payload(decode=True)
    except (ValueError, LookupError, TypeError):
        part.defects.append(errors.InvalidBase64LengthDefect())
        return b""
    if not isinstance(data, bytes):
        return b""
    if any(isinstance(defect, errors.InvalidBase64LengthDefect) for defect in part.defects):
        signs = _NOT_BASE64.sub(b"", data)
        try:
            return base64.b64decode(signs[: len(signs) // 4 * 4])
        except binascii.Error:
            return data
    return data


def _note_defects(part: Message, reading: _Reading) -> None:
    for kinds, problem in (
        (_CUT, "truncated"),
        (_DAMAGED, "damaged-part"),
        (_HEAD_DAMAGED, "damaged-headers"),
    ):
        if any(isinstance(defect, kinds) for defect in part.defects):
            reading.note(problem)


def _made_name(kind: str, reading: _Reading) -> str:
    return f"attachment-{len(reading.files) + 1}{mimetypes.guess_extension(kind) or ''}"


def _is_automatic(message: Message, address: str, subject: str) -> bool:
    """Whether a machine wrote the letter (RFC 3834 and what was usual before it)."""
    submitted = headers.first(message, "Auto-Submitted").lower()
    precedence = headers.first(message, "Precedence").lower()
    return (
        (bool(submitted) and not submitted.startswith("no"))
        or precedence in {"bulk", "junk", "list", "auto_reply"}
        or any(headers.raw(message, name) for name in ("X-Autoreply", "X-Autorespond", "List-Id"))
        or headers.first(message, "Return-Path") == "<>"
        or message.get_content_type() == "multipart/report"
        or address.lower().startswith(_AUTOMATIC_SENDERS)
        or subject.lower().startswith(_AUTOMATIC_SUBJECTS)
    )
