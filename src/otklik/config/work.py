"""Background work: what runs how often, and the loop that runs it.

The queues are the rows themselves (a receipt not sorted yet, a message not sent yet), so a job looks
for due rows, takes them one by one in transactions of their own, and may be killed at any moment; the
next turn finds what is left (docs/decisions/0002-queues-are-rows.md). Several workers at once share the rows.
"""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from django.db import DatabaseError, close_old_connections

from otklik.analytics import jobs as analytics
from otklik.cases import jobs as cases
from otklik.control import jobs as control
from otklik.intake import jobs as intake
from otklik.journal import jobs as journal
from otklik.messages import jobs as messages
from otklik.replies import jobs as replies
from otklik.surveys import jobs as surveys

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Job:
    """A function that finds its own work: how often it looks, and what happens when a row fails."""

    name: str
    run: Callable[[], object]
    every_seconds: float
    retry: str
    """The retry rule in words; the rule itself lives with the rows."""


JOBS: tuple[Job, ...] = (
    Job(
        "take-in",
        intake.take_in_receipts,
        1,
        "each turn, until it is a case; held for a person after repeated failures",
    ),
    Job(
        "deliver",
        messages.deliver_outbox,
        2,
        "growing pauses, until delivered or until a person decides",
    ),
    Job(
        "fetch-mail",
        messages.fetch_mail,
        60,
        "each turn; a letter stays on the server until stored",
    ),
    Job("note-acknowledged", cases.note_sent_acknowledgements, 5, "each turn"),
    Job("acknowledge", cases.acknowledge_unregistered, 60, "each turn, until the term is met"),
    Job(
        "recompute-deadlines",
        cases.recompute_deadlines,
        10,
        "each turn, from the last case counted, until everything is counted by the present calendar",
    ),
    Job(
        "train-topics",
        cases.train_topics,
        86_400,
        "each turn; learned anew when a tenth more questions are classified",
    ),
    Job(
        "drop-draft-states",
        replies.drop_old_draft_states,
        86400,
        "each turn, until none is left that was kept long enough",
    ),
    Job("finish-delivered", replies.finish_delivered_replies, 5, "each turn"),
    Job(
        "print-batches",
        replies.make_print_batches,
        3,
        "each turn; one left by a worker that is gone is made anew after five minutes",
    ),
    Job("watch-stuck", messages.watch_stuck, 60, "each turn"),
    Job(
        "control-sweep",
        control.sweep_bodies,
        180,
        "each turn within working hours; a morning, a week's list and an assignment are told once",
    ),
    Job("unit-forms", analytics.open_unit_forms, 3600, "each turn; a form is opened once"),
    Job(
        "stir-answers",
        surveys.stir_answers,
        86_400,
        "each turn; the last seven days are stirred again",
    ),
    Job("seal-journal", journal.seal_journal, 30, "each turn, from the first entry not sealed"),
)


def run_once() -> dict[str, object]:
    """Run every job once, in order; returns what each said. Errors are raised."""
    return {job.name: job.run() for job in JOBS}


def run_forever(stop: threading.Event) -> None:
    """Run the jobs by their periods until `stop` is set; a failing job is logged and tried again."""
    due = {job.name: 0.0 for job in JOBS}
    while not stop.is_set():
        for job in JOBS:
            if stop.is_set():
                return
            if time.monotonic() >= due[job.name]:
                run_job(job)
                due[job.name] = time.monotonic() + job.every_seconds
        stop.wait(0.5)


def run_job(job: Job) -> None:
    """Run one job; whatever goes wrong is logged without the data it went wrong with."""
    close_old_connections()
    try:
        job.run()
    except DatabaseError:
        log.warning("the job %s could not reach the database; it is tried again", job.name)
    except Exception:  # one failing job must not end the worker
        log.exception("the job %s failed; it is tried again", job.name)
