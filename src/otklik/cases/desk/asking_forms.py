"""Forms of what passes between the ministry and its client: questions, invitations, interim letters, withdrawal."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from otklik.cases import queries
from otklik.cases.asking_rules import (
    SPOKEN,
    Asked,
    asking_problems,
    interim_problems,
    way_of_writing,
)
from otklik.cases.desk.act_forms import OnCase
from otklik.cases.desk.case_facts import channel_label
from otklik.cases.models import Case, Clarification, Interim
from otklik.messages.models import Receipt
from otklik.regulations import Profile
from otklik.staff.calendars import zone
from otklik.staff.models import Employee
from otklik.staff.profiles import profile_of

TEXT_MAX = 10_000
LEARNED = ("life_situation", "need")


class _Learning(OnCase):
    """A form whose act may tell what the client really needs (labour-novosibirsk:6.1)."""

    life_situation = forms.CharField(label=_("Life situation"), required=False, max_length=300)
    need = forms.ChoiceField(label=_("Client's need"), required=False)

    def __init__(self, data: Any = None, *, case: Case, employee: Employee) -> None:
        super().__init__(data, case=case, employee=employee)
        needs = [(str(item.number), item.label) for item in profile_of(case.body).needs]
        self.choose("need", [("", _("not known")), *needs])

    def known(self) -> dict[str, object]:
        """Return what the case says now."""
        return {name: getattr(self.case, name) for name in LEARNED}


def _question(rows: int = 4) -> forms.CharField:
    return forms.CharField(
        label=_("What do you ask?"),
        max_length=TEXT_MAX,
        widget=forms.Textarea(attrs={"rows": rows}),
        help_text=_("The client reads it as it stands here. Ask only what the reply needs."),
        error_messages={"required": _("Write what you ask the client.")},
    )


def _answer(*, required: bool) -> forms.CharField:
    return forms.CharField(
        label=_("What the client answered"),
        required=required,
        max_length=TEXT_MAX,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Write down what the client answered.")},
    )


def _proof() -> forms.CharField:
    return forms.CharField(
        label=_("What confirms the answer"),
        required=False,
        max_length=300,
        help_text=_("For a talk: the recording, an e-mail of the client, a note that he signed."),
    )


def _needed_at_times(form: forms.Form, *names: str) -> None:
    """Let no word «if you like» stand at fields that some choices need."""
    for name in names:
        form.fields[name].conditional = True  # type: ignore[attr-defined]  # a mark that the template reads


def _channel(label: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one."), "invalid_choice": _("Choose one.")},
    )


class ClarifyForm(_Learning):
    """A question to the client, or a talk with him that has taken place; each mistake is told at its field."""

    channel = _channel(_("How do you ask?"))
    question = _question()
    answer = _answer(required=False)
    proof = _proof()
    field_order = ("channel", "question", "answer", "proof", "life_situation", "need")

    def __init__(self, data: Any = None, *, case: Case, employee: Employee) -> None:
        super().__init__(data, case=case, employee=employee)
        self.choose("channel", ways(profile_of(case.body), case))
        self.fields["answer"].help_text = _("For a talk that has taken place.")
        _needed_at_times(self, "answer", "proof")

    def clean(self) -> dict[str, Any]:
        """Tell every mistake at once."""
        said = super().clean()
        asked = Asked(*(said.get(name, "") for name in ("question", "channel", "answer", "proof")))
        self.judge(
            asking_problems(
                profile_of(self.case.body),
                asked,
                ways=queries.ways_of_asking(self.case),
                ground="",
                at=timezone.now(),
            )
        )
        return said

    def known(self) -> dict[str, object]:
        """Return that one writes unless one has talked."""
        return super().known() | {"channel": way_of_writing(self.case.reply_channel)}


class InviteForm(OnCase):
    """An invitation to take part in the consideration."""

    channel = _channel(_("How do you invite?"))
    question = _question(3)
    meets_at = forms.DateTimeField(
        label=_("When"),
        widget=forms.DateTimeInput(
            attrs={"type": "datetime-local", "class": "input-short"}, format="%Y-%m-%dT%H:%M"
        ),
        input_formats=["%Y-%m-%dT%H:%M", "%d.%m.%Y %H:%M"],
        error_messages={
            "required": _("Write when the client is expected."),
            "invalid": _("Write the date and time as 26.04.2024 17:30."),
        },
    )
    place = forms.CharField(
        label=_("Where"),
        max_length=300,
        help_text=_("Address and room, or how the talk is held: by telephone, by video."),
        error_messages={"required": _("Write where the client is expected.")},
    )

    def __init__(self, data: Any = None, *, case: Case, employee: Employee) -> None:
        super().__init__(data, case=case, employee=employee)
        self.choose("channel", ways(profile_of(case.body), case))
        self.fields["question"].label = _("What do you invite to?")
        self.fields["question"].help_text = _("The client reads it as it stands here.")

    def known(self) -> dict[str, object]:
        """Return that one writes unless one has talked."""
        return {"channel": way_of_writing(self.case.reply_channel)}

    def clean_meets_at(self) -> datetime:
        """Return the moment on the body's own clock, aware."""
        typed: datetime = self.cleaned_data["meets_at"]
        return typed.replace(tzinfo=zone(self.case.body))


class AnswerForm(_Learning):
    """The client's answer as an official writes it down."""

    agreed = forms.ChoiceField(
        label=_("Will the client take part?"),
        required=False,
        widget=forms.RadioSelect,
        choices=[("yes", _("Yes")), ("no", _("No"))],
    )
    answer = _answer(required=True)
    channel = _channel(_("How did the answer come?"))
    receipt = forms.ChoiceField(
        label=_("It came with"),
        required=False,
        help_text=_("If the answer is a letter that has joined the case."),
    )
    proof = _proof()
    field_order = (
        "agreed",
        "answer",
        "channel",
        "receipt",
        "proof",
        "life_situation",
        "need",
    )

    def __init__(
        self, data: Any = None, *, case: Case, employee: Employee, clarification: Clarification
    ) -> None:
        super().__init__(data, case=case, employee=employee)
        profile = profile_of(case.body)
        self.choose("channel", all_ways(profile))
        self.letters = {str(row.receipt_id): row.receipt for row in queries.additions_of(case)}
        named = [(pk, row.tracking_code) for pk, row in self.letters.items()]
        self.choose("receipt", [("", _("nothing")), *named])
        if not self.letters:
            del self.fields["receipt"]
        if clarification.kind != Clarification.Kind.INVITATION:
            del self.fields["agreed"]

    def clean_receipt(self) -> Receipt | None:
        """Return the letter itself."""
        return self.letters.get(self.cleaned_data["receipt"])


class InterimForm(OnCase):
    """A letter that does not end the case."""

    kind = forms.ChoiceField(
        label=_("To whom does it go?"),
        widget=forms.RadioSelect,
        choices=Interim.Kind.choices,
        initial=Interim.Kind.CLIENT,
        error_messages={"required": _("Choose to whom the letter goes.")},
    )
    recipient = forms.CharField(
        label=_("Which body"),
        required=False,
        max_length=300,
        help_text=_("Only for an enquiry."),
    )
    address = forms.CharField(
        label=_("Its address"), required=False, max_length=180, help_text=_("Only for an enquiry.")
    )
    text = forms.CharField(
        label=_("Text"),
        max_length=TEXT_MAX,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_(
            "The greeting, the number of the case and the term are added. "
            "Name the client in an enquiry only if it cannot be answered without."
        ),
        error_messages={"required": _("Write the text of the letter.")},
    )

    def __init__(self, data: Any = None, *, case: Case, employee: Employee) -> None:
        super().__init__(data, case=case, employee=employee)
        _needed_at_times(self, "recipient", "address")

    def clean(self) -> dict[str, Any]:
        """Tell every mistake at once."""
        said = super().clean()
        parts = {name: str(said.get(name, "")) for name in ("text", "recipient", "address")}
        self.judge(interim_problems(is_enquiry=said.get("kind") == Interim.Kind.ENQUIRY, **parts))
        return said


class WithdrawForm(OnCase):
    """How the client asked to stop the consideration, where he did not do it on his page."""

    channel = _channel(_("How did the client ask?"))
    words = forms.CharField(
        label=_("In his words"),
        required=False,
        max_length=TEXT_MAX,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, data: Any = None, *, case: Case, employee: Employee) -> None:
        super().__init__(data, case=case, employee=employee)
        self.choose("channel", all_ways(profile_of(case.body)))
        if queries.asked_to_stop(case) is not None:
            del self.fields["channel"], self.fields["words"]


def ways(profile: Profile, case: Case) -> list[tuple[str, Any]]:
    """Return how this client may be asked, in words."""
    talks = {"phone": _("By telephone: I have talked"), "in-person": _("In person: I have talked")}
    return [
        (way, talks.get(way) or ": ".join(filter(None, (channel_label(profile, way), address))))
        for way, address in queries.ways_of_asking(case).items()
    ]


def all_ways(profile: Profile) -> list[tuple[str, Any]]:
    """Return every channel by which a client reaches the ministry, in words."""
    return [
        (item.code, item.label) for item in profile.channels if item.offered or item.code in SPOKEN
    ]
