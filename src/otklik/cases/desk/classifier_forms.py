"""The form that imports a classifier: the file first, then, shown, its list."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from otklik.staff import calendars
from otklik.staff.classifier_words import problem_in_words
from otklik.staff.classifiers import ClassifierImport, entry_pairs, plan_import
from otklik.staff.models import Body
from otklik.staff.refusals import Refusal

LONGEST = 10_000_000
"""Bytes of a file; the published list has some hundred thousand."""
TOLD = 30
"""Problems that are told at once."""


class ListFile(forms.FileField):
    """Needed until the page carries the list itself."""

    conditional = True


class ImportForm(forms.Form):
    """The published list and the day from which it holds; the list stays in the page until it is confirmed."""

    use_required_attribute = False
    file = ListFile(
        label=gettext_lazy("File of the list: XLSX or CSV"),
        required=False,
        help_text=gettext_lazy(
            "Two columns are read: the code, such as 0001.0002.0025.0086, and the title."
        ),
    )
    valid_from = forms.DateField(
        label=gettext_lazy("In force from"),
        widget=forms.DateInput(attrs={"type": "date", "class": "input-short"}, format="%Y-%m-%d"),
        error_messages={
            "required": gettext_lazy("Write from which day the list is in force."),
            "invalid": gettext_lazy("Write a day, such as 21.03.2026."),
        },
    )
    listed = forms.CharField(required=False, widget=forms.HiddenInput, strip=False)
    name = forms.CharField(required=False, widget=forms.HiddenInput, max_length=200)

    def __init__(self, data: Any = None, files: Any = None, *, body: Body) -> None:
        super().__init__(data, files, initial={"valid_from": calendars.today(body)})
        self.body = body
        self.plan: ClassifierImport | None = None

    def clean(self) -> dict[str, Any]:
        """Read the list and compare it; what is wrong stands at the file with its lines."""
        said = super().clean() or {}
        content, name = self._content(said)
        if self.errors:
            return said
        if not content:
            self.add_error("file", _("Choose the file of the list."))
            return said
        try:
            plan = plan_import(self.body, content, valid_from=said["valid_from"], source=name)
        except Refusal as refusal:
            self.add_error("file", refusal.message)
            return said
        self.plan = plan
        if plan.problems:
            told = [problem_in_words(problem) for problem in plan.problems[:TOLD]]
            more = len(plan.problems) - len(told)
            self.add_error(
                "file", told + ([_("And more: %(count)s.") % {"count": more}] * (more > 0))
            )
        elif not plan.entries:
            self.add_error("file", _("The file holds no code of the classifier."))
        return said

    def _content(self, said: dict[str, Any]) -> tuple[bytes, str]:
        file = said.get("file")
        if isinstance(file, UploadedFile):
            if (file.size or 0) > LONGEST:
                self.add_error("file", _("The file is too large for a list."))
                return b"", ""
            return file.read(), str(file.name)[:200]
        return str(said.get("listed") or "").encode(), str(said.get("name") or "")

    def kept(self) -> dict[str, str]:
        """Return what the page carries to the confirmation: the list as CSV, the name of its file, its fingerprint."""
        if self.plan is None or self.plan.problems:
            return {}
        lines = (";".join(_quoted(part) for part in pair) for pair in entry_pairs(self.plan))
        return {"listed": "\n".join(lines), "name": self.plan.source, "seen": self.plan.sha256}


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'
