"""The signed letter goes out: through the client's channel, and through the additional one he named."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Max
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from otklik.cases import actions as cases
from otklik.cases.assignment_queries import executes
from otklik.cases.models import Case
from otklik.cases.notices import governing_act
from otklik.journal import actions as journal
from otklik.journal.actors import system
from otklik.messages import actions as messages
from otklik.messages.models import Outgoing, StoredFile
from otklik.regulations import Profile
from otklik.replies.actions.drafting import start
from otklik.replies.actions.moving import locked, move, now
from otklik.replies.actions.sending_notices import notice_contents, send_notice
from otklik.replies.delivery_queries import (
    appeal_of,
    chosen_way,
    may_decide,
    plan_of,
    required,
)
from otklik.replies.dispatch_rules import (
    STATUS_PAGE,
    Delivery,
    Way,
    allowed,
    deliveries,
    problem,
)
from otklik.replies.enclosures import files_of
from otklik.replies.kinds import is_notice
from otklik.replies.models import Dispatch, LetterVersion, Reply
from otklik.staff.calendars import today
from otklik.staff.models import Employee
from otklik.staff.profiles import own_clause, profile_of
from otklik.staff.refusals import Refusal

MAIN_CLAUSES = ("economy-novosibirsk:5.2.a", "labour-novosibirsk:10.3.a")


def dispatch(version: LetterVersion, *, at: datetime) -> list[Dispatch]:
    """Queue the deliveries of a signed letter; part of the act of signing, inside its transaction.

    The way is the chosen one, else that of the profile's rule; only a reply is duplicated (economy-novosibirsk:5.2.b).
    """
    reply = version.reply
    if is_notice(reply):
        return send_notice(version, at=at)
    case = reply.case
    duplicates = profile_of(case.body).switch("duplicate_channel")
    needed = deliveries(
        plan_of(case),
        chosen_way(reply),
        appeal_of(case).extra,
        duplicates=duplicates,
    )
    attempts = {False: 0, True: 0}
    made = []
    for item in needed:
        attempts[item.is_duplicate] += 1
        made.append(_queue(version, item, attempts[item.is_duplicate], at=at))
    return made


def _queue(version: LetterVersion, delivery: Delivery, attempt: int, *, at: datetime) -> Dispatch:
    case, duplicate = version.reply.case, delivery.is_duplicate
    channel = delivery.way.channel
    part = "duplicate" if duplicate else "main"
    subject, text, files = _contents(version, channel)
    message = messages.enqueue(
        case.body,
        kind="reply-duplicate" if duplicate else "reply",
        about=case.ref,
        channel=channel,
        address="" if channel == STATUS_PAGE else delivery.way.address,
        subject=subject,
        text=text,
        clause=own_clause(case.body, delivery.clause, *(() if duplicate else MAIN_CLAUSES)),
        act=governing_act(case),
        recipient=case.client.display_name,
        key=f"reply:{version.pk}:{part}" + (f":{attempt}" if attempt > 1 else ""),
        files=files,
        at=at,
    )
    return Dispatch.objects.create(
        version=version, is_duplicate=duplicate, attempt=attempt, message=message
    )


def _contents(
    version: LetterVersion, channel: str
) -> tuple[str, str, list[tuple[str, StoredFile]]]:
    """Return subject, text and files of the message that carries the letter through the channel."""
    if is_notice(version.reply):
        return notice_contents(version)
    profile = profile_of(version.reply.case.body)
    mode = profile.channel(channel).delivery
    subject, text = _words(profile, version.reply, mode)
    if mode != "full-text":
        return subject, text, []
    name = f"Ответ {version.reply.number.replace('/', '-')}"
    files = [
        (f"{name}.pdf", version.pdf),
        (f"{name}.docx", version.docx),
        *_signatures(version, f"{name}.pdf"),
        *((item.name, item.file) for item in files_of(version.reply)),
    ]
    return subject, text, [(name, file) for name, file in files if file is not None]


@transaction.atomic
def choose_way(
    case: Case,
    *,
    by: Employee,
    channel: str,
    address: str = "",
    reason: str = "",
    at: datetime | None = None,
) -> Reply:
    """Choose by which way the reply goes; an empty channel takes the way of the rule again.

    By the executor while he writes the letter. Raises `Refusal` for a closed channel, a missing or impossible address,
    and for a way that the order does not name without its reason (labour-novosibirsk:10.3.a).
    """
    moment = now(at)
    fresh = locked(start(case, by=by, at=moment), "save", by)
    if not executes(fresh.case, by, moment):
        raise Refusal(_("The reply is written by the executor to whom the case is assigned."))
    way = Way(channel.strip(), " ".join(address.split())[:500])
    planned = plan_of(fresh.case)
    reason = " ".join(reason.split())[:500]
    if way.channel:
        found = problem(
            profile_of(fresh.case.body), planned, way, reason, day=today(fresh.case.body, moment)
        )
        if found is not None:
            clause = own_clause(fresh.case.body, found.clause)
            raise Refusal(str(found.message), field=found.field, clause=clause)
        _refuse_impossible(way)
    same = not way.channel or way == planned.way
    fresh.channel, fresh.address = ("", "") if same else (way.channel, way.address)
    fresh.channel_reason = "" if same else reason
    fresh.save(update_fields=["channel", "address", "channel_reason"])
    journal.write(
        "replies.choose-way",
        fresh.case.ref,
        actor=by.actor,
        body=fresh.case.body.code,
        clause=own_clause(fresh.case.body, planned.clause),
        at=moment,
        channel=planned.way.channel if same else way.channel,
        reason=fresh.channel_reason,
    )
    return fresh


def _refuse_impossible(way: Way) -> None:
    if way.channel != "email":
        return
    try:
        validate_email(way.address)
    except ValidationError:
        raise Refusal(
            _("This is not an e-mail address. It looks like name@example.ru."), field="address"
        ) from None


@transaction.atomic
def send_otherwise(
    message: Outgoing,
    case: Case,
    *,
    by: Employee,
    channel: str,
    address: str = "",
    at: datetime | None = None,
) -> Outgoing:
    """Send what came back, or could not be sent, by another way; twice gives one message.

    A letter is put together anew for its new way, anything else goes with the same words. Raises `Refusal` for a way that
    is closed or reaches nobody, and where the employee may not decide about it.
    """
    moment = now(at)
    if message.about != case.ref or not may_decide(case, by, moment):
        raise Refusal(_("Your role does not include this act."))
    way = Way(channel, " ".join(address.split())[:500])
    if way.channel not in allowed(profile_of(case.body), today(case.body, moment)):
        raise Refusal(
            _("A reply cannot go through this channel. Choose another one."), field="channel"
        )
    if not way.reaches:
        raise Refusal(_("Give the address for this way."), field="address")
    _refuse_impossible(way)
    first = Dispatch.objects.filter(message=message).select_related("version__reply__case").first()
    parts: dict[str, Any] = {}
    if first is not None:
        subject, text, files = _contents(first.version, way.channel)
        parts = {"subject": subject, "text": text, "files": files}
    sent = messages.send_otherwise(
        message, channel=way.channel, address=way.address, by=by, at=moment, **parts
    )
    if first is not None:
        _follow(first, sent)
    return sent


def settle_delivery(
    message: Outgoing, case: Case, *, by: Employee, at: datetime | None = None
) -> None:
    """Record that nothing more follows from a letter that came back; by whoever may send it another way."""
    moment = now(at)
    if message.about != case.ref or not may_decide(case, by, moment):
        raise Refusal(_("Your role does not include this act."))
    messages.settle(message, by=by, at=moment)


def _follow(first: Dispatch, message: Outgoing) -> None:
    """Let the letter know of the message that took the place of its delivery."""
    if Dispatch.objects.filter(message=message).exists():
        return
    before = Dispatch.objects.filter(version=first.version, is_duplicate=first.is_duplicate)
    last = before.aggregate(last=Max("attempt"))["last"]
    Dispatch.objects.create(
        version=first.version,
        is_duplicate=first.is_duplicate,
        attempt=(last or 0) + 1,
        message=message,
    )


def _signatures(version: LetterVersion, pdf: str) -> list[tuple[str, StoredFile]]:
    """Return the files of qualified signatures beside the PDF that they bind, under its name."""
    rows = version.signature_files.select_related("file").order_by("added_at", "id")
    files = {row.file_id: row.file for row in rows}
    return [
        (f"{pdf}.sig" if place == 1 else f"{pdf}.{place}.sig", file)
        for place, file in enumerate(files.values(), 1)
    ]


def _words(profile: Profile, reply: Reply, mode: str) -> tuple[str, str]:
    """Return subject and text: the whole letter, a link to it, or only the news that it is ready."""
    case = reply.case
    code = {"full-text": "reply-cover", "secure-link": "reply-link", "notice": "reply-ready"}[mode]
    text = profile.text(code)
    main = chosen_way(reply) or plan_of(case).way
    values = {
        "number": case.number,
        "body": capfirst(profile.name.full),
        "status_url": f"{settings.PUBLIC_URL}/status/{case.tracking_code}",
        "channel": profile.channel(main.channel).label,
    }
    return text.subject.format(**values), text.body.format(**values)


@transaction.atomic
def finish_delivered(reply: Reply, *, at: datetime | None = None) -> bool:
    """Close the case when every delivery that its reply needs is done; False while one is not.

    The case is answered by the sending, whatever the post brings back later. An appeal from the platform is answered by
    what is recorded there, whatever went beside it (labour-novosibirsk:10.p2).
    """
    moment = now(at)
    fresh = locked(reply, "dispatch", None)
    sent = list(required(fresh).select_related("message"))
    if not sent or any(item.message.state != Outgoing.State.SENT for item in sent):
        return False
    if is_notice(fresh):
        move(fresh, "dispatch", actor=system("deliver"), at=moment)
        return True
    planned = plan_of(fresh.case)
    if planned.is_fixed:
        sent = [item for item in sent if item.message.channel == planned.way.channel]
        if not sent:
            return False
    first = min((item.message.sent_at for item in sent if item.message.sent_at), default=moment)
    move(fresh, "dispatch", actor=system("deliver"), at=moment)
    cases.finish(fresh.case, by=system("deliver"), at=first)
    return True
