"""The signed letter goes out: through the client's channel, and through the additional one he named."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.text import capfirst

from otklik.cases import actions as cases
from otklik.cases.models import Case
from otklik.journal.actors import system
from otklik.messages import actions as messages
from otklik.messages.models import Outgoing, StoredFile
from otklik.regulations import Profile
from otklik.replies.actions.moving import locked, move, now
from otklik.replies.enclosures import files_of
from otklik.replies.models import Dispatch, LetterVersion, Reply
from otklik.staff.profiles import own_clause, profile_of

MAIN_CLAUSES = ("economy-novosibirsk:5.2.a", "labour-novosibirsk:10.3.a")
DUPLICATE_CLAUSE = "economy-novosibirsk:5.2.b"


def dispatch(version: LetterVersion, *, at: datetime) -> list[Dispatch]:
    """Queue the deliveries of a signed letter; part of the act of signing, inside its transaction."""
    case = version.reply.case
    profile = profile_of(case.body)
    made = [_queue(version, case.reply_channel, case.reply_address, duplicate=False, at=at)]
    if case.extra_channel and profile.switch("duplicate_channel"):
        made.append(_queue(version, case.extra_channel, case.extra_address, duplicate=True, at=at))
    return made


def _queue(
    version: LetterVersion, channel: str, address: str, *, duplicate: bool, at: datetime
) -> Dispatch:
    case = version.reply.case
    profile = profile_of(case.body)
    mode = profile.channel(channel).delivery
    subject, text = _words(profile, case, mode)
    name = f"Ответ {version.reply.number.replace('/', '-')}"
    files = (
        [
            (f"{name}.pdf", version.pdf),
            (f"{name}.docx", version.docx),
            *_signatures(version, f"{name}.pdf"),
            *((item.name, item.file) for item in files_of(version.reply)),
        ]
        if mode == "full-text"
        else []
    )
    message = messages.enqueue(
        case.body,
        kind="reply-duplicate" if duplicate else "reply",
        about=case.ref,
        channel=channel,
        address=address,
        subject=subject,
        text=text,
        clause=own_clause(case.body, *([DUPLICATE_CLAUSE] if duplicate else MAIN_CLAUSES)),
        key=f"reply:{version.pk}:{'duplicate' if duplicate else 'main'}",
        files=[(name, file) for name, file in files if file is not None],
        at=at,
    )
    return Dispatch.objects.create(version=version, is_duplicate=duplicate, message=message)


def _signatures(version: LetterVersion, pdf: str) -> list[tuple[str, StoredFile]]:
    """Return the files of qualified signatures beside the PDF that they bind, under its name."""
    rows = version.signature_files.select_related("file").order_by("added_at", "id")
    files = {row.file_id: row.file for row in rows}
    return [
        (f"{pdf}.sig" if place == 1 else f"{pdf}.{place}.sig", file)
        for place, file in enumerate(files.values(), 1)
    ]


def _words(profile: Profile, case: Case, mode: str) -> tuple[str, str]:
    """Return subject and text: the whole letter, a link to it, or only the news that it is ready."""
    code = {"full-text": "reply-cover", "secure-link": "reply-link", "notice": "reply-ready"}[mode]
    text = profile.text(code)
    values = {
        "number": case.number,
        "body": capfirst(profile.name.full),
        "status_url": f"{settings.PUBLIC_URL}/status/{case.tracking_code}",
        "channel": profile.channel(case.reply_channel).label,
    }
    return text.subject.format(**values), text.body.format(**values)


@transaction.atomic
def finish_delivered(reply: Reply, *, at: datetime | None = None) -> bool:
    """Close the case when every delivery of its reply is done; False while one is not."""
    moment = now(at)
    fresh = locked(reply, "dispatch", None)
    messages_out = Outgoing.objects.filter(dispatch__version__reply=fresh)
    if not messages_out or messages_out.exclude(state=Outgoing.State.SENT).exists():
        return False
    first = messages_out.order_by("sent_at").values_list("sent_at", flat=True)[0]
    move(fresh, "dispatch", actor=system("deliver"), at=moment)
    cases.finish(fresh.case, by=system("deliver"), at=first or moment)
    return True
