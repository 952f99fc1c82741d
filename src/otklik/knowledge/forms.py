"""Forms of templates, typical questions and materials."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from otklik import regulations
from otklik.knowledge.models import Material, ReplyTemplate, TemplateReport, TypicalQuestion
from otklik.knowledge.rules import State, last_quarters, quarter_name
from otklik.staff.classifiers import classifier_of
from otklik.staff.models import Body, Employee
from otklik.staff.queries import colleagues

TEXT_MAX = 50_000
_TITLE = {"required": _("Write a title by which it is found.")}
_TEXT = {"required": _("Write the text.")}


def _topics(body: Body | None) -> list[tuple[str, str]]:
    """The topics on offer in the body's own classifier; of the built-in one where no body is known."""
    classifier = classifier_of(body) if body else regulations.classifier()
    topics = [item for item in classifier.entries if item.assignable]
    return [(item.code, f"{item.code} {item.title}") for item in topics]


class TemplateForm(forms.Form):
    """A reply template with the version that its writer saw."""

    use_required_attribute = False
    title = forms.CharField(label=_("Title"), max_length=200, error_messages=_TITLE)
    topic_code = forms.ChoiceField(label=_("Topic"), required=False)
    owner = forms.ModelChoiceField(
        label=_("Who answers for it"),
        queryset=Employee.objects.none(),
        required=False,
        help_text=_("This employee is reminded to check the template in time."),
    )
    text = forms.CharField(
        label=_("Text"),
        max_length=TEXT_MAX,
        widget=forms.Textarea(attrs={"rows": 14, "wide": True}),
        error_messages=_TEXT,
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)

    def __init__(self, data: Any = None, *, by: Employee, row: ReplyTemplate | None = None) -> None:
        first: dict[str, Any] = {"owner": by.pk}
        if row is not None:
            first = {
                "title": row.title,
                "text": row.text,
                "topic_code": row.topic_code,
                "owner": row.owner_id,
                "version": row.version,
            }
        super().__init__(data, initial=first)
        self.row = row
        owner, topic = self.fields["owner"], self.fields["topic_code"]
        if isinstance(owner, forms.ModelChoiceField):
            owner.queryset = colleagues(by)
        if isinstance(topic, forms.ChoiceField):
            topic.choices = _with_kept([("", _("for any topic")), *_topics(by.body)], first)

    @property
    def was_overtaken(self) -> bool:
        """Whether somebody else had kept a newer version before this form came."""
        seen = self.cleaned_data.get("version") if hasattr(self, "cleaned_data") else None
        return self.row is not None and seen is not None and seen != self.row.version


def _with_kept(choices: list[tuple[str, Any]], first: dict[str, Any]) -> list[tuple[str, Any]]:
    """A topic that has left the classifier meanwhile can still be kept."""
    kept = first.get("topic_code") or ""
    return choices if any(code == kept for code, _title in choices) else [*choices, (kept, kept)]


class FilterForm(forms.Form):
    """What the list of templates is narrowed to; a value that is none narrows nothing."""

    topic = forms.ChoiceField(label=_("Topic"), required=False)
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("Any state")), *State.choices]
    )
    owner = forms.ChoiceField(label=_("Who answers for it"), required=False)
    check = forms.BooleanField(label=_("to be checked"), required=False)
    reported = forms.BooleanField(label=_("with reported errors"), required=False)

    def __init__(self, data: Any, *, rows: QuerySet[ReplyTemplate]) -> None:
        super().__init__(data)
        pairs = set(rows.order_by().values_list("topic_code", "owner_id"))
        one = rows.select_related("body").order_by().first()
        titles = dict(_topics(one.body if one else None))
        topics = sorted({code for code, _owner in pairs if code})
        owners = Employee.objects.filter(pk__in={owner for _code, owner in pairs if owner})
        self._choose("topic", _("Any topic"), [(code, titles.get(code, code)) for code in topics])
        self._choose("owner", _("Anybody"), [(str(one.pk), str(one)) for one in owners])
        self.is_valid()

    def _choose(self, name: str, anything: object, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", str(anything)), *choices]

    @property
    def is_used(self) -> bool:
        """Whether the list is narrowed at all."""
        return any(self.cleaned_data.values())

    def narrowed(self, rows: QuerySet[ReplyTemplate], day: date) -> QuerySet[ReplyTemplate]:
        """Return the rows that are asked for; `day` is today on the body's clocks."""
        said = self.cleaned_data
        if said.get("topic"):
            rows = rows.filter(topic_code=said["topic"])
        if said.get("state"):
            rows = rows.filter(state=said["state"])
        if said.get("owner"):
            rows = rows.filter(owner=int(said["owner"]))
        if said.get("check"):
            rows = rows.filter(state=State.PUBLISHED, review_by__lt=day)
        if said.get("reported"):
            unsettled = TemplateReport.objects.filter(settled_at=None)
            rows = rows.filter(pk__in=unsettled.values("template"))
        return rows


class TypicalQuestionForm(forms.Form):
    """A typical question with its answer."""

    use_required_attribute = False
    question = forms.CharField(
        label=_("Question, as people ask it"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2, "wide": True}),
        error_messages={"required": _("Write the question as people ask it.")},
    )
    topic_code = forms.ChoiceField(label=_("Topic"), required=False)
    answer = forms.CharField(
        label=_("Answer"),
        max_length=TEXT_MAX,
        widget=forms.Textarea(attrs={"rows": 8, "wide": True}),
        error_messages={"required": _("Write the answer.")},
    )
    for_clients = forms.BooleanField(
        label=_("Clients read it on the public page too"), required=False
    )

    def __init__(
        self, data: Any = None, *, row: TypicalQuestion | None = None, body: Body | None = None
    ) -> None:
        first: dict[str, Any] = {}
        if row is not None:
            first = {
                "question": row.question,
                "answer": row.answer,
                "topic_code": row.topic_code,
                "for_clients": row.for_clients,
            }
        super().__init__(data, initial=first)
        topic = self.fields["topic_code"]
        if isinstance(topic, forms.ChoiceField):
            topic.choices = _with_kept(
                [("", _("for any topic")), *_topics(row.body if row else body)], first
            )


class _QuarterForm(forms.Form):
    """A form about one quarter, with the last ones to choose from."""

    use_required_attribute = False
    nothing: Any = _("not by an analysis")
    period = forms.ChoiceField(label=_("From the analysis of the quarter"), required=False)

    def __init__(self, *args: Any, today: date, kept: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        quarters = last_quarters(today)
        if kept and kept not in quarters:
            quarters.append(kept)
        field = self.fields["period"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [
                ("", self.nothing),
                *((period, quarter_name(period)) for period in quarters),
            ]


class MaterialForm(_QuarterForm):
    """An instructive material."""

    field_order = ("title", "period", "audience", "text")
    title = forms.CharField(label=_("Title"), max_length=300, error_messages=_TITLE)
    audience = forms.ChoiceField(
        label=_("For whom"),
        choices=Material.Audience.choices,
        help_text=_("What is written for clients stands on the public page at once."),
    )
    text = forms.CharField(
        label=_("Text"),
        max_length=TEXT_MAX,
        widget=forms.Textarea(attrs={"rows": 14, "wide": True}),
        error_messages=_TEXT,
    )


class WaiverForm(_QuarterForm):
    """Why a quarter needs no material."""

    nothing = _("choose the quarter")
    reason = forms.CharField(
        label=_("Why no material is needed"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4, "wide": True}),
        error_messages={"required": _("Write why no material is needed.")},
    )
