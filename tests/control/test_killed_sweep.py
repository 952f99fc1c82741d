"""Real processes: a sweep that is killed in the middle, and several at once."""

import signal
from datetime import UTC, date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from otklik.cases.models import Stage
from tests.factories import Team, make_body, make_case, make_employee, make_team
from tests.messages.processes import Processes

# A case received on 3 March 2026 is due on 2 April: on that morning its executor is told.
MORNING = datetime.combine(date(2026, 4, 2), time(9, 30), ZoneInfo("Asia/Novosibirsk"))
PEOPLE = 9

SWEEP = f"""
from otklik.control import jobs
from otklik.control.actions import sweeping
from otklik.control.models import Notice, Round
MORNING = datetime.fromisoformat("{MORNING.astimezone(UTC).isoformat()}")
sweeping.CHUNK = 2
"""
DIE_IN_THE_THIRD_CHUNK = """
real, calls = sweeping._remember, []
def die(*args):
    calls.append(1)
    if len(calls) == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    return real(*args)
sweeping._remember = die
"""
REPORT = """
print(json.dumps([
    list(Notice.objects.filter(kind="digest").order_by("employee").values_list("employee", flat=True)),
    list(Outgoing.objects.filter(idempotency_key__startswith="notice:digest:").values_list("address", flat=True)),
    Round.objects.filter(finished_at__isnull=False).count(),
]))
"""


def a_busy_body() -> list[int]:
    """Commit a body whose executors each have a case that is due; returns their ids."""
    body = make_body("labour-novosibirsk")
    team = make_team(body)
    people = [make_employee(body, "executor") for _ in range(PEOPLE)]
    for executor in people:
        make_case(body, Stage.ASSIGNED, team=Team(team.registrar, team.head, executor, team.signer))
    return [person.pk for person in people]


@pytest.mark.django_db(transaction=True)
def test_a_sweep_killed_in_the_middle_goes_on_and_nobody_is_left_out_or_told_twice(
    tmp_path: Path,
) -> None:
    people = a_busy_body()
    processes = Processes(tmp_path / "data")
    status, _ = processes.run(SWEEP + DIE_IN_THE_THIRD_CHUNK + "jobs.sweep_bodies(MORNING)")
    assert status == -signal.SIGKILL
    _, (told, _letters, finished) = processes.run(SWEEP + REPORT)
    assert len(told) == 4, "two chunks were committed"
    assert finished == 0
    _, (told, letters, finished) = processes.run(SWEEP + "jobs.sweep_bodies(MORNING)" + REPORT)
    assert set(people) <= set(told)
    assert len(told) == len(set(told)) == len(letters) == len(set(letters))
    assert finished == 1


RACE = """
start = threading.Barrier(4)
def work():
    start.wait()
    jobs.sweep_bodies(MORNING)
threads = [threading.Thread(target=work) for _ in range(4)]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
"""


@pytest.mark.django_db(transaction=True)
def test_several_workers_at_once_tell_everybody_once(tmp_path: Path) -> None:
    people = a_busy_body()
    _, (told, letters, finished) = Processes(tmp_path / "data").run(SWEEP + RACE + REPORT)
    assert set(people) <= set(told)
    assert len(told) == len(set(told)) == len(letters) == len(set(letters))
    assert finished == 1
