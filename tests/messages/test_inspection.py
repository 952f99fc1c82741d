"""A file is what its bytes say, whatever its name says."""

import bz2
import gzip
import io
import lzma
import zipfile
from io import BytesIO

import pytest
from docx import Document
from pytest_django import Settings

from otklik.messages.inspection import Inspection, inspect


def zipped(files: dict[str, bytes], level: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", level) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return stream.getvalue()


def docx() -> bytes:
    stream = io.BytesIO()
    document = Document()
    document.add_paragraph("Заявление")
    document.save(stream)
    return stream.getvalue()


EXE = b"MZ\x90\x00" + bytes(200)
PNG = b"\x89PNG\r\n\x1a\n" + bytes(50)


@pytest.mark.parametrize(
    ("data", "name", "media_type"),
    [
        (b"%PDF-1.7\n...", "Акт.pdf", "application/pdf"),
        (PNG, "фото.jpg", "image/png"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(50), "фото.jpg", "image/jpeg"),
        ("Прошу разъяснить".encode(), "письмо.txt", "text/plain"),
        ("Прошу разъяснить".encode("cp1251"), "письмо.txt", "text/plain"),
        ("Прошу".encode("utf-16"), "письмо.txt", "text/plain"),
        (b"{\\rtf1\\ansi text}", "a.rtf", "application/rtf"),
        (b"<!DOCTYPE html><html></html>", "a.htm", "text/html"),
        (b"<?xml version='1.0'?><a/>", "a.xml", "application/xml"),
        (b"Received: from a\r\nFrom: a@b.example\r\nSubject: x\r\n\r\ntext", "a.eml", "message/rfc822"),
        (zipped({"a.txt": b"text"}), "a.zip", "application/zip"),
        (
            docx(),
            "a.docx",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ),
        (
            zipped({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<a/>"}),
            "a.odt",
            "application/vnd.oasis.opendocument.text",
        ),
        (bytes(range(256)), "данные.bin", "application/octet-stream"),
        (gzip.compress(b"text"), "a.gz", "application/gzip"),
    ],
)  # fmt: skip
def test_a_harmless_file_is_known_by_its_content(data: bytes, name: str, media_type: str) -> None:
    assert inspect(data, name) == Inspection(media_type, "")
    assert inspect(BytesIO(data), name) == Inspection(media_type, "")


def test_a_stream_is_left_at_its_beginning() -> None:
    stream = BytesIO(PNG)
    inspect(stream, "a.png")
    assert stream.read() == PNG


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"", "пусто.txt", "Файл пустой."),
        (EXE, "Договор.pdf", "Файл оказался программой"),
        (b"\x7fELF" + bytes(50), "a.txt", "Файл оказался программой"),
        (b"#!/bin/sh\nrm -rf /", "a.txt", "Файл оказался программой"),
        (b"\xef\xbb\xbf#!/bin/sh", "a.txt", "Файл оказался программой"),
        (b"L\x00\x00\x00\x01\x14\x02\x00" + bytes(50), "Фото", "Файл оказался программой"),
        (b"@echo off", "start.bat", "Программы и сценарии"),
        (b"text", "invoice.pdf.EXE", "Программы и сценарии"),
        (b"text", "invoice.js ", "Программы и сценарии"),
        (b"text", "invoice.vbs.", "Программы и сценарии"),
        (zipped({"a.txt": b"a", "run/setup.exe": b"text"}), "a.zip", "В архиве есть программа"),
        (zipped({"photo.jpg": EXE}), "a.zip", "В архиве есть программа"),
        (zipped({"b.zip": zipped({"photo.jpg": EXE})}), "a.zip", "В архиве есть программа"),
        (
            zipped({"b.zip": zipped({"c.zip": zipped({"d.txt": b"d"})})}),
            "a.zip",
            "слишком много вложенных",
        ),
        (zipped({"a.txt": bytes(30_000_000)}), "a.zip", "слишком большой объём"),
        (zipped({"b.docx": zipped({"a.txt": bytes(30_000_000)})}), "a.zip", "слишком большой"),
        (zipped({f"{n}.txt": b"" for n in range(1001)}), "a.zip", "слишком большой объём"),
        (gzip.compress(bytes(30_000_000)), "a.gz", "слишком большой объём"),
        (bz2.compress(bytes(30_000_000)), "a.bz2", "слишком большой объём"),
        (lzma.compress(bytes(30_000_000)), "a.xz", "слишком большой объём"),
        (gzip.compress(EXE), "a.gz", "В архиве есть программа"),
        (zipped({"a.txt": b"text"})[:-30], "a.zip", "Архив повреждён"),
        (gzip.compress(bytes(range(256)) * 50)[:-20], "a.gz", "Архив повреждён"),
        (zipped({"word/vbaProject.bin": b"x", "[Content_Types].xml": b"x"}), "a.docx", "макросы"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "_VBA_PROJECT".encode("utf-16-le"),
            "a.doc",
            "макросы",
        ),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes.fromhex("84100c0000000000c000000000000046"),
            "a.doc",
            "Файл оказался программой",
        ),
    ],
)
def test_a_file_that_may_not_be_opened_is_refused_with_the_reason(
    data: bytes, name: str, words: str
) -> None:
    assert words in inspect(data, name).refused


def test_an_archive_closed_with_a_password_cannot_be_looked_into() -> None:
    data = bytearray(zipped({"a.txt": b"text"}, zipfile.ZIP_STORED))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + offset] |= 1
    assert "паролем" in inspect(bytes(data), "a.zip").refused


def test_a_file_over_the_limit_is_refused(settings: Settings) -> None:
    settings.ATTACHMENT_LIMIT_BYTES = 1024 * 1024
    assert inspect(b"a" * (1024 * 1024), "a.txt").refused == ""
    assert inspect(b"a" * (1024 * 1024 + 1), "a.txt").refused == "Файл больше 1 МБ."


def test_a_long_table_of_zeros_is_no_bomb() -> None:
    assert inspect(zipped({"a.csv": b"0;" * 2_000_000}), "a.zip").refused == ""
