"""What happens to cases on their way and around them, in the last weeks of the invented life."""

from collections.abc import Sequence

from otklik.demo.events import rooms, rounds
from otklik.demo.events.days import Days
from otklik.demo.events.plots import PLOTS
from otklik.demo.events.scene import Scene
from otklik.demo.events.stories import Story, stories
from otklik.demo.present import Present

__all__ = ["Days", "Story", "plan", "stories"]


def plan(present: Present, told: Sequence[Story], days: Days) -> None:
    """Put into the queue what happens to the cases of the stories, in the rooms, and in control."""
    for story in told:
        PLOTS[story.kind](Scene(present, days, story.life))
    rooms.plan(present, days)
    rounds.plan(present, days)
