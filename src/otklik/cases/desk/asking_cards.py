"""Panels of the case page: what the client asks for, what he added, what he was asked, letters that end nothing."""

from django.utils import timezone

from otklik.cases import queries
from otklik.cases.desk.card import Card
from otklik.cases.desk.case_facts import channel_label
from otklik.cases.models import Case, CaseReceipt
from otklik.cases.rules import OPEN_STAGES, allowed
from otklik.regulations import Profile
from otklik.staff.models import Employee
from otklik.staff.profiles import profile_of
from otklik.staff.queries import powers_of


def withdrawal(case: Case, employee: Employee) -> Card | None:
    """The client's request to stop the consideration, while nobody has acted on it."""
    row = queries.asked_to_stop(case)
    if row is None or case.stage not in OPEN_STAGES:
        return None
    may_stop = allowed("withdraw", case.stage, powers_of(employee))
    return Card("cases/desk/cards/withdrawal.html", {"row": row, "may_stop": may_stop})


def additions(case: Case, employee: Employee) -> Card | None:
    """What came for the case after it had arrived; what this employee has not seen yet is marked."""
    found = [row for row in queries.additions_of(case) if about(row) != "withdrawal"]
    if not found:
        return None
    profile = profile_of(case.body)
    seen = queries.look_before_last(case, employee)
    rows = [
        {
            "row": row,
            "text": said_in(row),
            "channel": channel_label(profile, row.receipt.channel),
            "is_answer": about(row) == "clarification",
            "is_new": case.stage in OPEN_STAGES and (seen is None or row.added_at > seen),
        }
        for row in found
    ]
    return Card("cases/desk/cards/additions.html", {"rows": rows})


def about(row: CaseReceipt) -> str:
    """Return what the client sent it for on his page: `addition`, `clarification`, `withdrawal`; else empty."""
    payload = row.receipt.payload
    return str(payload.get("about") or "") if isinstance(payload, dict) else ""


def said_in(row: CaseReceipt) -> str:
    """Return the words that came with a receipt, as far as it kept them as words."""
    payload = row.receipt.payload
    return str(payload.get("text") or "") if isinstance(payload, dict) else ""


def clarifications(case: Case, employee: Employee) -> Card | None:
    """What the client was asked and what he said."""
    profile = profile_of(case.body)
    found = list(case.clarifications.select_related("asked_by", "answered_by", "message"))
    if not found:
        return None
    may_note = allowed("note-clarified", case.stage, powers_of(employee))
    rows = [
        {
            "row": row,
            "channel": channel_label(profile, row.channel),
            "answer_channel": channel_label(profile, row.answer_channel),
            "changes": _changes(profile, row.changes),
            "may_note": may_note and row.answered_at is None,
        }
        for row in found
    ]
    return Card("cases/desk/cards/clarifications.html", {"rows": rows, "now": timezone.now()})


def _changes(profile: Profile, changes: dict[str, list[str]]) -> list[tuple[str, str, str]]:
    needs = {str(item.number): item.label for item in profile.needs}
    return [
        (name, needs.get(before, before), needs.get(after, after))
        if name == "need"
        else (name, before, after)
        for name, (before, after) in sorted(changes.items())
    ]


def interims(case: Case, employee: Employee) -> Card | None:
    """Interim letters, and enquiries with the term in which the other body answers."""
    found = list(case.interims.select_related("sent_by", "message"))
    if not found:
        return None
    terms = {row.part: row for row in case.deadlines.filter(kind="materials", superseded_at=None)}
    may_note = allowed("note-materials", case.stage, powers_of(employee))
    rows = [
        {
            "row": row,
            "term": terms.get(str(row.pk)),
            "may_note": may_note and row.kind == row.Kind.ENQUIRY and row.answered_at is None,
        }
        for row in found
    ]
    return Card("cases/desk/cards/interims.html", {"rows": rows})
