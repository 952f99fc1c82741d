"""What a file is by its content, and whether it may be opened, whatever its name says."""

import bz2
import gzip
import lzma
import os
import re
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePath
from typing import IO, Any, BinaryIO

import filetype
from django.conf import settings
from django.utils.translation import gettext as _

OCTETS = "application/octet-stream"
ZIP = "application/zip"

_HEAD = 8192
_LIMIT_ENTRIES = 1000
_LIMIT_DEPTH = 2
_LIMIT_RATIO = 100
_LIMIT_UNPACKED = 500 * 1024 * 1024
_SMALL_ENOUGH = 10 * 1024 * 1024
"""Unpacked size under which the ratio does not matter: a long table of zeros packs well too."""

_PROGRAM_HEADS = (
    b"MZ",  # Windows, DOS
    b"\x7fELF",  # Linux
    b"\xfe\xed\xfa\xce", b"\xfe\xed\xfa\xcf", b"\xce\xfa\xed\xfe", b"\xcf\xfa\xed\xfe",  # macOS
    b"\xca\xfe\xba\xbe",  # macOS (fat), Java
    b"dex\n",  # Android
    b"#!",  # scripts
    b"L\x00\x00\x00\x01\x14\x02\x00",  # Windows shortcut
    b"MSCF", b"ISc(",  # cabinets of installers
)  # fmt: skip
_OLE_HEAD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_INSTALLER_CLASS = bytes.fromhex("84100c0000000000c000000000000046")
"""Class of the root of a Windows Installer package, which otherwise looks like an old Office file."""

_PROGRAM_SUFFIXES = frozenset(
    [
        ".exe",
        ".com",
        ".scr",
        ".pif",
        ".dll",
        ".sys",
        ".cpl",
        ".msi",
        ".msp",
        ".msc",
        ".bat",
        ".cmd",
        ".ps1",
        ".psm1",
        ".vbs",
        ".vbe",
        ".js",
        ".jse",
        ".mjs",
        ".wsf",
        ".wsh",
        ".hta",
        ".jar",
        ".apk",
        ".ipa",
        ".app",
        ".sh",
        ".bash",
        ".py",
        ".pyc",
        ".pl",
        ".rb",
        ".php",
        ".lnk",
        ".reg",
        ".inf",
        ".scf",
        ".url",
        ".chm",
        ".docm",
        ".dotm",
        ".xlsm",
        ".xltm",
        ".pptm",
        ".xll",
        ".deb",
        ".rpm",
        ".dmg",
        ".iso",
        ".img",
        ".vhd",
        ".vhdx",
    ]
)
_DAMAGED = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, ValueError, NotImplementedError, RuntimeError,
)  # fmt: skip
"""All that the standard library raises on an archive that is broken or of an unknown make."""
_ARCHIVES: dict[str, Callable[..., Any]] = {
    "application/gzip": gzip.open,
    "application/x-bzip2": bz2.open,
    "application/x-xz": lzma.open,
}
_MAIL_HEAD = re.compile(
    rb"\A(?:From [^\r\n]*\r?\n)?(?:(?:[!-9;-~]+:[^\r\n]*|[ \t][^\r\n]*)\r?\n)*"
    rb"(?:From|Received|Return-Path|Message-ID|MIME-Version):[^\r\n]*\r?\n",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Inspection:
    """What a file is; `refused` is a Russian sentence for people when it may not be opened, else empty."""

    media_type: str
    refused: str = ""


def inspect(data: bytes | BinaryIO, name: str) -> Inspection:
    """Look into a file: its type by content, and whether it is empty, too large, a program or a bomb.

    A stream must be seekable; it is left at its beginning.
    """
    stream: BinaryIO = BytesIO(data) if isinstance(data, bytes) else data
    try:
        return Inspection(media_type_of(stream), _refusal(stream, name))
    finally:
        stream.seek(0)


def media_type_of(stream: BinaryIO) -> str:
    """Return the type by content (`application/octet-stream` when nothing is recognised)."""
    stream.seek(0)
    head = stream.read(_HEAD)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _kind_of_zip(stream)
    if b"%PDF-" in head[:1024]:
        return "application/pdf"
    return _known_kind(head) or _kind_of_text(head)


def _refusal(stream: BinaryIO, name: str) -> str:  # noqa: PLR0911 - checks read best one under another
    size = stream.seek(0, os.SEEK_END)
    if size == 0:
        return _("The file is empty.")
    limit = int(settings.ATTACHMENT_LIMIT_BYTES)
    if size > limit:
        return _("The file is larger than %(limit)s MB.") % {"limit": limit // 1024 // 1024}
    if _is_program_name(name):
        return _("Programs and scripts are not accepted.")
    stream.seek(0)
    head = stream.read(_HEAD)
    if _is_program(head):
        return _("The file is a program, whatever its name says. Programs are not accepted.")
    if head.startswith(_OLE_HEAD):
        return _refusal_of_ole(stream)
    if head.startswith(b"PK"):
        stream.seek(0)
        return _refusal_of_zip(stream, size, depth=1)
    opener = _ARCHIVES.get(_known_kind(head))
    return _refusal_of_packed(stream, size, opener) if opener else ""


def _known_kind(head: bytes) -> str:
    """Return the type by the marks of known formats, or an empty text."""
    guess = filetype.guess(head)  # type: ignore[no-untyped-call]  # the library ships no types
    return str(guess.mime) if guess is not None else ""


def _is_program_name(name: str) -> bool:
    return PurePath(name.strip().rstrip(". ")).suffix.lower() in _PROGRAM_SUFFIXES


def _is_program(head: bytes) -> bool:
    return head.removeprefix(b"\xef\xbb\xbf").startswith(_PROGRAM_HEADS)


def _refusal_of_ole(stream: BinaryIO) -> str:
    stream.seek(0)
    content = stream.read()
    if _INSTALLER_CLASS in content:
        return _("The file is a program, whatever its name says. Programs are not accepted.")
    if "_VBA_PROJECT".encode("utf-16-le") in content:
        return _("The document contains macros. Save it without macros and send it again.")
    return ""


def _refusal_of_zip(stream: IO[bytes], size: int, depth: int) -> str:
    """Say why an archive may not be opened; looks into archives inside it too."""
    bomb = _("The archive unpacks into too much. Send the files one by one.")
    try:
        with zipfile.ZipFile(stream) as archive:
            entries = archive.infolist()
            unpacked = sum(entry.file_size for entry in entries)
            if len(entries) > _LIMIT_ENTRIES or unpacked > _LIMIT_UNPACKED:
                return bomb
            if unpacked > _SMALL_ENOUGH and unpacked > size * _LIMIT_RATIO:
                return bomb
            for entry in entries:
                if refused := _refusal_of_entry(archive, entry, depth):
                    return refused
    except _DAMAGED:
        return _("The archive is damaged and cannot be opened.")
    return ""


def _refusal_of_entry(  # noqa: PLR0911 - checks read best one under another
    archive: zipfile.ZipFile, entry: zipfile.ZipInfo, depth: int
) -> str:
    if entry.is_dir():
        return ""
    if entry.flag_bits & 0x1:
        return _("The archive is closed with a password, so nobody can look into it.")
    if _is_program_name(entry.filename):
        return _("There is a program in the archive. Programs are not accepted.")
    if entry.filename.endswith("vbaProject.bin"):
        return _("The document contains macros. Save it without macros and send it again.")
    with archive.open(entry) as inner:
        head = inner.read(8)
    if _is_program(head):
        return _("There is a program in the archive. Programs are not accepted.")
    if head.startswith(b"PK\x03\x04"):
        if depth >= _LIMIT_DEPTH:
            return _("There are too many archives inside one another. Send the files one by one.")
        with archive.open(entry) as inner:
            content = BytesIO(inner.read())
        return _refusal_of_zip(content, entry.file_size, depth + 1)
    return ""


def _refusal_of_packed(stream: BinaryIO, size: int, opener: Callable[..., Any]) -> str:
    """Unpack a single packed stream a piece at a time, only to count what comes out."""
    allowed = min(_LIMIT_UNPACKED, max(_SMALL_ENOUGH, size * _LIMIT_RATIO))
    stream.seek(0)
    unpacked = 0
    try:
        with opener(stream, "rb") as content:
            first = True
            while piece := content.read(1024 * 1024):
                if first and _is_program(piece):
                    return _("There is a program in the archive. Programs are not accepted.")
                first = False
                unpacked += len(piece)
                if unpacked > allowed:
                    return _("The archive unpacks into too much. Send the files one by one.")
    except _DAMAGED:
        return _("The archive is damaged and cannot be opened.")
    return ""


def _kind_of_zip(stream: BinaryIO) -> str:
    stream.seek(0)
    try:
        with zipfile.ZipFile(stream) as archive:
            names = set(archive.namelist())
            if "mimetype" in names:
                declared = archive.open("mimetype").read(100).decode("ascii", "replace").strip()
                if declared.startswith("application/vnd.oasis.opendocument."):
                    return declared
    except _DAMAGED:
        return ZIP
    if "[Content_Types].xml" in names:
        office = "application/vnd.openxmlformats-officedocument."
        for part, kind in (
            ("word/", "wordprocessingml.document"),
            ("xl/", "spreadsheetml.sheet"),
            ("ppt/", "presentationml.presentation"),
        ):
            if any(name.startswith(part) for name in names):
                return office + kind
    return ZIP


def _kind_of_text(head: bytes) -> str:  # noqa: PLR0911 - checks read best one under another
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "text/plain"
    if not head or b"\x00" in head:
        return OCTETS
    if _MAIL_HEAD.match(head):
        return "message/rfc822"
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:512].lower()
    if start.startswith((b"<!doctype html", b"<html")):
        return "text/html"
    if start.startswith(b"<svg") or (start.startswith(b"<?xml") and b"<svg" in start):
        return "image/svg+xml"
    if start.startswith(b"<?xml"):
        return "application/xml"
    if start.startswith(b"{\\rtf"):
        return "application/rtf"
    control = sum(1 for sign in head if sign < 32 and sign not in b"\t\n\r\f\x1b")
    return "text/plain" if control <= len(head) // 200 else OCTETS
