"""What has just arrived: letters that became messages, and some that nobody could understand."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from random import Random

from otklik.demo.content import Kit, common
from otklik.demo.people import draw_name, latin
from otklik.intake import actions as intake
from otklik.messages import actions as messages
from otklik.messages.codes import tracking_code
from otklik.messages.models import Receipt
from otklik.staff.models import Body


def write(body: Body, kit: Kit, rng: Random, now: datetime) -> None:
    """Take in the letters of the last days as the mailbox would; some end in the holding pen."""
    for number, kind in enumerate(("clear", "empty", "robot", "garbled"), 1):
        at = now - timedelta(hours=rng.randrange(5, 60), minutes=rng.randrange(60))
        raw = _letter(body, kit, rng, kind, number, at)
        receipt = messages.accept_mail(body, raw, mailbox=body.mailbox, received_at=at).receipt
        Receipt.objects.filter(pk=receipt.pk).update(tracking_code=tracking_code(rng))
        receipt.refresh_from_db()
        intake.take_in(receipt, at=at + timedelta(minutes=1))


def _letter(body: Body, kit: Kit, rng: Random, kind: str, number: int, at: datetime) -> bytes:
    surname, given_name, _patronymic = draw_name(rng)
    letter = EmailMessage()
    letter["From"] = f"{given_name} {surname} <{latin(surname)}{number}@mail.example.org>"
    letter["To"] = body.mailbox
    letter["Date"] = format_datetime(at)
    letter["Message-ID"] = f"<demo-{body.code}-{number}-{rng.getrandbits(40):x}@mail.example.org>"
    for name, value in _headers(kind).items():
        letter[name] = value
    matter = rng.choice(kit.matters)
    values: Mapping[str, str] = {
        "place": kit.place["town"], "month": common().lines("months")[at.month - 2], "sum": "350 тысяч рублей",
        "firm": "пекарни", "count": "6", "year": str(at.year),
    }  # fmt: skip
    texts = {
        "clear": f"{matter.text.format_map(values)}\n{matter.asks[0].question}\n\n{given_name} {surname}",
        "empty": "",
        "robot": "Сейчас меня нет на месте. Отвечу, когда вернусь из отпуска.",
        "garbled": "Ð—Ð´Ñ€Ð°Ð²ÑÑ‚Ð²ÑƒÐ¹Ñ‚Ðµ Ð¿Ñ€Ð¾ÑˆÑƒ Ð¿Ð¾Ð¼Ð¾Ñ‡ÑŒ Ñ Ð´Ð¾ÐºÑƒÐ¼ÐµÐ½Ñ‚Ð°Ð¼Ð¸",
    }
    letter["Subject"] = (
        matter.about
        if kind == "clear"
        else {"robot": "Автоответ", "garbled": "Ð—Ð°ÑÐ²Ð»ÐµÐ½Ð¸Ðµ"}.get(kind, "")
    )
    letter.set_content(texts[kind])
    return letter.as_bytes()


def _headers(kind: str) -> dict[str, str]:
    return {"Auto-Submitted": "auto-replied"} if kind == "robot" else {}
