"""Forms of control: put on, take off, measures taken."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from otklik.cases.control_queries import needs_record
from otklik.cases.desk.act_forms import OnCase
from otklik.cases.desk.assignment_forms import TEXT_MAX
from otklik.cases.models import Case, Question
from otklik.staff.models import Employee

RECORD_WANTED = _("Write number and date of the entry about the decision in the record system.")


class PutOnControlForm(OnCase):
    """Why the case is on control, for whoever sees the mark."""

    note = forms.CharField(
        label=_("What to watch"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Everybody who sees the case reads it."),
    )


class TakeOffControlForm(OnCase):
    """The decision that the case is executed."""

    note = forms.CharField(
        label=_("Decision in words"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    record_number = forms.CharField(
        label=_("Number of the entry in the record system"),
        max_length=100,
        error_messages={"required": RECORD_WANTED},
    )
    record_date = forms.DateField(
        label=_("Date of the entry"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "invalid": _("Write a day, such as 21.03.2026."),
            "required": RECORD_WANTED,
        },
    )

    def __init__(self, data: Any = None, *, case: Case, employee: Employee) -> None:
        super().__init__(data, case=case, employee=employee)
        if not needs_record(case):
            del self.fields["record_number"], self.fields["record_date"]


class MeasuresForm(OnCase):
    """What was done on each question that is considered."""

    def __init__(self, data: Any = None, *, case: Case, employee: Employee) -> None:
        super().__init__(data, case=case, employee=employee)
        self.questions: list[Question] = [row for row in case.questions.all() if row.outcome]
        for row in self.questions:
            self.fields[f"measure-{row.pk}"] = forms.CharField(
                label=row.text,
                required=False,
                max_length=TEXT_MAX,
                initial=row.measure,
                widget=forms.Textarea(attrs={"rows": 3}),
            )

    def changed(self) -> list[tuple[Question, str]]:
        """Return the questions whose measure is written anew, with the words."""
        said = [(row, self.cleaned_data[f"measure-{row.pk}"]) for row in self.questions]
        return [(row, words) for row, words in said if words.strip() != row.measure]
