"""The journal of the past."""

from otklik.cases.models import (
    Case,
)
from otklik.demo.history.letters import sender
from otklik.demo.history.past import Past
from otklik.demo.lives import Life
from otklik.journal.actors import CLIENT, system


def note_acts(past: Past, life: Life, case: Case) -> None:
    """Remember the journal entries of a life."""
    registrar = past.crew.registrar.actor
    past.note(life.received, "cases.open", case, CLIENT, channel=life.channel)
    if life.registered and life.dismissed:
        past.note(life.registered, "cases.dismiss", case, registrar, "economy-novosibirsk:4.6.b")
        return
    if life.registered:
        past.note(
            life.registered,
            "cases.register",
            case,
            registrar,
            "economy-novosibirsk:9.a",
            number=case.number,
            type=life.type,
        )
    if life.assigned:
        head = past.crew.heads[life.unit].actor
        past.note(
            life.assigned,
            "cases.assign",
            case,
            head,
            "economy-novosibirsk:9.b",
            executor=past.executor(life).pk,
        )
    _note_reply(past, life, case)


def _note_reply(past: Past, life: Life, case: Case) -> None:
    if not (life.submitted and life.signed and life.delivered):
        return
    author, signer = past.executor(life).actor, past.signer(life).actor
    for position, asked in enumerate(life.asked, 1):
        past.note(
            life.submitted,
            "cases.consider",
            case,
            author,
            "economy-novosibirsk:7",
            question=position,
            outcome=asked.outcome,
        )
    past.note(life.submitted, "replies.submit", case, author, "economy-novosibirsk:4.1", version=1)
    past.note(life.signed, "cases.sign-reply", case, signer, "economy-novosibirsk:5.2.a")
    past.note(life.signed, "replies.sign", case, signer, "labour-novosibirsk:10.1", version=1)
    past.note(
        life.delivered,
        "messages.sent",
        case,
        sender(past, life),
        kind="reply",
        channel=life.reply_channel,
    )
    past.note(life.delivered, "cases.finish", case, system("deliver"), "economy-novosibirsk:5.2.b")
