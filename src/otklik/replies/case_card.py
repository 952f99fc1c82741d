"""The card of a case for paper: what is registered, asked, decided, moved and answered, in one document."""

from collections.abc import Sequence
from datetime import date, datetime

from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from otklik import language
from otklik.cases import queries as cases
from otklik.cases.desk import shown
from otklik.cases.desk.case_facts import channel_label, contact_facts, facts_of, questions_of
from otklik.cases.models import Case, Deadline, Question
from otklik.documents import Card, CardSection, CardTable
from otklik.messages.models import Outgoing
from otklik.regulations import Profile
from otklik.replies.models import LetterVersion, Reply
from otklik.staff import calendars
from otklik.staff.profiles import profile_of


def card_of(case: Case, at: datetime | None = None) -> Card:
    """Return the card as it stands at the moment, in the days and words of the case's body."""
    profile = profile_of(case.body)
    moment = at or timezone.now()
    deadlines = list(cases.deadlines_of(case))
    return Card(
        owner=capfirst(profile.name.full) if case.body.parent_id is None else case.body.name,
        title=_("Registration and control card"),
        subtitle=_("Case %(number)s") % {"number": case},
        sections=(
            _registration(profile, case),
            _client(profile, case),
            CardSection(_("Gist"), texts=(case.summary,)),
            CardSection(_("Questions and outcomes"), table=_questions(profile, case)),
            CardSection(_("Terms"), table=_terms(profile, case, deadlines)),
            CardSection(_("Assignments"), table=_assignments(case)),
            CardSection(_("Letters"), table=_letters(case)),
            CardSection(_("Deliveries"), table=_deliveries(profile, case)),
            CardSection(_("Movements"), table=_movements(case)),
        ),
        footnote=_("Printed on %(moment)s") % {"moment": _moment(case, moment)},
        author=profile.name.short,
    )


def _registration(profile: Profile, case: Case) -> CardSection:
    known = [
        (_("Number"), case.number),
        (_("Received"), _moment(case, case.received_at)),
        (_("Registered"), _moment(case, case.registered_at)),
        (_("Registered by"), _text(case.registered_by)),
        (_("Stage"), case.get_stage_display()),
        # Whoever has the tracking code reads the client's page: paper does not carry it.
        *(
            (_text(name), _text(value))
            for name, value in facts_of(profile, case)
            if value != case.tracking_code
        ),
        (_("Earlier case"), _text(case.earlier)),
        (_("On control"), _("yes") if case.is_on_control else ""),
        (_("Answered"), _moment(case, case.answered_at)),
        (_("Closed"), _moment(case, case.closed_at)),
    ]
    return CardSection(_("Registration card"), facts=tuple(known))


def _client(profile: Profile, case: Case) -> CardSection:
    client = case.client
    known = [
        (_("Client"), client.display_name),
        (_("Who"), client.get_kind_display()),
        (_("Municipality"), client.municipality),
        (_("Individual needs"), client.needs_note),
        *((_text(name), _text(value)) for name, value in contact_facts(profile, case)),
    ]
    return CardSection(_("Client"), facts=tuple(known))


def _questions(profile: Profile, case: Case) -> CardTable:
    rows = []
    for item in questions_of(profile, case):
        row, forwarded = item["row"], item["forwarded"]
        assert isinstance(row, Question)  # noqa: S101 - questions_of made it
        outcome = _text(item["outcome"])
        if forwarded is not None:
            outcome = _("forwarded to: %(recipient)s") % {
                "recipient": getattr(forwarded, "recipient", "")
            }
        if row.promised_on:
            outcome = f"{outcome}: {_day(row.promised_on)}"
        said = "\n".join(filter(None, [outcome, row.reason, row.measure]))
        rows.append((str(row.position), row.text, _text(item["topic"]), said))
    columns = ("№", _("Question"), _("Topic"), _("Outcome"))
    return CardTable(columns, tuple(rows), (1, 8, 6, 6))


def _terms(profile: Profile, case: Case, deadlines: Sequence[Deadline]) -> CardTable:
    terms = shown.terms_of(profile, deadlines)
    rows = [
        (
            term.label,
            _moment(case, term.due),
            _moment(case, term.met_at) + (f"\n{_('after the term')}" if term.is_late else ""),
            ", ".join(filter(None, [term.basis, term.clause])),
        )
        for term in [*terms.watched, *(item for item in terms.others if item.met_at)]
    ]
    columns = (_("Term"), _("Until"), _("Met"), _("Basis"))
    return CardTable(columns, tuple(rows), (6, 4, 4, 7))


def _assignments(case: Case) -> CardTable:
    given = case.assignments.select_related("unit", "executor", "given_by").order_by("given_at")
    rows = [
        (
            _moment(case, row.given_at),
            f"{row.executor.short_name}\n{row.unit}",
            row.get_role_display(),
            "\n".join(filter(None, [row.given_by.short_name, row.instruction])),
            _moment(case, row.ended_at or row.accepted_at),
        )
        for row in given
    ]
    columns = (_("Given"), _("Executor"), _("Role"), _("By whom, with which words"), _("Ended"))
    return CardTable(columns, tuple(rows), (4, 6, 4, 7, 4))


def _letters(case: Case) -> CardTable:
    rows = []
    for reply in Reply.objects.filter(case=case).select_related("author").order_by("pk"):
        signed = _signed(reply)
        rows.append(
            (
                reply.get_kind_display(),
                reply.number,
                _moment(case, signed[0]) if signed else "",
                signed[1] if signed else "",
                reply.author.short_name,
                reply.get_stage_display(),
            )
        )
    columns = (
        _("Letter"), _("Number"), _("Signed"), _("Signed by"), _("Prepared by"), _("Stage"),
    )  # fmt: skip
    return CardTable(columns, tuple(rows), (4, 4, 4, 5, 4, 4))


def _signed(reply: Reply) -> tuple[datetime, str] | None:
    found = (
        LetterVersion.objects.filter(reply=reply, decisions__kind="signed")
        .order_by("-number")
        .values_list("decisions__at", "decisions__by__surname", "decisions__post")
        .first()
    )
    return (found[0], ", ".join(filter(None, [found[1], found[2]]))) if found else None


def _deliveries(profile: Profile, case: Case) -> CardTable:
    rows = [
        (
            row.subject,
            ": ".join(filter(None, [channel_label(profile, row.channel), row.address])),
            _moment(case, row.sent_at),
            Outgoing.State(row.state).label,
        )
        for row in cases.messages_of(case)
    ]
    columns = (_("What"), _("Where to"), _("Sent"), _("State"))
    return CardTable(columns, tuple((a, b, c, str(d)) for a, b, c, d in rows), (8, 7, 4, 4))


def _movements(case: Case) -> CardTable:
    rows = [
        (_moment(case, line.at), line.text, line.who, line.clause)
        for line in reversed(shown.told(cases.history_of(case)))
    ]
    columns = (_("When"), _("What was done"), _("Who"), _("Clause"))
    return CardTable(columns, tuple(rows), (4, 9, 6, 4))


def _moment(case: Case, moment: datetime | None) -> str:
    if moment is None:
        return ""
    return f"{moment.astimezone(calendars.zone(case.body)):%d.%m.%Y %H:%M}"


def _day(day: date) -> str:
    return language.date_short(day)


def _text(value: object) -> str:
    return "" if value is None else str(value)
