"""What happens in each kind of story: the real acts with their days."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from otklik.cases import actions as cases
from otklik.cases.actions.correcting import facts_of
from otklik.cases.actions.moving import next_due
from otklik.cases.actions.no_reply import drafted
from otklik.cases.actions.promising import watch_promises
from otklik.cases.asking_rules import Asked, ways_of_asking
from otklik.cases.models import Assignment, Case, Clarification, Extension, NoReply, Promise
from otklik.demo.content import events
from otklik.demo.events.letters import LETTERS
from otklik.demo.events.scene import Scene, put
from otklik.staff.models import Employee
from otklik.staff.profiles import profile_of


def _words(kind: str) -> Mapping[str, Any]:
    words: Mapping[str, Any] = events()[kind]
    return words


# --- the client -----------------------------------------------------------------------------------


def _ask(scene: Scene, question: str, at: datetime) -> Clarification:
    asked = Asked(question, ways_of_asking(scene.life.reply_channel)[0])
    return cases.clarify(scene.case, asked, by=scene.executor, at=at)


def _clarified(scene: Scene) -> None:
    words = _words("clarified")
    scene.on(6, 70, lambda at: _ask(scene, words["question"], at))

    def answer(at: datetime) -> None:
        row = Clarification.objects.get(case=scene.case)
        receipt = cases.answer_by_client(row, text=words["answer"], key=scene.key, at=at)
        scene.settle(receipt, "answer")

    scene.on(4, 200, answer)
    _add(scene, _words("added")["second"], back=3)


def _asked(scene: Scene) -> None:
    scene.on(2, 120, lambda at: _ask(scene, _words("asked")["question"], at))


def _asked_aloud(scene: Scene) -> None:
    words = _words("asked")
    said = Asked(words["spoken"], "phone", answer=words["spoken_answer"], proof=words["proof"])
    scene.on(5, 150, lambda at: cases.clarify(scene.case, said, by=scene.executor, at=at))


def _add(scene: Scene, text: str, back: int) -> None:
    def add(at: datetime) -> None:
        key = f"{scene.key}-{back}"
        scene.settle(cases.add_by_client(scene.case, text=text, key=key, at=at), f"addition-{back}")

    scene.on(back, 90, add)


def _added(scene: Scene) -> None:
    _add(scene, _words("added")["first"], back=2)


def _withdrawal(scene: Scene) -> None:
    def ask(at: datetime) -> None:
        words = _words("withdrawal")["words"]
        row = cases.ask_withdrawal(scene.case, words=words, key=scene.key, at=at)
        scene.settle(row.receipt, "withdrawal")

    scene.on(2, 200, ask)


# --- what a second person decides -----------------------------------------------------------------


def _reply_day(scene: Scene, case: Case) -> date:
    """Return the last local day of the law's term for the reply."""
    reply = case.deadlines.get(kind="reply", superseded_at=None)
    return reply.due.astimezone(scene.days.calendar.zone).date()


def _propose_extension(scene: Scene, at: datetime) -> Extension:
    words, case = _words("extension"), scene.case
    return cases.propose_extension(
        case,
        by=scene.executor,
        day=scene.days.calendar.working_day_on_or_before(
            _reply_day(scene, case) + timedelta(days=20)
        ),
        progress=words["progress"],
        reason=words["reason"],
        at=at,
    )


def _extension_waits(scene: Scene) -> None:
    scene.on(2, 300, lambda at: _propose_extension(scene, at))
    note = _words("control")["general"]
    scene.on(3, 45, lambda at: cases.put_on_control(scene.case, by=scene.head, note=note, at=at))


def _extended(scene: Scene) -> None:
    scene.on(4, 100, lambda at: _propose_extension(scene, at))
    scene.on(
        3,
        60,
        lambda at: cases.approve_extension(
            Extension.objects.get(case=scene.case), by=scene.head, at=at
        ),
    )


def _forward(scene: Scene, *, part: bool) -> None:
    words = _words("forwarded")

    def forward(at: datetime) -> None:
        case = scene.case
        questions = [question.pk for question in case.questions.all()]
        cases.forward(
            case,
            by=scene.head,
            questions=questions[-1:] if part else questions,
            recipient=words["part_recipient" if part else "recipient"],
            channel="email",
            address="reception@municipality.example.org",
            reason=words["part_reason" if part else "reason"],
            at=at,
        )

    scene.on(11, 60, forward)


def _propose_no_reply(
    scene: Scene, ground: str, reason: str, at: datetime, *, by: Employee
) -> NoReply:
    case = scene.case
    rule = profile_of(case.body).ground(ground)
    return cases.propose_no_reply(
        case,
        by=by,
        what=cases.Proposed(ground, reason, text=drafted(case, rule, {"reason": reason}, at)),
        at=at,
    )


def _no_reply_waits(scene: Scene) -> None:
    reason, registrar = _words("unclear")["reason"], scene.crew.registrar
    scene.on(2, 330, lambda at: _propose_no_reply(scene, "unclear", reason, at, by=registrar))


def _no_reply(scene: Scene) -> None:
    reason = _words("court")["reason"]
    scene.on(11, 90, lambda at: _propose_no_reply(scene, "court", reason, at, by=scene.executor))
    scene.on(
        11,
        200,
        lambda at: cases.approve_no_reply(
            NoReply.objects.get(case=scene.case), by=scene.head, at=at
        ),
    )


def _no_reply_rejected(scene: Scene) -> None:
    words = _words("rejected")
    scene.on(
        11,
        80,
        lambda at: _propose_no_reply(scene, "unclear", words["reason"], at, by=scene.executor),
    )
    scene.on(
        10,
        60,
        lambda at: cases.reject_no_reply(
            NoReply.objects.get(case=scene.case), by=scene.head, remarks=words["remarks"], at=at
        ),
    )


# --- work in the ministry -------------------------------------------------------------------------


def _name_co_executor(scene: Scene, instruction: str, back: int) -> None:
    entry = cases.PartEntry(scene.colleague, instruction)
    scene.on(back, 50, lambda at: cases.add_co_executor(scene.case, entry, by=scene.head, at=at))


def _part_reported(scene: Scene) -> None:
    words = _words("parts")
    _name_co_executor(scene, words["instruction"], back=7)

    def report(at: datetime) -> None:
        part = Assignment.objects.get(case=scene.case, role=Assignment.Role.CO)
        cases.report_part(part, by=part.executor, report=words["report"], at=at)

    scene.on(3, 180, report)


def _part_waits(scene: Scene) -> None:
    _name_co_executor(scene, _words("parts")["waiting"], back=3)


def _on_control(scene: Scene) -> None:
    note = _words("control")["personal"]
    scene.on(
        6, 30, lambda at: cases.put_on_control(scene.case, by=scene.crew.control, note=note, at=at)
    )


def _internal_term(scene: Scene) -> None:
    words, calendar = _words("internal"), scene.days.calendar

    def set_term(at: datetime) -> None:
        case = scene.case
        day = min(calendar.add_working_days(scene.days.today, 2), _reply_day(scene, case))
        cases.set_internal_due(
            case, by=scene.head, day=day, reason=words["reason"], words=words["words"], at=at
        )

    scene.on(6, 100, set_term)


def _complaint(scene: Scene) -> None:
    """The letter names whom it is about; that turns out after the registration, and the card is corrected."""

    def name(at: datetime) -> None:
        case = scene.case
        about = scene.crew.executors[scene.life.unit][1]
        facts = replace(
            facts_of(case),
            complained_body=case.body.name,
            complained_employee=about,
        )
        reason = _words("complaint")["reason"]
        cases.correct(case, by=scene.crew.registrar, facts=facts, reason=reason, at=at)

    scene.on(10, 120, name)


# --- what was promised ----------------------------------------------------------------------------


def _promised(scene: Scene) -> None:
    """The reply itself is the life's own; here the measure is written down beside it."""
    if scene.life.submitted is None:
        return

    def measure(at: datetime) -> None:
        question = scene.case.questions.get(position=1)
        text = _words("promise")["measure"]
        cases.record_measure(question, by=scene.executor, measure=text, at=at)

    scene.present.at(scene.life.submitted + timedelta(minutes=5), measure)
    if scene.life.delivered:
        put(scene.present, scene.life.delivered + timedelta(hours=1), lambda at: _watch(scene, at))


def _watch(scene: Scene, at: datetime) -> None:
    """Watch what a reply promised that the bulk of the past has written, before long holidays; any other is watched."""
    case = scene.case
    if watch_promises(case, at):
        case.next_due = next_due(case)
        case.save(update_fields=["next_due"])


def _promise_kept(scene: Scene) -> None:
    def keep(at: datetime) -> None:
        promise = Promise.objects.get(question__case=scene.case)
        cases.keep_promise(promise, by=scene.executor, done=_words("promise")["done"], at=at)

    _promised(scene)
    scene.on(2, 240, keep)


PLOTS: Mapping[str, Callable[[Scene], None]] = {
    "clarified": _clarified,
    "asked": _asked,
    "asked-aloud": _asked_aloud,
    "added": _added,
    "withdrawal": _withdrawal,
    "extension-waits": _extension_waits,
    "extended": _extended,
    "forwarded": lambda scene: _forward(scene, part=False),
    "forwarded-part": lambda scene: _forward(scene, part=True),
    "no-reply-waits": _no_reply_waits,
    "no-reply": _no_reply,
    "no-reply-rejected": _no_reply_rejected,
    "part-reported": _part_reported,
    "part-waits": _part_waits,
    "on-control": _on_control,
    "internal-term": _internal_term,
    "complaint": _complaint,
    "promise-due": _promised,
    "promise-late": _promised,
    "promise-kept": _promise_kept,
    **LETTERS,
}
