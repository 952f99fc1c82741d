"""A questionnaire as a page shows it: one block at a time, each question with what stands in it."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from otklik.regulations import Question
from otklik.surveys.queries import Opening
from otklik.surveys.questionnaire import (
    LISTED_KINDS,
    OTHER,
    Checked,
    Choice,
    comment_key,
    other_key,
    reply_key,
    visible,
    wants_comment,
)

COMMENTS = 0
"""Number of the last step, on which the difficulties under low scores are told."""
LONG_LIST = 12
"""From how many listed choices a page shows a folding list instead of buttons."""


@dataclass(frozen=True, slots=True)
class Line:
    """One choice under a question."""

    value: str
    label: str
    chosen: bool
    low: bool = False
    """Whether this score opens the question on difficulties."""


@dataclass(frozen=True, slots=True)
class Group:
    """Choices under a common heading (the process of a touchpoint)."""

    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """One question on the page; keys are the names of the fields."""

    question: Question
    key: str
    way: str
    """How it is answered: `choice`, `list`, `scale`, `day`, `text`."""
    value: str
    error: str
    required: bool
    lines: tuple[Line, ...] = ()
    groups: tuple[Group, ...] = ()
    comment_key: str = ""
    comment: str = ""
    comment_error: str = ""
    low: bool = False
    other_key: str = ""
    other: str = ""

    @property
    def chosen(self) -> str:
        """The words of the choice made in a long list of buttons, which then may be folded."""
        if len(self.lines) < LONG_LIST or self.error:
            return ""
        return next((line.label for line in self.lines if line.chosen), "")

    @property
    def first_id(self) -> str:
        """Id of the field to which an error message leads."""
        if self.way in {"choice", "scale"} and self.lines:
            return f"f{self.key}-{self.lines[0].value}"
        return f"f{self.key}"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One step of the questionnaire: its questions, and what was said on the others."""

    step: int
    number: int
    """Place of the step for people, from 1."""
    count: int
    title: str
    intro: str
    items: tuple[Item, ...]
    carried: tuple[tuple[str, str], ...]
    """Answers of the other steps, carried along in hidden fields."""
    is_first: bool
    is_last: bool

    @property
    def wrong(self) -> tuple[Item, ...]:
        """The questions with a message, for the summary on top."""
        return tuple(item for item in self.items if item.error or item.comment_error)


def steps_of(asked: Opening, given: Mapping[str, str]) -> tuple[int, ...]:
    """Return the numbers of the blocks in which something is asked after these answers."""
    shown = visible(asked.questionnaire, given, asked.variant, asked.lists)
    return tuple(dict.fromkeys(question.block for question in shown))


def step_with_error(asked: Opening, checked: Checked, upto: int | None = None) -> int | None:
    """Return the first block (up to `upto`) in which something is wrong, or None."""
    for question in asked.questionnaire.questions:
        if upto is not None and question.block > upto:
            continue
        if any(key in checked.errors for key in keys_of(question)):
            return question.block
    return None


def keys_of(question: Question) -> tuple[str, ...]:
    """Return the names of all fields that a question may have."""
    return (
        str(question.code),
        comment_key(question),
        other_key(question),
        reply_key(question),
    )


def fields_of(asked: Opening) -> tuple[str, ...]:
    """Return the names of all fields of the questionnaire."""
    return tuple(key for question in asked.questionnaire.questions for key in keys_of(question))


def low_scored(asked: Opening, given: Mapping[str, str]) -> tuple[Question, ...]:
    """Return the questions asked and answered with a low score."""
    shown = visible(asked.questionnaire, given, asked.variant, asked.lists)
    return tuple(
        question
        for question in shown
        if wants_comment(asked.questionnaire, question, given.get(str(question.code)))
    )


def sheet(
    asked: Opening, given: Mapping[str, str], step: int, errors: Mapping[str, str] | None = None
) -> Sheet:
    """Lay out one step; `errors` by field, as `questionnaire.validate` gives them."""
    wrong = errors or {}
    steps = steps_of(asked, given)
    shown = visible(asked.questionnaire, given, asked.variant, asked.lists)
    here = [question for question in shown if question.block == step]
    mine = {key for question in here for key in keys_of(question)}
    block = next((item for item in asked.questionnaire.blocks if item.number == step), None)
    has_scale = any(question.kind == "scale" for question in here)
    return Sheet(
        step=step,
        number=steps.index(step) + 1 if step in steps else 1,
        count=len(steps),
        title=block.title if block else "",
        intro=asked.questionnaire.scale_intro if has_scale else "",
        items=tuple(item_of(asked, question, given, wrong) for question in here),
        carried=_carried(asked, given, mine),
        is_first=not steps or step == steps[0],
        is_last=not steps or step == steps[-1],
    )


def comments_sheet(
    asked: Opening, given: Mapping[str, str], errors: Mapping[str, str] | None = None
) -> Sheet:
    """Lay out the last step, for pages that could not ask under each low score at once."""
    low = low_scored(asked, given)
    mine = {comment_key(question) for question in low}
    return Sheet(
        step=COMMENTS,
        number=0,
        count=0,
        title=_("What was difficult"),
        intro="",
        items=tuple(item_of(asked, question, given, errors or {}) for question in low),
        carried=_carried(asked, given, mine),
        is_first=False,
        is_last=True,
    )


def whole(
    asked: Opening, given: Mapping[str, str], errors: Mapping[str, str] | None = None
) -> tuple[Item, ...]:
    """Lay out all questions at once, hidden ones too, for entering a paper form."""
    return tuple(
        item_of(asked, question, given, errors or {})
        for question in asked.questionnaire.questions
        if question.kind not in LISTED_KINDS or asked.lists.of(question.kind)
    )


def item_of(
    asked: Opening, question: Question, given: Mapping[str, str], errors: Mapping[str, str]
) -> Item:
    """Lay out one question with what stands in its fields."""
    key = reply_key(question) if question.kind == "dates" else str(question.code)
    value = given.get(key, "")
    choices = asked.lists.of(question.kind)
    score = given.get(str(question.code))
    return Item(
        question=question,
        key=key,
        way=_way(question, choices),
        value=value,
        error=errors.get(key, ""),
        required=question.required,
        lines=_lines(asked, question, choices, value),
        groups=_groups(choices, value),
        comment_key=comment_key(question) if question.kind == "scale" else "",
        comment=given.get(comment_key(question), ""),
        comment_error=errors.get(comment_key(question), ""),
        low=wants_comment(asked.questionnaire, question, score),
        other_key=other_key(question) if any(c.code == OTHER for c in choices) else "",
        other=given.get(other_key(question), ""),
    )


def _way(question: Question, choices: tuple[Choice, ...]) -> str:
    if question.kind in LISTED_KINDS:
        return "list" if len(choices) >= LONG_LIST else "choice"
    return {"single-choice": "choice", "scale": "scale", "dates": "day"}.get(question.kind, "text")


def _lines(
    asked: Opening, question: Question, choices: tuple[Choice, ...], value: str
) -> tuple[Line, ...]:
    if question.kind == "scale":
        return tuple(
            Line(
                str(score),
                str(score),
                str(score) == value,
                wants_comment(asked.questionnaire, question, score),
            )
            for score in range(question.scale_min or 1, (question.scale_max or 0) + 1)
        )
    if question.options:
        return tuple(
            Line(str(option.number), option.text, str(option.number) == value)
            for option in question.options
        )
    return tuple(Line(item.code, item.label, item.code == value) for item in choices)


def _groups(choices: tuple[Choice, ...], value: str) -> tuple[Group, ...]:
    titles = dict.fromkeys(item.group for item in choices)
    return tuple(
        Group(
            title,
            tuple(
                Line(item.code, item.label, item.code == value)
                for item in choices
                if item.group == title
            ),
        )
        for title in titles
    )


def _carried(
    asked: Opening, given: Mapping[str, str], mine: set[str]
) -> tuple[tuple[str, str], ...]:
    return tuple(
        (key, given[key]) for key in fields_of(asked) if key not in mine and given.get(key)
    )
