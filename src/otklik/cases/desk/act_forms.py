"""What every form of an act on a case shares."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from otklik.cases.models import Case
from otklik.cases.rules import Problem
from otklik.language import clean_text
from otklik.staff.models import Employee


class OnCase(forms.Form):
    """A form of an act on a case: it knows the case, cleans every text, and notices that the page is behind.

    `initial` is what the form shows before anybody types; a form that knows it by itself overrides `known`.
    """

    use_required_attribute = False
    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self,
        data: Any = None,
        *,
        case: Case,
        employee: Employee,
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        self.case, self.employee = case, employee
        shown = {"revision": case.revision, **self.known(), **(initial or {})}
        super().__init__(data, initial=shown)

    def known(self) -> dict[str, object]:
        """Return what the form shows before anybody types."""
        return {}

    def clean(self) -> dict[str, Any]:
        """Take invisible signs out of every text."""
        cleaned = super().clean() or {}
        return {
            name: clean_text(value) if isinstance(value, str) else value
            for name, value in cleaned.items()
        }

    def judge(self, problems: list[Problem]) -> None:
        """Put what the rules find at its field, where no mistake stands yet."""
        for problem in problems:
            if problem.field in self.fields and problem.field not in self.errors:
                self.add_error(problem.field, str(problem.message))

    def choose(self, name: str, choices: Iterable[tuple[str, Any]]) -> None:
        """Give a field its choices."""
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - all fields named here are
        field.choices = list(choices)
