"""`otklik terms`: all deadlines of a case, each with its clause, the steps of the computation, and what would move it."""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple, get_args
from zoneinfo import ZoneInfo

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from otklik import regulations, worktime
from otklik.cases import deadlines, explaining
from otklik.cases.models import CaseType
from otklik.regulations import Channel, Profile, WorkType
from otklik.regulations.basis import Form
from otklik.regulations.work import Event
from otklik.staff.calendars import calendar_of, unedited_calendar
from otklik.staff.models import Body
from otklik.worktime.federal import FIRST_YEAR, LAST_YEAR

FORMS: tuple[str, ...] = get_args(Form)
OWN_OPTION = {"receipt": "--received", "registration": "--registered"}
"""Events that have an option of their own."""
COMPUTED = ("reply_due", "decision", "promised_day")
"""Events that no moment given here can stand for: another term, or a day that somebody chooses."""
OF_THE_CASE = ("detection", "assignment", "forwarding", "request", "promise")
"""Events that cannot come before the receipt of the case."""


class Asked(NamedTuple):
    """What the options say, understood."""

    profile: Profile
    work_type: WorkType
    channel: Channel
    form: str
    happened: dict[str, datetime]
    variants: tuple[str, ...]

    @property
    def received(self) -> datetime:
        """The moment of receipt."""
        return self.happened["receipt"]


class Command(BaseCommand):
    """Print when everything is due, and why."""

    help = "Print all deadlines of a case with clause, steps and what would move them."
    requires_system_checks: tuple[str, ...] = ()

    def add_arguments(self, parser: Any) -> None:
        """Take what the clock depends on."""
        parser.add_argument("--body", required=True)
        parser.add_argument("--type", required=True, help=", ".join(CaseType.values))
        parser.add_argument("--channel", required=True)
        parser.add_argument(
            "--received", required=True, help="ISO 8601; without an offset: the body's time"
        )
        parser.add_argument("--registered", help="ISO 8601")
        parser.add_argument("--form", help=f"{', '.join(FORMS)}; by default the channel's own")
        parser.add_argument(
            "--event",
            action="append",
            default=[],
            metavar="NAME=ISO",
            help=f"another event and its moment, may be repeated: {', '.join(events())}",
        )
        parser.add_argument(
            "--variant",
            action="append",
            default=[],
            metavar="NAME",
            help="a particular kind of case with a term of its own, such as migration",
        )
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Compute and print."""
        del args
        asked = _understood(options)
        try:
            planned = deadlines.plan_from(
                asked.profile,
                _calendar(asked.profile),
                asked.happened,
                type=asked.work_type.code,
                form=asked.form,
                channel=asked.channel.code,
                variants=asked.variants,
                rare=True,
            )
        except (worktime.CalendarError, OverflowError) as error:
            raise CommandError(str(error), returncode=2) from None
        if options["json"]:
            report = _report(asked, planned)
            self.stdout.write(json.dumps(report, ensure_ascii=False, indent=1))
            return
        for line in _lines(asked, planned):
            self.stdout.write(line)


def events() -> tuple[str, ...]:
    """Return the events of which a moment may be given with `--event`."""
    return tuple(
        name for name in get_args(Event) if name not in OWN_OPTION and name not in COMPUTED
    )


def _understood(options: dict[str, Any]) -> Asked:
    """Return what the options say; CommandError 2 with one line for whatever cannot be."""
    profile = _profile(options["body"])
    try:
        work_type = profile.work_type(options["type"])
    except KeyError:
        known = ", ".join(CaseType.values)
        raise _wrong(f"unknown type {options['type']!r}; known: {known}") from None
    try:
        channel = profile.channel(options["channel"])
    except KeyError:
        known = ", ".join(item.code for item in profile.channels)
        raise _wrong(f"unknown channel {options['channel']!r}; known: {known}") from None
    zone = ZoneInfo(profile.timezone)
    received = _moment(options["received"], "--received", zone)
    happened = {"receipt": received, "detection": received}
    if options["registered"]:
        happened["registration"] = _registered(options["registered"], zone, received)
    happened |= _events(options["event"], zone, received)
    variants = tuple(options["variant"])
    known_variants = {term.variant for term in profile.terms if term.variant}
    if unknown := [name for name in variants if name not in known_variants]:
        raise _wrong(f"unknown variant {unknown[0]!r}; known: {', '.join(sorted(known_variants))}")
    form = options["form"] or channel.form
    if form not in FORMS:
        raise _wrong(f"unknown form {form!r}; known: {', '.join(FORMS)}")
    return Asked(profile, work_type, channel, form, happened, variants)


def _registered(text: str, zone: ZoneInfo, received: datetime) -> datetime:
    """Return the moment of registration; a bare date that is the day of receipt means the moment of receipt."""
    registered = _moment(text, "--registered", zone)
    if len(text) == len("2026-03-02") and registered.date() == received.astimezone(zone).date():
        return received
    if registered < received:
        raise _wrong("--registered is earlier than --received")
    return registered


def _events(given: Iterable[str], zone: ZoneInfo, received: datetime) -> dict[str, datetime]:
    found: dict[str, datetime] = {}
    for text in given:
        name, separator, moment = text.partition("=")
        if not separator or not moment:
            raise _wrong(f"--event must look like assignment=2026-03-04T10:00, not {text!r}")
        if name in OWN_OPTION:
            raise _wrong(f"--event {name}: use {OWN_OPTION[name]}")
        if name not in events():
            raise _wrong(f"unknown event {name!r}; known: {', '.join(events())}")
        if name in found:
            raise _wrong(f"--event {name} is given twice")
        found[name] = _moment(moment, f"--event {name}", zone)
        if name in OF_THE_CASE and found[name] < received:
            raise _wrong(f"--event {name} is earlier than --received")
    return found


def _report(asked: Asked, planned: Iterable[deadlines.Planned]) -> dict[str, Any]:
    return {
        "body": asked.profile.code,
        "type": asked.work_type.code,
        "channel": asked.channel.code,
        "form": asked.form,
        "timezone": asked.profile.timezone,
        "regulations": asked.profile.version,
        "taken": _is_taken(asked),
        "deadlines": [
            item.as_json()
            | {
                "moves": [
                    sentence.as_json() for sentence in explaining.of_planned(item, asked.profile)
                ]
            }
            for item in planned
        ],
    }


def _lines(asked: Asked, planned: Iterable[deadlines.Planned]) -> Iterable[str]:
    if not _is_taken(asked):
        yield f"By law or order the channel {asked.channel.code} takes no {asked.work_type.code} on that day."
    for item in planned:
        source = item.term.clause or item.term.basis or "set by the ministry"
        mark = "  preliminary" if item.computation.preliminary else ""
        yield f"{item.kind:18} {item.due.isoformat()}  {source}{mark}"
        for step in item.computation.steps:
            yield f"    {worktime.describe(step)}"
        for sentence in explaining.of_planned(item, asked.profile):
            yield f"    ~ {sentence.text}"


def _is_taken(asked: Asked) -> bool:
    """Whether the channel takes in such a case on the body's local day of the receipt."""
    day = asked.received.astimezone(ZoneInfo(asked.profile.timezone)).date()
    return asked.channel.takes(asked.work_type, day)


def _profile(code: str) -> regulations.Profile:
    if code not in regulations.bodies():
        raise _wrong(f"unknown body {code!r}; known: {', '.join(regulations.bodies())}")
    return regulations.profile(code)


def _calendar(profile: regulations.Profile) -> worktime.WorkingCalendar:
    """Return the calendar of the installed body with its edits; without an installation, the unedited one."""
    try:
        return calendar_of(Body.objects.get(code=profile.code))
    except (DatabaseError, Body.DoesNotExist):
        return unedited_calendar(profile)


def _moment(text: str, option: str, zone: ZoneInfo) -> datetime:
    """Return the moment in the body's zone; a time without an offset is the body's own."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise _wrong(f"{option} must be an ISO 8601 date and time, not {text!r}") from None
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise _wrong(
            f"{option}: the year {moment.year} lies outside the working calendar "
            f"{FIRST_YEAR}-{LAST_YEAR}"
        )
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)


def _wrong(reason: str) -> CommandError:
    return CommandError(reason, returncode=2)
