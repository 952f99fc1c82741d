"""Forms of the acts that move a term: extension, earlier internal term, promise, correction."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from otklik.cases.actions.correcting import Facts
from otklik.cases.clock_rules import REASONS
from otklik.cases.desk.act_forms import OnCase
from otklik.cases.models import Case, Form, Promise
from otklik.staff.calendars import zone
from otklik.staff.models import Employee
from otklik.staff.profiles import profile_of
from otklik.staff.queries import colleagues
from otklik.touchpoints import queries as touchpoints

TEXT_MAX = 4000


class _Judged(forms.Field):
    """A field that must be filled in; the rules refuse an empty one, and name the clause that asks for it."""

    def validate(self, value: Any) -> None:
        """Judge what was typed; that nothing was is left to the rules."""
        if value not in self.empty_values:
            super().validate(value)


class JudgedDate(_Judged, forms.DateField):
    """A day."""


class JudgedText(_Judged, forms.CharField):
    """A text."""


class JudgedChoice(_Judged, forms.ChoiceField):
    """One of several."""


def _day(label: Any, help_text: Any = "") -> forms.DateField:
    return JudgedDate(
        label=label,
        help_text=help_text,
        widget=forms.DateInput(attrs={"type": "date", "class": "input-short"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d.%m.%Y"],
        error_messages={"invalid": _("Write the date as 26.04.2024.")},
    )


def _text(
    label: Any, help_text: Any = "", rows: int = 3, *, required: bool = True
) -> forms.CharField:
    return JudgedText(
        label=label,
        required=required,
        max_length=TEXT_MAX,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class ExtensionForm(OnCase):
    """The letter on the progress and the extension, as the executor prepares it."""

    progress = _text(
        _("What has been done so far"), _("The client reads it in the letter."), rows=4
    )
    reason = _text(_("Why more time is needed"), _("The client reads it in the letter."), rows=4)
    day = _day(_("New date of the reply"))


class ApproveForm(OnCase):
    """The decision to extend; remarks are for colleagues."""

    remarks = _text(
        _("Remarks"), _("For colleagues; the client does not see them."), rows=2, required=False
    )


class RejectForm(OnCase):
    """Why the prepared extension goes back."""

    remarks = _text(_("What is to be changed"))


class InternalDueForm(OnCase):
    """An earlier day and the client's circumstances."""

    day = _day(_("To be answered by"), _("Not later than the legal term."))
    reason = JudgedChoice(
        label=_("Circumstances of the client"),
        widget=forms.RadioSelect,
        choices=[*REASONS.items()],
    )
    words = _text(
        _("In more detail"), _("Employees see it beside the term."), rows=2, required=False
    )


class KeepPromiseForm(OnCase):
    """What was done of what the reply had promised."""

    promise = forms.ChoiceField(label=_("Which promise"))
    done = _text(_("What was done"), _("The client reads it in the closing letter."), rows=5)

    def __init__(self, data: Any = None, *, case: Case, employee: Employee) -> None:
        super().__init__(data, case=case, employee=employee)
        self.promises = {str(row.pk): row for row in open_promises(case)}
        self.choose("promise", [(pk, told(row)) for pk, row in self.promises.items()])
        if len(self.promises) == 1:
            self.fields["promise"].initial = next(iter(self.promises))
            self.fields["promise"].widget = forms.HiddenInput()

    def clean_promise(self) -> Promise:
        """Return the promise that was chosen."""
        return self.promises[self.cleaned_data["promise"]]


def open_promises(case: Case) -> list[Promise]:
    """Return the promises of the case that are not kept yet, the nearest first."""
    rows = Promise.objects.filter(question__case=case, kept_at=None)
    return list(rows.select_related("question").order_by("promised_on", "id"))


def told(promise: Promise) -> str:
    """Return a promise as a list shows it: the day and the question."""
    return gettext("by %(day)s: %(question)s") % {
        "day": f"{promise.promised_on:%d.%m.%Y}",
        "question": promise.question.text[:80],
    }


class CorrectForm(OnCase):
    """What the registration says and a correction may change."""

    type = forms.ChoiceField(label=_("Type"))
    form = forms.ChoiceField(label=_("Form"), choices=Form.choices)
    channel = forms.ChoiceField(label=_("Channel"))
    touchpoint = JudgedChoice(label=_("Touchpoint"))
    received = forms.DateTimeField(
        label=_("Received"),
        help_text=_("On the ministry's own clock. Not later than the registration."),
        widget=forms.DateTimeInput(
            attrs={"type": "datetime-local", "class": "input-short"}, format="%Y-%m-%dT%H:%M"
        ),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%d.%m.%Y %H:%M"],
        error_messages={
            "required": _("Write when the case was received."),
            "invalid": _("Write the date and time as 26.04.2024 17:30."),
        },
    )
    complained_body = forms.CharField(
        label=_("Which body or organisation the complaint is about"), required=False, max_length=300
    )
    complained_employee = forms.ChoiceField(
        label=_("Which employee of ours the complaint is about"), required=False
    )
    reason = _text(_("Why it is corrected"), _("The reason stays in the journal."), rows=2)

    def __init__(self, data: Any = None, *, case: Case, employee: Employee) -> None:
        super().__init__(data, case=case, employee=employee)
        profile = profile_of(case.body)
        types: dict[str, str] = {item.code: item.label for item in profile.offered_types()}
        ways: dict[str, str] = {item.code: item.label for item in profile.channels if item.offered}
        types.setdefault(case.type, profile.work_type(case.type).label)
        ways.setdefault(case.channel, profile.channel(case.channel).label)
        self.choose("type", types.items())
        self.choose("channel", ways.items())
        rows = list(touchpoints.touchpoints_of(case.body))
        if case.touchpoint and case.touchpoint not in rows:
            rows.insert(0, case.touchpoint)
        self.touchpoints = {str(row.pk): row for row in rows}
        self.staff = {str(row.pk): row for row in colleagues(employee)}
        people = [(pk, f"{row}, {row.post}".strip(", ")) for pk, row in self.staff.items()]
        self.choose("complained_employee", [("", gettext("nobody")), *people])
        shown = [(pk, f"{row.name}: {row.interaction}") for pk, row in self.touchpoints.items()]
        self.fields["touchpoint"].required = profile.switch("touchpoint_required")
        self.choose("touchpoint", [("", gettext("not chosen")), *shown])

    def known(self) -> dict[str, object]:
        """Return what the registration says now."""
        local = self.case.received_at.astimezone(zone(self.case.body))
        return {
            "type": self.case.type,
            "form": self.case.form,
            "channel": self.case.channel,
            "touchpoint": str(self.case.touchpoint_id or ""),
            "received": local.replace(tzinfo=None),
            "complained_body": self.case.complained_body,
            "complained_employee": str(self.case.complained_employee_id or ""),
        }

    def clean_received(self) -> datetime:
        """Return the moment on the body's own clock, aware; left as it stood, it keeps its seconds."""
        typed: datetime = self.cleaned_data["received"]
        moment = typed.replace(tzinfo=zone(self.case.body))
        known = self.case.received_at
        return known if moment == known.replace(second=0, microsecond=0) else moment

    def facts(self) -> Facts:
        """Return the registration as corrected."""
        said = self.cleaned_data
        touchpoint = self.touchpoints.get(said["touchpoint"])
        return Facts(
            said["type"],
            said["form"],
            said["channel"],
            touchpoint,
            said["received"],
            said["complained_body"],
            self.staff.get(said["complained_employee"]),
        )
