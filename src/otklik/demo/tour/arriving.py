"""The letter arrives, is registered and acknowledged; its deadlines are told."""

from datetime import timedelta

from otklik import regulations, worktime
from otklik.cases import actions as cases
from otklik.cases import jobs as case_jobs
from otklik.cases import queries as case_queries
from otklik.cases.models import Case
from otklik.cases.rules import QuestionEntry
from otklik.demo.tour.story import NotUnderstood, Story, send
from otklik.intake import actions as intake
from otklik.intake.guessing import fields_of
from otklik.intake.rules import type_of_mail
from otklik.intake.submission import Unacceptable, read
from otklik.messages import actions as messages
from otklik.messages.models import Receipt
from otklik.staff.calendars import zone
from otklik.touchpoints.queries import touchpoints_of

QUESTIONS_MAX = 3
READABLE_BY_A_PERSON = frozenset({"damaged", "incomplete"})


def arrives(story: Story, raw: bytes) -> Case:
    """Store the letter, deliver it once more, take it in; raises NotUnderstood when it would be held."""
    telling, body, at = story.telling, story.house.body, story.when.received
    telling.step(
        "A letter arrives and is stored whole before anybody looks into it",
        "economy-novosibirsk:12.4",
    )
    telling.keep("01-letter.eml", raw)
    receipt = messages.accept_mail(body, raw, mailbox=body.mailbox, received_at=at).receipt
    telling.say(
        f"received: {story.moment(at)}; receipt {receipt.tracking_code}, SHA-256 {receipt.fingerprint[:16]}…"
    )
    telling.say(
        f"from: {story.letter.sender_name} <{story.letter.sender_address}>; subject: {story.letter.subject}"
    )
    for file in story.letter.attachments:
        telling.say(f"attachment: {file.name} ({len(file.data)} bytes)")
    again = messages.accept_mail(
        body, raw, mailbox=body.mailbox, received_at=at + timedelta(seconds=30)
    )
    telling.say(
        f"delivered once more: {'a second receipt' if again.new else 'the same receipt, nothing doubled'}"
    )
    case = intake.take_in(receipt, at=at + timedelta(minutes=1))
    if case is None:
        return _placed_by_hand(story, receipt)
    _notice(story, case)
    return case


def _placed_by_hand(story: Story, receipt: Receipt) -> Case:
    """Let the registrar read a letter that waits in the holding pen; raises NotUnderstood if nobody could."""
    receipt.refresh_from_db()
    reason = f"{receipt.held_reason} {receipt.held_note}".strip()
    telling = story.telling
    if receipt.held_reason not in READABLE_BY_A_PERSON:
        raise NotUnderstood(reason)
    telling.step("The letter could not be understood by itself and waits in the holding pen")
    telling.say(f"reason: {reason}")
    values = fields_of(receipt) | {"type": type_of_mail(story.profile, story.when.received.date())}
    try:
        submission = read(values)
    except Unacceptable as refusal:
        raise NotUnderstood(f"{reason}: {' '.join(refusal.errors.values())}") from None
    telling.say(
        f"the registrar reads it and places it by hand: {submission.name or submission.email}"
    )
    at = story.when.received + timedelta(minutes=20)
    return intake.place_by_hand(receipt, submission, by=story.house.registrar, at=at)


def _notice(story: Story, case: Case) -> None:
    telling = story.telling
    if case.type != "message":
        telling.step(
            "On that day an appeal could be sent by plain e-mail: it enters as one",
            "economy-novosibirsk:2.5",
        )
        telling.say(f"type: {case.type}, channel: {case.channel}")
        return
    telling.step(
        "Plain e-mail is no way to file an appeal any more: an incoming message, and a polite notice"
    )
    telling.say("asked for by the law: 547-ФЗ of 28.12.2024, in force since 30.03.2025")
    sent = send(
        story, case, "channel-notice", story.when.received + timedelta(minutes=2), "02-notice.eml"
    )
    if sent is None:
        telling.say("no notice: the sender is a machine, or has had one today")
    else:
        telling.quote(sent.text)


def registered(story: Story, case: Case) -> Case:
    """Let the registrar say what the letter is, and register it."""
    telling, house, at = story.telling, story.house, story.when.registered
    type_code, note = _what_it_is(story)
    telling.step(
        "The registrar decides what it is and registers it: questions, topics, touchpoint, number",
        "economy-novosibirsk:2.5",
        "economy-novosibirsk:2.7",
        "economy-novosibirsk:4.1",
        "economy-novosibirsk:9.a",
    )
    texts = _questions(story, case)
    topic = _topic(story)
    points = list(touchpoints_of(house.body))
    point = next((row for row in points if row.channel == "email"), points[0])
    case = cases.register(
        case,
        by=house.registrar,
        type=type_code,
        form="electronic",
        channel="email",
        questions=[QuestionEntry(text, topic) for text in texts],
        addressee=story.profile.name.full,
        summary=case.summary or str(story.words["summary_default"]),
        touchpoint=point,
        note=note,
        at=at,
    )
    telling.say(
        f"number {case.number}, {story.profile.work_type(type_code).label}, registered {story.moment(at)}"
    )
    telling.say(
        f"reason noted: {note}"
        if note
        else "no reason needed: a request by 8-ФЗ may still come by e-mail"
    )
    telling.say(f"touchpoint: {point.name} ({point.process})")
    title = regulations.classifier().topic(topic).title
    for number, text in enumerate(texts, 1):
        telling.say(f"question {number}: «{text}», topic {topic} {title}")
    _acknowledged(story, case)
    return case


def _what_it_is(story: Story) -> tuple[str, str]:
    said = f"{story.letter.subject} {story.letter.text}".casefold()
    if any(words in said for words in story.words["information"]):
        return "information-request", ""
    taken = story.profile.channel("email").takes(
        story.profile.work_type("application"),
        story.when.received.astimezone(zone(story.house.body)).date(),
    )
    return "application", "" if taken else str(story.words["note_reason"])


def _questions(story: Story, case: Case) -> list[str]:
    """The system suggests questions; the registrar keeps those that ask something."""
    suggested = [question.text for question in case.questions.all()]
    asking = [text for text in suggested if text.endswith("?")] or suggested
    return asking[:QUESTIONS_MAX] or [case.summary or str(story.words["summary_default"])]


def _topic(story: Story) -> str:
    said = f"{story.letter.subject} {story.letter.text}".casefold()
    for row in story.words["topics"]:
        if any(word in said for word in row["words"]):
            return str(row["code"])
    return str(story.words["topic_default"])


def _acknowledged(story: Story, case: Case) -> None:
    telling = story.telling
    telling.step(
        "The acknowledgement goes out by itself, with the date of the reply",
        "economy-novosibirsk:5.1.a",
        "economy-novosibirsk:5.1.b",
        "economy-novosibirsk:5.1.c",
    )
    sent = send(
        story,
        case,
        "acknowledgement",
        story.when.registered + timedelta(minutes=1),
        "03-acknowledgement.eml",
    )
    if sent is not None:
        telling.quote(sent.text)
    case_jobs.note_sent_acknowledgements()


def deadlines(story: Story, case: Case) -> None:
    """Tell every deadline with the steps of its computation."""
    telling = story.telling
    telling.step(
        "The deadlines, each with «почему эта дата»",
        "economy-novosibirsk:5.1.a",
        "economy-novosibirsk:5.2.a",
    )
    for row in case_queries.deadlines_of(case):
        source = row.clause or row.basis or "set by the ministry"
        met = ", met" if row.met_at else ""
        telling.say(f"{row.kind}: {story.moment(row.due)} ({source}{met})")
        for step in row.steps:
            telling.say(f"    {worktime.describe(worktime.Step.from_json(step))}")
