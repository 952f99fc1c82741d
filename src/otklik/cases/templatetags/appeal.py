"""The appeal's text with its questions and hints marked in it."""

from dataclasses import dataclass

from django import template
from django.template import Context

from otklik.cases.models import Case, Question
from otklik.language.places import cut, find_places

register = template.Library()


@dataclass(frozen=True, slots=True)
class Marked:
    """A piece of the text and the questions that stand in it; the page escapes the text as any other."""

    text: str
    questions: tuple[Question, ...]
    begins: tuple[Question, ...]
    """Those of them whose place begins here: their numbers stand before the words."""
    linked: bool
    """Whether the page has a place for each question to which the number leads."""


WITH_QUESTIONS = ("case", "reply")
"""Names of the pages on which each question has a place of its own, `#question-…`."""


@register.simple_tag(takes_context=True)
def appeal_pieces(context: Context, case: Case) -> list[Marked]:
    """Return the text cut at the places of the case's questions, in order; one piece when none is found."""
    questions = list(case.questions.all())
    pieces = cut(case.text, find_places(case.text, [question.text for question in questions]))
    match = getattr(context.get("request"), "resolver_match", None)
    linked = match is not None and match.url_name in WITH_QUESTIONS
    told: set[int] = set()
    marked = []
    for piece in pieces:
        inside = tuple(questions[number] for number in piece.numbers)
        begins = tuple(question for question in inside if question.pk not in told)
        told.update(question.pk for question in inside)
        marked.append(Marked(piece.text, inside, begins, linked))
    return marked
