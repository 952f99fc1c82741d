"""The words that a letter of a kind begins with: the profile's, filled with what is known of the case and the act."""

from datetime import date, datetime
from typing import Any

from django.utils.text import capfirst

from otklik import language
from otklik.cases import leaving_queries as leaving
from otklik.cases import notices
from otklik.cases import queries as cases
from otklik.cases.acknowledgement import status_url
from otklik.cases.actions.forwarding import listed
from otklik.cases.models import Case, Question
from otklik.replies.kinds import COVERING
from otklik.replies.kinds.contents import COVERING_TEXT, TEXT
from otklik.replies.kinds.given import Given
from otklik.replies.letter import salutation_of
from otklik.replies.models import Reply
from otklik.staff import calendars
from otklik.staff.profiles import profile_of

REQUEST = "request"
Kind = Reply.Kind


def group_of(case: Case) -> str:
    """Return what the order calls the case: `appeal`, `request` and so on."""
    return profile_of(case.body).work_type(case.type).group


def first_draft(case: Case, kind: str, act: dict[str, Any], *, at: datetime) -> dict[str, Any]:
    """Return the draft of a letter of the kind that carries the act, in the words of the profile."""
    profile = profile_of(case.body)
    letter = profile.letter_of_kind(kind)
    if letter.answer_days and Given(act).day("day") is None:
        act = {**act, "day": answer_by(case, letter.answer_days, at).isoformat()}
    given = Given(act)
    known = values(case, kind, given, at=at)
    group = group_of(case)
    closing = letter.part("closing", group=group)
    if kind == Kind.FORWARDING and letter.closing_part and stays(case, given):
        closing = letter.closing_part
    answers = {TEXT: letter.part("text", group=group).format(**known)}
    if kind == Kind.FORWARDING:
        answers[COVERING_TEXT] = covering_words(case, known)
    return {
        "salutation": salutation_of(case.client, profile).text,
        "opening": letter.part("opening", group=group).format(**known),
        "answers": answers,
        "closing": closing.format(**known),
        "act": act,
    }


def answer_by(case: Case, days: int, at: datetime) -> date:
    """Return the day by which the client is asked to answer: so many working days from now, within the reply's term."""
    calendar = calendars.calendar_of(case.body)
    day = calendar.add_working_days(calendars.today(case.body, at), days)
    due = cases.reply_due(case)
    return min(day, due.due.astimezone(calendar.zone).date()) if due else day


def covering_words(case: Case, known: dict[str, str]) -> str:
    """Return the words of the letter to the other body."""
    letter, group = profile_of(case.body).letter_of_kind(COVERING), group_of(case)
    parts = (letter.part(name, group=group) for name in ("opening", "text", "closing"))
    return "\n".join(part.format(**known) for part in parts)


def values(case: Case, kind: str, given: Given, *, at: datetime) -> dict[str, str]:
    """Return what fills the placeholders; what is not known yet is empty."""
    profile, zone = profile_of(case.body), calendars.zone(case.body)
    due = cases.reply_due(case)
    registered = (case.registered_at or case.received_at).astimezone(zone).date()
    return {
        "number": case.number or case.tracking_code,
        "registered": language.date_words(registered),
        "body": capfirst(profile.name.full),
        "subject": ended(subject_of(case)),
        "status_url": status_url(case),
        "reply_due": language.date_words(due.due.astimezone(zone).date()) if due else "",
        "phone": case.executor.phone if case.executor else profile.letterhead.phone or "",
        "progress": ended(given.text("progress")),
        "reason": ended(given.text("reason")),
        "new_due": _words(given.day("day")),
        "answer_by": _words(named_day(case, kind, given)),
        "asked": given.text("question"),
        "recipient": given.text("recipient").rstrip("."),
        "questions": listed(chosen(case, given)) if kind == Kind.FORWARDING else "",
        "client": client_of(case),
        "notice": _notice(case, given, at) if kind == Kind.NO_REPLY else "",
    }


def named_day(case: Case, kind: str, given: Given) -> date | None:
    """Return the day that the letter names: as typed, for an interim reply else the day of the final one."""
    typed = given.day("day")
    if typed is not None or kind != Kind.INTERIM:
        return typed
    due = cases.reply_due(case)
    return due.due.astimezone(calendars.zone(case.body)).date() if due else None


def subject_of(case: Case) -> str:
    """Return what the case is about, in a few words."""
    first = case.questions.first()
    return case.summary or (language.excerpt(first.text, 160) if first else "")


def chosen(case: Case, given: Given) -> list[Question]:
    """Return the questions that are to be forwarded, of those that are still ours; none chosen: all."""
    left, wanted = list(leaving.left_to_us(case)), given.numbers("questions")
    return [question for question in left if question.pk in wanted] or left


def stays(case: Case, given: Given) -> bool:
    """Whether some of the questions stay with the ministry."""
    return len(chosen(case, given)) < leaving.left_to_us(case).count()


def client_of(case: Case) -> str:
    """Return who the client is and where the reply goes, for the body that is to answer him."""
    if not case.reply_address.strip():
        return case.client.display_name
    way = profile_of(case.body).channel(case.reply_channel).label
    return f"{case.client.display_name}, {way.lower()}: {case.reply_address}"


def ended(sentence: str) -> str:
    """Return a sentence with its full stop; nothing stays nothing."""
    return notices.sentence(sentence) if sentence.strip() else ""


def _words(day: date | None) -> str:
    return language.date_words(day) if day else ""


def _notice(case: Case, given: Given, at: datetime) -> str:
    """Return the fixed text of the ground with its norm."""
    ground = profile_of(case.body).ground(given.text("ground"))
    filled = {
        "reason": ended(given.text("reason")),
        "url": given.text("page"),
        "ground": given.text("secret") or ground.text.rstrip("."),
    }
    text = given.text("notice")
    if not text and ground.notice:
        text = notices.written(case, ground.notice, filled, at)[1]
    return f"{text}\nОснование: {ground.basis}." if ground.basis else text
