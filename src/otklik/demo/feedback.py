"""What invented clients say of the replies they got: believable shares by channel, unit, outcome and delay."""

import hashlib
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from otklik.cases.models import Case
from otklik.demo.content import Kit, common
from otklik.demo.lives import Life
from otklik.demo.staffing import Crew
from otklik.regulations import Question
from otklik.staff.calendars import zone
from otklik.staff.models import Body
from otklik.surveys.actions import LINK_DAYS
from otklik.surveys.models import Answer, Invitation
from otklik.surveys.queries import Context, Opening, known_beforehand, opening, touchpoint_of
from otklik.surveys.questionnaire import reply_key, satisfied, validate, visible
from otklik.surveys.rules import PAPER_SOURCE, place, process_group

BATCH = 400
MOST_DAYS = 21
"""People answer within so many days or not at all."""


@dataclass(frozen=True, slots=True)
class Mood:
    """How a client feels about his case: whether he is satisfied, and what went wrong if not."""

    happy: bool
    late: bool
    refused: bool


def write(
    body: Body, crew: Crew, kit: Kit, told: Sequence[tuple[Life, Case]], rng: Random, today: date
) -> int:
    """Write invitations of the answered cases and the answers of those who were willing; returns how many answered.

    Answers are made in an order of their own, so that not even their keys tell whose they are.
    """
    asked = opening(body)
    invitations, answers = [], []
    for life, case in told:
        if life.delivered is None:
            continue
        willing = rng.random() < common().weights("willing").get(life.channel, 0.25)
        day = life.delivered.astimezone(zone(body)).date() + timedelta(
            days=int(rng.triangular(0, MOST_DAYS, 2))
        )
        answer = None
        if willing and day < today:
            answer = _answer(asked, life, case, crew, kit, rng, day)
        paper = answer is not None and answer.way == Answer.Way.PAPER
        invitations.append(
            _invitation(asked, life, case, rng, used=answer is not None and not paper)
        )
        if answer is not None:
            answers.append(answer)
    answers.sort(key=lambda row: row.id)
    Invitation.objects.bulk_create(invitations, batch_size=BATCH)
    Answer.objects.bulk_create(answers, batch_size=BATCH)
    return len(answers)


def _invitation(asked: Opening, life: Life, case: Case, rng: Random, *, used: bool) -> Invitation:
    at = life.submitted or life.received
    token = rng.randbytes(18).hex()
    return Invitation(
        body=asked.body,
        questionnaire=asked.questionnaire.code,
        token_hash=hashlib.sha256(token.encode()).hexdigest(),
        about=case.ref,
        context=_context(life, case),
        created_at=at,
        valid_until=at + timedelta(days=LINK_DAYS),
        used=used,
    )


def _context(life: Life, case: Case) -> dict[str, object]:
    context: dict[str, object] = {"type": life.type, "channel": life.channel, "unit": case.unit_id}
    if life.touchpoint is not None:
        context["touchpoint"] = life.touchpoint.code
    return context


def _answer(
    asked: Opening, life: Life, case: Case, crew: Crew, kit: Kit, rng: Random, day: date
) -> Answer | None:
    """Make one answer as `surveys.actions.answer` would keep it; None when nothing valid came out."""
    mood = _mood(life, kit, rng)
    known = Opening(
        asked.body, asked.profile, asked.questionnaire, asked.variant, asked.lists, asked.registry_version,
        Context.read(_context(life, case) | {"municipality": life.person.municipality}),
    )  # fmt: skip
    came = life.delivered.date() if life.delivered else None
    given = say(known, mood, rng, day=day, replied_on=came)
    checked = validate(
        asked.questionnaire, given, lists=asked.lists, day=day, variant=asked.variant
    )
    if checked.errors:
        raise ValueError(f"an invented answer is not valid: {checked.errors}")
    on_paper = life.channel in {"post", "in-person"} and rng.random() < 0.3
    row = touchpoint_of(asked.body, life.touchpoint.code) if life.touchpoint else None
    papers = {source.code for source in asked.profile.sources}
    source = PAPER_SOURCE if on_paper and PAPER_SOURCE in papers else ""
    counted = place(
        asked.profile,
        group=process_group(row.group, row.direction) if row else "",
        channel=life.channel,
        source=source,
    )
    return Answer(
        id=uuid.UUID(int=rng.getrandbits(128), version=4),
        body=asked.body,
        questionnaire=asked.questionnaire.code,
        regulation_version=asked.profile.version,
        branch_variant=asked.variant,
        registry_version=asked.registry_version,
        answered_on=day,
        way=Answer.Way.PAPER if on_paper else Answer.Way.ONLINE,
        entered_by=crew.office if on_paper else None,
        unit=case.unit,
        process_group=counted.process_group,
        channel_kind=counted.channel_kind,
        source=counted.source,
        values=checked.values,
        satisfied=satisfied(asked.questionnaire, checked.values),
    )


def _mood(life: Life, kit: Kit, rng: Random) -> Mood:
    unit = next(unit for unit in kit.units if unit.code == life.unit)
    late = bool(life.reply_due and life.delivered and life.delivered > life.reply_due)
    refused = any(asked.outcome == "impossible" for asked in life.asked)
    share = common().weights("satisfaction").get(life.channel, 0.75) + unit.care
    share -= 0.4 * late + 0.38 * refused
    return Mood(rng.random() < max(share, 0.08), late, refused)


def say(
    asked: Opening, mood: Mood, rng: Random, *, day: date, replied_on: date | None
) -> dict[str, str]:
    """Answer what is asked, question by question, because each answer may open the next one."""
    given = known_beforehand(asked)
    done: set[int] = set()
    while True:
        open_ones = visible(asked.questionnaire, given, asked.variant, asked.lists)
        question = next((item for item in open_ones if item.number not in done), None)
        if question is None:
            return given
        done.add(question.number)
        if question.kind == "dates":
            if replied_on is not None and rng.random() < 0.6:
                given[reply_key(question)] = min(replied_on, day).isoformat()
        elif str(question.code) not in given:
            given |= _reaction(asked, question, mood, rng)


def _reaction(asked: Opening, question: Question, mood: Mood, rng: Random) -> dict[str, str]:
    key = str(question.code)
    if question.kind == "scale":
        return _score(asked, question, mood, rng)
    if question.kind == "text":
        return {key: rng.choice(_words(mood))} if rng.random() < 0.35 else {}
    if question.kind == "single-choice":
        return {key: str(_choice(asked, question, mood, rng))}
    choices = asked.lists.of(question.kind)
    return {key: rng.choice(choices).code} if choices else {}


def _choice(asked: Opening, question: Question, mood: Mood, rng: Random) -> int:
    headline = asked.questionnaire.headline
    numbers = [option.number for option in question.options]
    if question.number == headline.question:
        others = [number for number in numbers if number != headline.satisfied_option]
        return headline.satisfied_option if mood.happy else others[0]
    if len(numbers) == 2:
        return numbers[0] if rng.random() < (0.96 if mood.happy else 0.75) else numbers[1]
    return rng.choice(numbers)


def _score(asked: Opening, question: Question, mood: Mood, rng: Random) -> dict[str, str]:
    key = str(question.code)
    about_term = "срок" in question.wording.lower()
    shares = (1, 2, 8, 32, 57) if mood.happy else (17, 24, 30, 20, 9)
    if about_term and mood.late:
        shares = (34, 34, 20, 9, 3)
    score = rng.choices((1, 2, 3, 4, 5), shares)[0]
    said = {key: str(score)}
    if asked.questionnaire.wants_comment(question.number, score) and rng.random() < 0.5:
        said[f"{key}-comment"] = rng.choice(_comments(question))
    return said


def _comments(question: Question) -> list[str]:
    words, told = question.wording.lower(), common().words["comments"]
    if "срок" in words:
        return list(told["term"])
    if "понят" in words and "ответ" in words:
        return list(told["clear"])
    if "подать" in words or "обратиться" in words or "оформление" in words or "располож" in words:
        return list(told["filing"])
    return list(told["other"])


def _words(mood: Mood) -> list[str]:
    told = common().words["comments"]
    if mood.happy:
        return list(told["praise"])
    return list(told["term"] if mood.late else told["clear"])
