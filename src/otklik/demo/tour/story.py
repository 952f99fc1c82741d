"""What the steps of the tour hand on to each other."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from otklik import regulations, worktime
from otklik.cases.models import Case
from otklik.demo.tour.calendar import Moments
from otklik.demo.tour.people import House
from otklik.demo.tour.telling import Telling
from otklik.messages import actions as messages
from otklik.messages.mail import ParsedMail
from otklik.messages.models import Outgoing
from otklik.staff.calendars import zone
from otklik.staff.profiles import profile_of


class NotUnderstood(Exception):  # noqa: N818 - what happened to the letter
    """The letter waits in the holding pen; the reason is one line."""


@dataclass(slots=True)
class Story:
    """What the steps hand on to each other."""

    telling: Telling
    words: Mapping[str, Any]
    house: House
    when: Moments
    letter: ParsedMail

    @property
    def profile(self) -> regulations.Profile:
        """The rules of the body."""
        return profile_of(self.house.body)

    def moment(self, at: datetime) -> str:
        """Return a moment in the body's own time, as Russian pages say it."""
        return worktime.say_moment(at.astimezone(zone(self.house.body)))


def send(story: Story, case: Case, kind: str, at: datetime, name: str) -> Outgoing | None:
    """Deliver what is due and keep the message of that kind as a file; None when there is none."""
    messages.deliver_due(at)
    found: Sequence[Outgoing] = list(
        Outgoing.objects.filter(about=case.ref, kind=kind).order_by("id")
    )
    if not found:
        return None
    message = found[-1]
    for path in sorted(Path(settings.MAIL_FOLDER).glob(f"{message.pk:08d}-*.eml")):
        story.telling.keep(name, path.read_bytes())
    return message
