"""The open deadlines of a body follow its calendar and its term table, in the background, each change in the journal."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.utils import timezone

from otklik.cases import jobs
from otklik.cases.actions import recomputing
from otklik.cases.models import Case, ClockState, Deadline, Stage
from otklik.config.examination import examine
from otklik.control.actions.sweeping import sweep
from otklik.control.models import Notice
from otklik.control.rules import cases_of
from otklik.journal.actors import system
from otklik.journal.models import Entry
from otklik.regulations import Profile
from otklik.staff import actions as staff
from otklik.staff import calendars, edits
from otklik.staff.models import Body
from otklik.staff.profiles import profile_of
from tests.factories import RECEIVED, make_body, make_case, make_team
from tests.messages.processes import Processes
from tests.worktime.test_published import as_xml

REPLY_DAY = date(2026, 4, 2)
"""A case received and registered on 3 March must be answered by this day, a Thursday."""


@pytest.fixture
def body() -> Body:
    return make_body()


@pytest.fixture
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recomputing, "BATCH", 2)


def make_cases(body: Body, count: int) -> list[Case]:
    team = make_team(body)
    return [make_case(body, Stage.REGISTERED, team=team) for _ in range(count)]


def declare_off(day: date = REPLY_DAY, body: Body | None = None) -> None:
    staff.make_calendar_edit(edits.day_edit(body, day, "off", "Указ Президента"), by=system("test"))
    calendars.forget()


def until_done(limit: int = 20) -> int:
    """Run turns of the job until nothing is pending; returns how many."""
    for turn in range(1, limit):
        jobs.recompute_deadlines()
        if not ClockState.objects.exclude(pending="").exists():
            return turn
    raise AssertionError("the recount never ends")


def reply_days(cases: list[Case]) -> list[date]:
    rows = Deadline.objects.filter(case__in=cases, kind="reply", superseded_at=None)
    return [
        row.due.astimezone(ZoneInfo("Asia/Novosibirsk")).date() for row in rows.order_by("case")
    ]


@pytest.mark.django_db
def test_a_new_day_off_moves_every_open_reply_each_with_its_entry_in_the_journal(
    body: Body, small_batches: None
) -> None:
    del small_batches
    cases = make_cases(body, 5)
    until_done()
    assert reply_days(cases) == [REPLY_DAY] * 5
    declare_off()
    until_done()
    assert reply_days(cases) == [date(2026, 4, 1)] * 5
    told = Entry.objects.filter(act="cases.recount")
    assert sorted(entry.subject for entry in told) == sorted(case.ref for case in cases)
    moved = [row for row in told[0].details["moved"] if row["kind"] == "reply"]
    assert moved[0]["before"][:10] == "2026-04-02"
    assert moved[0]["after"][:10] == "2026-04-01"
    assert told[0].details["cause"] == "calendar"
    assert Entry.objects.filter(act="cases.recompute").count() == 1
    first = Case.objects.get(pk=cases[0].pk)
    assert first.next_due in set(
        first.deadlines.filter(superseded_at=None).values_list("due", flat=True)
    )


@pytest.mark.django_db
def test_a_second_recount_changes_nothing(body: Body) -> None:
    make_cases(body, 3)
    declare_off()
    until_done()
    rows, entries = list(Deadline.objects.values().order_by("id")), Entry.objects.count()
    for _turn in range(3):
        jobs.recompute_deadlines()
    ClockState.objects.update(fingerprint="another")
    until_done()
    assert list(Deadline.objects.values().order_by("id")) == rows
    assert Entry.objects.count() == entries + 1, "only that everything was looked at again"


@pytest.mark.django_db
def test_a_day_of_another_body_moves_nothing_here(body: Body) -> None:
    cases = make_cases(body, 2)
    declare_off(body=make_body("economy-magadan"))
    until_done()
    assert reply_days(cases) == [REPLY_DAY] * 2
    assert not Entry.objects.filter(act="cases.recount").exists()


@pytest.mark.django_db
def test_what_is_answered_keeps_its_dates(body: Body) -> None:
    (case,) = make_cases(body, 1)
    Case.objects.filter(pk=case.pk).update(stage=Stage.ANSWERED, closed_at=timezone.now())
    rows = list(Deadline.objects.values().order_by("id"))
    declare_off()
    until_done()
    assert list(Deadline.objects.values().order_by("id")) == rows


@pytest.mark.django_db
def test_the_first_turn_only_notes_so_that_no_process_counts_by_the_old_calendar(
    body: Body,
) -> None:
    cases = make_cases(body, 1)
    until_done()
    declare_off()
    jobs.recompute_deadlines()
    assert ClockState.objects.get(body=body).pending
    assert reply_days(cases) == [REPLY_DAY]
    jobs.recompute_deadlines()
    assert reply_days(cases) == [date(2026, 4, 1)]


@pytest.mark.django_db
def test_an_edit_during_a_recount_begins_it_anew(body: Body, small_batches: None) -> None:
    del small_batches
    cases = make_cases(body, 5)
    until_done()
    declare_off()
    now = timezone.now()
    recomputing.recompute_next(body, now)
    recomputing.recompute_next(body, now)
    assert reply_days(cases)[:3] == [date(2026, 4, 1), date(2026, 4, 1), REPLY_DAY]
    declare_off(date(2026, 4, 1))
    until_done()
    assert reply_days(cases) == [date(2026, 3, 31)] * 5


@pytest.mark.django_db
def test_a_changed_term_table_recounts_as_well(body: Body, monkeypatch: pytest.MonkeyPatch) -> None:
    cases = make_cases(body, 2)
    until_done()

    def shorter(of: Body, ours: Callable[[Body], Profile] = profile_of) -> Profile:
        profile = ours(of)
        terms = tuple(
            term.model_copy(update={"amount": 20}) if term.kind == "reply" else term
            for term in profile.terms
        )
        return profile.model_copy(update={"terms": terms, "version": "draft-of-20-days"})

    monkeypatch.setattr(recomputing, "profile_of", shorter)
    until_done()
    assert reply_days(cases) == [date(2026, 3, 23)] * 2
    assert {entry.details["cause"] for entry in Entry.objects.filter(act="cases.recount")} == {
        "terms"
    }


@pytest.mark.django_db
def test_a_decree_makes_preliminary_dates_certain(body: Body) -> None:
    received = datetime(2027, 12, 14, 10, tzinfo=ZoneInfo("Asia/Novosibirsk"))
    team = make_team(body)
    case = make_case(body, Stage.REGISTERED, team=team, received_at=received)
    until_done()
    before = case.deadlines.get(kind="reply", superseded_at=None)
    assert before.preliminary
    assert reply_days([case]) == [date(2028, 1, 13)]
    text = as_xml(2028).replace("<days>", '<days><day d="01.13" t="1" f="01.02"/>')
    staff.make_calendar_edit(edits.decree_edit(text), by=system("test"))
    calendars.forget()
    until_done()
    after = case.deadlines.get(kind="reply", superseded_at=None)
    assert not after.preliminary
    assert reply_days([case]) == [date(2028, 1, 12)]


@pytest.mark.django_db
def test_a_recount_with_nothing_to_move_reads_a_batch_in_few_queries(
    body: Body, django_assert_max_num_queries: Callable[..., AbstractContextManager[object]]
) -> None:
    make_cases(body, 10)
    until_done()
    ClockState.objects.update(fingerprint="another")
    jobs.recompute_deadlines()
    with django_assert_max_num_queries(16):
        recomputing.recompute_next(body, timezone.now())


_KILLED = """
from otklik.cases.actions import recomputing
recomputing.BATCH = 2
counted = 0
real = recomputing.recount

def dying(*args, **kwargs):
    global counted
    moved = real(*args, **kwargs)
    counted += 1
    if counted == 5:
        os.kill(os.getpid(), signal.SIGKILL)
    return moved

recomputing.recount = dying
while True:
    recomputing.recompute_next(body, NOW)
"""

_GOES_ON = """
from otklik.cases.actions import recomputing
from otklik.cases.models import ClockState, Deadline
from otklik.journal.models import Entry
recomputing.BATCH = 2
before = ClockState.objects.get().cursor
while ClockState.objects.get().pending:
    recomputing.recompute_next(body, NOW)
days = Deadline.objects.filter(kind="reply", superseded_at=None).values_list("due", flat=True)
told = list(Entry.objects.filter(act="cases.recount").values_list("subject", flat=True))
print(json.dumps({
    "cursor": before,
    "days": sorted({str(day.date()) for day in days}),
    "told": len(told), "cases": len(set(told)),
    "rows": Deadline.objects.filter(kind="reply").count(),
}))
"""


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_in_the_middle_leaves_the_rest_to_the_next_and_nothing_is_doubled(
    body: Body, tmp_path: Path
) -> None:
    cases = make_cases(body, 7)
    until_done()
    declare_off()
    processes = Processes(tmp_path / "installation")
    status, _nothing = processes.run(_KILLED)
    assert status < 0, "the worker was killed"
    status, found = processes.run(_GOES_ON)
    assert status == 0
    assert found["cursor"] == cases[3].pk, "two batches of two had been kept"
    assert found["days"] == ["2026-04-01"]
    assert (found["told"], found["cases"]) == (7, 7)
    assert found["rows"] == 14, "the old date and the new one of each"


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_count_every_case_once(body: Body) -> None:
    cases = make_cases(body, 6)
    until_done()
    declare_off()

    def work(_number: int) -> None:
        try:
            for _turn in range(6):
                jobs.recompute_deadlines()
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(work, range(2)))
    until_done()
    assert reply_days(cases) == [date(2026, 4, 1)] * 6
    assert Entry.objects.filter(act="cases.recount").count() == 6
    assert Entry.objects.filter(act="cases.recompute").count() == 1


def test_received_is_the_day_these_tests_count_from() -> None:
    assert (RECEIVED + timedelta(days=30)).date() == REPLY_DAY


@pytest.mark.django_db
def test_doctor_says_that_a_recount_is_under_way_and_calls_it_no_problem(body: Body) -> None:
    make_cases(body, 2)
    until_done()
    assert _terms_said() == ""
    declare_off()
    jobs.recompute_deadlines()
    assert _terms_said() == f"being counted anew ({body.code}: 2 open cases left)"
    until_done()
    assert _terms_said() == ""


def _terms_said() -> str:
    (finding,) = [found for found in examine() if found.check == "terms"]
    assert finding.problem == ""
    return finding.note


@pytest.mark.django_db
def test_those_concerned_are_told_next_working_morning_in_one_message_a_person(body: Body) -> None:
    team = make_team(body)
    cases = [make_case(body, Stage.ASSIGNED, team=team) for _ in range(3)]
    until_done()
    zone = ZoneInfo("Asia/Novosibirsk")
    sweep(body, datetime(2026, 3, 4, 9, 5, tzinfo=zone))
    declare_off()
    at = datetime(2026, 3, 4, 15, 0, tzinfo=zone)
    recomputing.recompute_next(body, at)
    recomputing.recompute_next(body, at)
    sweep(body, datetime(2026, 3, 5, 9, 5, tzinfo=zone))
    notice = Notice.objects.filter(employee=team.executor).latest("created_at")
    moved = [line for line in notice.lines if line["group"] == "moved"]
    told = {number for line in moved for _pk, number in cases_of(line)}
    assert told == {case.number for case in cases}
    assert Notice.objects.filter(employee=team.executor, created_at__gte=at).count() == 1
