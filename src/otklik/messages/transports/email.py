"""E-mail: SMTP where a server is named, otherwise .eml files in `settings.MAIL_FOLDER`."""

import hashlib
import os
import smtplib
from email.headerregistry import Address
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.utils.translation import gettext as _

from otklik.messages import storage
from otklik.messages.models import Outgoing
from otklik.messages.transports.contract import NeedsPerson, Result, Retry, Sent

_WRITTEN_BY_A_PERSON = ("reply",)
"""Kinds (and what begins with them and a dash) whose text is a person's, so not "auto-generated"."""
_SMTP = "django.core.mail.backends.smtp.EmailBackend"


class Email:
    """Sends by SMTP; the address and the letter stand in no log."""

    def send(self, message: Outgoing) -> Result:
        """Hand the message to the SMTP server (or write it as a file) and say how it went."""
        try:
            letter = compose(message)
        except FileNotFoundError:
            return NeedsPerson(_("A file of the message is missing on the disk."))
        if not settings.EMAIL_HOST:
            return _write(letter, message)
        return _send(letter)


def _send(letter: EmailMessage) -> Result:
    """Hand the letter to the SMTP server and judge its answer."""
    try:
        with get_connection(_SMTP) as connection:
            connection.send_messages([letter])
    except smtplib.SMTPRecipientsRefused as error:
        code, words = next(iter(error.recipients.values()))
        return _judged(code, words)
    except smtplib.SMTPAuthenticationError as error:
        # Our own sign-in at the server is wrong: it will be mended, and the letters must go then.
        code = error.smtp_code
        return Retry(_("The mail server refuses our sign-in (%(code)s).") % {"code": code})
    except smtplib.SMTPResponseException as error:
        return _judged(error.smtp_code, error.smtp_error)
    except (smtplib.SMTPException, OSError) as error:
        name = type(error).__name__
        return Retry(_("The mail server cannot be reached (%(error)s).") % {"error": name})
    return Sent()


def compose(message: Outgoing) -> EmailMessage:
    """Make the letter: from the body's mailbox, with its files, marked against mail loops."""
    headers = {"Message-ID": message_id(message)}
    if is_automatic(message.kind):
        headers["Auto-Submitted"] = "auto-generated"
    letter = EmailMessage(
        subject=message.subject,
        body=message.text,
        from_email=_sender(message),
        to=[message.address],
        headers=headers,
    )
    for item in message.files.select_related("file"):
        letter.attach(item.name, storage.read(item.file), item.file.media_type)
    return letter


def message_id(message: Outgoing) -> str:
    """Return the Message-ID, the same at every attempt, so that a receiver can drop a repetition."""
    return f"<{mail_id(message.idempotency_key)}@{_domain(message)}>"


def mail_id(key: str) -> str:
    """Return the first part of the Message-ID of the message under an idempotency key: forty hex digits."""
    return hashlib.sha256(key.encode()).hexdigest()[:40]


def is_automatic(kind: str) -> bool:
    """Whether a message is made by the system itself (RFC 3834), so that nobody's robot answers it."""
    return not any(kind == own or kind.startswith(f"{own}-") for own in _WRITTEN_BY_A_PERSON)


def _sender(message: Outgoing) -> str:
    address = message.body.mailbox or f"otklik@{_domain(message)}"
    return str(Address(message.body.short_name, addr_spec=address))


def _domain(message: Outgoing) -> str:
    if message.body.mailbox:
        return message.body.mailbox.rpartition("@")[2]
    return urlsplit(settings.PUBLIC_URL).hostname or "localhost"


def _judged(code: int, words: bytes | str) -> Result:
    """A 4xx answer passes, a 5xx answer does not (RFC 5321, 4.2.1)."""
    said = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    reason = _("The mail server answered: %(code)s %(words)s") % {"code": code, "words": said}
    return NeedsPerson(reason) if code >= 500 else Retry(reason)


def _write(letter: EmailMessage, message: Outgoing) -> Sent:
    """Write the letter under its Message-ID; a repetition replaces the same file."""
    folder = Path(settings.MAIL_FOLDER)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{message.pk:08d}-{message_id(message).strip('<>').partition('@')[0][:12]}.eml"
    draft = path.with_suffix(".part")
    with draft.open("wb") as stream:
        stream.write(letter.message().as_bytes(linesep="\r\n"))
        stream.flush()
        os.fsync(stream.fileno())
    draft.replace(path)
    return Sent()
