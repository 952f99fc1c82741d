"""Forms of the calendar's page: a day, a swap of two days, the file of a year."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from otklik import worktime
from otklik.staff import edits
from otklik.staff.edits import CalendarEdit
from otklik.staff.models import Body, CalendarDay
from otklik.staff.reading import in_words
from otklik.staff.refusals import Refusal
from otklik.worktime import PublishedError

OWN, ALL = "own", "all"
CLEAR = "clear"
YEAR_MIN, YEAR_MAX = 2010, 2045
LONGEST = 1_000_000
"""Bytes; the file of a year has a few thousand."""


class EditForm(forms.Form):
    """A form that makes an edit of the calendar; the edit is shown first and made when it is confirmed."""

    use_required_attribute = False
    scope = forms.ChoiceField(label=gettext_lazy("For whom"), widget=forms.RadioSelect, initial=OWN)

    field_order: tuple[str, ...] = ()

    def __init__(self, *args: Any, body: Body, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.body = body
        self.edit: CalendarEdit | None = None
        scope = self.fields["scope"]
        assert isinstance(scope, forms.ChoiceField)  # noqa: S101 - declared above
        scope.choices = [(OWN, body.short_name), (ALL, _("All bodies of this installation"))]

    def make(self, values: Mapping[str, Any], body: Body | None) -> CalendarEdit:
        """Return the edit; raises `Refusal` or `PublishedError`."""
        raise NotImplementedError

    def clean(self) -> dict[str, Any]:
        """Make the edit out of the fields; a refusal stands at its field."""
        values = super().clean() or {}
        if self.errors:
            return values
        try:
            self.edit = self.make(values, None if values["scope"] == ALL else self.body)
        except PublishedError as error:
            self.add_error("file", in_words(error))
        except worktime.CalendarError as error:
            self.add_error(None, str(error))
        except Refusal as refusal:
            self.add_error(refusal.field if refusal.field in self.fields else None, refusal.message)
        return values


def _date(label: Any, help_text: Any = "") -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, help_text=help_text, widget=widget)


class NoteField(forms.CharField):
    """Needed by all acts but the one that takes an entry away; the act itself asks for it."""

    conditional = True


class CalendarFile(forms.FileField):
    """Needed until the page carries the text of a file."""

    conditional = True


def _note() -> forms.CharField:
    return NoteField(
        label=gettext_lazy("By which act, or why"),
        max_length=edits.NOTE_MAX,
        required=False,
        help_text=gettext_lazy("It is shown at the day and in the explanation of every date."),
    )


class DayForm(EditForm):
    """What one day is."""

    date = _date(gettext_lazy("Day"))
    kind = forms.ChoiceField(
        label=gettext_lazy("What the day is"),
        widget=forms.RadioSelect,
        choices=[
            *CalendarDay.Kind.choices,
            (CLEAR, gettext_lazy("As in the general calendar: take the entry away")),
        ],
    )
    note = _note()
    field_order = ("date", "kind", "note", "scope")

    def make(self, values: Mapping[str, Any], body: Body | None) -> CalendarEdit:
        """Enter the day, or take its entry away."""
        if values["kind"] == CLEAR:
            return edits.clear_edit(body, values["date"])
        return edits.day_edit(body, values["date"], values["kind"], values["note"])


class SwapForm(EditForm):
    """Two days that change places."""

    off = _date(gettext_lazy("Day that becomes a day off"))
    worked = _date(
        gettext_lazy("Day off that is worked instead"),
        gettext_lazy("It gets the working hours of the day it replaces."),
    )
    note = _note()
    field_order = ("off", "worked", "note", "scope")

    def make(self, values: Mapping[str, Any], body: Body | None) -> CalendarEdit:
        """Swap them."""
        return edits.swap_edit(self.body, body, values["off"], values["worked"], values["note"])


class DecreeForm(EditForm):
    """The published calendar of a year; the file stays in the page between the look and the confirmation."""

    file = CalendarFile(
        label=gettext_lazy("File of the year"),
        required=False,
        help_text=gettext_lazy(
            "The production calendar as CSV (the form of data.gov.ru) or XML (the form of xmlcalendar)."
        ),
        widget=forms.FileInput(attrs={"accept": ".csv,.xml,text/csv,text/xml,application/xml"}),
    )
    year = forms.IntegerField(
        label=gettext_lazy("Year"),
        required=False,
        min_value=YEAR_MIN,
        max_value=YEAR_MAX,
        help_text=gettext_lazy("Only for a file with several years."),
    )
    decree = forms.CharField(
        label=gettext_lazy("By which act"),
        required=False,
        max_length=edits.NOTE_MAX,
        help_text=gettext_lazy("Such as: resolution of the Government, its date and number."),
    )
    text = forms.CharField(
        required=False, widget=forms.HiddenInput, strip=False, max_length=LONGEST
    )
    name = forms.CharField(required=False, widget=forms.HiddenInput, max_length=200)
    field_order = ("file", "year", "decree", "scope", "text", "name")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["scope"].initial = ALL
        self.content, self.file_name = "", ""

    def make(self, values: Mapping[str, Any], body: Body | None) -> CalendarEdit:
        """Read the file, or the text kept from the file shown before."""
        given = values.get("file")
        if isinstance(given, UploadedFile):
            self.content = worktime.decode_published(given.read(LONGEST + 1))
            self.file_name = (given.name or "")[:200]
        else:
            self.content, self.file_name = values.get("text", ""), values.get("name", "")
        if not self.content:
            raise Refusal(_("Choose the file of the year."), field="file")
        return edits.decree_edit(
            self.content,
            year=values.get("year"),
            decree=values.get("decree") or self.file_name,
            body=body,
        )

    @property
    def kept(self) -> dict[str, str]:
        """The file as the next page carries it on."""
        return {"text": self.content, "name": self.file_name}
