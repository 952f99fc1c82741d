"""Reply templates and a material of each body."""

from datetime import datetime

from otklik.demo.content import Kit
from otklik.demo.staffing import Crew
from otklik.knowledge.models import Material, ReplyTemplate
from otklik.staff.models import Body


def write(body: Body, crew: Crew, kit: Kit, *, period: str, at: datetime) -> None:
    """Write the body's templates and its material for the quarter (`2026Q3`)."""
    ReplyTemplate.objects.bulk_create(
        ReplyTemplate(
            body=body,
            title=row["title"],
            text=row["text"],
            topic_code=row.get("topic_code", ""),
            updated_at=at,
            owner=crew.office,
        )
        for row in kit.templates
    )
    Material.objects.create(
        body=body,
        title=kit.material["title"],
        text=kit.material["text"],
        period=period,
        created_at=at,
        author=crew.office,
    )
