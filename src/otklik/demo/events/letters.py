"""Stories of letters that carry an act: one of each kind, each at another place of its way."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from otklik.demo.content import MARK, events
from otklik.demo.events.scene import Scene
from otklik.replies import actions as replies
from otklik.replies import route
from otklik.replies.actions.noticing import begin_notice, save_notice, submit_notice
from otklik.replies.models import LetterVersion, Reply
from otklik.replies.outgoing_numbers import is_external
from otklik.staff.models import Employee

Kind = Reply.Kind
NUMBER = "1901-08"


def _send(
    scene: Scene, kind: str, act: dict[str, Any], by: Employee, at: datetime
) -> LetterVersion:
    letter = _begin(scene, kind, act, by, at)
    return submit_notice(letter, by=by, at=at + timedelta(minutes=20))


def _begin(scene: Scene, kind: str, act: dict[str, Any], by: Employee, at: datetime) -> Reply:
    """Begin a letter; like every letter of the demonstration it says that it is invented."""
    letter = begin_notice(scene.case, kind, by=by, act=act, at=at)
    closing = f"{letter.draft['closing']}\n{MARK}".strip()
    draft = letter.draft | {"closing": closing}
    return save_notice(letter, by=by, draft=draft, revision=letter.revision, at=at)


def _sign(version: LetterVersion, scene: Scene, at: datetime) -> None:
    """Let everybody approve the letter, the signer sign it, and the registrar number it where that is done elsewhere."""
    while step := route.current_step(route.steps_of(version)):
        replies.approve(version, by=step.approver, sha256=version.sha256, at=at)
    signer = route.signers_now(version.reply.case, at).designated[0].employee
    signed = at + timedelta(minutes=5)
    replies.sign(version, by=signer, sha256=version.sha256, at=signed)
    if is_external(scene.case.body):
        day = scene.days.day(4)
        number = f"{NUMBER}/{day:%y}"
        replies.enter_number(version, number=number, on=day, by=scene.crew.registrar, at=signed)


def _interim(scene: Scene) -> None:
    act = {"progress": events()["extension"]["progress"]}
    scene.on(5, 120, lambda at: _send(scene, Kind.INTERIM, act, scene.executor, at))
    scene.on(4, 60, lambda at: _sign(_version(scene), scene, at))


def _version(scene: Scene) -> LetterVersion:
    return LetterVersion.objects.filter(reply__case=scene.case).latest("pk")


def _question(scene: Scene) -> None:
    act = {"question": events()["asked"]["question"]}
    scene.on(
        2,
        100,
        lambda at: _begin(scene, Kind.CLARIFICATION, act, scene.executor, at),
    )


def _extension(scene: Scene) -> None:
    words, calendar = events()["extension"], scene.days.calendar

    def send(at: datetime) -> None:
        due = scene.case.deadlines.get(kind="reply", superseded_at=None).due
        day = calendar.working_day_on_or_before(
            due.astimezone(calendar.zone).date() + timedelta(days=20)
        )
        act = {name: words[name] for name in ("progress", "reason")} | {"day": day.isoformat()}
        _send(scene, Kind.EXTENSION, act, scene.executor, at)

    scene.on(3, 90, send)


def _forwarding(scene: Scene) -> None:
    words = events()["forwarded"]
    act = {
        "recipient": words["recipient"],
        "reason": words["reason"],
        "channel": "email",
        "address": "reception@municipality.example.org",
    }
    scene.on(3, 150, lambda at: _send(scene, Kind.FORWARDING, act, scene.head, at))


def _no_reply(scene: Scene) -> None:
    act = {"ground": "court", "reason": events()["court"]["reason"]}
    scene.on(4, 80, lambda at: _send(scene, Kind.NO_REPLY, act, scene.executor, at))

    def give_back(at: datetime) -> None:
        version = _version(scene)
        step = route.current_step(route.steps_of(version))
        remarks = events()["rejected"]["remarks"]
        if step is not None:
            replies.reject(version, by=step.approver, sha256=version.sha256, remarks=remarks, at=at)

    scene.on(3, 40, give_back)


LETTERS: Mapping[str, Callable[[Scene], None]] = {
    "letter-interim": _interim,
    "letter-question": _question,
    "letter-extension": _extension,
    "letter-forwarding": _forwarding,
    "letter-no-reply": _no_reply,
}
"""Signed and sent; a draft; two that wait for signature; one that came back with a remark."""
