"""What a letter of a kind still lacks, and what it will do when it is signed, in words."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from otklik import language
from otklik.cases.models import Case
from otklik.replies.checks.draft import PartFinding, check_draft
from otklik.replies.kinds import COVERING
from otklik.replies.kinds.contents import COVERING_TEXT, Contents, gaps, lacking, parts_lacking
from otklik.replies.kinds.effects import words_of
from otklik.replies.kinds.given import Given
from otklik.replies.kinds.wording import chosen, named_day
from otklik.replies.models import Reply
from otklik.replies.rules import Missing
from otklik.staff.profiles import profile_of

Kind = Reply.Kind


def missing_of(
    letter: Reply, *, signatory_known: bool, found: Sequence[PartFinding] | None = None
) -> list[Missing]:
    """Return what the letter lacks: parts, required contents of its kind, words that must be mended; blocking first.

    `found` are the findings of its words, where the page has them already.
    """
    profile = profile_of(letter.case.body)
    missing = [*parts_lacking(letter.draft, letter.kind)]
    if words_of(letter):
        missing += lacking(profile, letter.kind, contents_of(letter))
    if letter.kind == Kind.FORWARDING:
        missing += _covering(letter)
    missing += _unfilled(letter)
    if not signatory_known:
        nobody = _("Nobody in this body may sign letters.")
        missing.append(Missing("signatory", nobody, True, "labour-novosibirsk:10.1"))
    findings = check_draft(profile, letter.draft, suggest=False) if found is None else found
    missing += [
        Missing(f"words {item.part}", item.finding.message, True, item.finding.clause)
        for item in findings
        if item.finding.severity == "block"
    ]
    return sorted(missing, key=lambda item: not item.blocks)


def contents_of(letter: Reply) -> Contents:
    """Return the letter to the client as its contents are judged."""
    given, case = Given.of(letter.draft), letter.case
    return Contents(
        text=words_of(letter),
        progress=given.text("progress"),
        reason=given.text("reason"),
        asked=given.text("question"),
        recipient=given.text("recipient"),
        day=named_day(case, letter.kind, given),
    )


def _covering(letter: Reply) -> Iterator[Missing]:
    words = str((letter.draft.get("answers") or {}).get(COVERING_TEXT, ""))
    empty = parts_lacking(letter.draft, COVERING)
    yield from empty
    if empty:
        return
    case = letter.case
    questions = " ".join(item.text for item in chosen(case, Given.of(letter.draft)))
    covering = Contents(text=words, questions=questions, client=case.client.display_name)
    for item in lacking(profile_of(case.body), COVERING, covering):
        yield Missing(f"{COVERING_TEXT}-{item.code}", item.message, item.blocks, item.clause)


def _unfilled(letter: Reply) -> Iterator[Missing]:
    answers = letter.draft.get("answers") or {}
    for text in (words_of(letter), str(answers.get(COVERING_TEXT, ""))):
        for gap in dict.fromkeys(gaps(text)):
            yield Missing("gap", _("A place is not filled in: %(gap)s") % {"gap": gap}, True)


def effect_in_words(letter: Reply) -> str:
    """Return what happens to the case when the letter is signed."""
    given, case = Given.of(letter.draft), letter.case
    day = named_day(case, letter.kind, given)
    told = {
        Kind.INTERIM: _("The client learns how the case stands. Its term goes on."),
        Kind.CLARIFICATION: _("The question goes to the client. The term of the reply goes on."),
        Kind.FORWARDING: _("The appeal goes to: %(recipient)s. The client is told.")
        % {"recipient": given.text("recipient") or "–"},
        Kind.EXTENSION: _("The term of the reply moves to %(day)s. The client is told.")
        % {"day": language.date_words(day) if day else "–"},
        Kind.NO_REPLY: _("The case ends without a reply on the merits: %(ground)s.")
        % {"ground": ground_label(case, given)},
    }
    return told[Kind(letter.kind)]


def ground_label(case: Case, given: Given) -> str:
    """Return the ground of a letter that there will be no reply, in words."""
    try:
        return profile_of(case.body).ground(given.text("ground")).label
    except KeyError:
        return given.text("ground")


def title_of(letter: Reply) -> str:
    """Return what a page calls the letter: its kind."""
    return str(Kind(letter.kind).label)
