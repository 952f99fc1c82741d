"""Which questions a person is asked, and what of the given answers may be kept; pure.

Given answers are texts by key, as a form sends them. Keys: `21` is the answer to the question with
the bracketed code 21, `23-comment` the difficulty told under its low score, `14-other` the place
that is not on the list, `16-reply` the day on which the reply came. Stored values have the same
keys; choices and scores are whole numbers, days ISO dates, everything else text.

Branches are worked out from scratch each time: an answer to a question that is hidden counts for
nothing, neither for the branches below it nor for what is kept.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from otklik.language import clean_text
from otklik.regulations import Question, Questionnaire

OTHER = "other"
"""Value of «другое» in a list of places."""
EARLIEST_REPLY = date(2000, 1, 1)
TEXT_LIMIT = 2000
PLACE_LIMIT = 200

Value = int | str
Given = Mapping[str, str]
Values = dict[str, Value]


@dataclass(frozen=True, slots=True)
class Choice:
    """One line of a list that is not part of the questionnaire: touchpoint, authority, place."""

    code: str
    label: str
    group: str = ""


@dataclass(frozen=True, slots=True)
class Lists:
    """The lists from outside; an empty one means that the question cannot be asked."""

    registry: tuple[Choice, ...] = ()
    authority: tuple[Choice, ...] = ()
    municipality: tuple[Choice, ...] = ()

    def of(self, kind: str) -> tuple[Choice, ...]:
        """Return the list for a kind of question; empty for kinds that need none."""
        found: tuple[Choice, ...] = getattr(self, kind, ())
        return found


LISTED_KINDS = ("registry", "authority", "municipality")


@dataclass(frozen=True, slots=True)
class Checked:
    """What may be kept of the given answers, and what is wrong with them, by key."""

    values: Values
    errors: dict[str, str] = field(default_factory=dict)


def graph_problems(questionnaire: Questionnaire) -> list[str]:
    """Return what is wrong with the branches; empty when each refers to an earlier choice."""
    problems = []
    for variant in questionnaire.variants:
        for branch in variant.branches:
            where = f"{questionnaire.code}, {variant.code}: question {branch.question}"
            if branch.depends_on >= branch.question:
                problems.append(f"{where} depends on question {branch.depends_on}, not earlier")
            elif questionnaire.question(branch.depends_on).kind != "single-choice":
                problems.append(f"{where} depends on question {branch.depends_on}, not a choice")
    return problems


def visible(
    questionnaire: Questionnaire,
    given: Mapping[str, object],
    variant: str | None = None,
    lists: Lists | None = None,
) -> tuple[Question, ...]:
    """Return the questions asked after these answers, in order.

    `given` may be texts of a form or stored values. With `lists`, questions whose list is empty
    are left out. Raises ValueError for an unknown variant.
    """
    branches = {branch.question: branch for branch in questionnaire.variant(variant).branches}
    chosen: dict[int, int | None] = {}
    shown = []
    for question in questionnaire.questions:
        branch = branches.get(question.number)
        if branch is not None and chosen.get(branch.depends_on) not in branch.options:
            continue
        if lists is not None and question.kind in LISTED_KINDS and not lists.of(question.kind):
            continue
        chosen[question.number] = _whole(given.get(str(question.code)))
        shown.append(question)
    return tuple(shown)


def wants_comment(questionnaire: Questionnaire, question: Question, value: object) -> bool:
    """Whether the follow-up question on difficulties appears under this answer."""
    score = _whole(value)
    return score is not None and questionnaire.wants_comment(question.number, score)


def validate(
    questionnaire: Questionnaire,
    given: Given,
    *,
    lists: Lists,
    day: date,
    variant: str | None = None,
    may_leave_open: bool = False,
) -> Checked:
    """Check the answers and keep those of visible questions only.

    `day` is the day of filling in, in the body's zone; a reply cannot have come after it. A paper
    form may have been left open anywhere (`may_leave_open`). Values of hidden questions vanish
    without a word, whatever they are.
    """
    values: Values = {}
    errors: dict[str, str] = {}
    for question in visible(questionnaire, given, variant, lists):
        key = str(question.code)
        try:
            values.update(_read(questionnaire, question, given, lists, day))
        except _Wrong as wrong:
            errors[wrong.key] = wrong.message
            continue
        if question.required and not may_leave_open and key not in values:
            errors[key] = missing_message(question)
    return Checked(values, errors)


def missing_message(question: Question) -> str:
    """Return what to tell a person who left a required question open."""
    if question.kind == "text":
        return _("Write a few words here.")
    if question.kind == "scale":
        return _("Choose a score.")
    return _("Choose one of the answers.")


def satisfied(questionnaire: Questionnaire, values: Mapping[str, Value]) -> bool | None:
    """Return the answer to the headline question; None when it was left open."""
    code = questionnaire.question(questionnaire.headline.question).code
    value = values.get(str(code))
    return None if value is None else value == questionnaire.headline.satisfied_option


def comment_key(question: Question) -> str:
    """Key of the follow-up under a scale question."""
    return f"{question.code}-comment"


def reply_key(question: Question) -> str:
    """Key of the day on which the reply came."""
    return f"{question.code}-reply"


def other_key(question: Question) -> str:
    """Key of the place written by hand."""
    return f"{question.code}-other"


class _Wrong(Exception):  # noqa: N818 - it never leaves this module
    def __init__(self, key: str, message: str) -> None:
        super().__init__(message)
        self.key = key
        self.message = message


def _read(
    questionnaire: Questionnaire, question: Question, given: Given, lists: Lists, day: date
) -> Values:
    key = str(question.code)
    text = given.get(key, "").strip()
    if question.kind == "dates":
        return _read_days(question, given, day)
    if not text:
        return {}
    if question.kind == "text":
        return {key: _text(key, text, TEXT_LIMIT)}
    if question.kind in LISTED_KINDS:
        return _read_listed(question, text, given, lists.of(question.kind))
    if question.kind == "scale":
        return _read_score(questionnaire, question, text, given)
    number = _whole(text)
    if number not in {option.number for option in question.options}:
        raise _Wrong(key, _("Choose one of the answers."))
    return {key: number}


def _read_score(
    questionnaire: Questionnaire, question: Question, text: str, given: Given
) -> Values:
    key, score = str(question.code), _whole(text)
    low, high = question.scale_min or 0, question.scale_max or 0
    if score is None or not low <= score <= high:
        message = _("The score is a whole number from %(low)s to %(high)s.")
        raise _Wrong(key, message % {"low": low, "high": high})
    values: Values = {key: score}
    told = given.get(comment_key(question), "").strip()
    if told and questionnaire.wants_comment(question.number, score):
        values[comment_key(question)] = _text(comment_key(question), told, TEXT_LIMIT)
    return values


def _read_listed(question: Question, text: str, given: Given, choices: Sequence[Choice]) -> Values:
    key = str(question.code)
    if text not in {choice.code for choice in choices}:
        raise _Wrong(key, _("Choose one of the answers."))
    values: Values = {key: text}
    told = given.get(other_key(question), "").strip()
    if text == OTHER and told:
        values[other_key(question)] = _text(other_key(question), told, PLACE_LIMIT)
    return values


def _read_days(question: Question, given: Given, day: date) -> Values:
    """Two days in one question: of the reply (may be left open) and of filling in."""
    values: Values = {str(question.code): day.isoformat()}
    key = reply_key(question)
    text = given.get(key, "").strip()
    if not text:
        return values
    try:
        reply = date.fromisoformat(text)
    except ValueError:
        raise _Wrong(key, _("Write the date as day, month and year.")) from None
    if reply > day:
        raise _Wrong(key, _("This day has not come yet. Check the date."))
    if reply < EARLIEST_REPLY:
        raise _Wrong(key, _("This day was too long ago. Check the year."))
    values[key] = reply.isoformat()
    return values


def _text(key: str, text: str, limit: int) -> str:
    cleaned = clean_text(text)
    if len(cleaned) > limit:
        message = _("The text is too long: %(length)s characters, at most %(limit)s fit.")
        raise _Wrong(key, message % {"length": len(cleaned), "limit": limit})
    return cleaned


def _whole(value: object) -> int | None:
    """Read a whole number of at most nine digits; None for anything else."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value
    if isinstance(value, str):
        text = value.strip()
        if text.isascii() and text.isdigit() and len(text) <= 9:
            return int(text)
    return None
