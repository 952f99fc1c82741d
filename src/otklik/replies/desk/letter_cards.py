"""The panel of a case that lists its letters: kind, stage, number, files, and who has each now."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from otklik.cases.desk.card import Card
from otklik.cases.models import Case
from otklik.replies import printing
from otklik.replies.kinds import is_notice
from otklik.replies.kinds.effects import words_of
from otklik.replies.kinds.given import Given
from otklik.replies.kinds.letter import covering_content
from otklik.replies.kinds.reading import effect_in_words
from otklik.replies.models import Covering, LetterVersion, Reply
from otklik.replies.notice_queries import SENT, day_of, last_version, letters_of, who_has
from otklik.staff.models import Employee

BADGES = {
    Reply.Stage.RETURNED: "bad",
    Reply.Stage.FOR_APPROVAL: "warn",
    Reply.Stage.FOR_SIGNATURE: "warn",
    Reply.Stage.SIGNED: "good",
    Reply.Stage.DISPATCHED: "good",
}


def letters(case: Case, _employee: Employee) -> Card | None:
    """All letters of the case, the latest first; the reply alone while it is a draft needs no panel."""
    found = list(letters_of(case))
    if not any(is_notice(letter) or letter.stage != Reply.Stage.DRAFT for letter in found):
        return None
    rows = [_row(letter) for letter in found]
    return Card("replies/desk/letters_card.html", {"rows": rows})


def _row(letter: Reply) -> dict[str, object]:
    version = last_version(letter)
    return {
        "letter": letter,
        "badge": BADGES.get(Reply.Stage(letter.stage), ""),
        "address": address_of(letter),
        "day": day_of(letter),
        "who": who_has(letter, version),
        "files": list(_files(letter, version)),
    }


def address_of(letter: Reply) -> str:
    """Return the address of the page on which the letter is written or read."""
    if is_notice(letter):
        return reverse("desk:notice", args=[letter.case_id, letter.pk])
    return reverse("desk:reply", args=[letter.case_id])


def _files(letter: Reply, version: LetterVersion | None) -> Iterator[tuple[str, str]]:
    if version is None or letter.stage not in SENT:
        return
    for kind, label in (("pdf", _("Letter (PDF)")), ("docx", _("Letter (DOCX)"))):
        if is_notice(letter):
            args = [letter.case_id, letter.pk, "letter", kind]
            yield label, reverse("desk:notice-file", args=args)
        else:
            yield label, reverse("desk:letter-file", args=[letter.case_id, kind])
    if Covering.objects.filter(version=version).exists():
        args = [letter.case_id, letter.pk, "covering", "pdf"]
        yield _("Covering letter (PDF)"), reverse("desk:notice-file", args=args)


def covering_pictures(version: LetterVersion) -> list[str]:
    """Return the addresses of the pages of a version's covering letter; none where it has none."""
    paper = covering_content(version)
    pages = range(1, printing.pages_of(paper) + 1) if paper else ()
    return [reverse("desk:covering-picture", args=[version.pk, page]) for page in pages]


def shown_to_signer(version: LetterVersion) -> dict[str, object] | None:
    """Return what the signer and the approvers are told of the act that a letter carries; None for a reply."""
    letter = version.reply
    if not is_notice(letter):
        return None
    given = Given.of(letter.draft)
    return {
        "kind": letter.get_kind_display(),
        "effect": effect_in_words(letter),
        "reason": given.text("reason") or given.text("progress") or given.text("question"),
        "passage": given.text("passage"),
        "words": words_of(letter),
    }
