"""Forms of life situations and their solutions."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from otklik.staff.models import Body
from otklik.touchpoints.models import LifeSituation, Solution
from otklik.touchpoints.queries import touchpoints_of

TEXT_MAX = 10_000


class SituationForm(forms.Form):
    """A life situation."""

    use_required_attribute = False
    title = forms.CharField(
        label=_("What happens in the client's life"),
        max_length=200,
        help_text=_("As the client would say it: “I open a business”."),
        error_messages={"required": _("Name what happens in the client's life.")},
    )
    text = forms.CharField(
        label=_("A few words about it"),
        max_length=TEXT_MAX,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "wide": True}),
    )
    position = forms.IntegerField(
        label=_("Place in the list"), min_value=0, max_value=9999, required=False
    )

    def __init__(self, data: Any = None, *, row: LifeSituation | None = None) -> None:
        first = {"title": row.title, "text": row.text, "position": row.position} if row else {}
        super().__init__(data, initial=first)

    def said(self) -> dict[str, Any]:
        """Return what was typed; call it on a valid form."""
        return self.cleaned_data | {"position": self.cleaned_data.get("position") or 0}


class SolutionForm(forms.Form):
    """One solution with its touchpoints."""

    use_required_attribute = False
    title = forms.CharField(
        label=_("Solution"),
        max_length=200,
        error_messages={"required": _("Name the solution.")},
    )
    text = forms.CharField(
        label=_("What the client does, in plain words"),
        max_length=TEXT_MAX,
        widget=forms.Textarea(attrs={"rows": 6, "wide": True}),
        error_messages={"required": _("Write in plain words what the client does.")},
    )
    link = forms.CharField(
        label=_("Address of the service or page"), max_length=500, required=False
    )
    touchpoints = forms.MultipleChoiceField(
        label=_("Touchpoints"), required=False, widget=forms.CheckboxSelectMultiple
    )
    position = forms.IntegerField(
        label=_("Place in the list"), min_value=0, max_value=9999, required=False
    )

    def __init__(self, data: Any = None, *, body: Body, row: Solution | None = None) -> None:
        first: dict[str, Any] = {}
        if row is not None:
            first = {
                "title": row.title,
                "text": row.text,
                "link": row.link,
                "touchpoints": row.touchpoints,
                "position": row.position,
            }
        super().__init__(data, initial=first)
        field = self.fields["touchpoints"]
        if isinstance(field, forms.MultipleChoiceField):
            field.choices = [(row.code, row.name) for row in touchpoints_of(body)]

    def said(self) -> dict[str, Any]:
        """Return what was typed; call it on a valid form."""
        return self.cleaned_data | {"position": self.cleaned_data.get("position") or 0}
