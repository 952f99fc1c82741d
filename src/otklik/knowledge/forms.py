"""Forms of templates and materials."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from otklik import regulations
from otklik.knowledge.models import Material
from otklik.knowledge.rules import last_quarters, quarter_name

TEXT_MAX = 50_000


class TemplateForm(forms.Form):
    """A reply template."""

    use_required_attribute = False
    title = forms.CharField(
        label=_("Title"),
        max_length=200,
        error_messages={"required": _("Write a title by which it is found.")},
    )
    topic_code = forms.ChoiceField(label=_("Topic"), required=False)
    text = forms.CharField(
        label=_("Text"),
        max_length=TEXT_MAX,
        widget=forms.Textarea(attrs={"rows": 14, "wide": True}),
        error_messages={"required": _("Write the text.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["topic_code"]
        if isinstance(field, forms.ChoiceField):
            topics = [item for item in regulations.classifier().entries if item.assignable]
            field.choices = [
                ("", _("for any topic")),
                *((item.code, f"{item.code} {item.title}") for item in topics),
            ]


class MaterialForm(forms.Form):
    """An instructive material."""

    use_required_attribute = False
    title = forms.CharField(
        label=_("Title"),
        max_length=300,
        error_messages={"required": _("Write a title by which it is found.")},
    )
    period = forms.ChoiceField(label=_("From the analysis of the quarter"), required=False)
    audience = forms.ChoiceField(label=_("For whom"), choices=Material.Audience.choices)
    text = forms.CharField(
        label=_("Text"),
        max_length=TEXT_MAX,
        widget=forms.Textarea(attrs={"rows": 14, "wide": True}),
        error_messages={"required": _("Write the text.")},
    )

    def __init__(self, *args: Any, today: date, kept: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        quarters = last_quarters(today)
        if kept and kept not in quarters:
            quarters.append(kept)
        field = self.fields["period"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [
                ("", _("not by an analysis")),
                *((period, quarter_name(period)) for period in quarters),
            ]
