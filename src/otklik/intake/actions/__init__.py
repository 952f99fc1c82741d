"""All writes of the room: what arrived is stored, becomes a case, or waits for a person."""

from otklik.intake.actions.filing import enter, submit
from otklik.intake.actions.sorting import attach, dismiss, open_file, place_by_hand, release
from otklik.intake.actions.taking_in import take_in

__all__ = [
    "attach",
    "dismiss",
    "enter",
    "open_file",
    "place_by_hand",
    "release",
    "submit",
    "take_in",
]
