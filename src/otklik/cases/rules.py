"""Pure decisions about a case: the transition table and the guards of the acts."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from otklik.cases.models import Stage
from otklik.regulations import Classifier, Profile
from otklik.staff.models import Power


@dataclass(frozen=True, slots=True)
class Transition:
    """One row of the table: an act that leads from some stages to another, who may do it, and why it exists."""

    act: str
    sources: tuple[Stage, ...]
    target: Stage | None
    """None: the stage stays as it is."""
    powers: tuple[Power, ...]
    clause: str = ""


_UNDER_WAY = (Stage.REGISTERED, Stage.ASSIGNED)
BEFORE_THE_REPLY = (Stage.RECEIVED, *_UNDER_WAY)
"""While no reply is signed the client may add to the case or ask to stop it (59-FZ, art. 5)."""

TRANSITIONS: tuple[Transition, ...] = (
    Transition(
        "register",
        (Stage.RECEIVED,),
        Stage.REGISTERED,
        (Power.REGISTER,),
        "economy-novosibirsk:9.a",
    ),
    Transition(
        "dismiss",
        (Stage.RECEIVED,),
        Stage.DISMISSED,
        (Power.REGISTER,),
        "economy-novosibirsk:4.6.b",
    ),
    Transition("correct", _UNDER_WAY, None, (Power.REGISTER,)),
    Transition(
        "divide-questions",
        _UNDER_WAY,
        None,
        (Power.REGISTER, Power.ASSIGN, Power.EXECUTE),
        "economy-novosibirsk:4.1",
    ),
    Transition(
        "set-internal-due",
        _UNDER_WAY,
        None,
        (Power.REGISTER, Power.ASSIGN),
        "labour-novosibirsk:4.2",
    ),
    Transition("assign", _UNDER_WAY, Stage.ASSIGNED, (Power.ASSIGN,), "economy-novosibirsk:9.b"),
    Transition(
        "add-co-executor",
        (Stage.ASSIGNED,),
        None,
        (Power.ASSIGN, Power.EXECUTE),
        "industry-mordovia:8.6.f",
    ),
    Transition("report-part", (Stage.ASSIGNED,), None, (Power.EXECUTE,), "industry-mordovia:8.6.h"),
    Transition(
        "accept-part",
        (Stage.ASSIGNED,),
        None,
        (Power.ASSIGN, Power.EXECUTE),
        "industry-mordovia:8.6.h",
    ),
    Transition(
        "return-part",
        (Stage.ASSIGNED,),
        None,
        (Power.ASSIGN, Power.EXECUTE),
        "industry-mordovia:8.6.h",
    ),
    Transition("end-part", (Stage.ASSIGNED,), None, (Power.ASSIGN, Power.EXECUTE)),
    Transition("leave-part", (Stage.ASSIGNED,), None, (Power.EXECUTE,), "labour-novosibirsk:7.2"),
    Transition(
        "declare-interest",
        (Stage.ASSIGNED,),
        Stage.REGISTERED,
        (Power.EXECUTE,),
        "labour-novosibirsk:7.2",
    ),
    Transition("consider", (Stage.ASSIGNED,), None, (Power.EXECUTE,), "economy-novosibirsk:7"),
    Transition(
        "clarify",
        _UNDER_WAY,
        None,
        (Power.REGISTER, Power.EXECUTE),
        "economy-novosibirsk:6.2.a",
    ),
    Transition(
        "note-clarified",
        _UNDER_WAY,
        None,
        (Power.REGISTER, Power.EXECUTE),
        "economy-novosibirsk:6.2.a",
    ),
    Transition("add-by-client", BEFORE_THE_REPLY, None, ()),
    Transition("write-interim", (Stage.ASSIGNED,), None, (Power.EXECUTE,), "labour-novosibirsk:30"),
    Transition("note-materials", (Stage.ASSIGNED,), None, (Power.EXECUTE,)),
    Transition(
        "forward",
        _UNDER_WAY,
        Stage.FORWARDED,
        (Power.REGISTER, Power.ASSIGN),
        "labour-novosibirsk:25.a",
    ),
    Transition(
        "forward-part",
        _UNDER_WAY,
        None,
        (Power.REGISTER, Power.ASSIGN),
        "labour-novosibirsk:25.a",
    ),
    Transition(
        "propose-extension",
        (Stage.ASSIGNED,),
        None,
        (Power.EXECUTE, Power.ASSIGN),
        "labour-novosibirsk:24.4.a",
    ),
    Transition(
        "approve-extension",
        (Stage.ASSIGNED,),
        None,
        (Power.ASSIGN, Power.SIGN),
        "labour-novosibirsk:24.4.a",
    ),
    Transition("reject-extension", (Stage.ASSIGNED,), None, (Power.ASSIGN, Power.SIGN)),
    Transition(
        "propose-no-reply",
        _UNDER_WAY,
        None,
        (Power.REGISTER, Power.EXECUTE),
        "labour-novosibirsk:9.lead",
    ),
    Transition(
        "approve-no-reply",
        _UNDER_WAY,
        Stage.NO_REPLY,
        (Power.ASSIGN, Power.SIGN),
        "labour-novosibirsk:7.4",
    ),
    Transition("reject-no-reply", _UNDER_WAY, None, (Power.ASSIGN, Power.SIGN)),
    Transition("ask-withdrawal", BEFORE_THE_REPLY, None, ()),
    Transition(
        "withdraw",
        BEFORE_THE_REPLY,
        Stage.WITHDRAWN,
        (Power.REGISTER, Power.EXECUTE),
    ),
    Transition(
        "sign-reply", (Stage.ASSIGNED,), Stage.SIGNED, (Power.SIGN,), "economy-novosibirsk:5.2.a"
    ),
    Transition("finish", (Stage.SIGNED,), Stage.ANSWERED, (), "economy-novosibirsk:5.2.b"),
    Transition(
        "record-measure",
        (Stage.ASSIGNED, Stage.SIGNED, Stage.ANSWERED),
        None,
        (Power.EXECUTE,),
        "labour-novosibirsk:27",
    ),
    Transition(
        "keep-promise",
        (Stage.ANSWERED,),
        None,
        (Power.EXECUTE, Power.ASSIGN),
        "economy-novosibirsk:7.2",
    ),
    Transition(
        "put-on-control",
        (Stage.RECEIVED, Stage.REGISTERED, Stage.ASSIGNED, Stage.SIGNED, Stage.ANSWERED),
        None,
        (Power.CONTROL, Power.SIGN, Power.ASSIGN),
        "labour-novosibirsk:28.a",
    ),
    Transition(
        "take-off-control",
        tuple(Stage),
        None,
        (),  # not a power decides, but who put it on: he or his formal substitute
        "labour-novosibirsk:28.a",
    ),
)
_BY_ACT = {transition.act: transition for transition in TRANSITIONS}

ANSWERS = ("reply", "social_reply", "internal_answer", "internal_written_answer")
"""Kinds of deadline by which a case must be answered; which of them a case has depends on its type, form and channel."""
WATCHED = (
    "acknowledgement",
    "registration",
    "reply_internal",
    *ANSWERS,
    "co_executor_part",
    "promise",
)
"""Deadlines that the body must meet in every case; the others only bound acts that may never be needed."""

AFTER_THE_END = ("promise",)
"""Deadlines that outlive the reply: what it promised is watched until the closing letter."""

OPEN_STAGES = (Stage.RECEIVED, Stage.REGISTERED, Stage.ASSIGNED, Stage.SIGNED)
CLOSED_STAGES = (
    Stage.ANSWERED,
    Stage.FORWARDED,
    Stage.NO_REPLY,
    Stage.WITHDRAWN,
    Stage.DISMISSED,
)


def transition(act: str) -> Transition:
    """Return the row of the act; raises KeyError for an act that the table does not know."""
    return _BY_ACT[act]


def allowed(act: str, stage: str, powers: frozenset[str]) -> bool:
    """Whether the table lets somebody with these powers do the act at this stage."""
    row = transition(act)
    return stage in row.sources and (not row.powers or not powers.isdisjoint(row.powers))


@dataclass(frozen=True, slots=True)
class QuestionEntry:
    """A question as the registrar writes it down: its words and the code of its topic."""

    text: str
    topic_code: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """Why an act is refused: the field it belongs to, the sentence for the page, the clause."""

    field: str
    message: str | Promise
    clause: str = ""


def is_identified(came_as: str, identification: str) -> bool:
    """Whether it is known who sent what came in as this type.

    What came through the site without a confirmed identity came in as a message; an appeal was let in with one, or by a
    system that answers for it.
    """
    return bool(identification) or came_as != "message"


def registration_problems(  # noqa: PLR0913 - what is judged has these parts, and they are all named
    profile: Profile,
    *,
    type: str,  # noqa: A002 - the promised word of commands, API and data
    form: str,
    channel: str,
    questions: Sequence[QuestionEntry],
    classifier: Classifier,
    has_touchpoint: bool,
    addressee: str,
    note: str,
    received_on: date,
    identified: bool = True,
    kept_topics: Collection[str] = (),
) -> list[Problem]:
    """Return everything that speaks against registering the case so; empty when nothing does.

    `received_on` is the day of receipt in the body's own zone: a channel is judged by what was valid then. `identified`:
    whether it is known who sent it, as the law wants of appeals through the site. `kept_topics`: codes that the case has
    already, which stay even when the classifier has closed them since.
    """
    problems: list[Problem] = []
    offered = {item.code: item for item in profile.offered_types()}
    if type not in offered:
        problems.append(Problem("type", _("Choose the type of work.")))
    if form not in {"electronic", "written", "oral"}:
        problems.append(Problem("form", _("Choose the form."), "economy-novosibirsk:2.5"))
    problems += _channel_problems(profile, type, channel, received_on, note, identified)
    if not addressee.strip():
        problems.append(
            Problem(
                "addressee", _("Write to whom the client addressed it."), "economy-novosibirsk:8.2"
            )
        )
    if profile.switch("touchpoint_required") and not has_touchpoint:
        problems.append(
            Problem(
                "touchpoint",
                _("Choose the touchpoint from the registry."),
                "economy-novosibirsk:2.7",
            )
        )
    problems += _question_problems(profile, questions, classifier, kept_topics)
    return problems


def _channel_problems(
    profile: Profile, type_code: str, channel: str, received_on: date, note: str, identified: bool
) -> list[Problem]:
    try:
        found, work_type = profile.channel(channel), profile.work_type(type_code)
    except KeyError:
        return [Problem("channel", _("Choose the channel."), "economy-novosibirsk:2.3")]
    if found.takes(work_type, received_on, identified=identified):
        return []
    if work_type.group == "appeal" and not profile.switch("email_appeals_override"):
        return [
            Problem(
                "type",
                _(
                    "The ministry does not register as appeals what came through a channel closed for them. "
                    "Choose another type."
                ),
            )
        ]
    if note.strip():
        return []
    return [
        Problem(
            "note",
            _(
                "By law this channel was no longer a way to send such a case on the day of receipt. "
                "Choose another type, or write the reason for registering it."
            ),
        )
    ]


def _question_problems(
    profile: Profile,
    questions: Sequence[QuestionEntry],
    classifier: Classifier,
    kept: Collection[str],
) -> list[Problem]:
    if not [entry for entry in questions if entry.text.strip()]:
        return [
            Problem("questions", _("Write down at least one question."), "economy-novosibirsk:4.1")
        ]
    problems = []
    for number, entry in enumerate(questions):
        if not entry.topic_code and profile.switch("topic_at_registration"):
            problems.append(
                Problem(
                    f"topic-{number}",
                    _("Choose the topic of the question."),
                    "economy-novosibirsk:9.a",
                )
            )
        elif entry.topic_code not in ("", *kept) and not classifier.has(entry.topic_code):
            problems.append(Problem(f"topic-{number}", _("The classifier has no such topic.")))
    return problems


def outcome_problems(
    profile: Profile,
    *,
    outcome: str,
    promised_on: date | None,
    reason: str,
    today: date,
    last_year: int | None = None,
) -> list[Problem]:
    """Return what is missing for one question to have its outcome (economy-novosibirsk:7).

    `last_year` is the last year that the body's calendar knows: a promise beyond it could not be watched.
    """
    try:
        rule = profile.outcome(outcome)
    except KeyError:
        return [Problem("outcome", _("Choose one of the four outcomes."), "economy-novosibirsk:7")]
    problems = []
    if rule.needs_date and promised_on is None:
        problems.append(
            Problem("promised_on", _("Write by when it will be solved."), rule.clause or "")
        )
    if rule.needs_date and promised_on is not None and promised_on < today:
        problems.append(
            Problem(
                "promised_on", _("The promised date is in the past. Check it."), rule.clause or ""
            )
        )
    if rule.needs_date and promised_on and last_year and promised_on.year > last_year:
        problems.append(
            Problem("promised_on", _("Check the year of the promise."), rule.clause or "")
        )
    if rule.needs_reason and not reason.strip():
        problems.append(Problem("reason", _("Write the reason in plain words."), rule.clause or ""))
    return problems
