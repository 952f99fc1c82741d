"""What the client himself does on his status page: answer, add, ask to stop (59-FZ, art. 5)."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from otklik.cases.actions.clarifying import answered_by_client
from otklik.cases.actions.moving import locked, move, now
from otklik.cases.actions.opening import place
from otklik.cases.models import Case, Clarification, Withdrawal
from otklik.cases.rules import allowed
from otklik.cases.searching import LIMIT, search_column
from otklik.journal.actors import CLIENT
from otklik.messages import actions as messages
from otklik.messages.models import Receipt
from otklik.staff.refusals import Refusal

SOURCE = "status"
"""Where such a receipt comes from: the status page."""
CHANNEL = "web"


@transaction.atomic
def add_by_client(
    case: Case,
    *,
    text: str,
    key: str,
    files: Sequence[messages.NamedFile] = (),
    at: datetime | None = None,
) -> Receipt:
    """Let the client add words and files to his open case; they are stored whole and join it in the same transaction.

    `key` makes a repeated delivery harmless. Raises `Refusal` when there is nothing to add or the reply is signed.
    """
    moment = now(at)
    fresh = locked(case, "add-by-client", None)
    if not text.strip() and not files:
        raise Refusal(_("Write what you want to add, or attach a file."), field="text")
    receipt, new = _receive(fresh, "addition", text, key, files, moment)
    if new:
        move(fresh, "add-by-client", actor=CLIENT, at=moment, receipt=receipt.pk)
    return receipt


@transaction.atomic
def answer_by_client(
    clarification: Clarification,
    *,
    text: str,
    key: str,
    files: Sequence[messages.NamedFile] = (),
    agreed: bool | None = None,
    at: datetime | None = None,
) -> Receipt:
    """Let the client answer what he was asked; `agreed` says whether he follows an invitation."""
    moment = now(at)
    fresh = locked(clarification.case, "note-clarified", None)
    if not text.strip() and not files and agreed is None:
        raise Refusal(_("Write your answer, or attach a file."), field="text")
    receipt, new = _receive(fresh, "clarification", text, key, files, moment)
    if new:
        answered_by_client(clarification, fresh, receipt, text.strip(), agreed, moment)
    return receipt


@transaction.atomic
def ask_withdrawal(
    case: Case, *, words: str = "", key: str, at: datetime | None = None
) -> Withdrawal:
    """Keep the client's request to stop the consideration; an official ends the case by it (`withdraw`).

    Asking twice is one request.
    """
    moment = now(at)
    fresh = locked(case, "ask-withdrawal", None)
    waiting = fresh.withdrawals.filter(decided_at=None).first()
    if waiting is not None:
        return waiting
    receipt, _new = _receive(fresh, "withdrawal", words, key, (), moment)
    row = Withdrawal.objects.create(
        case=fresh, asked_at=moment, channel=CHANNEL, words=words.strip(), receipt=receipt
    )
    move(fresh, "ask-withdrawal", actor=CLIENT, at=moment, withdrawal=row.pk)
    return row


@transaction.atomic
def join_by_letter(
    case: Case, receipt: Receipt, *, text: str, at: datetime | None = None
) -> Case | None:
    """Let the client's letter join the case about which we wrote to him; None when it comes too late for that.

    The receipt is stored and locked already. What it answers, if anything, an official writes down.
    """
    moment = now(at)
    if not allowed("add-by-client", Case.objects.get(pk=case.pk).stage, frozenset()):
        return None
    fresh = locked(case, "add-by-client", None)
    place(fresh, receipt, moment)
    fresh.search = (fresh.search + search_column(text))[:LIMIT]
    move(fresh, "add-by-client", actor=CLIENT, at=moment, receipt=receipt.pk)
    return fresh


def _receive(
    case: Case,
    about: str,
    text: str,
    key: str,
    files: Sequence[messages.NamedFile],
    at: datetime,
) -> tuple[Receipt, bool]:
    """Store what the client sent and let it join the case; False when the same had come before."""
    try:
        accepted = messages.accept(
            case.body,
            source=SOURCE,
            source_key=f"{case.pk}:{key}",
            channel=CHANNEL,
            payload={"type": case.type, "about": about, "text": text.strip()},
            received_at=at,
            files=files,
        )
    except messages.KeyReused:
        said = _("This was sent already. Open the page anew if you want to add something else.")
        raise Refusal(said) from None
    if accepted.new:
        place(case, accepted.receipt, at)
        case.search = (case.search + search_column(text))[:LIMIT]
    return accepted.receipt, accepted.new
