"""The control of the last weeks, as the background work would have done it in those mornings."""

from datetime import datetime, timedelta
from functools import partial

from otklik.control.actions import lists
from otklik.control.actions.sweeping import sweep
from otklik.demo.events.days import Days
from otklik.demo.present import Present
from otklik.messages import actions as messages
from otklik.staff.calendars import today

LISTED = 11
"""The weekly lists of so many last working days: those of two weeks and of this one."""
ROUNDS = (6, 1)
"""The mornings on which everybody was told his terms and news: the last one, and one before it to begin from."""
AFTER_THE_OPENING = 10
AT_ONCE = 150
"""So many letters to employees are sent after a round; they land in the folder of training mail."""


def plan(present: Present, days: Days) -> None:
    """Put the lists and the rounds into the queue, each in the first minutes of its working day."""
    for back in range(LISTED, 0, -1):
        act = partial(_round if back in ROUNDS else _lists, present)
        present.at(days.at(back, AFTER_THE_OPENING), act)


def _lists(present: Present, at: datetime) -> None:
    if lists.make_due(present.body, today(present.body, at), at):
        messages.deliver_due(at + timedelta(minutes=1), limit=AT_ONCE)


def _round(present: Present, at: datetime) -> None:
    if sweep(present.body, at):
        messages.deliver_due(at + timedelta(minutes=1), limit=AT_ONCE)
