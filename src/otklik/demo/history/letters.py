"""Acknowledgements and replies of the past; the files of letters that old are not made again."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from django.db import models
from django.db.models import prefetch_related_objects

from otklik.cases.acknowledgement import status_url
from otklik.cases.acknowledgement import write as write_acknowledgement
from otklik.cases.deadlines import acknowledges
from otklik.cases.models import (
    Case,
)
from otklik.cases.notices import governing_act
from otklik.demo.history.past import BATCH, Past
from otklik.demo.lives import BY_HAND, Life, draft_of, opening_of
from otklik.journal.actors import Actor, system
from otklik.messages.models import Outgoing
from otklik.replies import letter as letters
from otklik.replies.actions.dispatching import MAIN_CLAUSES
from otklik.replies.dispatch_rules import DUPLICATE_CLAUSE
from otklik.replies.models import Decision, Dispatch, LetterVersion, Reply
from otklik.staff.calendars import zone
from otklik.staff.profiles import own_clause


def acknowledgements(past: Past, lives: Sequence[Life], cases: Mapping[str, Case]) -> None:
    """Write the first reactions that the body owed."""
    owed = [
        life
        for life in lives
        if not life.dismissed and acknowledges(past.profile, life.form) and life.reply_due
    ]
    messages = []
    for life in owed:
        case = cases[life.code]
        letter = write_acknowledgement(case)
        if letter is None or life.registered is None:
            continue
        past.note(
            life.registered,
            "cases.acknowledge",
            case,
            past.crew.registrar.actor,
            letter.clause,
            channel=letter.channel,
        )
        messages.append(
            Outgoing(
                body=past.body,
                kind="acknowledgement",
                about=case.ref,
                channel=letter.channel,
                address=letter.address,
                subject=letter.subject,
                text=letter.text,
                clause=letter.clause,
                act=governing_act(case),
                recipient=case.client.display_name,
                idempotency_key=f"acknowledgement:{case.pk}:{case.number}",
                state=Outgoing.State.SENT,
                attempts=1,
                due_at=life.registered,
                created_at=life.registered,
                sent_at=life.registered + timedelta(minutes=4),
                sent_by=sender(past, life).key,
            )
        )
    Outgoing.objects.bulk_create(messages, batch_size=BATCH)


def sender(past: Past, life: Life) -> Actor:
    """Return who sends what goes to the client's channel."""
    return past.crew.registrar.actor if life.reply_channel in BY_HAND else system("deliver-outbox")


def replies_of(past: Past, lives: Sequence[Life], cases: Mapping[str, Case]) -> None:
    """Replies with their letters as data; the files of letters that old are not made again."""
    prefetch_related_objects([cases[life.code] for life in lives], "questions")
    local = zone(past.body)
    ordered = sorted(lives, key=lambda life: (life.signed or life.received, life.code))
    replies, versions, decisions, messages, dispatches = [], [], [], [], []
    for life in ordered:
        if life.signed is None or life.submitted is None:
            continue
        case, signer = cases[life.code], past.signer(life)
        year = life.signed.astimezone(local).year
        number = f"{past.next('outgoing', year)}/{year}"
        reply, version = _written(past, life, case, number)
        replies.append(reply)
        versions.append(version)
        decisions.append(
            Decision(
                version=version,
                kind=Decision.Kind.SIGNED,
                sha256=version.sha256,
                by=signer,
                post=signer.post,
                at=life.signed,
            )
        )
        for duplicate in (False, True) if life.extra_channel else (False,):
            message = _letter_out(past, life, case, duplicate=duplicate)
            messages.append(message)
            dispatches.append(Dispatch(version=version, is_duplicate=duplicate, message=message))
    rows: tuple[Sequence[models.Model], ...] = (replies, versions, decisions, messages, dispatches)
    for made in rows:
        if made:
            type(made[0])._default_manager.bulk_create(made, batch_size=BATCH)  # noqa: SLF001 - Django's public name


def _written(past: Past, life: Life, case: Case, number: str) -> tuple[Reply, LetterVersion]:
    author, signer = past.executor(life), past.signer(life)
    ids = [question.pk for question in case.questions.all()]
    salutation = letters.salutation_of(case.client, past.profile).text
    draft = draft_of(life, salutation, opening_of(past.profile, life), ids, past.closing)
    written_at = life.submitted or life.received
    reply = Reply(
        case=case,
        stage=Reply.Stage.DISPATCHED,
        draft=draft,
        author=author,
        revision=3,
        saved_at=written_at,
        number=number,
    )
    content = letters.content_of(
        letters.letter_of(case, draft, signer=signer, executor=author, survey_url="")
    )
    version = LetterVersion(
        reply=reply,
        number=1,
        content=content,
        sha256=letters.fingerprint(content),
        created_at=written_at,
        created_by=author,
    )
    return reply, version


def _letter_out(past: Past, life: Life, case: Case, *, duplicate: bool) -> Outgoing:
    channel = life.extra_channel if duplicate else life.reply_channel
    mode = past.profile.channel(channel).delivery
    text = past.profile.text(
        {"full-text": "reply-cover", "secure-link": "reply-link", "notice": "reply-ready"}[mode]
    )
    values = {
        "number": case.number,
        "body": past.profile.name.full,
        "status_url": status_url(case),
        "channel": past.profile.channel(life.reply_channel).label,
    }
    moment = life.delivered or life.received
    return Outgoing(
        body=past.body,
        kind="reply-duplicate" if duplicate else "reply",
        about=case.ref,
        channel=channel,
        address=life.extra_address if duplicate else life.reply_address,
        subject=text.subject.format(**values),
        text=text.body.format(**values),
        act=governing_act(case),
        recipient=case.client.display_name,
        clause=own_clause(past.body, DUPLICATE_CLAUSE if duplicate else "", *MAIN_CLAUSES),
        idempotency_key=f"reply:demo:{case.pk}:{'duplicate' if duplicate else 'main'}",
        state=Outgoing.State.SENT,
        attempts=1,
        due_at=life.signed or moment,
        created_at=life.signed or moment,
        sent_at=moment,
        sent_by=sender(past, life).key,
    )
