"""A case in words: its acts, its deadlines, what is to be done next."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from otklik import regulations
from otklik.cases import explaining
from otklik.cases.assignment_queries import PART, co_executors_by_part, executes, part_for
from otklik.cases.deadlines import Planned
from otklik.cases.models import Case, Deadline, Stage
from otklik.cases.rules import WATCHED, allowed
from otklik.journal import acts
from otklik.journal.models import Entry
from otklik.messages.queries import troubles
from otklik.regulations import Profile, RegulationError
from otklik.staff.models import Employee, Power
from otklik.staff.queries import may, powers_of


@dataclass(frozen=True, slots=True)
class Told:
    """One line of the history."""

    at: datetime
    text: str
    who: str
    clause: str


def told(entries: Iterable[Entry]) -> list[Told]:
    """Return the history in words; the same act of the same person several times running is told once."""
    lines: list[Told] = []
    for entry in entries:
        line = Told(
            entry.at,
            acts.told(entry.act, entry.details),
            entry.actor_name,
            clause_ref(entry.clause),
        )
        if lines and (lines[-1].text, lines[-1].who) == (line.text, line.who):
            continue
        lines.append(line)
    return lines


def clause_ref(clause: str) -> str:
    """Return how the order itself counts the clause: «п. 5, абз. 1»; the id when it is not known."""
    if not clause:
        return ""
    try:
        return regulations.clause(clause).ref
    except (RegulationError, KeyError):
        return clause


@dataclass(frozen=True, slots=True)
class Term:
    """One deadline as the page shows it, with all that explains its date."""

    label: str
    due: datetime
    met_at: datetime | None
    steps: Sequence[str]
    basis: str
    clause: str
    calendar: str
    preliminary: bool
    moves: Sequence[str]
    """What may still change the date."""
    watched: bool
    """Whether the body must meet it in every case; the others bound acts that may never be needed."""

    @property
    def is_late(self) -> bool:
        """Whether it was met after its end."""
        return self.met_at is not None and self.met_at > self.due


@dataclass(frozen=True, slots=True)
class Terms:
    """The deadlines of a case: those that must be met, open ones first, and those of acts that may never be needed."""

    watched: list[Term]
    others: list[Term]


def _sorted(terms: list[Term]) -> Terms:
    watched = sorted((t for t in terms if t.watched), key=lambda t: (t.met_at is not None, t.due))
    return Terms(watched, [term for term in terms if not term.watched])


def terms_of(profile: Profile, deadlines: Iterable[Deadline]) -> Terms:
    """Return the stored deadlines with the names that the profile gives their kinds."""
    labels = term_labels(profile)
    deadlines = list(deadlines)
    people = co_executors_by_part(row.part for row in deadlines if row.kind == PART)
    terms = [
        Term(
            _label(labels, people, row),
            row.due,
            row.met_at,
            [str(step.get("text", "")) for step in row.steps],
            row.basis,
            clause_ref(row.clause),
            row.calendar_version,
            row.preliminary,
            [] if row.met_at else _moves(profile, row),
            row.kind in WATCHED,
        )
        for row in deadlines
    ]
    return _sorted(terms)


def _label(labels: dict[str, str], people: Mapping[str, str], row: Deadline) -> str:
    """The name of the term; promises of one case are told apart by their questions, parts by their co-executors."""
    label = labels.get(row.kind, row.kind)
    if row.kind == "promise":
        return _("%(term)s, question %(number)s") % {"term": label, "number": row.part}
    if row.kind == PART and row.part in people:
        return f"{label}: {people[row.part]}"
    return label


def _moves(profile: Profile, row: Deadline) -> list[str]:
    case = row.case
    said = explaining.of_stored(row, profile, (case.type, case.form, case.channel))
    return [sentence.text for sentence in said]


def planned_terms(profile: Profile, planned: Iterable[Planned]) -> Terms:
    """Return computed deadlines that are not stored yet in the same shape."""
    terms = [
        Term(
            item.term.label,
            item.due,
            None,
            [str(step.as_json()["text"]) for step in item.computation.steps],
            item.term.basis,
            clause_ref(item.term.clause or ""),
            item.computation.calendar_version,
            item.computation.preliminary,
            [sentence.text for sentence in explaining.of_planned(item, profile)],
            item.kind in WATCHED,
        )
        for item in planned
    ]
    return _sorted(terms)


def term_labels(profile: Profile) -> dict[str, str]:
    """Return how the profile calls each kind of deadline."""
    labels: dict[str, str] = {}
    for term in profile.terms:
        labels.setdefault(term.kind, term.label)
    return labels


@dataclass(frozen=True, slots=True)
class Next:
    """What is to be done next: the sentence, and the button when this employee may do it."""

    text: str
    button: str = ""
    address: str = ""
    also: tuple[tuple[str, str], ...] = ()


def next_of(case: Case, employee: Employee, last_act: str) -> Next:  # noqa: PLR0911 - one for each stage
    """Return the next step of the case for this employee; `last_act` is the last act on its reply."""
    match case.stage:
        case Stage.RECEIVED:
            return _step(
                employee,
                Power.REGISTER,
                _("The case waits for registration."),
                _("Register"),
                _page("desk:register", case),
            )
        case Stage.REGISTERED:
            return _step(
                employee,
                Power.ASSIGN,
                _("The case waits for an executor."),
                _("Choose the executor"),
                _page("desk:assign", case),
            )
        case Stage.ASSIGNED:
            return _next_in_work(case, employee, last_act)
        case Stage.SIGNED:
            return Next(_("The reply is signed and on its way to the client."))
        case Stage.ANSWERED:
            return _next_after_reply(case, employee)
        case Stage.FORWARDED:
            return Next(_("The case was forwarded. Nothing is left to do here."))
        case Stage.NO_REPLY:
            return Next(_("The case ended without a reply on the merits. Nothing is left to do."))
        case Stage.WITHDRAWN:
            return Next(_("The client withdrew the case. Nothing is left to do."))
        case _:
            return Next(_("It was not an appeal. Nothing is left to do."))


def _next_after_reply(case: Case, employee: Employee) -> Next:
    if troubles(case.ref).exists():
        return Next(_("The reply was sent, and a letter did not arrive: decide what follows."))
    if case.next_due is None:
        return Next(_("The client has the reply. Nothing is left to do."))
    text = _("The client has the reply. What it promised is still to be done.")
    if allowed("keep-promise", case.stage, powers_of(employee)):
        return Next(text, _("The promise is kept"), _page("desk:keep-promise", case))
    return Next(text)


TO_APPROVERS = ("replies.submit-for-approval", "replies.approve", "replies.withdraw-approval")
TO_SIGNER = ("replies.submit", "replies.approve-last")
BACK = ("replies.return", "replies.reject")
MOVED = (*TO_APPROVERS, *TO_SIGNER, *BACK, "replies.recall", "replies.sign")
"""Acts after which somebody else has the reply."""


def _next_in_work(case: Case, employee: Employee, last_act: str) -> Next:
    again = ((_("Give it to somebody else"), _page("desk:assign", case)),)
    also = again if may(employee, Power.ASSIGN) else ()
    if last_act in (*TO_APPROVERS, *TO_SIGNER):
        return _next_of_others(employee, last_act, also)
    if executes(case, employee, timezone.now()):
        if last_act in BACK:
            text = _("The letter came back with remarks. Mend it and send it again.")
            return Next(text, _("Mend the letter"), _page("desk:reply", case), also)
        text = _("Consider each question and write the reply.")
        return Next(text, _("Write the reply"), _page("desk:reply", case), also)
    part = part_for(case, employee, timezone.now())
    if part is not None:
        text = _("Responsible executor: %(person)s Prepare your part.")
        address = reverse("desk:report-part", args=[case.pk, part.pk])
        return Next(text % {"person": case.executor}, _("Write the part"), address, also)
    return Next(_("%(person)s is considering the case.") % {"person": case.executor}, "", "", also)


def _next_of_others(employee: Employee, last_act: str, also: tuple[tuple[str, str], ...]) -> Next:
    """Return what is next while the letter lies with those who approve and sign it."""
    if last_act in TO_APPROVERS:
        return Next(_("The letter is being approved."), "", "", also)
    text = _("The letter waits for signature.")
    if may(employee, Power.SIGN):
        return Next(text, _("Read and sign"), _page("desk:signing"), also)
    return Next(text, "", "", also)


def _step(employee: Employee, power: Power, text: str, button: str, address: str) -> Next:
    return Next(text, button, address) if may(employee, power) else Next(text)


def _page(name: str, case: Case | None = None) -> str:
    """Return the address of a page, perhaps of a higher room; empty where it does not exist."""
    try:
        return reverse(name, args=[case.pk] if case else [])
    except NoReverseMatch:
        return ""
