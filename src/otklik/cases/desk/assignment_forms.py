"""Forms of the acts on assignments: co-executors, their parts, a personal interest, saved routes."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from otklik.cases.assignment_queries import part_of, possible_co_executors
from otklik.cases.desk.act_forms import OnCase
from otklik.cases.models import Assignment, Case
from otklik.cases.part_terms import term_of
from otklik.cases.queries import Load
from otklik.staff.models import Employee, Unit
from otklik.staff.profiles import profile_of
from otklik.web.templatetags.otklik import term as in_words

TEXT_MAX = 20_000


def words(label: Any, required: Any, *, rows: int = 4, hint: Any = "") -> forms.CharField:
    """Return a field for a text that must be written."""
    return forms.CharField(
        label=label,
        max_length=TEXT_MAX,
        widget=forms.Textarea(attrs={"rows": rows}),
        help_text=hint,
        error_messages={"required": required},
    )


def written_load(load: Load) -> str:
    """Return a person with post, unit and how much he has, as a choice shows him."""
    person = load.person
    parts = [person.short_name, person.post, str(person.unit or "")]
    told = _("open cases: %(count)s") % {"count": load.open}
    if load.absence is not None:
        until = {"until": f"{load.absence.until:%d.%m.%Y}"}
        told = f"{told}, {_('away until %(until)s') % until}"
    return f"{', '.join(part for part in parts if part)} ({told})"


class CoExecutorsForm(OnCase):
    """To whom parts of the case are given: one or several people, one text, one term."""

    executor = forms.MultipleChoiceField(
        label=gettext_lazy("Co-executors"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one co-executor.")},
    )
    instruction = words(
        gettext_lazy("What each of them contributes"),
        gettext_lazy("Write what the co-executor is to contribute."),
    )
    due = forms.DateField(
        label=gettext_lazy("By which day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": gettext_lazy("Write a day, such as 21.03.2026.")},
    )

    def __init__(self, data: Any = None, *, case: Case, employee: Employee) -> None:
        super().__init__(data, case=case, employee=employee)
        loads = possible_co_executors(case, timezone.now())
        self.people = {str(load.person.pk): load.person for load in loads}
        field = self.fields["executor"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 - declared above
        field.choices = [(str(load.person.pk), written_load(load)) for load in loads]
        self.fields["due"].help_text = _due_hint(case)

    def chosen(self) -> list[Employee]:
        """Return the chosen people."""
        return [self.people[pk] for pk in self.cleaned_data["executor"]]


def _due_hint(case: Case) -> str:
    term = term_of(profile_of(case.body), part_of(case))
    said = _("Earlier than the term of the reply. Left empty, it is %(term)s.")
    return said % {"term": in_words(term.amount, term.unit)}


class _OnPart(forms.Form):
    """A form of an act on one part of a case."""

    use_required_attribute = False

    def __init__(
        self, data: Any = None, *, case: Case, employee: Employee, part: Assignment
    ) -> None:
        self.case, self.employee, self.part = case, employee, part
        super().__init__(data, initial=self.known())

    def known(self) -> dict[str, object]:
        """Return what the form shows before anybody types."""
        return {}


class ReportForm(_OnPart):
    """What a co-executor contributes."""

    report = words(
        gettext_lazy("Your part"),
        gettext_lazy("Write your part."),
        rows=10,
        hint=gettext_lazy("The responsible executor takes it into the common reply."),
    )

    def known(self) -> dict[str, object]:
        """Return what was handed in before."""
        return {"report": self.part.report}


class ReturnPartForm(_OnPart):
    """What is to be mended in a part."""

    remarks = words(
        gettext_lazy("What should be mended"), gettext_lazy("Write what should be mended.")
    )


class EndPartForm(_OnPart):
    """Why a co-executor is released."""

    reason = words(gettext_lazy("Reason"), gettext_lazy("Write the reason."), rows=3)


class LeavePartForm(_OnPart):
    """In what the interest of a co-executor is."""

    reason = words(
        gettext_lazy("In what your interest is"),
        gettext_lazy("Write in what your interest is."),
        rows=3,
    )


class InterestForm(OnCase):
    """In what the executor's interest is."""

    reason = words(
        gettext_lazy("In what your interest is"),
        gettext_lazy("Write in what your interest is."),
        rows=3,
    )


class RouteForm(forms.Form):
    """A saved route of assignments."""

    use_required_attribute = False
    title = forms.CharField(
        label=gettext_lazy("Title of the route"),
        max_length=200,
        error_messages={"required": gettext_lazy("Name the route.")},
    )
    unit = forms.ChoiceField(
        label=gettext_lazy("Unit"),
        error_messages={"required": gettext_lazy("Choose the unit.")},
    )
    executor = forms.ChoiceField(
        label=gettext_lazy("Responsible executor"),
        error_messages={"required": gettext_lazy("Choose the responsible executor.")},
    )
    instruction = forms.CharField(
        label=gettext_lazy("What to pay attention to"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    co_executors = forms.MultipleChoiceField(
        label=gettext_lazy("Co-executors"), required=False, widget=forms.CheckboxSelectMultiple
    )
    part_instruction = forms.CharField(
        label=gettext_lazy("What each of them contributes"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, data: Any = None, *, units: list[Unit], people: list[Employee]) -> None:
        super().__init__(data)
        self.units = {str(unit.pk): unit for unit in units}
        self.people = {str(person.pk): person for person in people}
        named = [(pk, _named(person)) for pk, person in self.people.items()]
        self._choices(
            "unit", [("", _("not chosen")), *((pk, str(u)) for pk, u in self.units.items())]
        )
        self._choices("executor", [("", _("not chosen")), *named])
        self._choices("co_executors", named)

    def _choices(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - all fields named here are
        field.choices = choices


def _named(person: Employee) -> str:
    return ", ".join(part for part in (person.short_name, str(person.unit or "")) if part)
