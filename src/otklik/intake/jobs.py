"""Background work of the room."""

from otklik.intake.actions import take_in
from otklik.messages.queries import receipts_to_place

BATCH = 50


def take_in_receipts(limit: int = BATCH) -> int:
    """Take in what has arrived, oldest first; returns how many receipts were looked at.

    A receipt that fails does not stop the next one.
    """
    receipts = receipts_to_place(limit)
    for receipt in receipts:
        take_in(receipt)
    return len(receipts)
