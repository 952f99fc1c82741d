"""Invented letters and forms that the tests of this room render, and readers of the results."""

import io
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import docx
import pypdf
import zxingcpp
from docx.oxml.ns import qn

from otklik.documents import (
    Answer,
    ExecutorMark,
    Letter,
    Letterhead,
    SatisfactionMark,
    UnitForm,
    UnitFormRow,
)

SURVEY = "https://pos.nso.ru/poll/3/644?de=1822&di=1823"
EMBLEM = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 60 70">'
    b'<path d="M4 4h52v34q0 20-26 28Q4 58 4 38z" fill="#fff" stroke="#1d4f91"/></svg>'
)
MARK = SatisfactionMark(
    "Для оценки уровня Вашей удовлетворенности при взаимодействии с министерством просим Вас "
    "пройти краткий опрос удобным для Вас способом:",
    SURVEY,
    font_pt=10,
    intervals=2,
)
TEXT = (
    "Сообщаем, что земельный участок у дома 14 по улице Лесной включён в перечень мест торговли "
    "решением от 12 марта 2024 года. Торговать там можно с 8 до 22 часов. Шум после 22 часов "
    "нарушает условия договора, поэтому 18 апреля мы потребовали от предпринимателя тишины."
)
LETTER = Letter(
    letterhead=Letterhead(
        ("МИНИСТЕРСТВО", "ЭКОНОМИЧЕСКОГО РАЗВИТИЯ", "НОВОСИБИРСКОЙ ОБЛАСТИ"),
        "Красный проспект, 18, г. Новосибирск, 630007",
        "8 (383) 238-66-81",
        "mineconom@nso.example",
        "econom.nso.example",
        EMBLEM,
    ),
    number="1412-05/27",
    date_text="26 апреля 2024 г.",
    reference_line="На № ОГ-215 от 28 марта 2024 г.",
    recipient_lines=("Соколовой М. П.", "ул. Лесная, д. 14, кв. 8,", "г. Бердск, 633010"),
    salutation="Уважаемая Мария Петровна!",
    opening="Министерство рассмотрело Ваше обращение к Губернатору Новосибирской области о ночной "
    "торговле возле дома 14 по улице Лесной.",
    answers=(
        Answer("Почему торгуют ночью?", TEXT, "Ваш вопрос решён: павильон закрыт с 22 до 8."),
    ),
    closing=("Если у Вас остались вопросы, позвоните исполнителю.",),
    signatory_post="Заместитель министра",
    signatory_name="К. В. Орлов",
    executor=ExecutorMark("Лебедева А. И.", "8 (383) 238-66-95", "lebedeva@nso.example"),
    signature_note=(
        "ДОКУМЕНТ ПОДПИСАН ЭЛЕКТРОННОЙ ПОДПИСЬЮ",
        "Владелец: Орлов Кирилл Викторович",
        "SHA-256: " + "9f2c4d7e81a0b3c5" * 4,
    ),
    mark=MARK,
    title="Ответ на обращение ОГ-215",
    author="Министерство экономического развития",
)
UNIT_FORM = UnitForm(
    title="ИНФОРМАЦИЯ\nоб уровне удовлетворенности внешних клиентов",
    unit="Отдел развития торговли",
    period_from=date(2024, 1, 1),
    period_to=date(2024, 3, 31),
    columns=("Группа процессов", "Вид канала", "Клиентов, человек", "Доля, %"),
    rows=(
        UnitFormRow(("Обращения", "онлайн", 1200, 26.75)),
        UnitFormRow(("=1+1", "+7 383", 0, None)),
        UnitFormRow(("Итого", "", 1200, 26.75), total=True),
    ),
    notes=("Анонимные ответы посчитаны каждый за одного клиента.",),
    signatory_post="Руководитель структурного подразделения",
    internal_mark="Внутриведомственная информация",
    unit_caption="(структурное подразделение министерства)",
    name_caption="(расшифровка подписи)",
)


def with_questions(count: int, paragraphs: int = 2) -> Letter:
    """The letter with so many questions, each answered in so many paragraphs."""
    answers = tuple(
        Answer(f"Вопрос {n}: почему торгуют ночью?", "\n".join([TEXT] * paragraphs), "Решено.")
        for n in range(count)
    )
    return replace(LETTER, answers=answers)


@dataclass(frozen=True)
class Piece:
    """A piece of text on a PDF page: its size and the place of its baseline, in points."""

    text: str
    size: float
    x: float
    y: float


def pdf(data: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(data))


def entry(node: Any, *keys: str) -> Any:
    """What stands in a PDF dictionary under the keys, references followed."""
    for key in keys:
        node = node[key].get_object()
    return node


def pieces(page: pypdf.PageObject) -> list[Piece]:
    """All pieces of text on a page, in reading order."""
    found: list[Piece] = []

    def see(text: str, cm: list[float], tm: list[float], _font: Any, size: float) -> None:
        if text.strip():
            found.append(
                Piece(text.strip(), size * abs(cm[0] * tm[0]), cm[4] + tm[4], cm[5] - tm[5])
            )

    page.extract_text(visitor_text=see)
    return found


def pdf_words(data: bytes) -> str:
    """All words of a PDF run together, without page numbers."""
    texts = []
    for number, page in enumerate(pdf(data).pages, start=1):
        text = page.extract_text()
        texts.append(text.removeprefix(str(number)) if number > 1 else text)
    return run_together("".join(texts))


def docx_words(data: bytes) -> str:
    """All words of a DOCX's body run together."""
    body = docx.Document(io.BytesIO(data)).element.body
    return run_together("".join(node.text or "" for node in body.iter(qn("w:t"))))


def run_together(text: str) -> str:
    """Without spaces, breaks and hyphens: what line breaking may change."""
    return re.sub("[\\s\u00a0\u200b\u00ad\ufffe-]", "", text)


def pixels(path: Path, dpi: int = 200) -> Iterator[memoryview]:
    """The pages of a PDF as grey pictures."""
    subprocess.run(["pdftoppm", "-r", str(dpi), "-gray", path, path.with_suffix("")], check=True)
    for picture in sorted(path.parent.glob(f"{path.stem}-*.pgm")):
        kind, width, height, _, data = picture.read_bytes().split(maxsplit=4)[:5]
        assert kind == b"P5"
        size = int(width) * int(height)
        yield memoryview(data[-size:]).cast("B", (int(height), int(width)))


def scanned(path: Path) -> list[str]:
    """What a scanner reads from the QR codes on the pages of a PDF."""
    return [code.text for page in pixels(path) for code in zxingcpp.read_barcodes(page)]


def office_pdf(paths: list[Path], folder: Path) -> list[pypdf.PdfReader]:
    """Files opened in LibreOffice and saved as PDF."""
    profile = f"-env:UserInstallation=file://{folder}/profile"
    subprocess.run(
        ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", folder, *paths],
        check=True,
        capture_output=True,
        timeout=150,
    )
    return [pypdf.PdfReader(folder / f"{path.stem}.pdf") for path in paths]
