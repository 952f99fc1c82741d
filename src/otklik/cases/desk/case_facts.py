"""What the pages say of a case in words: its questions, registration card, client."""

from django.utils.translation import gettext_lazy as _

from otklik.cases.models import Case, Question
from otklik.cases.topics import topic_title
from otklik.clients import queries as clients
from otklik.regulations import Profile


def channel_label(profile: Profile, code: str) -> str:
    """Return how the profile calls the channel; the code for one that it does not know."""
    try:
        return profile.channel(code).label if code else ""
    except KeyError:
        return code


def questions_of(profile: Profile, case: Case) -> list[dict[str, object]]:
    """Return the questions with topic and outcome in words."""
    return [
        {
            "row": row,
            "topic": topic_title(case.body, row),
            "outcome": outcome_label(profile, row),
            "forwarded": next(iter(row.forwardings.all()), None),
        }
        for row in case.questions.prefetch_related("forwardings")
    ]


def outcome_label(profile: Profile, question: Question) -> str:
    """Return the outcome in the order's words; empty until the question is considered."""
    return profile.outcome(question.outcome).label if question.outcome else ""


def facts_of(profile: Profile, case: Case) -> list[tuple[object, object]]:
    """Return what the registration says."""
    return [
        (_("Type"), profile.work_type(case.type).label),
        (_("Governing act"), profile.work_type(case.type).act),
        (_("Form"), case.get_form_display()),
        (_("Channel"), channel_label(profile, case.channel)),
        (_("To whom it was addressed"), case.addressee),
        (_("Touchpoint"), case.touchpoint),
        (_("Life situation"), case.life_situation),
        (_("Need"), need_label(profile, case.need)),
        (_("Whom the complaint is about"), complained_about(case)),
        (_("Note of the registration"), case.registration_note),
        (_("Tracking code"), case.tracking_code),
        (_("Unit"), case.unit),
        (_("Executor"), case.executor),
    ]


def complained_about(case: Case) -> str:
    """Return the body and the employee that a complaint is about; empty where nobody is named."""
    return "; ".join(filter(None, (case.complained_body, str(case.complained_employee or ""))))


def need_label(profile: Profile, code: str) -> str:
    """Return the client's need in the order's words."""
    return next((need.label for need in profile.needs if str(need.number) == code), code)


def client_facts(case: Case) -> list[tuple[object, object]]:
    """Return what is known of the client."""
    client = case.client
    return [
        (_("Who"), client.get_kind_display()),
        (_("Individual needs"), client.needs_note),
        (_("Municipality"), client.municipality),
    ]


def contact_facts(profile: Profile, case: Case) -> list[tuple[object, object]]:
    """Return the ways to reach the client; first where the reply goes."""
    reply = (channel_label(profile, case.reply_channel), case.reply_address)
    rows: list[tuple[object, object]] = [(_("Reply goes to"), ": ".join(filter(None, reply)))]
    if case.extra_channel:
        extra = (channel_label(profile, case.extra_channel), case.extra_address)
        rows.append((_("And also to"), ": ".join(filter(None, extra))))
    return rows + [
        (channel_label(profile, contact.channel), contact.address)
        for contact in clients.contacts_of(case.client)
        if contact.address not in {case.reply_address, case.extra_address}
    ]
