"""The form of the card."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from otklik.reception.models import Visit
from otklik.reception.rules import VisitEntry
from otklik.staff.models import Employee

ORAL, CASE = "oral", "case"
TEXT_MAX = 30_000


class VisitForm(forms.Form):
    """The card of a visit."""

    use_required_attribute = False
    official = forms.ChoiceField(label=_("Who holds the reception"))
    visitor = forms.CharField(
        label=_("Who came"),
        help_text=_("Surname, name, patronymic."),
        max_length=300,
        error_messages={"required": _("Write down who came.")},
    )
    identity_shown = forms.BooleanField(label=_("An identity document was shown"), required=False)
    recorded = forms.BooleanField(label=_("The talk is recorded"), required=False)
    warned = forms.BooleanField(
        label=_("The visitor was told about the recording before it began"), required=False
    )
    form = forms.ChoiceField(
        label=_("How the matter was put"), choices=Visit.Form.choices, widget=forms.RadioSelect
    )
    gist = forms.CharField(
        label=_("What it is about"),
        max_length=TEXT_MAX,
        widget=forms.Textarea(attrs={"rows": 5, "wide": True}),
        error_messages={"required": _("Write down what the visitor said or brought.")},
    )
    result = forms.ChoiceField(
        label=_("How the visitor gets his answer"),
        widget=forms.RadioSelect,
        choices=[
            (CASE, _("By a written reply: the matter becomes an appeal or a request")),
            (ORAL, _("On the spot: the facts are obvious and the visitor agrees")),
        ],
        error_messages={"required": _("Choose how the visitor gets his answer.")},
    )
    facts_evident = forms.BooleanField(
        label=_("The facts are obvious and need no check"), required=False
    )
    consent_to_oral = forms.BooleanField(
        label=_("The visitor agrees to an oral answer"), required=False
    )
    oral_answer = forms.CharField(
        label=_("What you answered, in short"),
        required=False,
        max_length=TEXT_MAX,
        widget=forms.Textarea(attrs={"rows": 4, "wide": True}),
    )

    def __init__(self, *args: Any, people: Iterable[Employee], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(person.pk): person for person in people}
        field = self.fields["official"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [
                (pk, f"{person}, {person.post}".strip(", ")) for pk, person in self.people.items()
            ]

    def official_chosen(self) -> Employee:
        """Return who holds the reception; the form must be valid."""
        return self.people[self.cleaned_data["official"]]

    def entry(self) -> VisitEntry:
        """Return what the valid form says."""
        said = self.cleaned_data
        return VisitEntry(
            visitor=said["visitor"],
            gist=said["gist"],
            form=said["form"],
            identity_shown=said["identity_shown"],
            recorded=said["recorded"],
            warned=said["warned"],
            answered_orally=said["result"] == ORAL,
            facts_evident=said["facts_evident"],
            consent_to_oral=said["consent_to_oral"],
            oral_answer=said["oral_answer"],
        )
