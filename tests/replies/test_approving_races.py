"""Two people at once at one letter: each decision is taken once, and the loser is told so."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import OperationalError, connection

from otklik.journal.models import Entry
from otklik.messages.models import Outgoing
from otklik.replies import actions as replies
from otklik.replies.models import Approval, Decision, LetterVersion, Reply
from otklik.staff import calendars
from otklik.staff.models import Absence
from otklik.staff.refusals import Refusal
from tests.factories import make_employee
from tests.replies.route_world import House, house, sent, stage

pytestmark = pytest.mark.django_db(transaction=True)
Act = Callable[[], object]
TRIES = 20


def at_once(*acts: Act) -> list[str]:
    """Do the acts at the same moment; "done", or the refusal of each."""
    start = threading.Barrier(len(acts))

    def one(act: Act) -> str:
        try:
            start.wait(timeout=10)
            for _turn in range(TRIES):
                try:
                    act()
                except (
                    OperationalError
                ):  # SQLite lets one write at a time and may turn the other away
                    continue
                return "done"
            raise AssertionError("the database was never free")
        except Refusal as refusal:
            return str(refusal.message)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(one, acts))


def ready(here: House) -> LetterVersion:
    """A letter that everybody has approved."""
    version = sent(here)
    replies.approve(version, by=here.team.head, sha256=version.sha256)
    return version


def test_two_signers_at_once_sign_one_letter_once() -> None:
    here = house()
    other = make_employee(here.body, "signer")
    version = ready(here)
    told = at_once(
        *[
            lambda by=by: replies.sign(version, by=by, sha256=version.sha256)
            for by in (here.team.signer, other)
        ]
    )
    assert sorted(said == "done" for said in told) == [False, True]
    assert Decision.objects.count() == 1
    assert Reply.objects.get().number.startswith("1/")
    assert Outgoing.objects.filter(kind="reply").count() == 1


def test_an_approver_and_his_substitute_at_once_decide_once() -> None:
    here = house()
    version = sent(here)
    second, today = make_employee(here.body, "signer"), calendars.today(here.body)
    Absence.objects.create(employee=here.team.head, substitute=second, since=today, until=today)
    approved = at_once(
        lambda: replies.approve(version, by=here.team.head, sha256=version.sha256),
        lambda: replies.approve(version, by=second, sha256=version.sha256),
    )
    assert sorted(said == "done" for said in approved) == [False, True]
    assert Approval.objects.get().state == "approved"
    assert Entry.objects.filter(act="replies.approve-last").count() == 1


def test_approving_and_rejecting_at_once_leaves_one_decision() -> None:
    here = house()
    version = sent(here)
    told = at_once(
        lambda: replies.approve(version, by=here.team.head, sha256=version.sha256),
        lambda: replies.reject(
            version, by=here.team.head, sha256=version.sha256, remarks="Короче."
        ),
    )
    assert sorted(said == "done" for said in told) == [False, True]
    row = Approval.objects.get()
    assert (row.state, stage(version)) in {
        ("approved", "for-signature"),
        ("rejected", "returned"),
    }


def test_signing_while_the_author_recalls_ends_in_one_of_both() -> None:
    here = house()
    version = ready(here)
    told = at_once(
        lambda: replies.sign(version, by=here.team.signer, sha256=version.sha256),
        lambda: replies.recall(version.reply, by=here.team.executor),
    )
    assert sorted(said == "done" for said in told) == [False, True]
    signed = Decision.objects.filter(kind="signed").count()
    assert stage(version) == ("signed" if signed else "draft")
    assert Outgoing.objects.filter(kind="reply").count() == signed


def test_signing_while_an_approval_is_taken_back_ends_in_one_of_both() -> None:
    here = house()
    version = ready(here)
    told = at_once(
        lambda: replies.sign(version, by=here.team.signer, sha256=version.sha256),
        lambda: replies.withdraw_approval(version, by=here.team.head),
    )
    assert sorted(said == "done" for said in told) == [False, True]
    signed = Decision.objects.filter(kind="signed").count()
    assert stage(version) == ("signed" if signed else "for-approval")
    assert Approval.objects.get().state == ("approved" if signed else "waiting")
