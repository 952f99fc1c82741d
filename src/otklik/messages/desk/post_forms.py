"""Forms of the pages for post."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from otklik.messages import tracking
from otklik.messages.models import Outgoing
from otklik.messages.outcomes import POST_REASONS, REASONS
from otklik.messages.post_lists import numbers_in

DAY = forms.DateInput(attrs={"type": "date", "class": "input-short"}, format="%Y-%m-%d")
FILE_MAX = 5_000_000


class EnterForm(forms.Form):
    """The day of sending, and a column of postal numbers in the order of the letters shown."""

    day = forms.DateField(label=gettext_lazy("Day of sending"), widget=DAY)
    numbers = forms.CharField(
        label=gettext_lazy("Numbers of the items, one a line, in the order of the list"),
        help_text=gettext_lazy(
            "A column pasted from a table. An empty line: the letter has no number. 14 digits, or like RR123456785RU."
        ),
        required=False,
        widget=forms.Textarea(attrs={"rows": 6, "class": "mono"}),
    )

    def __init__(self, *args: Any, letters: Sequence[Outgoing], posted: bool, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.letters = letters
        if posted:
            del self.fields["day"]
            self.fields["numbers"].required = True

    def clean_numbers(self) -> dict[int, str]:
        """Return the numbers by row id; a slip is named with its line."""
        found = numbers_in(self.cleaned_data["numbers"])
        if len(found) > len(self.letters):
            raise forms.ValidationError(
                _("There are %(numbers)s numbers for %(letters)s letters.")
                % {"numbers": len(found), "letters": len(self.letters)}
            )
        wrong = [
            _("Line %(line)s: “%(number)s” is no number of a postal item.")
            % {"line": line, "number": number[:60]}
            for line, number in enumerate(found, 1)
            if number and not tracking.is_number(number)
        ]
        if wrong:
            raise forms.ValidationError(wrong)
        pairs = zip(self.letters, found, strict=False)
        return {letter.pk: number for letter, number in pairs if number}


class OutcomeForm(forms.Form):
    """What became of one letter."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("What became of it"),
        choices=Outgoing.Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose what became of the letter.")},
    )
    day = forms.DateField(label=gettext_lazy("Day"), widget=DAY)
    reason = forms.ChoiceField(
        label=gettext_lazy("Why it came back"),
        required=False,
        choices=[("", "—"), *((code, REASONS[code]) for code in POST_REASONS)],
    )
    note = forms.CharField(label=gettext_lazy("Note"), required=False, max_length=500)


class OutcomesFileForm(forms.Form):
    """A list of the post office: a table with postal numbers, what became of each, and the days."""

    file = forms.FileField(
        label=gettext_lazy("Table of the post office"),
        help_text=gettext_lazy("CSV or XLSX; columns in any order."),
        error_messages={"required": gettext_lazy("Choose a file.")},
    )

    def clean_file(self) -> bytes:
        """Return the bytes; refuse what is too large for such a list."""
        file = self.cleaned_data["file"]
        if file.size > FILE_MAX:
            raise forms.ValidationError(_("The file is too large for such a list."))
        data: bytes = file.read()
        return data


def day_of(text: str) -> date | None:
    """Return the day that an address of a page names, or None."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
