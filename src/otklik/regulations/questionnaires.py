"""Questionnaires as data: questions with both numbers, options, branches in variants."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, Self

from pydantic import Field, model_validator

from otklik.regulations.basis import ClauseId, Part, Rows, Sourced

QuestionKind = Literal[
    "single-choice", "registry", "authority", "municipality", "dates", "scale", "text"
]


class Option(Part):
    """An answer hint (подсказка) with its number."""

    number: int
    text: str


class Question(Part):
    """A question; ``code`` is the bracketed number by which ПОС knows it.

    ``printed`` is the wording with number and instructions as on paper, ``wording`` what a person
    is asked on a page.
    """

    number: int = Field(ge=1)
    code: int
    block: int
    kind: QuestionKind
    wording: str
    printed: str
    required: bool
    options: Rows[Option] = ()
    scale_min: int | None = None
    scale_max: int | None = None
    scale_min_label: str = ""
    scale_max_label: str = ""
    clause: ClauseId | None = None

    @model_validator(mode="after")
    def _kind_fits(self) -> Self:
        if self.kind == "single-choice" and len(self.options) < 2:
            raise ValueError("a choice needs at least two options")
        numbers = [option.number for option in self.options]
        if len(set(numbers)) != len(numbers):
            raise ValueError("an option number stands twice")
        if self.kind == "scale" and (
            self.scale_min is None or self.scale_max is None or self.scale_min >= self.scale_max
        ):
            raise ValueError("a scale needs scale_min < scale_max")
        return self


class Block(Part):
    """A block of questions with its printed heading."""

    number: int
    title: str


class Branch(Part):
    """The question is asked only when another one was answered by one of the options."""

    question: int
    depends_on: int
    options: Rows[int] = Field(min_length=1)
    clause: ClauseId | None = None


class Variant(Part):
    """One table of branches; the code is stored with each answer."""

    code: str
    label: str
    default: bool
    branches: Rows[Branch]


class LowScore(Part):
    """The follow-up that appears under a scale question with a low score."""

    questions: Rows[int]
    scores: Rows[int]
    wording: str
    clause: ClauseId | None = None


class Headline(Part):
    """The question that gives the level of satisfaction and the option of the satisfied."""

    question: int
    satisfied_option: int
    clause: ClauseId | None = None


class Questionnaire(Sourced):
    """A questionnaire; ``sample`` marks one that no order contains."""

    code: str
    title: str
    version: str
    sample: bool
    audience: Literal["external", "internal"]
    blocks: Rows[Block]
    scale_intro: str
    questions: Rows[Question]
    variants: Rows[Variant]
    low_score: LowScore | None = None
    headline: Headline
    note: str = ""

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        numbers = [question.number for question in self.questions]
        if numbers != list(range(1, len(numbers) + 1)):
            raise ValueError("questions must be numbered 1, 2, 3 ... without gap")
        codes = [question.code for question in self.questions]
        if len(set(codes)) != len(codes):
            raise ValueError("a question code stands twice")
        if [variant.default for variant in self.variants].count(True) != 1:
            raise ValueError("exactly one variant of the branches is the default")
        for branch in (b for variant in self.variants for b in variant.branches):
            if branch.question not in numbers or branch.depends_on not in numbers:
                raise ValueError(f"branch of question {branch.question} names an unknown question")
            known = {option.number for option in self.question(branch.depends_on).options}
            if not set(branch.options) <= known:
                raise ValueError(f"branch of question {branch.question} names an unknown option")
        self.question(self.headline.question)
        return self

    def question(self, number: int) -> Question:
        """Return the question with this number; raises ValueError when there is none."""
        for question in self.questions:
            if question.number == number:
                return question
        raise ValueError(f"no question {number}")

    def by_code(self, code: int) -> Question | None:
        """Return the question with this bracketed ПОС code."""
        return next((question for question in self.questions if question.code == code), None)

    def variant(self, code: str | None = None) -> Variant:
        """Return the variant of branches with this code, or the default one."""
        for variant in self.variants:
            if variant.code == code or (code is None and variant.default):
                return variant
        raise ValueError(f"no variant {code!r} of the branches")

    def asked(self, chosen: Mapping[int, int], variant: str | None = None) -> tuple[Question, ...]:
        """Return the questions that are asked after these answers (question number to option)."""
        branches = {branch.question: branch for branch in self.variant(variant).branches}
        return tuple(
            question
            for question in self.questions
            if (branch := branches.get(question.number)) is None
            or chosen.get(branch.depends_on) in branch.options
        )

    def wants_comment(self, number: int, score: int) -> bool:
        """Tell whether the follow-up question appears under this score."""
        low = self.low_score
        return low is not None and number in low.questions and score in low.scores
