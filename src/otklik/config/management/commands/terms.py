"""`otklik terms`: all deadlines of a case, each with its clause and the steps of the computation."""

import json
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from otklik import regulations, worktime
from otklik.cases import deadlines
from otklik.cases.models import CaseType
from otklik.staff.calendars import calendar_of, unedited_calendar
from otklik.staff.models import Body

YEARS = range(1900, 2200)
"""Years of which a date may be given; the calendar itself knows fewer of them and says so."""


class Command(BaseCommand):
    """Print when everything is due, and why."""

    help = "Print all deadlines of a case with clause and steps."

    def add_arguments(self, parser: Any) -> None:
        """Take what the clock depends on."""
        parser.add_argument("--body", required=True)
        parser.add_argument("--type", required=True, help=", ".join(CaseType.values))
        parser.add_argument("--channel", required=True)
        parser.add_argument(
            "--received", required=True, help="ISO 8601; without an offset: the body's time"
        )
        parser.add_argument("--registered", help="ISO 8601")
        parser.add_argument("--form", choices=["electronic", "written", "oral"])
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Compute and print."""
        del args
        profile = _profile(options["body"])
        try:
            profile.work_type(options["type"])
            channel = profile.channel(options["channel"])
        except KeyError as error:
            raise CommandError(f"unknown type or channel {error}", returncode=2) from None
        zone = ZoneInfo(profile.timezone)
        received = _moment(options["received"], "--received", zone)
        registered = (
            _moment(options["registered"], "--registered", zone) if options["registered"] else None
        )
        if registered is not None and registered < received:
            raise CommandError("--registered is earlier than --received", returncode=2)
        try:
            planned = deadlines.plan(
                profile,
                _calendar(profile),
                type=options["type"],
                form=options["form"] or channel.form,
                channel=options["channel"],
                received=received,
                registered=registered,
            )
        except worktime.CalendarError as error:
            raise CommandError(str(error), returncode=2) from None
        self._print(options, planned)

    def _print(self, options: dict[str, Any], planned: tuple[deadlines.Planned, ...]) -> None:
        if options["json"]:
            report = {
                "body": options["body"],
                "type": options["type"],
                "channel": options["channel"],
                "deadlines": [item.as_json() for item in planned],
            }
            self.stdout.write(json.dumps(report, ensure_ascii=False, indent=1))
            return
        for item in planned:
            source = item.term.clause or item.term.basis or "set by the ministry"
            mark = "  preliminary" if item.computation.preliminary else ""
            self.stdout.write(f"{item.kind:18} {item.due.isoformat()}  {source}{mark}")
            for step in item.computation.steps:
                self.stdout.write(f"    {worktime.describe(step)}")


def _profile(code: str) -> regulations.Profile:
    if code not in regulations.bodies():
        raise CommandError(
            f"unknown body {code!r}; known: {', '.join(regulations.bodies())}", returncode=2
        )
    return regulations.profile(code)


def _calendar(profile: regulations.Profile) -> worktime.WorkingCalendar:
    """Return the calendar of the installed body with its edits; without an installation, the unedited one."""
    try:
        return calendar_of(Body.objects.get(code=profile.code))
    except (DatabaseError, Body.DoesNotExist):
        return unedited_calendar(profile)


def _moment(text: str, option: str, zone: ZoneInfo) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise CommandError(
            f"{option} must be an ISO 8601 date and time, not {text!r}", returncode=2
        ) from None
    if moment.year not in YEARS:
        raise CommandError(f"{option}: the year {moment.year} cannot be", returncode=2)
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)
