"""Forms of the distribution of powers."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from otklik.staff.actions import SignatoryEntry
from otklik.staff.distribution_rules import topic_codes
from otklik.staff.forms import people_choices
from otklik.staff.models import Employee, Unit


def _day(label: Any, **more: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date", "class": "input-short"}, format="%Y-%m-%d")
    errors = {"invalid": gettext_lazy("Write the date as 2026-04-26.")}
    return forms.DateField(label=label, widget=widget, error_messages=errors, **more)


class SignatoryForm(forms.Form):
    """A new row: who signs, in which post, on which topics or of which unit, since when, by which act."""

    employee = forms.ChoiceField(label=gettext_lazy("Who signs"))
    capacity = forms.ChoiceField(label=gettext_lazy("In which post"))
    topics = forms.CharField(
        label=gettext_lazy("Topic codes"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy(
            "Codes of the classifier or their beginnings, such as 0003.0009; separated by commas. Empty: any topic."
        ),
    )
    unit = forms.ChoiceField(label=gettext_lazy("Letters of the unit"), required=False)
    since = _day(gettext_lazy("Since"))
    until = _day(
        gettext_lazy("In force until"),
        required=False,
        help_text=gettext_lazy("The last day. Empty: in force until further notice."),
    )
    act = forms.CharField(
        label=gettext_lazy("The act that distributes the powers"),
        max_length=300,
        help_text=gettext_lazy("For example: order on the distribution of duties."),
    )
    act_number = forms.CharField(
        label=gettext_lazy("Number of the act"), required=False, max_length=60
    )
    act_date = _day(gettext_lazy("Date of the act"), required=False)

    def __init__(
        self,
        data: Any = None,
        *,
        people: Iterable[Employee],
        units: Iterable[Unit],
        posts: Mapping[str, str],
        today: date,
    ) -> None:
        super().__init__(data, initial={"since": today})
        self.people = {str(one.pk): one for one in people}
        self.units = {str(one.pk): one for one in units}
        self._choose("employee", people_choices(self.people.values(), None))
        self._choose("capacity", list(posts.items()))
        units_named = [(key, unit.name) for key, unit in self.units.items()]
        self._choose("unit", [("", _("any unit")), *units_named])

    def _choose(self, name: str, choices: list[tuple[str, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = choices

    def entry(self) -> SignatoryEntry:
        """Return the row as it was entered; call it on a valid form."""
        said = self.cleaned_data
        return SignatoryEntry(
            employee=self.people[said["employee"]],
            capacity=said["capacity"],
            topics=topic_codes(said["topics"]),
            unit=self.units.get(said["unit"]),
            since=said["since"],
            until=said["until"],
            act=said["act"],
            act_number=said["act_number"],
            act_date=said["act_date"],
        )


class EndRowForm(forms.Form):
    """The last day of a row."""

    last_day = _day(
        gettext_lazy("The last day of the row"),
        help_text=gettext_lazy(
            "Yesterday at the earliest: what was signed by it stays signed with full right."
        ),
    )

    def __init__(self, data: Any = None, *, today: date) -> None:
        super().__init__(data, initial={"last_day": today})
