"""Forms of the status page: the code, what the client answers or adds, why he stops."""

from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from otklik.cases.models import Clarification
from otklik.cases.portal.reaching import CODE_MAX, find
from otklik.language import clean_text
from otklik.messages.codes import normalise

TEXT_MAX = 30_000
FILES = "attachments"


class CodeForm(forms.Form):
    """The code, in whatever way people type it."""

    use_required_attribute = False
    code = forms.CharField(
        label=gettext_lazy("Code"),
        help_text=gettext_lazy(
            "It looks like K7M2-9QXP-4R. Capital or small letters, with or without dashes."
        ),
        widget=forms.TextInput(
            attrs={
                "class": "input-code",
                "autocomplete": "off",
                "spellcheck": "false",
                "maxlength": CODE_MAX,
            }
        ),
        max_length=CODE_MAX,
        error_messages={"required": gettext_lazy("Type the code.")},
    )

    def clean_code(self) -> str:
        """Return the code as it is stored; an unknown one is an error at its field."""
        code = normalise(self.cleaned_data["code"])
        if not code or find(code) is None:
            raise forms.ValidationError(
                _(
                    "There is no appeal with this code. Compare each letter and figure with your note."
                )
            )
        return code


class ManyFilesInput(forms.FileInput):
    """A file input that takes several files."""

    allow_multiple_selected = True


class _Sending(forms.Form):
    """A form that is sent once, however often its button is pressed."""

    use_required_attribute = False
    token = forms.CharField(required=False, max_length=100, widget=forms.HiddenInput)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, initial={"token": str(uuid4())})

    def clean_token(self) -> str:
        """Return the form's own mark; a broken one is replaced."""
        try:
            return str(UUID(self.cleaned_data["token"]))
        except ValueError:
            return str(uuid4())


class MessageForm(_Sending):
    """Words and files that join the case."""

    text = forms.CharField(
        label=gettext_lazy("What do you want to add?"),
        required=False,
        max_length=TEXT_MAX,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    attachments = forms.FileField(
        label=gettext_lazy("Files"), required=False, widget=ManyFilesInput()
    )

    def clean_text(self) -> str:
        """Return the words without invisible signs."""
        return clean_text(self.cleaned_data["text"])


class AnswerForm(MessageForm):
    """The answer to a question of the ministry, or to its invitation."""

    agreed = forms.ChoiceField(
        label=gettext_lazy("Will you take part?"),
        widget=forms.RadioSelect,
        choices=[("yes", gettext_lazy("Yes, I will")), ("no", gettext_lazy("No, I cannot"))],
        error_messages={"required": gettext_lazy("Choose yes or no.")},
    )
    field_order = ("agreed", "text", "attachments")

    def __init__(self, data: Any = None, *, row: Clarification) -> None:
        super().__init__(data)
        self.fields["text"].label = _("Your answer")
        if row.kind == Clarification.Kind.INVITATION:
            self.fields["text"].label = _("Do you want to say something to it?")
        else:
            del self.fields["agreed"]

    def consent(self) -> bool | None:
        """Return whether the client takes part; None when he was not asked for it."""
        return {"yes": True, "no": False}.get(self.cleaned_data.get("agreed", ""))


class StopForm(_Sending):
    """Why the client wants to stop; he need not say."""

    words = forms.CharField(
        label=gettext_lazy("Do you want to say why?"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def clean_words(self) -> str:
        """Return the words without invisible signs."""
        return clean_text(self.cleaned_data["words"])
