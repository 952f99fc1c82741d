"""Forms of the reply pages."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from otklik.cases.models import Question
from otklik.regulations import Profile
from otklik.replies.actions.drafting import OUTCOME_PARTS
from otklik.replies.draft_rules import OUTCOME, marks_of
from otklik.replies.draft_rules import Part as Words

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
    base = forms.CharField(widget=forms.HiddenInput, required=False)
    """Marks of the parts as the page was drawn: which of them were changed since is told by them."""

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

    @property
    def known_revision(self) -> int:
        """The revision that the page was drawn from; 0 when nothing was saved then."""
        return int(self.cleaned_data.get("revision") or 0)

    @property
    def known_marks(self) -> dict[str, str]:
        """The marks of the parts as the page was drawn; anything that is none is left out."""
        try:
            found = json.loads(str(self.data.get("base") or "{}"))
        except ValueError:
            return {}
        if not isinstance(found, dict):
            return {}
        return {key: value for key, value in found.items() if isinstance(value, str)}

    def follow(self, revision: int, draft: Draft, taken: Mapping[str, Words]) -> None:
        """Let the form carry what is kept now: the next save counts from it; put in the parts that were taken over."""
        fresh = {"revision": str(revision), "base": json.dumps(marks_of(draft))}
        for name, part in taken.items():
            fresh |= fields_of(name, part)
        errors = self.errors
        self.data = {**self.data, **fresh}
        self.full_clean()
        for name, found in errors.items():
            if name not in self.errors:
                self.add_error(None if name == "__all__" else name, found)

    def draft(self) -> dict[str, Any]:
        """Return everything as typed, even what could not be understood, so that nothing is lost."""

        def typed(name: str) -> str:
            return str(self.data.get(name, "")).replace("\r\n", "\n")

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


def fields_of(name: str, part: Words | None) -> dict[str, str]:
    """Return a part of a draft as the fields that carry it."""
    if name.startswith(OUTCOME):
        key = name.removeprefix(OUTCOME)
        typed = part if isinstance(part, dict) else {}
        return {f"{field}-{key}": typed.get(field, "") for field in OUTCOME_PARTS}
    return {name: part if isinstance(part, str) else ""}


def _as_kept(draft: Draft, revision: int, questions: Sequence[Question]) -> dict[str, Any]:
    """Return the initial values: the draft as typed; the recorded outcome where nothing newer was typed."""
    answers, outcomes = draft.get("answers") or {}, draft.get("outcomes") or {}
    kept: dict[str, Any] = {
        name: draft.get(name, "") for name in ("salutation", "opening", "closing")
    }
    kept["revision"] = revision
    kept["base"] = json.dumps(marks_of(draft))
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
