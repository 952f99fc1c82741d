"""Reading electronic mail, however damaged. Pure: bytes in, data out, nothing raised."""

from otklik.messages.mail.bounces import MachineWord, machine_word
from otklik.messages.mail.identity import content_key, fingerprint, source_key
from otklik.messages.mail.parsed import PROBLEMS, MailFile, ParsedMail
from otklik.messages.mail.parsing import parse

__all__ = [
    "PROBLEMS",
    "MachineWord",
    "MailFile",
    "ParsedMail",
    "content_key",
    "fingerprint",
    "machine_word",
    "parse",
    "source_key",
]
