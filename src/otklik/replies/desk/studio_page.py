"""What the studio shows: the case at hand, the letter by its parts with the findings beside, what is missing."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from otklik.cases import queries as case_queries
from otklik.cases.assignment_queries import contributions_to
from otklik.cases.desk import shown
from otklik.cases.desk.case_facts import client_facts, contact_facts
from otklik.cases.desk.leaving_cards import forwarded_of
from otklik.cases.models import Case, Question
from otklik.replies import printing, queries
from otklik.replies import writing_queries as writing
from otklik.replies.actions.drafting import DRAFT_LIMIT
from otklik.replies.checks.draft import PartFinding
from otklik.replies.delivery_queries import way_of
from otklik.replies.desk import greeting, suggesting
from otklik.replies.desk.settling import remarks_at
from otklik.replies.desk.studio_saving import Desk
from otklik.replies.draft_rules import ANSWER, OUTCOME, PLAIN
from otklik.replies.models import Reply
from otklik.replies.proof import Proof
from otklik.replies.reading import Hints, hints_for
from otklik.replies.rules import Missing
from otklik.staff.profiles import profile_of
from otklik.web.templatetags.otklik import local_moment

SHOWN = 4
"""Findings of one part that stand open in the margin; the others are one press away."""


@dataclass(frozen=True, slots=True)
class Margin:
    """The findings of one part of the letter, for its margin."""

    part: str
    field: str
    """Id of the field that their words stand in."""
    findings: tuple[PartFinding, ...]
    rest: tuple[PartFinding, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One question in the line of progress."""

    question: Question
    done: bool


@dataclass(frozen=True, slots=True)
class Lack:
    """One line of the list of what is missing, with the place on the page where it can be put right."""

    item: Missing
    place: str


def page_of(desk: Desk) -> dict[str, Any]:
    """Return everything that the studio's page needs."""
    case, profile = desk.case, profile_of(desk.case.body)
    return {
        **_moving(desk),
        "greeting": greeting.of(case),
        **suggesting.context_of(case, desk.form.questions, desk.employee),
        "principles": profile.principles,
        "returned": queries.last_return(desk.reply) if desk.reply else None,
        **remarks_at(desk),
        "version": queries.latest_version(case),
        "receipts": case_queries.receipts_of(case),
        "client": client_facts(case),
        "contacts": contact_facts(profile, case),
        "earlier": case_queries.earlier_of(case),
        "terms": shown.terms_of(profile, case_queries.deadlines_of(case)),
        "instruction": case.assignments.filter(ended_at=None, role="main").first(),
        "contributions": contributions_to(case),
        "forwarded": forwarded_of(case),
        "draft_limit": DRAFT_LIMIT,
        "copy_key": writing.copy_key(desk.employee),
        "delivery": way_of(case, desk.reply),
        "may_choose_way": True,
        "has_states": desk.reply is not None and desk.reply.draft_versions.exists(),
    }


def _moving(desk: Desk) -> dict[str, Any]:
    """Return what changes while the letter is written."""
    case, profile = desk.case, profile_of(desk.case.body)
    reply = desk.reply or Reply(case=case, draft=desk.draft)
    signers = queries.signers_of(case)
    proof = queries.proof_of(reply, signers=signers)
    hints = hints_for(profile, desk.draft, proof)
    pages = proof.pages if proof else 0
    return {
        "case": case,
        "body": case.body,
        "reply": desk.reply,
        "form": desk.form,
        "hints": hints,
        "margins": _margins(desk, hints),
        "missing": [
            Lack(item, place_of(desk, item))
            for item in queries.missing_in(reply, hints.findings, signers=signers)
        ],
        "steps": _steps(desk),
        "others": writing.others_at(case, desk.employee, timezone.now()),
        "pdf_address": reverse("desk:letter-preview", args=[case.pk]),
        "pictures": pictures_of(case, proof),
        "pages": pages,
        "pages_over": pages if pages > profile.letter.page_limit else 0,
        "page_limit": profile.letter.page_limit,
    }


def _margins(desk: Desk, hints: Hints) -> dict[str, Margin]:
    names = [*PLAIN, *(f"{ANSWER}{question.pk}" for question in desk.form.questions)]
    found = {}
    for name in names:
        own = tuple(hints.of(name))
        found[name] = Margin(name, f"id_{name}", own[:SHOWN], own[SHOWN:])
    return found


def _steps(desk: Desk) -> list[Step]:
    answers = desk.draft.get("answers") or {}
    return [
        Step(question, bool(question.outcome and str(answers.get(str(question.pk), "")).strip()))
        for question in desk.form.questions
    ]


def place_of(desk: Desk, item: Missing) -> str:
    """Return the id of the field where a missing thing can be put right; empty where it is not on the page."""
    by_number = {str(question.position): question.pk for question in desk.form.questions}
    kind, _dash, rest = item.code.partition("-")
    if kind == "words":
        return f"id_{rest}" if rest else "letter"
    if kind == "outcome" and rest in by_number:
        return f"id_{OUTCOME}{by_number[rest]}"
    if kind == "answer" and rest in by_number:
        return f"id_{ANSWER}{by_number[rest]}"
    return {"salutation": "id_salutation", "opening": "id_opening", "addressee": "id_opening"}.get(
        kind, ""
    )


def pictures_of(case: Case, proof: Proof | None) -> list[str]:
    """Return the addresses of the pages' pictures; they change when the printed page does."""
    if proof is None:
        return []
    mark = printing.mark_of(proof.letter)
    return [
        f"{reverse('desk:letter-picture', args=[case.pk, page])}?v={mark}"
        for page in range(1, proof.pages + 1)
    ]


def live(request: HttpRequest, desk: Desk, *, saved: bool) -> dict[str, Any]:
    """Return what an autosave changes on the page: the state in words, the pieces of the page, fields taken over."""
    context = _moving(desk)
    pieces = {
        "missing": "replies/desk/missing.html",
        "hints": "replies/desk/hints.html",
        "pages": "replies/desk/thumbs.html",
        "progress": "replies/desk/progress.html",
        "others": "replies/desk/others.html",
    }
    html = {key: render_to_string(name, context, request) for key, name in pieces.items()}
    for name, margin in context["margins"].items():
        html[f"margin-{name}"] = render_to_string(
            "replies/desk/margin.html", {"margin": margin, "may_mend": True}, request
        )
    form = desk.form
    kept = not desk.conflicts and not form.non_field_errors()
    return {
        "state": "conflict" if desk.conflicts else "saved" if kept else "refused",
        "said": _said(desk, kept=kept),
        "revision": desk.reply.revision if desk.reply and kept else None,
        "base": form.data.get("base", "") if kept else None,
        "unsaved": desk.too_long,
        "fields": _taken_fields(desk) if kept else {},
        "errors": {} if saved else _errors(desk),
        "html": html,
    }


def _said(desk: Desk, *, kept: bool) -> str:
    if desk.conflicts:
        return _("Somebody else changed the same part. Both texts are safe: compare them.")
    if not kept:
        return " ".join(str(error) for error in desk.form.non_field_errors())
    taken = desk.joined.taken if desk.joined else ()
    if taken:
        names = ", ".join(dict.fromkeys(name_of(desk.case, part) for part in taken))
        return _("Saved. Taken over from the other page: %(parts)s.") % {"parts": names}
    saved_at = local_moment(desk.reply.saved_at, desk.case.body) if desk.reply else None
    return _("Saved at %(time)s") % {"time": f"{saved_at:%H:%M}"} if saved_at else ""


def _taken_fields(desk: Desk) -> dict[str, str]:
    data, names = desk.form.data, []
    for part in desk.joined.taken if desk.joined else ():
        if part.startswith(OUTCOME):
            key = part.removeprefix(OUTCOME)
            names += [f"outcome-{key}", f"promised_on-{key}", f"reason-{key}"]
        else:
            names.append(part)
    return {name: str(data.get(name, "")) for name in names}


def _errors(desk: Desk) -> dict[str, str]:
    return {
        name: " ".join(str(error) for error in found)
        for name, found in desk.form.errors.items()
        if name != "__all__"
    }


def name_of(case: Case, part: str) -> str:
    """Return what a part of the letter is called on the page."""
    if part in PLAIN:
        names = {
            "salutation": _("salutation"),
            "opening": _("first paragraph"),
            "closing": _("closing"),
        }
        return names[part]
    prefix, _dash, key = part.partition("-")
    position = {str(q.pk): q.position for q in queries.questions_of(case)}.get(key, key)
    said = (
        _("outcome of question %(number)s")
        if prefix == "outcome"
        else _("answer to question %(number)s")
    )
    return said % {"number": position}
