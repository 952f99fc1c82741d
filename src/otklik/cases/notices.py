"""Fixed texts to the client about his case: forwarded, extended, left without a reply, and the like.

A channel that may carry the full text carries it. Elsewhere the text lies on the client's status page and the channel
carries only the news that it is there, without personal data.
"""

from collections.abc import Mapping
from datetime import datetime

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from otklik.cases.acknowledgement import status_url
from otklik.cases.models import Case
from otklik.language import date_words
from otklik.messages import actions as messages
from otklik.messages.models import Outgoing
from otklik.staff import calendars
from otklik.staff.profiles import profile_of
from otklik.staff.refusals import Refusal

STATUS_PAGE = "web"
NEWS = "news"
"""Code of the profile's text that says only that there is something to read."""


def check_way(case: Case, kind: str, *, by_letter: bool) -> None:
    """Raise `Refusal` for the quick way where the ministry sends such a notice only as a signed letter.

    `kind` is the kind of the letter, as the profile names it.
    """
    profile = profile_of(case.body)
    if by_letter or kind not in profile.letter.notices_by_letter:
        return
    raise Refusal(
        _(
            "In this ministry such a notice goes out only as a signed letter. Choose “Prepare it as a letter”."
        ),
        clause=profile.letter_of_kind(kind).clause or "",
    )


def written(case: Case, code: str, values: Mapping[str, str], at: datetime) -> tuple[str, str]:
    """Return subject and text of a fixed text of the profile, filled for the case at a moment.

    Raises KeyError for a text that the profile does not have, or a value that it names and nobody gave.
    """
    profile = profile_of(case.body)
    pattern = profile.text(code)
    zone = calendars.zone(case.body)
    known = {
        "number": case.number or case.tracking_code,
        "registered": date_words((case.registered_at or case.received_at).astimezone(zone).date()),
        "received": date_words(case.received_at.astimezone(zone).date()),
        "date": date_words(at.astimezone(zone).date()),
        "body": capfirst(profile.name.full),
        "status_url": status_url(case),
        "question": case.summary,
        **values,
    }
    return pattern.subject.format(**known), pattern.body.format(**known)


def governing_act(case: Case) -> str:
    """Return the act by which cases of this type are considered and answered (economy-novosibirsk:5.2.a)."""
    return profile_of(case.body).work_type(case.type).act


def sentence(text: str) -> str:
    """Return what an official wrote so that another sentence of the fixed text can follow it."""
    text = text.strip()
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."


def notify(
    case: Case,
    code: str,
    *,
    kind: str,
    key: str,
    at: datetime,
    values: Mapping[str, str] | None = None,
    text: str = "",
    clause: str = "",
) -> Outgoing:
    """Put a fixed text of the profile to the client into the outbox, in the transaction of its cause.

    `text` replaces the body of the fixed text where an official has worded it himself. Returns the message that carries
    the text itself.
    """
    subject, body = written(case, code, values or {}, at)
    body = text or body
    if profile_of(case.body).channel(case.reply_channel).delivery == "full-text":
        return _send(case, kind, case.reply_channel, subject, body, key, clause, at)
    if case.reply_channel == STATUS_PAGE:
        return _send(case, kind, STATUS_PAGE, subject, body, key, clause, at)
    news_subject, news = written(case, NEWS, {}, at)
    _send(case, "news", case.reply_channel, news_subject, news, f"{key}:news", clause, at)
    return _send(case, kind, STATUS_PAGE, subject, body, key, clause, at)


def _send(
    case: Case,
    kind: str,
    channel: str,
    subject: str,
    text: str,
    key: str,
    clause: str,
    at: datetime,
) -> Outgoing:
    return messages.enqueue(
        case.body,
        kind=kind,
        about=case.ref,
        channel=channel,
        address="" if channel == STATUS_PAGE else case.reply_address,
        subject=subject,
        text=text,
        clause=clause,
        act=governing_act(case),
        recipient=case.client.display_name,
        key=key,
        at=at,
    )
