"""The questionnaire on paper, and the answers as code = answer for the feedback platform."""

from collections.abc import Iterable, Mapping
from typing import Literal

from django.utils.translation import gettext as _

from otklik import documents
from otklik.regulations import Question
from otklik.surveys.models import Answer
from otklik.surveys.queries import Opening, labels
from otklik.surveys.questionnaire import LISTED_KINDS, comment_key, other_key, reply_key

Kind = Literal["choice", "scale", "line", "text"]
FEW_CHOICES = 12
"""Up to so many touchpoints or authorities are printed; more would fill pages."""


def paper_form(asked: Opening, address: str) -> documents.PaperForm:
    """Return the questionnaire to print: both numbers, all questions, the prescribed wording."""
    low = asked.questionnaire.low_score
    return documents.PaperForm(
        title=asked.questionnaire.title.replace("ФОРМА ", "ФОРМА\n", 1),
        blocks=tuple(
            documents.PaperBlock(
                block.title,
                tuple(
                    _printed(asked, question)
                    for question in asked.questionnaire.questions
                    if question.block == block.number
                ),
                asked.questionnaire.scale_intro,
            )
            for block in asked.questionnaire.blocks
        ),
        comment_prompt=low.wording if low else "",
        online_text=_("You can also answer here:"),
        online=address,
        author=asked.profile.name.full,
    )


def export_rows(asked: Opening, answers: Iterable[Answer]) -> tuple[list[str], list[list[str]]]:
    """Return heading and rows, one row an answer and one column a code, for entering into ПОС.

    Choices stand as their numbers, listed answers as their words; the order of rows is that of
    the random keys.
    """
    keys: list[str] = []
    for question in asked.questionnaire.questions:
        keys += [str(question.code)]
        if question.kind == "dates":
            keys.append(reply_key(question))
        if question.kind == "scale":
            keys.append(comment_key(question))
        if question.kind == "municipality":
            keys.append(other_key(question))
    words = labels(asked)
    rows = [
        [_word(words, key, row.values.get(key, "")) for key in keys]
        for row in answers
        if row.questionnaire == asked.questionnaire.code
    ]
    return keys, rows


def _word(words: Mapping[str, Mapping[str, str]], key: str, value: object) -> str:
    return words.get(key, {}).get(str(value), str(value))


def _printed(asked: Opening, question: Question) -> documents.PaperQuestion:
    kind: Kind = "line"
    options: tuple[str, ...] = ()
    if question.kind == "single-choice":
        kind, options = "choice", tuple(option.text for option in question.options)
    elif question.kind == "scale":
        kind = "scale"
    elif question.kind == "text":
        kind = "text"
    elif question.kind in LISTED_KINDS:
        listed = asked.lists.of(question.kind)
        if 0 < len(listed) <= FEW_CHOICES:
            kind, options = "choice", tuple(choice.label for choice in listed)
    return documents.PaperQuestion(
        number=str(question.number),
        code=str(question.code),
        text=_without_number(question),
        kind=kind,
        options=options,
    )


def _without_number(question: Question) -> str:
    """The printed wording without its leading number, which the form prints itself."""
    for lead in (f"{question.number}({question.code}).", f"{question.number}."):
        if question.printed.startswith(lead):
            return question.printed[len(lead) :].strip()
    return question.printed
