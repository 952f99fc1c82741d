"""The past of a body: thousands of rows computed by the same rules as in life, written at once."""

from collections.abc import Sequence

from otklik.cases.models import Case, RegisterCounter
from otklik.demo.content import MARK
from otklik.demo.history import acts, letters, rows
from otklik.demo.history.past import BATCH, Past
from otklik.demo.history.rows import receipt_of
from otklik.demo.lives import Life
from otklik.demo.staffing import Crew
from otklik.journal.models import Entry
from otklik.staff.models import Body
from otklik.staff.profiles import profile_of

__all__ = ["receipt_of", "write"]


def write(body: Body, crew: Crew, lives: Sequence[Life]) -> dict[str, Case]:
    """Write the lives; returns the case of each tracking code. Registration numbers follow the moments."""
    past = Past(body, crew, profile_of(body), MARK)
    rows.clients(past, lives)
    numbers = rows.numbers(past, lives)
    cases = {life.code: rows.case_of(past, life, numbers.get(life.code, "")) for life in lives}
    Case.objects.bulk_create(cases.values(), batch_size=BATCH)
    rows.link_earlier(lives, cases)
    rows.receipts(past, lives, cases)
    rows.questions(past, lives, cases)
    rows.deadlines(lives, cases)
    rows.assignments(past, lives, cases)
    letters.acknowledgements(past, lives, cases)
    letters.replies_of(past, [life for life in lives if life.delivered], cases)
    for life in lives:
        acts.note_acts(past, life, cases[life.code])
    Entry.objects.bulk_create(sorted(past.entries, key=lambda entry: entry.at), batch_size=BATCH)
    RegisterCounter.objects.bulk_create(
        RegisterCounter(body=body, register=register, year=year, last=last)
        for (register, year), last in sorted(past.counters.items())
    )
    return cases
