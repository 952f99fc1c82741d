"""`otklik calendar`: read the calendar of a year from its published file, or show a year."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from otklik import regulations, worktime
from otklik.cases.recount_queries import Foreseen, foreseen
from otklik.journal.actors import system
from otklik.staff import actions as staff
from otklik.staff import edits
from otklik.staff.calendars import calendar_of
from otklik.staff.edits import CalendarEdit
from otklik.staff.models import Body

LONGEST = 1_000_000
"""Bytes; the file of a year has a few thousand."""


class Command(BaseCommand):
    """Read the decree of a year, or print the days and hours of one."""

    help = "Import the published calendar of a year (CSV or XML), or show a year."

    def add_arguments(self, parser: Any) -> None:
        """Take the action and its own options."""
        actions = parser.add_subparsers(dest="action", required=True)
        reading = actions.add_parser(
            "import", help="read the year's calendar from its published file"
        )
        reading.add_argument("file", type=Path)
        reading.add_argument("--year", type=int, help="of a file with several years")
        reading.add_argument("--body", help="only for this body, as the calendar of its region")
        reading.add_argument("--decree", default="", help="the act, for the record")
        reading.add_argument(
            "--preview", action="store_true", help="only say what would change; store nothing"
        )
        reading.add_argument("--json", action="store_true")
        showing = actions.add_parser("show", help="print the working days and hours of a year")
        showing.add_argument("year", type=int)
        showing.add_argument("--body", help="all bodies without it")
        showing.add_argument("--json", action="store_true")
        for one in (reading, showing):
            one.add_argument(
                "--data", help="folder of the installation (default: OTKLIK_DATA, or var)"
            )

    def handle(self, *args: Any, **options: Any) -> None:
        """Do the action; wrong input ends with one line and exit code 2."""
        del args
        try:
            if options["action"] == "import":
                self._import(options)
            else:
                self._show(options)
        except worktime.CalendarError as error:
            raise CommandError(str(error), returncode=2) from None

    def _import(self, options: dict[str, Any]) -> None:
        text = worktime.decode_published(_content(options["file"]))
        body = _body(options["body"]) if options["body"] else None
        if not Body.objects.exists():
            raise CommandError("no body is installed; run otklik install", returncode=2)
        edit = edits.decree_edit(
            text,
            year=options["year"],
            decree=options["decree"] or options["file"].name,
            body=body,
        )
        moves = [foreseen(one, edit.calendar(one)) for one in edit.bodies]
        doubt, changed = edits.doubts(edit), edits.changes(edit, edit.bodies[0])
        stored = not options["preview"] and staff.make_calendar_edit(edit, by=system("calendar"))
        if doubt:
            self.stderr.write(doubt)
        if options["json"]:
            self._write_json(edit, changed, moves, stored)
        else:
            self._write_text(edit, changed, moves, stored, preview=options["preview"])

    def _write_json(
        self,
        edit: CalendarEdit,
        changed: list[edits.ChangedDay],
        moves: list[Foreseen],
        stored: bool,
    ) -> None:
        report = {
            "year": edit.decreed,
            "decree": edit.decree,
            "imported": stored,
            "changes_nothing": not stored and edits.changes_nothing(edit),
            "days": [
                {"day": day.day.isoformat(), "kind": day.kind, "note": day.note} for day in changed
            ],
            "bodies": [_moves_as_json(found) for found in moves],
        }
        self.stdout.write(json.dumps(report, ensure_ascii=False, indent=1))

    def _write_text(
        self,
        edit: CalendarEdit,
        changed: list[edits.ChangedDay],
        moves: list[Foreseen],
        stored: bool,
        *,
        preview: bool,
    ) -> None:
        for day in changed:
            self.stdout.write(f"{day.day}  {day.kind:8} {day.note}".rstrip())
        for found in moves:
            self.stdout.write(
                f"{found.body.code}: {found.deadlines} deadlines of {found.cases} open cases move"
            )
            for row in _moves_as_json(found)["nearest"]:
                self.stdout.write(
                    f"    {row['case']}  {row['kind']:18} {row['before']} -> {row['after']}"
                )
        what = edit.decreed or edit.decree
        if preview:
            self.stdout.write(f"{what}: preview, nothing stored")
        elif stored:
            self.stdout.write(f"{what}: stored; the worker counts the open deadlines anew")
        else:
            self.stdout.write(f"{what}: the calendar says all this already")

    def _show(self, options: dict[str, Any]) -> None:
        year = options["year"]
        installed = Body.objects.filter(active=True).order_by("code")
        bodies = [_body(options["body"])] if options["body"] else list(installed)
        rows = [_year(body, year) for body in bodies]
        if options["json"]:
            self.stdout.write(json.dumps(rows, ensure_ascii=False, indent=1))
            return
        for row in rows:
            mark = ", preliminary" if row["preliminary"] else ""
            self.stdout.write(
                f"{row['body']}: {row['working_days']} days, {row['hours_40']:g} hours "
                f"(own week {row['hours']:g}){mark}"
            )
            for day in row["days"]:
                self.stdout.write(f"    {day['day']}  {day['kind']:12} {day['note']}".rstrip())


def _content(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            content = file.read(LONGEST + 1)
    except OSError as error:
        raise CommandError(f"{path} cannot be read: {error.strerror}", returncode=2) from None
    return content


def _body(code: str) -> Body:
    found = Body.objects.filter(code=code).first()
    if found is None:
        raise CommandError(
            f"unknown body {code!r}; known: {', '.join(regulations.bodies())}", returncode=2
        )
    return found


def _moves_as_json(found: Foreseen) -> dict[str, Any]:
    zone = calendar_of(found.body).zone
    return {
        "body": found.body.code,
        "deadlines": found.deadlines,
        "cases": found.cases,
        "nearest": [
            {
                "case": str(move.case),
                "kind": move.kind,
                "before": move.before.astimezone(zone).isoformat(),
                "after": move.after.astimezone(zone).isoformat() if move.after else "",
            }
            for move in found.nearest
        ],
    }


def _year(body: Body, year: int) -> dict[str, Any]:
    calendar = calendar_of(body)
    months = worktime.year_of(calendar, year)
    whole = worktime.total(months)
    ordinary = {worktime.Mark.WORKED, worktime.Mark.WEEKEND}
    return {
        "body": body.code,
        "year": year,
        "preliminary": year > calendar.decreed_through,
        "working_days": whole.days,
        "hours": whole.minutes / 60,
        "hours_40": whole.norm_minutes / 60,
        "days": [
            {"day": day.day.isoformat(), "kind": day.mark.value, "note": day.note}
            for month in months
            for day in month.days
            if day.mark not in ordinary
        ],
    }
