"""What a reader of a letter sees before deciding: the paper, the findings, the way, remarks, what changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from otklik import documents, language
from otklik.cases import queries as case_queries
from otklik.cases.models import Question
from otklik.knowledge.differences import Piece, differences
from otklik.replies import letter as letters
from otklik.replies import queries, route
from otklik.replies.delivery_queries import way_of
from otklik.replies.desk.letter_cards import covering_pictures, shown_to_signer
from otklik.replies.desk.settling import labels_of
from otklik.replies.desk.studio_page import Lack
from otklik.replies.models import LetterVersion
from otklik.replies.reading import hints_for
from otklik.replies.route_rules import Place
from otklik.staff.models import Employee
from otklik.staff.profiles import profile_of

AT = "at:"
"""What begins the name of a field with a remark at a place: `at:answer-12:0:57`."""


@dataclass(frozen=True, slots=True)
class Bit:
    """A sentence of a part, with the remark typed to it."""

    text: str
    start: int
    end: int
    name: str
    said: str = ""


@dataclass(frozen=True, slots=True)
class TextPart:
    """A part of the letter cut into sentences, and remarks typed at other places of it."""

    name: str
    label: str
    bits: list[Bit]
    more: list[Bit]


@dataclass(frozen=True, slots=True)
class Changed:
    """A part of the letter that differs from the last version."""

    label: str
    pieces: list[Piece]


def places_in(data: QueryDict | Mapping[str, str]) -> list[Place]:
    """Return the remarks typed at places, also those whose place cannot be: the act refuses them with a sentence."""
    found = []
    for key in data:
        value = str(data.get(key) or "").strip()
        if not key.startswith(AT) or not value:
            continue
        part, _sign, span = key.removeprefix(AT).rpartition(":")
        part, _sign, start = part.rpartition(":")
        if start.isdecimal() and span.isdecimal() and max(len(start), len(span)) < 9:
            found.append(Place(part, int(start), int(span), value))
        else:
            found.append(Place("?", 0, 0, value))
    return found


def judged(version: LetterVersion, employee: Employee, typed: Mapping[str, str]) -> dict[str, Any]:
    """Return all that the page shows of a letter; `typed` are remarks that were typed and could not be sent."""
    case, reply = version.reply.case, version.reply
    profile = profile_of(case.body)
    pages = documents.letter_pages(letters.letter_from(version.content))
    proof = queries.proof_of(reply, suggest=False)
    hints = hints_for(profile, reply.draft, proof)
    carried = shown_to_signer(version)
    questions = [] if carried else queries.questions_of(case)
    return {
        "case": case,
        "body": case.body,
        "may_open": case_queries.visible_to(employee).filter(pk=case.pk).exists(),
        "missing": [Lack(item, "") for item in queries.missing_in(reply, hints.findings)],
        "hints": hints,
        "everything": True,
        "pages": pages,
        "pictures": [
            reverse("desk:version-picture", args=[version.pk, page]) for page in range(1, pages + 1)
        ],
        "covering": covering_pictures(version),
        "notice": carried,
        "pdf_address": reverse("desk:version-preview", args=[version.pk]),
        "page_limit": profile.letter.page_limit,
        "questions": questions,
        "outcomes": {item.code: item.label for item in profile.outcomes},
        "stops": route.stops_of(version),
        "delivery": way_of(case, reply),
        "remarks": route.remarks_of(reply),
        "texts": texts_of(version, questions, typed),
        "changed": changed_in(version),
        "earlier_version": version.number > 1,
        "labels": labels_of(questions),
    }


def texts_of(
    version: LetterVersion, questions: list[Question], typed: Mapping[str, str]
) -> list[TextPart]:
    """Return the parts of the letter sentence by sentence, each with a name for the remark to it."""
    labels, found = labels_of(questions), []
    for name, text in route.text_parts(version.reply.draft).items():
        if not text.strip() or name not in labels:
            continue
        bits = [
            Bit(words, start, end, key, typed.get(key, ""))
            for start, end, words in language.sentences(text)
            for key in [f"{AT}{name}:{start}:{end}"]
        ]
        own = {bit.name for bit in bits}
        more = [
            Bit(text[place.start : place.end], place.start, place.end, key, place.text)
            for place in places_in(typed)
            for key in [f"{AT}{place.part}:{place.start}:{place.end}"]
            if place.part == name and key not in own
        ]
        found.append(TextPart(name, labels[name], bits, more))
    return found


def changed_in(version: LetterVersion) -> list[Changed]:
    """Return the parts whose words differ from the version before, word by word; nothing for the first one."""
    before = (
        LetterVersion.objects.filter(reply=version.reply_id, number__lt=version.number)
        .order_by("-number")
        .first()
    )
    if before is None:
        return []
    old, new = _words(before), _words(version)
    return [
        Changed(label, differences(old.get(label, ""), new.get(label, "")))
        for label in dict.fromkeys([*new, *old])
        if old.get(label, "") != new.get(label, "")
    ]


def _words(version: LetterVersion) -> dict[str, str]:
    """Return the words of a frozen version by what stands above them."""
    content = version.content
    answers = {
        str(item["question"]): f"{item['outcome_sentence']}\n{item['text']}".strip()
        for item in content.get("answers") or ()
    }
    return {
        _("Salutation"): str(content.get("salutation") or ""),
        _("First paragraph"): str(content.get("opening") or ""),
        **answers,
        _("Closing"): "\n".join(content.get("closing") or ()),
    }
