"""The story: a letter arrives, becomes a case, is answered, rated, and counted in the quarter's form."""

import tomllib
from datetime import datetime
from importlib.resources import files

from otklik import regulations
from otklik.demo.tour.answering import approved, assigned, considered, delivered, signed, written
from otklik.demo.tour.arriving import arrives, deadlines, registered
from otklik.demo.tour.calendar import moments
from otklik.demo.tour.counting import rated, reported, summary
from otklik.demo.tour.people import build
from otklik.demo.tour.story import Story
from otklik.demo.tour.telling import Telling
from otklik.messages import mail
from otklik.staff.calendars import unedited_calendar


def tell(raw: bytes, telling: Telling, *, now: datetime) -> None:
    """Do the whole job for one letter (its bytes) in the empty installation of this process.

    Raises NotUnderstood for a letter out of which no case can be made.
    """
    words = tomllib.loads(files("otklik.demo").joinpath("data", "tour.toml").read_text("utf-8"))
    letter = mail.parse(raw)
    when = moments(unedited_calendar(regulations.profile(words["body"])), letter.date, now)
    story = Story(telling, words, build(words["body"], when.received), when, letter)
    telling.write(
        f"{story.profile.name.full} ({words['body']}); people and events of the tour are invented."
    )
    case = arrives(story, raw)
    case = registered(story, case)
    deadlines(story, case)
    case = assigned(story, case)
    considered(story, case)
    version = written(story, case)
    approved(story, version)
    version = signed(story, version)
    delivered(story, version)
    rated(story, version)
    reported(story)
    summary(telling)
