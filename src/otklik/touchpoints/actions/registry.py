"""Writing the touchpoint registry."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from otklik.journal import actions as journal
from otklik.journal.actors import system
from otklik.staff.models import Body
from otklik.staff.profiles import profile_of
from otklik.touchpoints.models import RegistryVersion, Touchpoint


@transaction.atomic
def install_seed(body: Body, *, at: datetime | None = None) -> RegistryVersion:
    """Give the body the first version of its registry from the profile, or return the one in force."""
    present = RegistryVersion.objects.filter(
        body=body, state=RegistryVersion.State.PUBLISHED
    ).first()
    if present is not None:
        return present
    moment = at or timezone.now()
    seed = profile_of(body).touchpoints
    version = RegistryVersion.objects.create(
        body=body,
        number=1,
        state=RegistryVersion.State.PUBLISHED,
        order_number=seed.approving_order,
        published_at=moment,
        is_sample=seed.sample,
    )
    directions = {direction.code: direction.label for direction in seed.directions}
    Touchpoint.objects.bulk_create(
        Touchpoint(
            version=version,
            code=f"tp-{position}",
            group=str(row.group),
            direction=directions[row.direction],
            process=row.process,
            name=row.touchpoint,
            interaction=row.interaction,
            features=row.features,
            is_digital=row.kind == "digital",
            channel=row.channel,
            needs=[str(need) for need in row.needs],
            position=position,
        )
        for position, row in enumerate(seed.rows, 1)
    )
    journal.write(
        "touchpoints.install",
        f"registry:{version.pk}",
        actor=system("install"),
        body=body.code,
        at=moment,
    )
    return version
