"""What a letter of a kind does to its case: tried or proposed when it is sent on its way, done when it is signed.

The acts are those of `cases.actions`, with all their guards; the letter only takes the place of the fixed text. An act
of the executor is done in the name of who sent the letter; what a second person decides is decided by who signs it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from otklik.cases import actions as cases
from otklik.cases import leaving_queries as leaving
from otklik.cases.actions import Proposed
from otklik.cases.actions.by_letter import Row
from otklik.cases.actions.clarifying import own_case
from otklik.cases.actions.extending import check_preparer
from otklik.cases.asking_rules import Asked, way_of_writing
from otklik.cases.models import (
    Case,
    Clarification,
    Extension,
    Forwarding,
    Interim,
    NoReply,
    Proposal,
)
from otklik.cases.rules import allowed, transition
from otklik.replies.kinds import is_notice
from otklik.replies.kinds.contents import TEXT
from otklik.replies.kinds.given import Given
from otklik.replies.kinds.wording import chosen
from otklik.replies.models import Reply
from otklik.staff.models import Employee
from otklik.staff.queries import powers_of
from otklik.staff.refusals import Refusal

Kind = Reply.Kind


@dataclass(frozen=True, slots=True)
class Effect:
    """One kind's act: its name in the table of the cases, how it is done, and what is told to whoever signs."""

    act: str
    model: type[Row]
    perform: Callable[[Reply, Employee, datetime], Row]
    """The executor's act, or the proposal that a second person decides on."""
    approve: Callable[[Row, Employee, datetime], object] | None = None
    """What the signature decides; None for an act of the executor, which is done at the signature."""
    reject: Callable[[Row, Employee, str, datetime], object] | None = None
    reject_act: str = ""


def may_write(kind: str, case: Case, employee: Employee, *, at: datetime) -> bool:
    """Whether the employee may prepare a letter of the kind on the case at its stage."""
    if not allowed(EFFECTS[kind].act, case.stage, powers_of(employee)):
        return False
    try:
        if kind == Kind.EXTENSION:
            check_preparer(case, employee, at)
        elif kind != Kind.FORWARDING:
            own_case(case, employee, at)
    except Refusal:
        return False
    return leaving.can_be_told(case)


def send_on(letter: Reply, *, by: Employee, at: datetime) -> int | None:
    """Make the proposal that the letter carries and return its id; try any other act, and leave nothing of it.

    Raises `Refusal` for whatever the act refuses.
    """
    effect = EFFECTS[letter.kind]
    with transaction.atomic():
        row = effect.perform(letter, by, at)
        if effect.approve is None:
            transaction.set_rollback(True)
            return None
        return row.pk


def take_place(letter: Reply, *, author: Employee, signer: Employee, at: datetime) -> Row:
    """Do the act that the letter carries: it is being signed, in this very transaction. Returns the act's row.

    Raises `Refusal` when the act has become impossible meanwhile: then nothing is signed.
    """
    effect = EFFECTS[letter.kind]
    if effect.approve is None:
        return effect.perform(letter, author, at)
    row = row_of(letter)
    if row is None or getattr(row, "state", "") != Proposal.PROPOSED:
        raise Refusal(_("What the letter proposes is not waiting any more. Return the letter."))
    effect.approve(row, signer, at)
    row.refresh_from_db()
    return row


def take_back(letter: Reply, *, by: Employee, remarks: str, at: datetime) -> None:
    """Reject the proposal of a letter that goes back to its author; nothing where there is none to reject."""
    if not is_notice(letter):
        return
    effect, row = EFFECTS[letter.kind], row_of(letter)
    if effect.reject is None or row is None or getattr(row, "state", "") != Proposal.PROPOSED:
        return
    if letter.case.stage not in transition(effect.reject_act).sources:
        return
    effect.reject(row, by, remarks.strip() or _("The letter was taken back."), at)


def row_of(letter: Reply) -> Row | None:
    """Return the row that the letter's act has made; None before there is one."""
    pk = Given.of(letter.draft).row
    if pk is None:
        return None
    return EFFECTS[letter.kind].model.objects.filter(pk=pk, case=letter.case_id).first()


def _interim(letter: Reply, by: Employee, at: datetime) -> Interim:
    text = Given.of(letter.draft).text("progress")
    kind = Interim.Kind.CLIENT
    return cases.write_interim(letter.case, by=by, kind=kind, text=text, by_letter=True, at=at)


def _clarify(letter: Reply, by: Employee, at: datetime) -> Clarification:
    way = way_of_writing(letter.case.reply_channel)
    asked = Asked(Given.of(letter.draft).text("question"), way)
    return cases.clarify(letter.case, asked, by=by, by_letter=True, at=at)


def _forward(letter: Reply, by: Employee, at: datetime) -> Forwarding:
    given = Given.of(letter.draft)
    return cases.forward(
        letter.case,
        by=by,
        questions=[question.pk for question in chosen(letter.case, given)],
        recipient=given.text("recipient"),
        channel=given.text("channel"),
        address=given.text("address"),
        reason=given.text("reason"),
        migration=given.flag("migration"),
        by_letter=True,
        at=at,
    )


def _propose_extension(letter: Reply, by: Employee, at: datetime) -> Extension:
    given = Given.of(letter.draft)
    return cases.propose_extension(
        letter.case,
        by=by,
        day=given.day("day"),
        progress=given.text("progress"),
        reason=given.text("reason"),
        by_letter=True,
        at=at,
    )


def _extend(row: Row, by: Employee, at: datetime) -> object:
    assert isinstance(row, Extension)  # noqa: S101 - the kind says so
    return cases.approve_extension(row, by=by, by_letter=True, at=at)


def _keep_term(row: Row, by: Employee, remarks: str, at: datetime) -> object:
    assert isinstance(row, Extension)  # noqa: S101 - the kind says so
    return cases.reject_extension(row, by=by, remarks=remarks, by_letter=True, at=at)


def _propose_no_reply(letter: Reply, by: Employee, at: datetime) -> NoReply:
    given = Given.of(letter.draft)
    what = Proposed(
        ground=given.text("ground"),
        reason=given.text("reason"),
        text=words_of(letter),
        page=given.text("page"),
        passage=given.text("passage"),
        secret=given.text("secret"),
        crime=given.flag("crime"),
        earlier=given.numbers("earlier"),
    )
    return cases.propose_no_reply(letter.case, by=by, what=what, by_letter=True, at=at)


def _leave(row: Row, by: Employee, at: datetime) -> object:
    assert isinstance(row, NoReply)  # noqa: S101 - the kind says so
    return cases.approve_no_reply(row, by=by, by_letter=True, at=at)


def _consider(row: Row, by: Employee, remarks: str, at: datetime) -> object:
    assert isinstance(row, NoReply)  # noqa: S101 - the kind says so
    return cases.reject_no_reply(row, by=by, remarks=remarks, by_letter=True, at=at)


def words_of(letter: Reply) -> str:
    """Return the words of the letter to the client as plain text, without the salutation."""
    answers = letter.draft.get("answers") or {}
    parts = (letter.draft.get("opening"), answers.get(TEXT), letter.draft.get("closing"))
    return "\n".join(str(part).strip() for part in parts if part and str(part).strip())


EFFECTS: Mapping[str, Effect] = {
    Kind.INTERIM: Effect("write-interim", Interim, _interim),
    Kind.CLARIFICATION: Effect("clarify", Clarification, _clarify),
    Kind.FORWARDING: Effect("forward", Forwarding, _forward),
    Kind.EXTENSION: Effect(
        "propose-extension", Extension, _propose_extension, _extend, _keep_term, "reject-extension"
    ),
    Kind.NO_REPLY: Effect(
        "propose-no-reply", NoReply, _propose_no_reply, _leave, _consider, "reject-no-reply"
    ),
}
