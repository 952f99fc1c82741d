"""Reading what the checks say of a reply: the facts that only the case can tell, the letter, its proof."""

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from threading import Lock
from typing import Any

from otklik import documents, language
from otklik.cases import leaving_queries as leaving
from otklik.cases.models import Case
from otklik.clients.models import Client
from otklik.regulations import Profile
from otklik.replies import letter as letters
from otklik.replies import printing
from otklik.replies.checks import CaseFacts
from otklik.replies.enclosures import titles_of
from otklik.replies.models import Reply
from otklik.replies.proof import Asked, Proof, proof_of
from otklik.staff.models import Employee
from otklik.staff.profiles import profile_of

KEPT = 64
"""Proofs kept in the memory of the process: looking at a letter twice checks it once."""
_proofs: OrderedDict[object, Proof] = OrderedDict()
_lock = Lock()


def letter_now(case: Case, reply: Reply | None, signer: Employee | None) -> documents.Letter | None:
    """Return the letter as it would be printed from the draft now; None while nobody executes the case."""
    executor = case.executor or (reply.author if reply else None)
    if executor is None:
        return None
    return letters.letter_of(
        case,
        reply.draft if reply else letters.first_draft(case),
        signer=signer,
        executor=executor,
        survey_url=letters.open_survey(case),
        attachments=titles_of(reply),
    )


def asked_in(case: Case, draft: Mapping[str, Any]) -> list[Asked]:
    """Return the questions that the letter answers, with the outcome as typed, or as recorded where none is typed."""
    typed = draft.get("outcomes") or {}
    found = []
    for question in leaving.left_to_us(case):
        said = typed.get(str(question.pk)) or {}
        day = said.get("promised_on") or question.promised_on
        found.append(
            Asked(
                str(question.pk),
                question.text,
                str(said.get("outcome") or question.outcome),
                str(said.get("reason") or question.reason),
                promised=bool(day),
            )
        )
    return found


def facts_of(case: Case, asked: Sequence[Asked]) -> CaseFacts:
    """Return what the checks of a letter may know of its case: how the client is called, what he asked, who he is."""
    client = case.client
    person = client.kind != Client.Kind.GROUP and not client.organisation
    name = f"{client.given_name} {client.patronymic}".strip()
    full = language.FullName(client.surname, client.given_name, client.patronymic)
    return CaseFacts(
        gender=_gender(client) if person else "",
        name=name if person and full.has_full_given else "",
        addressee=case.addressee,
        questions=tuple(filter(None, (*(item.text for item in asked), case.summary))),
        type=case.type,
        people=tuple(
            filter(None, (client.surname, case.executor.surname if case.executor else ""))
        ),
    )


def _gender(client: Client) -> str:
    """The gender that a person chose, or that follows surely from the name; empty where it is not known."""
    if client.gender:
        return client.gender
    guess = language.guess_gender(
        language.FullName(client.surname, client.given_name, client.patronymic)
    )
    return str(guess.gender) if guess.sure and guess.gender else ""


def proof_now(reply: Reply, signer: Employee | None, *, suggest: bool = True) -> Proof | None:
    """Return what the checks say of a reply's draft as the letter it would be; None while nobody executes the case."""
    case = reply.case
    letter = letter_now(case, reply, signer)
    if letter is None:
        return None
    profile = profile_of(case.body)
    asked = asked_in(case, reply.draft)
    facts = facts_of(case, asked)
    key = (case.body.code, letter, tuple(asked), facts, str(reply.draft), suggest)
    with _lock:
        known = _proofs.get(key)
    return known or _made(key, profile, letter, reply.draft, asked, facts, suggest)


def _made(
    key: object,
    profile: Profile,
    letter: documents.Letter,
    draft: Mapping[str, Any],
    asked: Sequence[Asked],
    facts: CaseFacts,
    suggest: bool,
) -> Proof:
    proof = proof_of(
        profile, letter, draft, asked, facts, printing.pages_of(letter), suggest=suggest
    )
    with _lock:
        _proofs[key] = proof
        while len(_proofs) > KEPT:
            _proofs.popitem(last=False)
    return proof
