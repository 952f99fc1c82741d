"""The last weeks of a body, lived through the real acts: letters, journal and outbox come about as in life."""

import heapq
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from random import Random

from otklik import language
from otklik.cases import actions as cases
from otklik.cases import jobs as case_jobs
from otklik.cases.models import Case
from otklik.cases.rules import QuestionEntry
from otklik.clients import actions as clients
from otklik.demo.content import MARK, common
from otklik.demo.history import receipt_of
from otklik.demo.lives import Life, draft_of
from otklik.demo.mail import WAITS_FOR_POST
from otklik.demo.staffing import Crew
from otklik.journal.actors import CLIENT
from otklik.messages import actions as messages
from otklik.messages.models import Outgoing
from otklik.replies import actions as replies
from otklik.replies import route
from otklik.replies.models import LetterVersion, Reply
from otklik.replies.route_rules import Place
from otklik.staff.calendars import zone
from otklik.staff.models import Body, Employee

Act = Callable[[datetime], None]


@dataclass(slots=True)
class Present:
    """The body's last weeks as a queue of acts in the order of time."""

    body: Body
    crew: Crew
    now: datetime
    rng: Random
    cases: dict[str, Case]
    queue: list[tuple[datetime, int, Act]] = field(default_factory=list)
    order: count = field(default_factory=count)  # type: ignore[type-arg]  # counts whole numbers

    def at(self, moment: datetime | None, act: Act) -> None:
        """Put an act into the queue, unless its moment has not come yet."""
        if moment is not None and moment <= self.now:
            heapq.heappush(self.queue, (moment, next(self.order), act))

    def executor(self, life: Life) -> Employee:
        """Return who considers the case."""
        return self.crew.executors[life.unit][life.executor]


def live(present: Present, lives: Sequence[Life]) -> None:
    """Live the acts of the given lives that the past has not written yet, up to the present moment."""
    for life in lives:
        _plan_acts(present, life)
    while present.queue:
        moment, _, act = heapq.heappop(present.queue)
        act(moment)


def _plan_acts(present: Present, life: Life) -> None:
    if life.code not in present.cases:
        present.at(life.received, lambda at: _open(present, life, at))
        if life.dismissed:
            present.at(life.registered, lambda at: _dismiss(present, life, at))
            return
        present.at(life.registered, lambda at: _register(present, life, at))
        present.at(
            life.registered and life.registered + timedelta(minutes=2),
            lambda at: _deliver(present, at),
        )
        present.at(life.assigned, lambda at: _assign(present, life, at))
    present.at(life.submitted, lambda at: _write(present, life, at))
    if life.submitted and not (life.held or life.drafted):
        present.at(_between(life), lambda at: _approve(present, life, at))
    present.at(life.rejected, lambda at: _reject(present, life, at))
    present.at(life.returned, lambda at: _return(present, life, at))
    present.at(life.signed, lambda at: _sign(present, life, at))
    present.at(life.delivered, lambda at: _finish(present, life, at))


def _open(present: Present, life: Life, at: datetime) -> None:
    person = life.person
    client = clients.find_or_create(
        present.body,
        kind=person.kind,
        surname=person.surname,
        given_name=person.given_name,
        patronymic=person.patronymic,
        organisation=person.organisation,
        municipality=person.municipality,
        contacts=person.contacts(),
        at=at,
    )
    receipt = receipt_of(present.body, life)
    receipt.save(force_insert=True)
    present.cases[life.code] = cases.open_case(
        present.body,
        client,
        type=life.type,
        form=life.form,
        channel=life.channel,
        text=life.text,
        summary=life.summary,
        addressee=life.addressee,
        reply_channel=life.reply_channel,
        reply_address=life.reply_address,
        extra_channel=life.extra_channel,
        extra_address=life.extra_address,
        received_at=life.received,
        tracking_code=life.code,
        by=CLIENT,
        receipt=receipt,
        identification=life.identification,
        touchpoint=life.touchpoint,
        questions=[asked.question for asked in life.asked],
        at=at,
    )


def _dismiss(present: Present, life: Life, at: datetime) -> None:
    cases.dismiss(present.cases[life.code], by=present.crew.registrar, reason=life.dismissed, at=at)


def _register(present: Present, life: Life, at: datetime) -> None:
    present.cases[life.code] = cases.register(
        present.cases[life.code],
        by=present.crew.registrar,
        type=life.type,
        form=life.form,
        channel=life.channel,
        questions=[QuestionEntry(asked.question, asked.topic) for asked in life.asked],
        addressee=life.addressee,
        touchpoint=life.touchpoint,
        note=MARK,
        earlier=present.cases.get(life.earlier),
        life_situation=life.life_situation,
        at=at,
    )


def _assign(present: Present, life: Life, at: datetime) -> None:
    case = present.cases[life.code]
    present.cases[life.code] = cases.assign(
        case,
        by=present.crew.heads[life.unit],
        unit=present.crew.units[life.unit],
        executor=present.executor(life),
        topics={question.pk: question.topic_code for question in case.questions.all()},
        instruction=life.instruction,
        at=at,
    )


def _write(present: Present, life: Life, at: datetime) -> None:
    """Consider each question, write the draft, send it for signature unless it is only begun."""
    case, by = present.cases[life.code], present.executor(life)
    questions = list(case.questions.all())
    for question, asked in zip(questions, life.asked, strict=True):
        cases.consider(
            question,
            by=by,
            outcome=asked.outcome,
            promised_on=asked.promised_on,
            reason=asked.reason,
            at=at,
        )
    reply = replies.start(case, by=by, at=at)
    ids = [question.pk for question in questions]
    draft = draft_of(life, reply.draft["salutation"], reply.draft["opening"], ids, MARK)
    if life.drafted:
        draft["answers"] = dict(list(_answers(draft).items())[:-1])
    reply = replies.save(reply, by=by, draft=draft, revision=reply.revision, at=at)
    if not life.drafted:
        replies.submit(reply, by=by, at=at)


def _answers(draft: Mapping[str, object]) -> dict[str, str]:
    answers = draft["answers"]
    return dict(answers) if isinstance(answers, dict) else {}


def _reply(present: Present, life: Life) -> Reply:
    return Reply.objects.get(case=present.cases[life.code])


def _between(life: Life) -> datetime:
    """When a letter is approved: before whatever comes after."""
    sent = life.submitted or life.received
    after = life.signed or life.returned or life.rejected
    return sent + (after - sent) / 2 if after else sent + timedelta(minutes=10)


def _newest(present: Present, life: Life) -> LetterVersion:
    return _reply(present, life).versions.order_by("-number").select_related("reply__case")[0]


def _approve(present: Present, life: Life, at: datetime) -> None:
    """Let everybody approve the letter in his turn; one that is to be sent back goes no further."""
    version = _newest(present, life)
    while not life.rejected and (step := route.current_step(route.steps_of(version))):
        replies.approve(version, by=step.approver, sha256=version.sha256, at=at)


def _reject(present: Present, life: Life, at: datetime) -> None:
    """Send the letter back by its approver with a remark to the first sentence of its last answer."""
    version = _newest(present, life)
    step = route.current_step(route.steps_of(version))
    if step is None:
        return
    parts = route.text_parts(version.reply.draft)
    part = [name for name in parts if name.startswith("answer-")][-1]
    start, end, _words = next(iter(language.sentences(parts[part])))
    remark = Place(part, start, end, present.rng.choice(common().lines("remarks")))
    replies.reject(version, by=step.approver, sha256=version.sha256, places=[remark], at=at)


def _return(present: Present, life: Life, at: datetime) -> None:
    version = _newest(present, life)
    remarks = present.rng.choice(common().lines("remarks"))
    replies.return_to_author(version, by=_signer(version, at), remarks=remarks, at=at)


def _signer(version: LetterVersion, at: datetime) -> Employee:
    return route.signers_now(version.reply.case, at).designated[0].employee


def _sign(present: Present, life: Life, at: datetime) -> None:
    version = _newest(present, life)
    reply = replies.sign(version, by=_signer(version, at), sha256=version.sha256, at=at)
    if not reply.number and not life.unnumbered:
        _number(present, version, at + timedelta(seconds=10))
    _deliver(present, at + timedelta(seconds=20))


def _number(present: Present, version: LetterVersion, at: datetime) -> None:
    """Enter the number that the record system gave to the letter."""
    day = at.astimezone(zone(present.body)).date()
    taken = Reply.objects.filter(case__body=present.body, number_external=True).count()
    number = f"{2101 + taken}-08/{day:%y}"
    replies.enter_number(version, number=number, on=day, by=present.crew.registrar, at=at)


def _deliver(present: Present, at: datetime) -> None:
    """Send what is due; letters and platforms that a person serves are done by the registrar."""
    messages.deliver_due(at, limit=50)
    for message in Outgoing.objects.filter(
        body=present.body, kind="acknowledgement", state=Outgoing.State.BY_HAND
    ):
        messages.record_by_hand(message, by=present.crew.registrar, at=at)
    case_jobs.note_sent_acknowledgements()


def _finish(present: Present, life: Life, at: datetime) -> None:
    reply = _reply(present, life)
    if not reply.number:
        return
    for message in Outgoing.objects.filter(
        dispatch__version__reply=reply, state=Outgoing.State.BY_HAND
    ):
        if message.channel == "post" and present.now - at < WAITS_FOR_POST:
            continue
        messages.record_by_hand(message, by=present.crew.registrar, at=at)
    messages.deliver_due(at, limit=50)
    replies.finish_delivered(reply, at=at)
