"""What a machine says about a letter of ours: it came back, it waits, it arrived, or its reader is away.

A report of delivery (RFC 3464) says it in fields; older servers and some Russian providers say it in words only. In doubt
the answer is None, and a person reads the letter.
"""

import re
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message
from email.policy import compat32
from typing import Literal

from otklik.messages.mail import charsets, headers

Verdict = Literal["failed", "delayed", "arrived", "away"]
READ_MAX = 512 * 1024
"""So much of a machine's letter is read; the copy of our own letter behind it may be large."""
_OURS = re.compile(r"<([0-9a-f]{40})@[^<>\s]{1,200}>")
_STATUS = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")
_ADDRESS = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]+@[\w.-]+\w")
_ACTIONS: dict[str, Verdict] = {
    "failed": "failed",
    "delayed": "delayed",
    "delivered": "arrived",
    "relayed": "delayed",
    "expanded": "delayed",
}
_MACHINES = ("mailer-daemon", "postmaster", "mail-daemon", "mdaemon", "mail delivery")
_FAILED_WORDS = (
    "could not be delivered",
    "couldn't be delivered",
    "wasn't able to deliver",
    "was not delivered",
    "delivery to the following recipient failed",
    "delivery has failed",
    "undeliverable",
    "undelivered mail returned",
    "permanent error",
    "permanent fatal errors",
    "returned to sender",
    "не может быть отправлено",
    "не может быть доставлено",
    "не было доставлено",
    "не доставлено",
    "не удалось доставить",
    "доставка невозможна",
    "недоставленное сообщение",
)
_DELAYED_WORDS = (
    "delayed",
    "warning message only",
    "you do not need to resend",
    "has not yet been delivered",
    "will be retried",
    "delivery temporarily suspended",
    "пока не доставлено",
    "доставка отложена",
    "повторная попытка",
    "попытки доставки будут продолжены",
)
_AWAY_SUBJECTS = (
    "автоответ",
    "автоматический ответ",
    "auto:",
    "autoreply",
    "auto-reply",
    "automatic reply",
    "out of office",
    "вне офиса",
    "нет на месте",
    "я в отпуске",
)


@dataclass(frozen=True, slots=True)
class MachineWord:
    """What the machine says, and about which letter."""

    verdict: Verdict
    about: tuple[str, ...]
    """First parts of our Message-IDs that the letter names, those in its own reference headers first."""
    recipient: str = ""
    """To whom our letter went, as far as the machine says it."""
    status: str = ""
    """Enhanced status code such as `5.1.1`; empty where there is none."""
    words: str = ""
    """The server's own words on one line."""


def machine_word(raw: bytes) -> MachineWord | None:
    """Return what a machine says about a letter of ours in the letter given, or None when it says no such thing."""
    try:
        message = message_from_bytes(raw[:READ_MAX], policy=compat32)
        parts = list(message.walk())[:100]
        fields = _report(parts)
        text = _text(parts)
        about = _about(message, raw)
        if fields is not None:
            return _of_report(fields, about, text)
        return _of_words(message, about, text)
    except Exception:  # noqa: BLE001 - a hostile letter is no error of ours; a person reads it
        return None


def _report(parts: list[Message]) -> list[Message] | None:
    """Return the groups of fields of a report of delivery, or None when the letter is none."""
    for part in parts:
        if part.get_content_type() == "message/delivery-status":
            groups = part.get_payload()
            if isinstance(groups, list):
                return [group for group in groups if isinstance(group, Message)]
    return None


def _of_report(groups: list[Message], about: tuple[str, ...], text: str) -> MachineWord | None:
    found = []
    for group in groups:
        verdict = _ACTIONS.get(headers.first(group, "Action").strip().lower())
        if verdict is None:
            continue
        words = headers.first(group, "Diagnostic-Code").partition(";")[2].strip()
        status = _STATUS.search(headers.first(group, "Status"))
        found.append(
            MachineWord(
                verdict,
                about,
                _address(group),
                status.group(1) if status else "",
                words or _sentence(text),
            )
        )
    order = ("failed", "delayed", "arrived")
    return min(found, key=lambda word: order.index(word.verdict), default=None)


def _address(group: Message) -> str:
    for name in ("Original-Recipient", "Final-Recipient"):
        match = _ADDRESS.search(headers.first(group, name).partition(";")[2])
        if match:
            return match.group()
    return ""


def _of_words(message: Message, about: tuple[str, ...], text: str) -> MachineWord | None:
    subject = headers.first(message, "Subject").casefold()
    submitted = headers.first(message, "Auto-Submitted").casefold()
    if _from_a_server(message):
        said = f"{subject}\n{text.casefold()}"
        failed = any(word in said for word in _FAILED_WORDS) or bool(
            headers.first(message, "X-Failed-Recipients")
        )
        if any(word in said for word in _DELAYED_WORDS) and not _gave_up(said):
            return MachineWord("delayed", about, _failed_recipient(message, text))
        if failed:
            status = _STATUS.search(text)
            return MachineWord(
                "failed",
                about,
                _failed_recipient(message, text),
                status.group(1) if status else "",
                _sentence(text, _failed_recipient(message, text)),
            )
        return None
    is_away = submitted.startswith("auto-replied") or subject.startswith(_AWAY_SUBJECTS)
    if is_away or headers.raw(message, "X-Autoreply") or headers.raw(message, "X-Autorespond"):
        return MachineWord("away", about)
    return None


def _gave_up(said: str) -> bool:
    return any(word in said for word in ("permanent", "giving up", "giving it up", "окончательно"))


def _from_a_server(message: Message) -> bool:
    senders = [address for _name, address in headers.addresses(message, "From")]
    names = [name for name, _address in headers.addresses(message, "From")]
    return (
        headers.first(message, "Return-Path") == "<>"
        and not headers.first(message, "Auto-Submitted").casefold().startswith("auto-replied")
        and any(_is_machine(word) for word in (*senders, *names))
    ) or any(_is_machine(word) for word in (*senders, *names))


def _is_machine(word: str) -> bool:
    return word.casefold().startswith(_MACHINES)


def _failed_recipient(message: Message, text: str) -> str:
    named = _ADDRESS.search(headers.first(message, "X-Failed-Recipients"))
    if named:
        return named.group()
    own = {address.casefold() for _name, address in headers.addresses(message, "To")}
    own |= {address.casefold() for _name, address in headers.addresses(message, "From")}
    head = text.partition("Message-ID:")[0]
    return next((found for found in _ADDRESS.findall(head) if found.casefold() not in own), "")


def _about(message: Message, raw: bytes) -> tuple[str, ...]:
    """Return the Message-IDs of ours that the letter names anywhere, its reference headers first."""
    first = " ".join(
        headers.message_ids(message, "In-Reply-To", "References", "X-Original-Message-ID")
    )
    bodies = [first, raw[:READ_MAX].decode("latin-1")]
    for part in list(message.walk())[:100]:
        if not part.is_multipart() and part.get("Content-Transfer-Encoding", "").lower() in {
            "base64",
            "quoted-printable",
        }:
            data = part.get_payload(decode=True)
            bodies.append(data.decode("latin-1") if isinstance(data, bytes) else "")
    return tuple(dict.fromkeys(found for body in bodies for found in _OURS.findall(body)))


def _text(parts: list[Message]) -> str:
    """Return the words of the machine: the first texts of the letter, without the copy of ours."""
    found: list[str] = []
    for part in parts:
        if part.get_content_type() in {"message/rfc822", "text/rfc822-headers"}:
            break
        if part.get_content_type() in {"text/plain", "text/html"}:
            data = part.get_payload(decode=True)
            if isinstance(data, bytes):
                found.append(charsets.decode(data, part.get_content_charset() or "")[0])
    return "\n".join(found)[:20_000]


def _sentence(text: str, recipient: str = "") -> str:
    """Return what of a machine's text says most: a line with a status or a server's answer, else those at the address."""
    lines = [" ".join(line.split()) for line in text.splitlines() if line.strip()]
    telling = (line for line in lines if re.search(r"\b[45]\d\d\b|\b[45]\.\d\.\d", line))
    places = (place for place, line in enumerate(lines) if recipient and recipient in line)
    first = next(places, 0)
    return next(telling, " ".join(lines[first : first + 2]))[:300]
