"""Letters are read as far as they go; what is wrong with them is said, and nothing is raised."""

import base64
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otklik.messages import mail
from otklik.messages.mail import charsets, parsing

SAMPLES = Path(__file__).parent.parent / "mail"


def sample(name: str) -> mail.ParsedMail:
    return mail.parse((SAMPLES / name).read_bytes())


def letter(head: str | bytes, body: str | bytes = "Текст письма.") -> mail.ParsedMail:
    """Parse a letter of the given head (after the usual lines) and body."""
    usual = b"From: a@mail.example\r\nDate: Wed, 4 Mar 2026 11:00:00 +0700\r\n"
    parts = [part.encode() if isinstance(part, str) else part for part in (head, body)]
    return mail.parse(usual + parts[0].replace(b"\n", b"\r\n") + b"\r\n\r\n" + parts[1])


def test_a_real_letter_is_read_whole() -> None:
    found = sample("real.eml")
    assert found.problems == ()
    assert found.message_id == "<5f2c1a77-9b0e-4c58-8f5d-1f3b7d6a2e90@mail.example>"
    assert (found.sender_name, found.sender_address) == (
        "Татьяна Самойлова",
        "t.samoylova@mail.example",
    )
    assert found.to == ("mineconom@nso.ru",)
    assert found.subject == ("Запрос информации о субсидии на оборудование для пекарни (г. Бердск)")
    assert found.date == datetime(2026, 3, 4, 4, 42, 15, tzinfo=UTC)
    assert found.text.startswith("Здравствуйте!\n\nМеня зовут Самойлова Татьяна Викторовна")
    assert found.text.endswith("тел. +7 (900) 555-01-42")
    assert "<" not in found.text
    (file,) = found.attachments
    assert (file.name, file.media_type) == (
        "Коммерческое предложение № 118.pdf",
        "application/pdf",
    )
    assert file.data.startswith(b"%PDF-")
    assert file.data.rstrip().endswith(b"%%EOF")
    assert not found.is_automatic


def test_an_empty_letter_is_empty() -> None:
    found = sample("empty.eml")
    assert found.problems == ("empty", "no-sender", "no-date", "no-text")
    assert (found.text, found.attachments) == ("", ())


def test_a_letter_in_an_unknown_charset_is_guessed() -> None:
    found = sample("unknown-charset.eml")
    assert found.problems == ("unknown-charset",)
    assert found.sender_name == "Игорь Лапин"
    assert found.subject == "Почему закрыли павильон"
    assert "закрыли торговый павильон, где был пункт выдачи" in found.text


def test_a_letter_that_is_cut_off_gives_what_has_arrived() -> None:
    found = sample("truncated.eml")
    assert "truncated" in found.problems
    assert found.text.endswith("тел. +7 (900) 555-01-42")
    whole = sample("real.eml").attachments[0].data
    assert len(found.attachments[0].data) > 10_000
    assert whole.startswith(found.attachments[0].data)


def test_a_letter_of_html_alone_becomes_text() -> None:
    found = sample("html-only.eml")
    assert found.problems == ()
    assert found.text == (
        "Добрый день!\n\n"
        "Прошу разъяснить, как рассчитывается плата за размещение киоска, если договор заключён"
        " в 2024 году:\n"
        "площадь 12 кв. м\nадрес г. Искитим, ул. Пушкина <у рынка>\n\n"
        "С уважением,\nО. Д. Жданов"
    )


def test_a_letter_in_koi8_with_raw_bytes_in_a_file_name_is_read() -> None:
    found = sample("koi8.eml")
    assert found.problems == ()
    assert found.sender_name == "Семён Ваганов"
    assert found.subject == "Закупка молока: просьба о помощи"
    assert found.text.startswith("Уважаемый министр! Пишу вам из Куйбышева.")
    (file,) = found.attachments
    assert file.name == "список пайщиков.txt"
    assert file.data.decode("koi8-r").startswith("Ваганов С. П.")


def test_an_auto_reply_is_known_as_one() -> None:
    found = sample("auto-reply.eml")
    assert found.is_automatic
    assert found.references == ("<ack-1@nso.ru>",)


def test_garbage_is_no_letter() -> None:
    found = sample("binary-garbage.eml")
    assert "not-mail" in found.problems
    assert "no-sender" in found.problems
    assert found.text == ""


def test_every_problem_has_words_for_people() -> None:
    for path in SAMPLES.glob("*.eml"):
        for problem in mail.parse(path.read_bytes()).problems:
            assert str(mail.PROBLEMS[problem]).endswith((".", "!"))


@pytest.mark.parametrize("charset", ["koi8-r", "cp1251", "windows-1251", "utf-8", "iso-8859-5"])
@pytest.mark.parametrize("way", ["B", "Q"])
def test_subjects_of_every_charset_are_read(charset: str, way: str) -> None:
    data = "Жалоба на отказ".encode(charset)
    text = (
        base64.b64encode(data).decode()
        if way == "B"
        else "".join(f"={byte:02X}" if byte > 32 else "_" for byte in data)
    )
    assert letter(f"Subject: =?{charset}?{way}?{text}?=").subject == "Жалоба на отказ"


@pytest.mark.parametrize("charset", ["koi8-r", "cp1251", "cp866", "utf-8"])
def test_a_subject_and_a_text_without_any_charset_are_guessed(charset: str) -> None:
    found = letter(
        b"Subject: " + "Прошу разъяснить порядок".encode(charset),
        "Когда будет ответ на моё обращение о дороге?".encode(charset),
    )
    assert found.subject == "Прошу разъяснить порядок"
    assert found.text == "Когда будет ответ на моё обращение о дороге?"


def test_a_letter_split_inside_a_sign_is_joined() -> None:
    data = "Обращение жителей".encode()
    words = " ".join(
        f"=?utf-8?B?{base64.b64encode(part).decode()}?=" for part in (data[:7], data[7:])
    )
    assert letter(f"Subject: {words}").subject == "Обращение жителей"


@pytest.mark.parametrize(
    "disposition",
    [
        "attachment; filename*=utf-8''%D0%90%D0%BA%D1%82.pdf",
        "attachment; filename*0*=utf-8''%D0%90%D0%BA; filename*1*=%D1%82.pdf",
        f'attachment; filename="=?utf-8?B?{base64.b64encode("Акт.pdf".encode()).decode()}?="',
        "attachment; filename*=koi8-r''%E1%CB%D4.pdf",
        'attachment; filename="Акт.pdf"',
        "attachment; filename=Акт.pdf",
    ],
)
def test_names_of_files_are_read_however_they_are_written(disposition: str) -> None:
    found = letter(
        f"Content-Type: application/pdf\nContent-Disposition: {disposition}", b"%PDF-1.4"
    )
    assert [file.name for file in found.attachments] == ["Акт.pdf"]


def test_base64_that_is_damaged_gives_what_can_be_read() -> None:
    whole = base64.b64encode("Первая часть текста цела.".encode())
    found = letter(
        "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64",
        whole[:20] + b"!!*" + whole[20:-4] + b"A",
    )
    assert "damaged-part" in found.problems
    assert found.text.startswith("Первая часть")


def test_parts_within_parts_are_read_in_their_order() -> None:
    inner = EmailMessage()
    inner["Subject"] = "Пересланное"
    inner.set_content("внутри")
    outer = EmailMessage()
    outer["From"] = "a@mail.example"
    outer["Date"] = "Wed, 4 Mar 2026 11:00:00 +0700"
    outer.set_content("Первое.")
    outer.add_alternative("<p>Первое.</p>", subtype="html")
    outer.add_attachment(inner)
    outer.add_attachment(b"\x89PNG\r\n\x1a\n", "image", "png")
    found = mail.parse(outer.as_bytes())
    assert (found.text, found.problems) == ("Первое.", ())
    assert [(file.name, file.media_type) for file in found.attachments] == [
        ("Пересланное.eml", "message/rfc822"),
        ("attachment-2.png", "image/png"),
    ]
    assert "внутри" in mail.parse(found.attachments[0].data).text


def test_an_empty_plain_part_gives_way_to_html() -> None:
    outer = EmailMessage()
    outer["From"] = "a@mail.example"
    outer.set_content("  \n")
    outer.add_alternative("<p>Слова</p>", subtype="html")
    assert mail.parse(outer.as_bytes()).text == "Слова"


def test_a_letter_nested_a_thousand_times_is_survived() -> None:
    body = b"".join(
        b"--b%d\r\nContent-Type: multipart/mixed; boundary=b%d\r\n\r\n" % (depth, depth + 1)
        for depth in range(2000)
    )
    found = letter("Content-Type: multipart/mixed; boundary=b0\nSubject: deep", body)
    assert {"unreadable", "too-many-parts", "truncated"} & set(found.problems)


def test_a_letter_that_is_too_large_keeps_its_head(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parsing, "LARGEST", 1000)
    found = letter("Subject: huge", b"x" * 2000)
    assert (found.subject, found.text) == ("huge", "")
    assert "too-large" in found.problems


def test_a_letter_of_very_many_parts_is_read_to_a_limit() -> None:
    body = b"--b\r\nContent-Type: image/png\r\n\r\nx\r\n" * 1000 + b"--b--\r\n"
    found = letter("Content-Type: multipart/mixed; boundary=b", body)
    assert "too-many-parts" in found.problems
    assert len(found.attachments) == 100


@pytest.mark.parametrize(
    ("head", "automatic"),
    [
        ("Auto-Submitted: auto-generated", True),
        ("Auto-Submitted: no", False),
        ("Precedence: bulk", True),
        ("List-Id: <news.example>", True),
        ("Subject: Автоответ: отпуск", True),
        ("Subject: Автобус 12 не ходит", False),
        ("Content-Type: multipart/report; boundary=b", True),
    ],
)
def test_what_a_machine_wrote_is_known(head: str, automatic: bool) -> None:
    assert letter(head).is_automatic is automatic


@pytest.mark.parametrize(
    "header",
    [
        '"Иванов, Пётр" <petr@mail.example>',
        "Иванов, Пётр <petr@mail.example>",
        "petr@mail.example (Иванов, Пётр)",
        "=?utf-8?B?0JjQstCw0L3Qvtay?= <petr@mail.example>",
        "<petr@mail.example",
        "petr@mail.example",
    ],
)
def test_the_sender_is_found_however_he_is_written(header: str) -> None:
    found = mail.parse(f"From: {header}\r\n\r\nТекст".encode())
    assert found.sender_address == "petr@mail.example"


@pytest.mark.parametrize(
    "date", ["", "вчера", "Wed, 99 Xyz 2026", "Mon, 1 Jan 99999 00:00:00 +0000"]
)
def test_a_date_that_cannot_be_is_no_date(date: str) -> None:
    found = mail.parse(f"From: a@mail.example\r\nDate: {date}\r\n\r\nТекст".encode())
    assert found.date is None
    assert "no-date" in found.problems


def test_signs_that_deceive_the_eye_are_left_out() -> None:
    found = letter(
        "Content-Type: text/plain; charset=utf-8", "договор\u202efdp.exe\x00\x07 😀" + "!" * 40
    )
    assert found.text == "договорfdp.exe 😀" + "!" * 40


@given(st.binary(max_size=2000))
def test_no_bytes_at_all_raise(raw: bytes) -> None:
    assert isinstance(mail.parse(raw).as_payload(), dict)


HEADERS = st.sampled_from(
    [b"From", b"To", b"Date", b"Subject", b"Content-Type", b"Content-Disposition", b"Message-ID",
     b"Content-Transfer-Encoding", b"MIME-Version", b"References"]
)  # fmt: skip
VALUES = st.one_of(
    st.binary(max_size=60),
    st.sampled_from(
        [b"multipart/mixed; boundary=b", b"multipart/alternative", b"text/html; charset=zip",
         b"text/plain; charset=utf-16", b"base64", b"quoted-printable", b"x-uuencode",
         b"message/rfc822", b"=?utf-8?B?0?=", b"=?hex?Q?zz?=", b"attachment; filename*=x'y'z",
         b"text/plain; charset*=a'b'c", b"=?utf-7?Q?+AGE?=", b"text/plain; charset=idna",
         b"text/plain; charset=undefined", b"text/plain; charset=\x00"]
    ),
)  # fmt: skip


@given(st.lists(st.tuples(HEADERS, VALUES), max_size=8), st.binary(max_size=300))
def test_no_letter_however_hostile_raises(head: list[tuple[bytes, bytes]], body: bytes) -> None:
    raw = b"".join(name + b": " + value + b"\r\n" for name, value in head)
    raw += b"\r\n--b\r\n" + raw + b"\r\n" + body + b"\r\n--b--"
    found = mail.parse(raw)
    assert set(found.problems) <= set(mail.PROBLEMS)
    assert mail.source_key(raw).startswith(("id:<", "sha256:"))
    assert len(mail.fingerprint(raw)) == 64


@given(st.text(alphabet="абвгдежзийклмнопрстуфхцчшщъыьэюя ", min_size=40))
def test_utf8_is_never_taken_for_anything_else(text: str) -> None:
    assert charsets.guess(text.encode()) == text


def key_and_print(raw: bytes) -> tuple[str, str]:
    return mail.source_key(raw), mail.fingerprint(raw)


def test_a_letter_that_came_another_way_is_the_same_letter() -> None:
    raw = (SAMPLES / "real.eml").read_bytes()
    other_way = b"Received: from elsewhere\r\nX-Spam: 0\r\n" + raw
    assert key_and_print(other_way) == key_and_print(raw)
    assert key_and_print(raw.replace(b"\r\n", b"\n")) == key_and_print(raw)


@pytest.mark.parametrize(
    "change",
    [(b"To: mineconom", b"To: minprom"), (b"0JfQtNGA", b"0JfQtNGB"), (b"Wed, 04", b"Wed, 05")],
)
def test_another_letter_under_the_same_id_is_another_letter(change: tuple[bytes, bytes]) -> None:
    raw = (SAMPLES / "real.eml").read_bytes()
    changed = raw.replace(*change)
    assert changed != raw
    assert mail.source_key(changed) == mail.source_key(raw)
    assert mail.fingerprint(changed) != mail.fingerprint(raw)


@pytest.mark.parametrize("message_id", ["", "nothing", "<" + "a" * 200 + "@b>", "<яя@b>"])
def test_without_a_good_message_id_the_key_is_a_hash(message_id: Any) -> None:
    raw = f"Message-ID: {message_id}\r\n\r\nText".encode()
    assert mail.source_key(raw) == mail.content_key(raw)
