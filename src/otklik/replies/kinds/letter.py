"""A letter of a kind as data to be printed: the client's notice, and the covering letter of a forwarding."""

from dataclasses import replace
from typing import Any

from otklik import documents, language
from otklik.cases.actions.forwarding import files_of
from otklik.cases.models import Case
from otklik.replies import letter as letters
from otklik.replies.kinds import COVERING
from otklik.replies.kinds.contents import COVERING_TEXT, TEXT
from otklik.replies.kinds.given import Given
from otklik.replies.kinds.wording import group_of
from otklik.replies.models import LetterVersion, Reply
from otklik.staff import calendars
from otklik.staff.models import Employee
from otklik.staff.profiles import profile_of

CONTENT = "covering"
ACT = "act"
"""Where a frozen letter keeps its covering letter and the act that it carries: a signature binds both."""


def letter_of(
    reply: Reply,
    *,
    signer: Employee | None,
    executor: Employee,
    survey_url: str = "",
    attachments: tuple[str, ...] = (),
) -> documents.Letter:
    """Return the letter to the client as its draft words it, marked as a draft."""
    case = reply.case
    kind = profile_of(case.body).letter_of_kind(reply.kind)
    base = letters.letter_of(
        case,
        reply.draft,
        signer=signer,
        executor=executor,
        survey_url=survey_url or letters.open_survey(case),
        attachments=attachments,
    )
    return replace(
        base,
        answers=(documents.Answer("", _words(reply, TEXT)),),
        mark=base.mark if kind.marked(group_of(case)) else None,
        title=f"{kind.title} {case.number}".strip(),
    )


def covering_of(
    reply: Reply, *, signer: Employee | None, executor: Employee
) -> documents.Letter | None:
    """Return the letter to the other body; None for a letter that has none."""
    if reply.kind != Reply.Kind.FORWARDING:
        return None
    given, case = Given.of(reply.draft), reply.case
    base = letter_of(reply, signer=signer, executor=executor)
    kind = profile_of(case.body).letter_of_kind(COVERING)
    lines = (given.text("recipient"), given.text("address"))
    return replace(
        base,
        recipient_lines=tuple(line for line in lines if line),
        reference_line="",
        salutation=kind.salutation,
        opening="",
        answers=(documents.Answer("", _words(reply, COVERING_TEXT)),),
        closing=(),
        mark=None,
        attachments=_enclosed(case),
        title=f"{kind.title} {case.number}".strip(),
    )


def _words(reply: Reply, name: str) -> str:
    answers: dict[str, Any] = reply.draft.get("answers") or {}
    return str(answers.get(name, ""))


def _enclosed(case: Case) -> tuple[str, ...]:
    """Return what goes with the covering letter: the appeal, and the files that came with it."""
    day = language.date_short(calendars.today(case.body, case.registered_at or case.received_at))
    number = case.number or case.tracking_code
    return (f"обращение № {number} от {day}", *(name for name, _file in files_of(case)))


def covering_content(version: LetterVersion) -> documents.Letter | None:
    """Return the covering letter as the version froze it; None for a version that has none."""
    content = version.content.get(CONTENT)
    return letters.letter_from(content) if content else None
