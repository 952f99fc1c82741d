"""The paper questionnaire (economy-novosibirsk, appendix 1), to print and to fill in by hand.

Questions, numbers and codes come as data from the regulations; here is only the page.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from otklik.documents.cleaning import cleaned
from otklik.documents.letter import QR_ALT, UNTITLED, check_address
from otklik.documents.qr import qr_svg
from otklik.documents.typesetting import breakable, measured, typeset

TEMPLATE = "questionnaire.typ"
SIZES = (12.0, 11.5, 11.0, 10.5, 10.0, 9.5, 9.0)
WANTED_PAGES = 2  # one sheet, both sides


@dataclass(frozen=True, slots=True)
class PaperQuestion:
    """A question: its number and, in brackets, the code under which the answer is entered.

    `choice` prints boxes with the options, `scale` boxes 1 to 5, `line` one line to write on,
    `text` several. `condition` says to whom the question is put.
    """

    number: str
    code: str
    text: str
    kind: Literal["choice", "scale", "line", "text"]
    options: tuple[str, ...] = ()
    condition: str = ""


@dataclass(frozen=True, slots=True)
class PaperBlock:
    """A block of questions; `scale_intro` stands once above its first scale."""

    title: str
    questions: tuple[PaperQuestion, ...]
    scale_intro: str = ""


@dataclass(frozen=True, slots=True)
class PaperForm:
    """The whole questionnaire; the first line of `title` is the heading.

    `comment_prompt` asks for the reasons of low marks and has lines below it; `online` is an
    address (printed with its QR code) where the same can be answered without paper.
    """

    title: str
    blocks: tuple[PaperBlock, ...]
    intro: str = ""
    footnote: str = ""
    comment_prompt: str = ""
    comment_lines: int = 4
    online_text: str = ""
    online: str = ""
    author: str = ""


def questionnaire_pdf(form: PaperForm, made_at: datetime | None = None) -> bytes:
    """The questionnaire as a tagged PDF, in the largest size that fits one sheet of two sides."""
    data = _data(form)
    for size in SIZES:
        if int(measured(TEMPLATE, {**data, "size": size}, "pages")) <= WANTED_PAGES:
            break
    return typeset(TEMPLATE, {**data, "size": size}, made_at)


def _data(form: PaperForm) -> dict[str, Any]:
    online = form.online
    if online:
        check_address(online)
    ready = cleaned(form)
    heading, _, rest = ready.title.strip().partition("\n")
    return {
        "title": " ".join(ready.title.split()) or UNTITLED,
        "author": ready.author,
        "heading": heading.strip(),
        "rest": rest,
        "intro": ready.intro,
        "blocks": [
            {
                "title": block.title.strip(),
                "scale_intro": block.scale_intro,
                "questions": [_question(question) for question in block.questions],
            }
            for block in ready.blocks
        ],
        "footnote": ready.footnote,
        "comment_prompt": ready.comment_prompt,
        "comment_lines": max(0, min(ready.comment_lines, 30)),
        "online_text": ready.online_text,
        "online": online,
        "qr": qr_svg(online) if online else "",
        "qr_alt": QR_ALT + online,
    }


def _question(question: PaperQuestion) -> dict[str, Any]:
    code = f"({question.code})" if question.code else ""
    return {
        "label": f"{question.number}{code}.",
        "text": breakable(question.text),
        "kind": question.kind,
        "condition": question.condition,
        "options": [
            f"{number}. {breakable(option)}" for number, option in enumerate(question.options, 1)
        ],
    }
