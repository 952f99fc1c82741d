"""What a visitor has said so far, kept on the server in his session until he sends it."""

import uuid
from typing import Any

from django.http import HttpRequest

from otklik.intake import bodies
from otklik.intake.forms import ADDRESS_OF
from otklik.intake.submission import Submission, read
from otklik.messages import storage
from otklik.messages.actions import NamedFile
from otklik.regulations import Profile
from otklik.staff.models import Body
from otklik.staff.profiles import profile_of
from otklik.staff.queries import bodies as active_bodies

KEY = "appeal"
SENT_KEY = "appeal-sent"
FIELDS: dict[str, tuple[str, ...]] = {
    "kind": ("type",),
    "text": ("text",),
    "about": ("kind", "surname", "given_name", "patronymic", "organisation", "gender"),
    "reply": ("reply_channel", "email", "postal_address", "extra_channel", "needs_note"),
}
"""Which values of a `Submission` each step asks for."""


class Draft:
    """One unfinished appeal: the body, the answers of each step, the files, how the person was identified."""

    def __init__(self, data: dict[str, Any]) -> None:
        self.token = str(data.get("token") or uuid.uuid4().hex)
        """The idempotency key: however often the form is posted, it is one appeal."""
        self.body_code = str(data.get("body") or "")
        self.answers: dict[str, dict[str, str]] = dict(data.get("answers") or {})
        self.files: list[dict[str, Any]] = list(data.get("files") or [])
        self.identity: dict[str, str] = dict(data.get("identity") or {})

    @classmethod
    def of(cls, request: HttpRequest) -> "Draft":
        """Return the visitor's draft, or a new one."""
        data = request.session.get(KEY)
        return cls(data if isinstance(data, dict) else {})

    def save(self, request: HttpRequest) -> None:
        """Keep the draft in the visitor's session."""
        request.session[KEY] = {
            "token": self.token,
            "body": self.body_code,
            "answers": self.answers,
            "files": self.files,
            "identity": self.identity,
        }

    @staticmethod
    def drop(request: HttpRequest) -> None:
        """Forget the draft of this visitor."""
        request.session.pop(KEY, None)

    @property
    def is_begun(self) -> bool:
        """Whether the visitor has answered anything yet."""
        return bool(self.answers)

    @property
    def body(self) -> Body | None:
        """The body to which the appeal goes."""
        return bodies.find(self.body_code)

    @property
    def profile(self) -> Profile | None:
        """The rules of that body."""
        body = self.body
        return profile_of(body) if body else None

    @property
    def type(self) -> str:
        """The type of work chosen, or empty."""
        return self.answers.get("kind", {}).get("type", "")

    @property
    def needs_identity(self) -> bool:
        """Whether the law asks who sends it: appeals of 59-ФЗ, not requests of 8-ФЗ (547-ФЗ, since 2025-03-30)."""
        profile = self.profile
        if profile is None or not self.type:
            return False
        return profile.work_type(self.type).group == "appeal"

    def way(self) -> list[str]:
        """Return the steps that this appeal has, in their order."""
        first = [] if sole_body() else ["body"]
        asked = ["identity"] if self.needs_identity else []
        return [*first, "kind", *asked, "text", "about", "reply", "check"]

    def has(self, step: str) -> bool:
        """Whether a step is answered."""
        if step == "body":
            return self.body is not None
        if step == "identity":
            return bool(self.identity)
        if step == "kind":
            return self.body is not None and bool(self.type)
        answer = self.answers.get(step, {})
        if step == "text":
            return bool(answer.get("text"))
        if step == "about":
            return bool(answer) and (self.needs_identity or bool(answer.get("surname")))
        return bool(answer)

    def first_open(self) -> str:
        """Return the first step that is not answered; `check` when all are."""
        return next(
            (step for step in self.way() if step != "check" and not self.has(step)), "check"
        )

    def before(self, step: str) -> str:
        """Return the step before, or empty for the first."""
        way = self.way()
        at = way.index(step) if step in way else 0
        return way[at - 1] if at else ""

    def values(self) -> dict[str, str]:
        """Return the values of a `Submission`, without what does not belong to the choice made."""
        said = {
            name: value
            for step, names in FIELDS.items()
            for name in names
            if (value := self.answers.get(step, {}).get(name, ""))
        }
        chosen = {said.get("reply_channel", ""), said.get("extra_channel", "")}
        for name, channels in ADDRESS_OF.items():
            if not chosen & channels:
                said.pop(name, None)
        if self.needs_identity and self.identity:
            said |= {
                key: self.identity.get(key, "") for key in ("surname", "given_name", "patronymic")
            }
            said["identification"] = self.identity["how"]
        return said

    def submission(self) -> Submission:
        """Return what is sent; raises `submission.Unacceptable` when something is still wrong."""
        return read(self.values())

    def named_files(self) -> list[NamedFile]:
        """Return the attached files, read from the disk."""
        return [
            NamedFile(str(item["name"]), storage.path_of(str(item["sha256"])).read_bytes())
            for item in self.files
        ]


def sole_body() -> Body | None:
    """Return the body when the installation serves only one: then nobody is asked which."""
    found = list(active_bodies()[:2])
    return found[0] if len(found) == 1 else None
