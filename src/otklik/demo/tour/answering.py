"""The case is assigned and considered; the letter is written, signed and delivered."""

from datetime import date, datetime, timedelta

from otklik.cases import actions as cases
from otklik.cases import queries as case_queries
from otklik.cases.models import Case, Question
from otklik.demo.content import MARK
from otklik.demo.tour.story import Story, send
from otklik.messages import storage
from otklik.replies import actions as replies
from otklik.replies import route
from otklik.replies.models import Approval, LetterVersion
from otklik.staff.calendars import calendar_of, zone


def assigned(story: Story, case: Case) -> Case:
    """Give the case to its executor."""
    telling, house = story.telling, story.house
    telling.step(
        "The head gives it to one responsible executor and confirms the topics",
        "economy-novosibirsk:6.1",
        "economy-novosibirsk:9.b",
    )
    case = cases.assign(
        case,
        by=house.head,
        unit=house.unit,
        executor=house.executor,
        topics={question.pk: question.topic_code for question in case.questions.all()},
        instruction=str(story.words["instruction"]),
        at=story.when.assigned,
    )
    telling.say(
        f"{house.head} → {house.executor}, {house.unit.name}, {story.moment(story.when.assigned)}"
    )
    telling.say(f"instruction: «{story.words['instruction']}»")
    return case


def considered(story: Story, case: Case) -> None:
    """Choose the outcome of each question."""
    telling, at = story.telling, story.when.considered
    telling.step(
        "The executor considers each question and chooses its outcome", "economy-novosibirsk:7"
    )
    for question in case.questions.all():
        outcome, _text = answer_to(story, question)
        rule = story.profile.outcome(outcome)
        cases.consider(
            question,
            by=story.house.executor,
            outcome=outcome,
            promised_on=_promise(story, at) if rule.needs_date else None,
            reason="нет законных оснований" if rule.needs_reason else "",
            at=at,
        )
        telling.say(
            f"question {question.position}: {rule.label} ({rule.clause or 'set by the ministry'})"
        )


def _promise(story: Story, at: datetime) -> date:
    calendar = calendar_of(story.house.body)
    return calendar.working_day_on_or_after(
        at.astimezone(calendar.zone).date() + timedelta(days=30)
    )


def answer_to(story: Story, question: Question) -> tuple[str, str]:
    """Return the outcome and the text that fit the question's words."""
    said = question.text.casefold()
    for row in story.words["answers"]:
        if all(word in said for word in row["words"]):
            return str(row["outcome"]), str(row["text"])
    raise LookupError("the last answer has no words and fits every question")


def written(story: Story, case: Case) -> LetterVersion:
    """Write the letter and freeze it as a version."""
    telling, by = story.telling, story.house.executor
    telling.step(
        "The executor writes the reply and sends it for signature: a frozen version with its hash",
        "economy-novosibirsk:4.1",
        "economy-novosibirsk:8.1.a",
        "economy-novosibirsk:8.2",
    )
    reply = replies.start(case, by=by, at=story.when.considered)
    answers = {str(question.pk): answer_to(story, question)[1] for question in case.questions.all()}
    draft = reply.draft | {"answers": answers, "closing": f"{story.words['closing']}\n{MARK}"}
    reply = replies.save(
        reply, by=by, draft=draft, revision=reply.revision, at=story.when.considered
    )
    version = replies.submit(reply, by=by, at=story.when.submitted)
    telling.quote(f"{reply.draft['salutation']}\n{reply.draft['opening']}")
    telling.say(f"version {version.number}, SHA-256 {version.sha256}")
    return version


def approved(story: Story, version: LetterVersion) -> None:
    """Let everybody approve the version in his turn, as the route of the body says."""
    telling = story.telling
    telling.step(
        "The letter goes to those who approve it, in order; each decision binds to the hash"
    )
    at = story.when.submitted + (story.when.signed - story.when.submitted) / 2
    for step in route.steps_of(version):
        if step.state == Approval.State.WAITING:
            replies.approve(version, by=step.approver, sha256=version.sha256, at=at)
            telling.say(f"{step.label}: {step.approver}, {story.moment(at)}")
        else:
            telling.say(f"{step.label}: {step.note}")


def signed(story: Story, version: LetterVersion) -> LetterVersion:
    """Sign the version and keep its two files."""
    telling, signer = story.telling, story.house.signer
    telling.step(
        "The signer signs exactly this version; PDF and DOCX carry the same words",
        "economy-novosibirsk:8.3.b",
        "economy-novosibirsk:10.2.a",
        "economy-novosibirsk:10.3.a",
    )
    reply = replies.sign(version, by=signer, sha256=version.sha256, at=story.when.signed)
    version.refresh_from_db()
    telling.say(
        f"{signer}, {signer.post}: letter № {reply.number}, {story.moment(story.when.signed)}"
    )
    for name, stored in (("04-reply.pdf", version.pdf), ("04-reply.docx", version.docx)):
        if stored is not None:
            telling.keep(name, storage.read(stored))
    return version


def delivered(story: Story, version: LetterVersion) -> None:
    """Send the letter and close the case."""
    telling, case = story.telling, version.reply.case
    telling.step(
        "The letter goes out through the client's channel; only then the case is answered",
        "economy-novosibirsk:5.2.a",
        "economy-novosibirsk:5.2.b",
    )
    at = story.when.signed + timedelta(minutes=3)
    sent = send(story, case, "reply", at, "05-reply.eml")
    if sent is not None:
        telling.say(
            f"to: {sent.address}; subject: {sent.subject}; files: {', '.join(file.name for file in sent.files.all())}"
        )
    replies.finish_delivered(version.reply, at=at)
    case.refresh_from_db()
    telling.say(f"stage: {case.get_stage_display()}")
    for entry in reversed(case_queries.history_of(case)):
        telling.say(
            f"    {entry.at.astimezone(zone(case.body)):%d.%m.%Y %H:%M}  {entry.act:24} {entry.clause}"
        )
