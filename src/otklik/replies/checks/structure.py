"""Whether a letter has all its parts: salutation, first paragraph, answers, outcome, marks. Pure."""

from collections.abc import Iterator

from otklik.regulations import Profile
from otklik.replies.checks import answering, bodies, marks, opening, private
from otklik.replies.checks.anatomy import Anatomy
from otklik.replies.checks.answering import says_outcome
from otklik.replies.checks.facts import CaseFacts
from otklik.replies.checks.finding import Remark

__all__ = ["CaseFacts", "check", "says_outcome"]


def check(profile: Profile, letter: Anatomy, facts: CaseFacts) -> Iterator[Remark]:
    """All structural checks, in the order in which a letter is read."""
    yield from opening.check(letter, facts)
    yield from answering.check(letter, facts)
    yield from private.check(letter, facts)
    yield from bodies.check(letter)
    yield from marks.check(profile, letter, facts)
