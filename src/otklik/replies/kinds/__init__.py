"""Letters that are no replies: what each kind begins with, must contain, and does to its case when it is signed."""

from otklik.replies.models import Reply

NOTICES = tuple(kind.value for kind in Reply.Kind if kind != Reply.Kind.REPLY)
"""The kinds of letter that carry an act on a case and do not end it as a reply does."""
COVERING = "covering-letter"
"""The letter to the other body that goes with a notice of forwarding; the profile words it as a kind of its own."""


def is_notice(letter: Reply) -> bool:
    """Whether the letter carries an act on its case and is not the reply."""
    return letter.kind != Reply.Kind.REPLY
