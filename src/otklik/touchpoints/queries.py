"""Reading the touchpoint registry."""

from django.db.models import QuerySet

from otklik.staff.models import Body
from otklik.touchpoints.models import RegistryVersion, Touchpoint


def in_force(body: Body) -> RegistryVersion | None:
    """Return the published version of the body's registry, or None when there is none yet."""
    return RegistryVersion.objects.filter(body=body, state=RegistryVersion.State.PUBLISHED).first()


def touchpoints_of(body: Body) -> QuerySet[Touchpoint]:
    """Return the touchpoints of the registry in force, in its order."""
    return Touchpoint.objects.filter(
        version__body=body, version__state=RegistryVersion.State.PUBLISHED
    ).order_by("position", "id")
