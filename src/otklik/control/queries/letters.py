"""What a morning's look reads of letters on their way: who has to approve, and what came back with remarks."""

from datetime import datetime

from django.db.models import Exists, OuterRef

from otklik.cases.rules import OPEN_STAGES
from otklik.control.queries.watching import News
from otklik.replies.models import Approval, Remark, Reply
from otklik.staff.models import Body

CASE = ("id", "number", "tracking_code", "stage", "unit_id", "executor_id")


def to_approve(body: Body) -> list[tuple[News, int]]:
    """Return the letters of open cases that wait for an approval, each with the id of whose turn it is."""
    earlier = Approval.objects.filter(
        version=OuterRef("version"),
        state=Approval.State.WAITING,
        position__lt=OuterRef("position"),
    )
    rows = Approval.objects.filter(
        ~Exists(earlier),
        state=Approval.State.WAITING,
        version__reply__stage=Reply.Stage.FOR_APPROVAL,
        version__reply__case__body=body,
        version__reply__case__stage__in=OPEN_STAGES,
    )
    names = [f"version__reply__case__{name}" for name in CASE]
    found = rows.order_by("version__reply__case__next_due", "pk")
    return [
        (News("approval", case, number or code, stage, unit, executor), person)
        for case, number, code, stage, unit, executor, person in found.values_list(
            *names, "approver_id"
        )
    ]


def came_back(body: Body, since: datetime, until: datetime) -> list[tuple[News, int]]:
    """Return the letters that came back with remarks in the time and lie with their author, each with his id."""
    recent = Remark.objects.filter(version__reply=OuterRef("pk"), at__gt=since, at__lte=until)
    rows = Reply.objects.filter(
        Exists(recent),
        stage=Reply.Stage.RETURNED,
        case__body=body,
        case__stage__in=OPEN_STAGES,
    )
    names = [f"case__{name}" for name in CASE]
    return [
        (News("remarks", case, number or code, stage, unit, executor), person)
        for case, number, code, stage, unit, executor, person in rows.order_by("pk").values_list(
            *names, "author_id"
        )
    ]
