"""Ready texts in the studio: what is offered, and the acts on it after the ordinary saving of the draft.

An act is the value of a button: `insert template 5 17` puts template 5 into the answer to question 17, `rate 3 yes` says
that the use 3 helped, `report 5 17` says that template 5 is wrong.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from django.contrib import messages
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from otklik.cases.models import Case, Question
from otklik.clients.queries import segment_of
from otklik.knowledge import actions as knowledge_actions
from otklik.knowledge import queries as knowledge
from otklik.knowledge.models import ReplyTemplate
from otklik.replies import actions, queries
from otklik.replies.models import Reply
from otklik.replies.suggestions import Offer, offers_for, standard_texts
from otklik.staff.models import Employee
from otklik.staff.profiles import profile_of
from otklik.staff.refusals import Refusal

CHOSEN = "chosen"
"""In the place of a ground's code: the one chosen in the list beside the question."""


class DeskOfReply(Protocol):
    """What the acts need of the studio's desk."""

    case: Case
    reply: Reply | None


@dataclass(frozen=True, slots=True)
class Act:
    """An act on a ready text as the button names it."""

    verb: str
    words: tuple[str, ...]


def act_of(value: str) -> Act | None:
    """Read the value of a button; None when it is not one of these acts."""
    verb, *words = value.split(" ")
    if len(words) != {"insert": 3, "rate": 2, "report": 2}.get(verb):
        return None
    return Act(verb, tuple(words))


def do(request: HttpRequest, desk: DeskOfReply, act: Act, by: Employee) -> str:
    """Do the act on the draft that has just been saved; returns the place of the page to show next.

    A refusal is said on the page; what was typed is saved already.
    """
    do_it = {"insert": _insert, "rate": _rate, "report": _report}[act.verb]
    try:
        place, said = do_it(request, desk, act.words, by)
    except Refusal as refusal:
        messages.error(request, refusal.message)
        return "studio"
    messages.success(request, said)
    return place


def context_of(case: Case, questions: list[Question], by: Employee) -> dict[str, Any]:
    """Return what the panels of the studio show: offers by question, uses to rate, materials, guidance by segment."""
    now = timezone.now()
    profile = profile_of(case.body)
    return {
        "offers": offers_for(case, questions, by, now),
        "to_rate": list(knowledge.uses_about(case.ref, by).filter(helped=None)),
        "materials": knowledge.latest_materials(case.body),
        "segment": segment_of(profile, case.client),
        "standard": list(standard_texts(case, now)),
    }


def _insert(
    request: HttpRequest, desk: DeskOfReply, words: tuple[str, ...], by: Employee
) -> tuple[str, str]:
    kind, key, question_key = words
    question = next(
        (one for one in queries.questions_of(desk.case) if str(one.pk) == question_key), None
    )
    if question is None or desk.reply is None:
        raise Refusal(_("This question is not one of the letter."))
    if key == CHOSEN:
        key = request.POST.get(f"ground-{question.pk}", "")
    now = timezone.now()
    offer = _offer(desk.case, question, kind, key, by, now)
    template = ReplyTemplate.objects.get(pk=int(key)) if kind == "template" else None
    desk.reply = actions.insert(
        desk.reply,
        question,
        offer.text,
        by=by,
        revision=desk.reply.revision,
        template=template,
        at=now,
    )
    said = _("Put into the answer to question %(number)s. Read it through and adapt it.")
    return f"question-{question.pk}", said % {"number": question.position}


def _offer(
    case: Case, question: Question, kind: str, key: str, by: Employee, at: datetime
) -> Offer:
    """Return the text again from what the employee may see now; raises `Refusal` when it is gone."""
    if kind == "ground":
        found = {offer.key: offer for offer in standard_texts(case, at)}
    else:
        offers = offers_for(case, [question], by, at)[question.pk]
        every = (*offers.templates, *offers.answers, *offers.typical)
        found = {offer.key: offer for offer in every if offer.kind == kind}
    if key not in found:
        raise Refusal(_("This text is offered no more. Choose another one."))
    return found[key]


def _rate(
    _request: HttpRequest, desk: DeskOfReply, words: tuple[str, ...], by: Employee
) -> tuple[str, str]:
    number, answer = words
    use = knowledge.uses_about(desk.case.ref, by).filter(pk=_number(number)).first()
    if use is None:
        raise Refusal(_("Whoever used the template says whether it helped."))
    knowledge_actions.rate_use(use, helped=answer == "yes", by=by)
    return "suggestions", _("Thank you: your colleagues will see how the template serves.")


def _report(
    request: HttpRequest, _desk: DeskOfReply, words: tuple[str, ...], by: Employee
) -> tuple[str, str]:
    number, question = words
    template = knowledge.published_for(by).filter(pk=_number(number)).first()
    if template is None:
        raise Refusal(_("This text is offered no more. Choose another one."))
    note = request.POST.get(f"report-note-{question}-{number}", "")
    knowledge_actions.report_template(template, by=by, note=note)
    place = f"question-{question}" if question.isdigit() else "suggestions"
    return place, _("Thank you. The owner of the template will look into it.")


def _number(text: str) -> int:
    """Return the number of a row; 0, which no row has, for what is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0
