"""The knowledge base of each body: templates with their versions and use, typical questions, situations, a material."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Any

from otklik.cases.models import Case, Stage
from otklik.demo.content import Kit, guidance
from otklik.demo.staffing import Crew
from otklik.knowledge.actions.moving import reviewed
from otklik.knowledge.models import (
    Material,
    ReplyTemplate,
    TemplateReport,
    TemplateUse,
    TemplateVersion,
    TypicalQuestion,
)
from otklik.regulations import profile
from otklik.staff.models import Body
from otklik.touchpoints.models import LifeSituation, Solution
from otklik.touchpoints.queries import touchpoints_of

OLD, NEW = timedelta(days=260), timedelta(days=30)
"""The first template is older than the term of review: it asks to be checked."""
USES = (2, 7)
"""So many uses has a template of the demonstration, from and below."""
HELPED_OF_TEN = 8


def write(body: Body, crew: Crew, kit: Kit, *, period: str, at: datetime, rng: Random) -> None:
    """Write the body's knowledge base; its material is of the quarter `period` (`2026Q3`)."""
    words = guidance()
    answered = list(Case.objects.filter(body=body, stage=Stage.ANSWERED).order_by("pk")[:200])
    for number, row in enumerate(kit.templates):
        template = _template(body, crew, row, at - (OLD if number == 0 else NEW), words)
        _uses(template, crew, answered, at, rng)
        if number == 1:
            _reported(template, crew, words, at)
    _questions(body, crew, words[body.code]["questions"], at)
    _situations(body, crew, words[body.code]["situations"], at)
    for_clients = profile(body.profile).switch("material_for_clients")
    Material.objects.create(
        body=body,
        title=kit.material["title"],
        text=kit.material["text"],
        period=period,
        audience=Material.Audience.CLIENTS if for_clients else Material.Audience.EMPLOYEES,
        created_at=at,
        author=crew.office,
    )


def _template(body: Body, crew: Crew, row: Any, at: datetime, words: Any) -> ReplyTemplate:
    """A template in its second version; the first was wordier."""
    owner = crew.office
    template = ReplyTemplate(
        body=body,
        title=row["title"],
        text=row["text"],
        topic_code=row.get("topic_code", ""),
        version=2,
        updated_at=at,
        owner=owner,
    )
    reviewed(template, body, at)
    template.save()
    first = words["notes"]["earlier"] + row["text"]
    TemplateVersion.objects.bulk_create(
        TemplateVersion(
            template=template,
            number=number,
            title=template.title,
            text=text,
            topic_code=template.topic_code,
            made_at=made,
            made_by=owner,
        )
        for number, text, made in ((1, first, at - timedelta(days=14)), (2, template.text, at))
    )
    return template


def _uses(
    template: ReplyTemplate, crew: Crew, answered: Sequence[Case], at: datetime, rng: Random
) -> None:
    people = [person for unit in crew.executors.values() for person in unit]
    chosen = rng.sample(answered, min(rng.randrange(*USES), len(answered)))
    TemplateUse.objects.bulk_create(
        TemplateUse(
            template=template,
            version=template.version,
            about=case.ref,
            by=case.executor or rng.choice(people),
            at=at - timedelta(days=rng.randrange(1, 20)),
            helped=rng.randrange(10) < HELPED_OF_TEN,
        )
        for case in chosen
    )


def _reported(template: ReplyTemplate, crew: Crew, words: Any, at: datetime) -> None:
    TemplateReport.objects.create(
        template=template,
        version=template.version,
        note=words["notes"]["report"],
        by=crew.operator,
        at=at + timedelta(days=10),
    )


def _questions(body: Body, crew: Crew, rows: Sequence[Any], at: datetime) -> None:
    TypicalQuestion.objects.bulk_create(
        TypicalQuestion(body=body, updated_at=at, owner=crew.office, **row) for row in rows
    )


def _situations(body: Body, crew: Crew, rows: Sequence[Any], at: datetime) -> None:
    """Published situations; each solution leads to the next touchpoints of the registry."""
    codes = [row.code for row in touchpoints_of(body)]
    taken = 0
    for position, row in enumerate(rows, 1):
        situation = LifeSituation.objects.create(
            body=body,
            title=row["title"],
            text=row["text"],
            state=LifeSituation.State.PUBLISHED,
            position=position,
            updated_at=at,
            updated_by=crew.office,
        )
        for place, solution in enumerate(row["solutions"], 1):
            Solution.objects.create(
                situation=situation,
                position=place,
                touchpoints=codes[taken : taken + 2],
                **solution,
            )
            taken += 1
