"""Letters that are signed, for tests of what is printed from them."""

from datetime import timedelta

from otklik.cases.models import Stage
from otklik.replies import actions
from otklik.replies.models import LetterVersion
from otklik.staff.models import Body
from tests.factories import RECEIVED, Team, make_case
from tests.replies.route_world import write

NOW = RECEIVED + timedelta(days=3)
POSTAL = {
    "reply_channel": "post",
    "reply_address": "ул. Лесная, д. 14, г. Бердск, 633010",
    "channel": "post",
    "form": "written",
}
"""What a case has whose client wrote on paper and gets the reply by post."""


def signed(body: Body, team: Team, **parts: str) -> LetterVersion:
    """A reply that went through its approvals and was signed."""
    case = make_case(body, Stage.ASSIGNED, team=team, **parts)  # type: ignore[arg-type]  # texts of a case
    reply = write(case, team.executor, at=NOW)
    version = actions.submit(reply, by=team.executor, at=NOW)
    for step in version.approvals.all():
        actions.approve(version, by=step.approver, sha256=version.sha256, at=NOW)
    actions.sign(version, by=team.signer, sha256=version.sha256, at=NOW)
    version.refresh_from_db()
    return version
