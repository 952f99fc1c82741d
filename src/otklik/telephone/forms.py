"""The form of a call."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from otklik.staff.calendars import zone
from otklik.staff.models import Body
from otklik.telephone.models import Call
from otklik.telephone.rules import Noted

SWITCHES_MAX = 99


class CallForm(forms.Form):
    """What the operator writes down while he talks."""

    use_required_attribute = False
    caller = forms.CharField(
        label=_("Who is on the line"),
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    phone = forms.CharField(
        label=_("Telephone"),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )
    note = forms.CharField(
        label=_("What the call is about"),
        help_text=_("The question in the client's words, and what you answered."),
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 5, "wide": True}),
        error_messages={"required": _("Write down in a few words what the call was about.")},
    )
    switches = forms.IntegerField(
        label=_("How often the call was switched"),
        min_value=0,
        max_value=SWITCHES_MAX,
        initial=0,
        widget=forms.NumberInput(attrs={"class": "input-tiny"}),
        error_messages={"invalid": _("Write a number.")},
    )
    need_met = forms.ChoiceField(
        label=_("Does the client have what he needed?"),
        required=False,
        widget=forms.RadioSelect,
        choices=[
            ("yes", _("Yes. Say: “I am glad that I could help. Goodbye!”")),
            ("no", _("Not yet. Say: “We will look into it. Thank you for waiting. Goodbye!”")),
        ],
    )
    promised = forms.BooleanField(label=_("I promised to call back"), required=False)
    callback_by = forms.DateTimeField(
        label=_("Call back by"),
        help_text=_("Empty: by the end of the working day."),
        required=False,
        widget=forms.DateTimeInput(
            attrs={"type": "datetime-local", "class": "input-short"}, format="%Y-%m-%dT%H:%M"
        ),
        input_formats=["%Y-%m-%dT%H:%M", "%d.%m.%Y %H:%M"],
        error_messages={"invalid": _("Write the date and time as 26.04.2024 17:30.")},
    )

    def __init__(self, *args: Any, body: Body, direction: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.body = body
        self.direction = direction

    def clean_callback_by(self) -> datetime | None:
        """Return the promised moment on the body's own clock, aware."""
        typed: datetime | None = self.cleaned_data.get("callback_by")
        return typed.replace(tzinfo=zone(self.body)) if typed else None

    def noted(self) -> Noted:
        """Return what the valid form says."""
        said = self.cleaned_data
        return Noted(
            note=said["note"],
            is_outgoing=self.direction == Call.Direction.OUT,
            caller=said["caller"],
            phone=said["phone"],
            switches=said["switches"] or 0,
            need_met={"yes": True, "no": False}.get(said["need_met"]),
            promised=said["promised"] or said["callback_by"] is not None,
            callback_by=said["callback_by"],
        )
