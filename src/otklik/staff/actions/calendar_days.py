"""Writing the working calendar: days, swaps, the decree of a year."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import transaction

from otklik.journal import actions as journal
from otklik.journal.actors import Actor
from otklik.staff import calendars
from otklik.staff.calendars import DayRow
from otklik.staff.edits import CalendarEdit, changes_nothing
from otklik.staff.models import Body, CalendarDay, DecreedYear


@transaction.atomic
def make_calendar_edit(
    edit: CalendarEdit, *, by: Actor, home: Body | None = None, at: datetime | None = None
) -> bool:
    """Make the edit; False, and no journal entry, when the calendar says all this already.

    `home` is the body in whose journal an edit for all bodies stands: that of whoever makes it.
    The open deadlines follow in the background (`cases.jobs.recompute_deadlines`). Two edits at once: the later one
    holds, day by day.
    """
    if changes_nothing(edit):
        return False
    if edit.decreed is not None:
        kept = CalendarDay.objects.filter(body=None, date__year=edit.decreed)
        kept.exclude(date__in=edit.rows).delete()
        DecreedYear.objects.update_or_create(year=edit.decreed, defaults={"act": edit.decree})
    gone = [day for day, row in edit.rows.items() if row is None]
    CalendarDay.objects.filter(body=edit.body, date__in=gone).delete()
    _keep(edit.body, [row for row in edit.rows.values() if row is not None])
    journal.write(
        edit.act,
        f"year:{edit.decreed}" if edit.decreed else f"day:{min(edit.rows).isoformat()}",
        actor=by,
        body=owner.code if (owner := edit.body or home) else "",
        at=at,
        **_told(edit),
    )
    transaction.on_commit(calendars.forget)
    return True


def set_calendar_day(
    day: date, kind: str, *, body: Body | None, note: str, by: Actor, at: datetime | None = None
) -> CalendarDay:
    """Enter or correct one day of the calendar, for one body or (body None) for all."""
    edit = CalendarEdit("staff.calendar-day", {day: DayRow(day, kind, note)}, body)
    make_calendar_edit(edit, by=by, at=at)
    return CalendarDay.objects.get(body=body, date=day)


def _keep(body: Body | None, rows: Iterable[DayRow]) -> None:
    for row in rows:
        CalendarDay.objects.update_or_create(
            body=body,
            date=row.day,
            defaults={
                "kind": row.kind,
                "note": row.note,
                "swapped_with": row.swapped_with,
                "holiday": row.holiday,
            },
        )


def _told(edit: CalendarEdit) -> dict[str, Any]:
    """The details for the journal: the days of a small edit, the act of a year."""
    if edit.act == "staff.enter-decree":
        years = edit.decreed or min((day.year for day in edit.rows), default=0)
        return {"year": years, "decree": edit.decree, "days": len(edit.rows)}
    rows = [
        {
            "date": f"{day:%d.%m.%Y}",
            "kind": row.kind if row else "",
            "note": row.note if row else "",
        }
        for day, row in sorted(edit.rows.items())
    ]
    return {"days": ", ".join(str(row["date"]) for row in rows), "rows": rows}
