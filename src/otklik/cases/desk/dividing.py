"""The page on which the questions of a case are divided, joined, or given other topics."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from otklik.cases import actions
from otklik.cases.actions.dividing import standing_of
from otklik.cases.desk.act_forms import OnCase
from otklik.cases.desk.acting import ActPage, act_page
from otklik.cases.models import Case, Question
from otklik.cases.question_rules import CLAUSES, Wording
from otklik.cases.topic_field import TopicField, written_topic
from otklik.staff.models import Employee, Power
from otklik.web.access import needs

NEW_ROWS = 3


class DivideForm(OnCase):
    """The questions that nobody has considered yet, each with its topic, and rows for new ones."""

    def __init__(self, data: Any = None, *, case: Case, employee: Employee) -> None:
        super().__init__(data, case=case, employee=employee)
        free = standing_of(case).free
        rows: list[Question | None] = [row for row in case.questions.all() if row.pk in free]
        self.rows = rows + [None] * NEW_ROWS
        for number, row in enumerate(self.rows):
            title = (
                _("Question %(number)s") % {"number": row.position} if row else _("New question")
            )
            self.fields[f"text-{number}"] = forms.CharField(
                label=title,
                required=False,
                max_length=5000,
                initial=row.text if row else "",
                widget=forms.Textarea(attrs={"rows": 2}),
            )
            self.fields[f"topic-{number}"] = TopicField(
                label=_("Topic"),
                body=case.body,
                about=row.text if row else "",
                kept=row.topic_code if row else "",
                initial=written_topic(case.body, row.topic_code, row.topic_version) if row else "",
            )

    @property
    def pairs(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """The fields of each question: its words and its topic."""
        return [(self[f"text-{n}"], self[f"topic-{n}"]) for n in range(len(self.rows))]

    def clean(self) -> dict[str, Any]:
        """Add the questions as they are to stand."""
        said = super().clean()
        said["wordings"] = [
            Wording(
                said.get(f"text-{number}") or "",
                said.get(f"topic-{number}") or "",
                row.pk if row else None,
            )
            for number, row in enumerate(self.rows)
        ]
        return said


def _divide(case: Case, employee: Employee, said: dict[str, Any]) -> str:
    actions.divide_questions(case, said["wordings"], by=employee, revision=said["revision"])
    return _("The questions are written anew.")


def _around(case: Case, _employee: Employee) -> Mapping[str, object]:
    settled = standing_of(case).settled
    return {
        "settled": [row for row in case.questions.all() if row.pk in settled],
    }


DIVIDE = ActPage(
    act="divide-questions",
    title=gettext_lazy("Divide or join the questions"),
    button=gettext_lazy("Keep the questions"),
    form=DivideForm,
    perform=_divide,
    lead=gettext_lazy(
        "Each question gets its own topic and its own answer. An emptied row takes its question out; "
        "questions considered already stay as they are."
    ),
    clauses=CLAUSES,
    template="cases/desk/divide.html",
    more=_around,
)


@needs(Power.REGISTER, Power.ASSIGN, Power.EXECUTE)
@require_http_methods(["GET", "HEAD", "POST"])
def divide(request: HttpRequest, pk: int) -> HttpResponse:
    """Write the questions of a registered case anew."""
    return act_page(request, pk, DIVIDE)
