"""The page of one case, and the files that came with it."""

from collections.abc import Iterable

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from otklik.cases import actions, queries
from otklik.cases.desk import shown
from otklik.cases.desk.acts import acts_of
from otklik.cases.desk.cards import cards_of
from otklik.cases.desk.case_facts import (
    channel_label,
    client_facts,
    contact_facts,
    facts_of,
    questions_of,
)
from otklik.cases.desk.reaching import case_of, employee_of, opened
from otklik.cases.desk.segments import segments_of
from otklik.cases.models import Assignment, Case, Stage
from otklik.journal.models import Entry
from otklik.messages import storage, tracking
from otklik.messages.models import Outgoing
from otklik.regulations import Profile
from otklik.staff.models import Power
from otklik.staff.profiles import profile_of
from otklik.web.access import needs

MESSAGE_KINDS: dict[str, Promise] = {
    "acknowledgement": _("First reaction"),
    "reply": _("Reply"),
    "reply-duplicate": _("Reply by the additional channel"),
    "channel-notice": _("Notice about the channel"),
    "clarification": _("Question to the client"),
    "invitation": _("Invitation to take part"),
    "interim": _("Interim reply to the client"),
    "enquiry": _("Enquiry to another body"),
    "extension": _("Notice of the extension"),
    "promise-kept": _("Closing letter of a promise"),
    "withdrawn": _("Notice that the consideration is stopped"),
    "forwarding-letter": _("Letter to the body to which it was forwarded"),
    "forwarding-notice": _("Notice of the forwarding"),
    "no-reply-notice": _("Notice that there is no reply on the merits"),
    "dismissal-notice": _("Notice that it is not an appeal"),
    "news": _("News that a letter lies on the status page"),
}
MESSAGE_BADGES = {
    Outgoing.State.SENT: "good",
    Outgoing.State.FAILED: "bad",
    Outgoing.State.BY_HAND: "warn",
}
WITH_LETTER = (Stage.SIGNED, Stage.ANSWERED)


@needs(Power.VIEW_BODY, Power.VIEW_UNIT, Power.EXECUTE)
@require_safe
def case_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show all that is known of the case and what is to be done next; the opening is journalled."""
    case, employee = opened(request, pk), employee_of(request)
    profile = profile_of(case.body)
    history = queries.history_of(case)
    return render(
        request,
        "cases/desk/case.html",
        {
            "case": case,
            "body": case.body,
            "next": shown.next_of(case, employee, last_act_on_reply(history)),
            "questions": questions_of(profile, case),
            "receipts": queries.receipts_of(case),
            "terms": shown.terms_of(profile, queries.deadlines_of(case)),
            "facts": facts_of(profile, case),
            "client": client_facts(case),
            "segment": segments_of(case, employee),
            "contacts": contact_facts(profile, case),
            "earlier": queries.earlier_of(case),
            "messages_out": messages_of(profile, case),
            "with_letter": case.stage in WITH_LETTER,
            "history": shown.told(history),
            "looks": queries.looks_at(case),
            "assignment": case.assignments.filter(ended_at=None, role=Assignment.Role.MAIN)
            .select_related("given_by")
            .first(),
            "acts": acts_of(case, employee),
            "cards": cards_of(case, employee),
        },
    )


@needs(Power.VIEW_BODY, Power.VIEW_UNIT, Power.EXECUTE)
@require_safe
def open_file(request: HttpRequest, pk: int, file: int) -> FileResponse:
    """Give a file that came with the case, always as a download; a refused one is never given."""
    case = case_of(request, pk)
    attachment = queries.attachment_of(case, file)
    if attachment is None:
        raise Http404
    actions.open_file(case, attachment, by=employee_of(request))
    return FileResponse(
        storage.open_file(attachment.file),
        as_attachment=True,
        filename=attachment.name,
        content_type="application/octet-stream",
    )


def last_act_on_reply(history: Iterable[Entry]) -> str:
    """Return the last act that moved the reply, such as `replies.submit`; empty before there is one.

    Letters of another kind name it in their entries, and do not count.
    """
    own = (entry for entry in history if "kind" not in entry.details)
    return next((entry.act for entry in own if entry.act in shown.MOVED), "")


def messages_of(profile: Profile, case: Case) -> list[dict[str, object]]:
    """Return what went out about the case, in words."""
    return [
        {
            "row": row,
            "kind": MESSAGE_KINDS.get(row.kind, row.kind),
            "channel": channel_label(profile, row.channel),
            "number": tracking.grouped(row.tracking),
            "badge": MESSAGE_BADGES.get(Outgoing.State(row.state), ""),
        }
        for row in queries.messages_of(case)
    ]
