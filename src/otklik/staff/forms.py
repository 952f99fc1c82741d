"""Forms of the room: an absence, its end, its substitute."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from otklik.staff.models import Employee

Choices = list[tuple[str, Any]]


def _day_field(label: Any, **more: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date", "class": "input-short"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, **more)


def people_choices(people: Iterable[Employee], own_unit: int | None) -> Choices:
    """Return the people by unit, the own unit first, for a list to choose from."""
    units: dict[str, list[tuple[str, str]]] = {}
    ordered = sorted(
        people, key=lambda one: (one.unit_id != own_unit, str(one.unit or ""), one.surname, one.pk)
    )
    for one in ordered:
        title = str(one.unit or _("Without a unit"))
        name = f"{one.short_name}, {one.post}" if one.post else one.short_name
        units.setdefault(title, []).append((str(one.pk), name))
    return list(units.items())


class SubstituteForm(forms.Form):
    """Who stands in, for the rest of the absence."""

    substitute = forms.ChoiceField(
        label=gettext_lazy("Who stands in"),
        required=False,
        help_text=gettext_lazy(
            "Sees the colleague's cases and answers them. The rights to give assignments and to sign come with a role."
        ),
    )

    def __init__(
        self, data: Any = None, *, people: Iterable[Employee], own_unit: int | None, **more: Any
    ) -> None:
        super().__init__(data, **more)
        self.people = {str(one.pk): one for one in people}
        field = self.fields["substitute"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        nobody = ("", _("nobody will"))
        field.choices = [nobody, *people_choices(self.people.values(), own_unit)]

    @property
    def chosen(self) -> Employee | None:
        """Who was chosen; None for nobody."""
        return self.people.get(self.cleaned_data.get("substitute", ""))


class AbsenceForm(SubstituteForm):
    """A new absence: whose, from when until when, who stands in."""

    employee = forms.ChoiceField(label=gettext_lazy("Who is away"))
    since = _day_field(gettext_lazy("First day"))
    until = _day_field(gettext_lazy("Last day"))
    reason = forms.CharField(
        label=gettext_lazy("Why"),
        required=False,
        max_length=200,
        help_text=gettext_lazy(
            "For example: leave, business trip. Do not write what somebody is ill with."
        ),
    )
    field_order = ("employee", "since", "until", "substitute", "reason")

    def __init__(
        self,
        data: Any = None,
        *,
        owners: Iterable[Employee],
        people: Iterable[Employee],
        by: Employee,
    ) -> None:
        super().__init__(data, people=people, own_unit=by.unit_id, initial={"employee": by.pk})
        self.owners = {str(one.pk): one for one in owners}
        field = self.fields["employee"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = people_choices(self.owners.values(), by.unit_id)
        if len(self.owners) == 1:
            field.widget = forms.HiddenInput()

    @property
    def owner(self) -> Employee:
        """Who is away."""
        return self.owners[self.cleaned_data["employee"]]


class EndForm(forms.Form):
    """The new last day of an absence that ends early."""

    until = _day_field(
        gettext_lazy("Last day of the absence"),
        help_text=gettext_lazy("Yesterday at the earliest: who is back today was away until then."),
    )

    def __init__(self, data: Any = None, *, today: date) -> None:
        super().__init__(data, initial={"until": today - timedelta(days=1)})
