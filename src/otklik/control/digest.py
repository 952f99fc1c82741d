"""What each person is told on one morning: his terms and his news, gathered for a whole body at once."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from operator import attrgetter

from otklik.control import rules
from otklik.control.models import Round
from otklik.control.queries import letters, watching
from otklik.control.queries.watching import Fresh, News
from otklik.control.routing import Staffing
from otklik.control.rules import Bundle, Line, Watch
from otklik.regulations import APPEALS
from otklik.staff import calendars
from otklik.staff.models import Body, Power
from otklik.staff.profiles import profile_of

ASSIGNED_WITHIN = timedelta(days=14)
"""An assignment given longer ago than that is no news any more, told or not."""
NEWS_AT_FIRST = timedelta(days=1)
"""So far back the first round of all looks for news."""


@dataclass(slots=True)
class Gathered:
    """Lines by person, and of which assignments each is the one who is told."""

    lines: dict[int, list[Line]] = field(default_factory=lambda: defaultdict(list))
    assignments: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))


def gather(body: Body, of: Round, staffing: Staffing, now: datetime) -> Gathered:
    """Gather everything for the morning's round; some fifteen statements whatever the number of cases."""
    found = Gathered()
    _terms(body, of, staffing, now, found)
    since = of.since or of.until - NEWS_AT_FIRST
    for news in (
        *watching.additions(body, since, of.until),
        *watching.clarified(body, since, of.until),
        *watching.moved(body, since, of.until),
        *_triage(body, of),
    ):
        people = staffing.responsible(news.executor, news.unit, news.stage)
        _tell(found, _local(news, body), people, of.day, staffing)
    for news in watching.proposals(body):
        _tell(found, news, _deciders(news, staffing), of.day, staffing)
    for news, person in (*letters.to_approve(body), *letters.came_back(body, since, of.until)):
        _tell(found, news, [person], of.day, staffing)
    return gather_assigned(
        body, watching.untold(body, now - ASSIGNED_WITHIN), of.day, staffing, found
    )


def gather_assigned(
    body: Body, fresh: Iterable[Fresh], day: date, staffing: Staffing, found: Gathered
) -> Gathered:
    """Add the assignments of which nobody has been told (industry-mordovia:8.6.g)."""
    for item in fresh:
        told = _tell(found, _local(item.news, body), [item.executor], day, staffing)
        if told:
            found.assignments[told[0]].append(item.assignment)
    return found


def _terms(body: Body, of: Round, staffing: Staffing, now: datetime, found: Gathered) -> None:
    calendar = calendars.calendar_of(body)
    rows = profile_of(body).escalation
    last = rules.horizon(rows, of.day, calendar)
    watch = Watch(rows, calendar, day=of.day, now=now, since_day=of.since_day)
    bundles = watching.open_bundles(body, _midnight(body, last + timedelta(days=1)))
    for person, lines in lines_of_terms(bundles, watch, staffing).items():
        found.lines[person] += lines


def lines_of_terms(
    bundles: Iterable[Bundle], watch: Watch, staffing: Staffing
) -> dict[int, list[Line]]:
    """Return the lines of open terms by person, first due first; however many rows name him, he gets a term once."""
    told: dict[int, list[Line]] = defaultdict(list)
    for bundle in sorted(bundles, key=attrgetter("due")):
        ahead = watch.of(bundle.due)
        if not ahead.to:
            continue
        is_promise = bundle.kind == "promise" and ahead.group != "overdue"
        reached = staffing.reached(ahead.to, bundle.executor, bundle.unit, bundle.stage)
        for person, behalf in reached:
            line: Line = {
                "group": "promise" if is_promise else ahead.group,
                "cases": bundle.cases,
                "count": bundle.number,
                "term": bundle.kind,
                "due": ahead.due,
                "left": ahead.left,
            }
            told[person].append(_addressed(line, person, bundle.executor, behalf, staffing))
    return told


def _addressed(
    line: Line, person: int, executor: int | None, behalf: str, staffing: Staffing
) -> Line:
    """The line with the name of whose case it is, where the reader is another."""
    if behalf:
        line["behalf"] = behalf
    elif executor is not None and person != executor:
        line["executor"] = staffing.names.get(executor, "")
    return line


def _triage(body: Body, of: Round) -> list[News]:
    """Return the cases whose grounds must be checked now, before the client must be told (labour-novosibirsk:26.c)."""
    profile, calendar = profile_of(body), calendars.calendar_of(body)
    after = profile.parameter("early_triage_day")
    types = [code for code in APPEALS if profile.term("unclear_notice", code)]
    since = of.since_day or of.day - timedelta(days=1)
    days = [
        day
        for back in range(1, after + rules.LOOK_AHEAD)
        if since < rules.triage_day(day := of.day - timedelta(days=back), after, calendar) <= of.day
    ]
    if not days or not types:
        return []
    rows = watching.to_triage(
        body, types, _midnight(body, min(days)), _midnight(body, max(days) + timedelta(days=1))
    )
    wanted, zone = set(days), calendars.zone(body)
    return [news for news, at in rows if at.astimezone(zone).date() in wanted]


def _deciders(news: News, staffing: Staffing) -> tuple[int, ...]:
    """Who decides on a proposal: the heads of the unit but the proposer's own case, else those who sign."""
    heads = tuple(pk for pk in staffing.heads_of(news.unit) if pk != news.executor)
    return heads or tuple(pk for pk in staffing.holders(Power.SIGN) if pk != news.executor)


def _local(news: News, body: Body) -> News:
    """The news with its due moment on the body's clocks."""
    return news._replace(due=news.due.astimezone(calendars.zone(body))) if news.due else news


def _tell(
    found: Gathered, news: News, people: Iterable[int], day: date, staffing: Staffing
) -> list[int]:
    """Add a line about the news for everybody concerned; returns who they are."""
    told = []
    for person, behalf in staffing.present(people):
        line = rules.about(news.group, news.case, news.number)
        if news.term:
            line["term"] = news.term
        if news.due is not None:
            line["due"] = news.due.isoformat()
            line["left"] = (news.due.date() - day).days
        found.lines[person].append(_addressed(line, person, news.executor, behalf, staffing))
        told.append(person)
    return told


def _midnight(body: Body, day: date) -> datetime:
    return datetime.combine(day, time.min, calendars.zone(body))
