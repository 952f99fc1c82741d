"""The client rates the reply; the quarter's form counts it."""

from datetime import timedelta
from random import Random

from otklik import regulations
from otklik.analytics import actions as analytics
from otklik.analytics import files as analytics_files
from otklik.analytics import queries as analysis
from otklik.demo.feedback import Mood, say
from otklik.demo.tour.story import Story
from otklik.demo.tour.telling import Telling
from otklik.replies.models import LetterVersion
from otklik.staff.calendars import zone
from otklik.surveys import actions as surveys
from otklik.surveys import queries as survey_queries


def rated(story: Story, version: LetterVersion) -> None:
    """Answer the questionnaire to which the letter's QR code leads."""
    telling, at = story.telling, story.when.answered
    url = str(version.content["mark"]["url"])
    telling.step(
        "The client follows the QR code of the letter and answers the questionnaire; no join leads back to him",
        "economy-novosibirsk:10.2.b",
        "economy-novosibirsk:app1:form",
        "economy-novosibirsk:app1:q8",
    )
    telling.say(f"survey address in the QR code: {url}")
    invitation = survey_queries.invitation_of(url.rpartition("/")[2])
    asked = survey_queries.opening(story.house.body, invitation=invitation)
    day = at.astimezone(zone(story.house.body)).date()
    rng = Random(1)  # noqa: S311 - the same scores in every tour
    given = say(
        asked,
        Mood(happy=True, late=False, refused=False),
        rng,
        day=day,
        replied_on=story.when.signed.date(),
    )
    checked = surveys.check(asked, given, at=at)
    answer = surveys.answer(asked, checked.values, at=at)
    for question in asked.questionnaire.questions:
        value = answer.values.get(str(question.code))
        if value is not None and question.kind in {"scale", "single-choice"}:
            telling.say(
                f"    {question.number}({question.code}) {question.wording}: {_said(question, value)}"
            )
    telling.say(
        f"satisfied: {'yes' if answer.satisfied else 'no'}; the link is used up and opens no second answer"
    )


def _said(question: regulations.Question, value: object) -> str:
    return next((option.text for option in question.options if option.number == value), str(value))


def reported(story: Story) -> None:
    """Approve the form of the quarter and keep its three files."""
    telling, house, quarter = story.telling, story.house, story.when.quarter
    telling.step(
        f"After the quarter {quarter} the head of the unit approves the form of appendix 2",
        "economy-novosibirsk:13",
        "economy-novosibirsk:app2:head",
        "economy-novosibirsk:app2:sign",
    )
    opened = quarter.bounds(zone(house.body))[1] + timedelta(minutes=5)
    form = analytics.open_form(house.unit, quarter, at=opened)
    form = analytics.approve_form(form, by=house.head, at=story.when.approved)
    figures = analysis.figures(form)
    for row in (*figures.rows, figures.total):
        telling.say(
            f"{row.process_group} / {row.channel_kind or '-'} / {row.source or '-'}: clients {row.clients}, "
            f"answers {row.respondents}, satisfied {row.satisfied} ({row.satisfaction_level} %)"
        )
    for kind in ("xlsx", "pdf", "docx"):
        telling.keep(
            f"06-form-{quarter}.{kind}", analytics_files.unit_form_file(form, figures, kind).data
        )


def summary(telling: Telling) -> None:
    """Tell which step honoured which clauses."""
    telling.write("")
    telling.write(
        f"{telling.steps} steps, {len(telling.files)} files in {telling.out}, {len(telling.clauses)} clauses honoured:"
    )
    by_step: dict[int, list[str]] = {}
    for clause, step in telling.clauses.items():
        by_step.setdefault(step, []).append(clause.partition(":")[2])
    for step, clauses in by_step.items():
        telling.write(f"  step {step:2}: {', '.join(clauses)}")
