"""What a body sets for its letters: which steps approve them, where numbers come from, how they are signed."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from otklik.replies import route
from otklik.replies.outgoing_numbers import EXTERNAL, OWN, is_external
from otklik.replies.outgoing_numbers import SETTING as NUMBERING
from otklik.replies.release_rules import QUALIFIED
from otklik.staff.actions import keep_setting
from otklik.staff.models import Body, Employee
from otklik.staff.own_settings import own
from otklik.staff.profiles import profile_of
from otklik.staff.refusals import Refusal


@transaction.atomic
def set_route(
    body: Body, steps: Mapping[str, bool], *, by: Employee, at: datetime | None = None
) -> bool:
    """Switch the steps of the route on and off, by code; False when all stand so already.

    Letters that are on their way keep the steps with which they were sent. Raises `Refusal` for an unknown step, and for
    somebody who does not administer the body.
    """
    known = {step.code: step.on for step in profile_of(body).letter.route}
    if unknown := sorted(set(steps) - set(known)):
        raise Refusal(_("There is no step “%(step)s”.") % {"step": unknown[0]})
    now = {code: route.switched(body).get(code, on) for code, on in known.items()}
    wanted = now | dict(steps)
    if wanted == now:
        return False
    keep_setting(body, route.SETTING, wanted, by=by, at=at)
    return True


@transaction.atomic
def set_numbering(body: Body, source: str, *, by: Employee, at: datetime | None = None) -> bool:
    """Take outgoing numbers here (`own`), or let them be entered from the record system (`external`); False: no change."""
    if source not in (OWN, EXTERNAL):
        raise Refusal(_("Choose where outgoing numbers come from."))
    if is_external(body) == (source == EXTERNAL):
        return False
    keep_setting(body, NUMBERING, source, by=by, at=at)
    return True


@transaction.atomic
def set_qualified(body: Body, on: bool, *, by: Employee, at: datetime | None = None) -> bool:
    """Let letters go out only with the file of a qualified signature, or without one; False: no change."""
    if bool(own(body, QUALIFIED, False)) == on:
        return False
    keep_setting(body, QUALIFIED, on, by=by, at=at)
    return True
