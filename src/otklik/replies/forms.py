"""Forms of the reply pages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from otklik.cases.models import Question
from otklik.regulations import Profile
from otklik.replies.actions.drafting import DRAFT_LIMIT, OUTCOME_PARTS

Draft = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Part:
    """The fields of one question: outcome, its date and reason, and the text of the answer."""

    question: Question
    prompts: Mapping[str, str]
    outcome: forms.BoundField
    promised_on: forms.BoundField
    reason: forms.BoundField
    answer: forms.BoundField


class DraftForm(forms.Form):
    """A draft by its parts, with the outcome of each question; whatever is typed may be kept."""

    salutation = forms.CharField(label=gettext_lazy("Salutation"), required=False)
    opening = forms.CharField(
        label=gettext_lazy("First paragraph: the question and the addressee"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    closing = forms.CharField(
        label=gettext_lazy("Closing"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Where to turn next, whom to ask."),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(
        self,
        data: Any = None,
        *,
        draft: Draft,
        revision: int,
        questions: Sequence[Question],
        profile: Profile,
    ) -> None:
        self.questions = list(questions)
        self.profile = profile
        super().__init__(data, initial=_as_kept(draft, revision, self.questions))
        for question in self.questions:
            self._add_question(question)

    def _add_question(self, question: Question) -> None:
        outcomes = [(item.code, item.label) for item in self.profile.outcomes]
        key = question.pk
        self.fields[f"outcome-{key}"] = forms.ChoiceField(
            label=gettext_lazy("Outcome"),
            required=False,
            choices=outcomes,
            widget=forms.RadioSelect,
        )
        self.fields[f"promised_on-{key}"] = forms.DateField(
            label=gettext_lazy("By when"),
            required=False,
            widget=forms.DateInput(
                attrs={"type": "date", "class": "input-short"}, format="%Y-%m-%d"
            ),
            error_messages={"invalid": gettext_lazy("Write the date as 2026-04-26.")},
        )
        self.fields[f"reason-{key}"] = forms.CharField(
            label=gettext_lazy("Reason in plain words"),
            required=False,
            widget=forms.Textarea(attrs={"rows": 2}),
        )
        self.fields[f"answer-{key}"] = forms.CharField(
            label=gettext_lazy("Answer"),
            required=False,
            widget=forms.Textarea(attrs={"rows": 6}),
        )

    @property
    def parts(self) -> list[Part]:
        """The questions with their fields, in order."""
        prompts = {str(item.code): item.prompt for item in self.profile.outcomes}
        return [
            Part(
                question,
                prompts,
                *(self[f"{name}-{question.pk}"] for name in (*OUTCOME_PARTS, "answer")),
            )
            for question in self.questions
        ]

    def draft(self) -> dict[str, Any]:
        """Return everything as typed, even what could not be understood, so that nothing is lost."""

        def typed(name: str) -> str:
            return str(self.data.get(name, ""))[: 2 * DRAFT_LIMIT].replace("\r\n", "\n")

        return {
            **{name: typed(name) for name in ("salutation", "opening", "closing")},
            "answers": {str(q.pk): typed(f"answer-{q.pk}") for q in self.questions},
            "outcomes": {
                str(q.pk): {name: typed(f"{name}-{q.pk}") for name in OUTCOME_PARTS}
                for q in self.questions
            },
        }

    def considered(self, question: Question) -> tuple[str, date | None, str]:
        """Return outcome, promised day and reason of a question; call it on a valid form."""
        said = self.cleaned_data
        return (
            said.get(f"outcome-{question.pk}") or "",
            said.get(f"promised_on-{question.pk}"),
            said.get(f"reason-{question.pk}") or "",
        )


def _as_kept(draft: Draft, revision: int, questions: Sequence[Question]) -> dict[str, Any]:
    """Return the initial values: the draft as typed; the recorded outcome where nothing newer was typed."""
    answers, outcomes = draft.get("answers") or {}, draft.get("outcomes") or {}
    kept: dict[str, Any] = {
        name: draft.get(name, "") for name in ("salutation", "opening", "closing")
    }
    kept["revision"] = revision
    for question in questions:
        recorded = {
            "outcome": question.outcome,
            "promised_on": question.promised_on.isoformat() if question.promised_on else "",
            "reason": question.reason,
        }
        typed = outcomes.get(str(question.pk)) or {}
        shown = typed if any(typed.values()) else recorded
        kept |= {f"{name}-{question.pk}": shown.get(name, "") for name in OUTCOME_PARTS}
        kept[f"answer-{question.pk}"] = answers.get(str(question.pk), "")
    return kept


class ReturnForm(forms.Form):
    """What the author should mend."""

    remarks = forms.CharField(
        label=gettext_lazy("What should be mended"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Write what should be mended.")},
    )
