"""The forms of the public way to an appeal, one a step; each checks what `submission` would refuse."""

from collections.abc import Iterable
from datetime import date
from typing import Any, ClassVar, get_args

from django import forms
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from otklik.intake import submission as limits
from otklik.intake.submission import Unacceptable, read
from otklik.language import clean_text
from otklik.regulations import Profile, TypeCode
from otklik.staff.models import Body

CHANNEL = "web"
Choices = list[tuple[str, str | Promise]]
KINDS: dict[TypeCode, tuple[Promise, Promise]] = {
    "information-request": (
        gettext_lazy("Ask for information"),
        gettext_lazy(
            "What the ministry does, decides and publishes. No need to prove who you are."
        ),
    ),
    "application": (
        gettext_lazy("Ask for help or report a breach"),
        gettext_lazy(
            "You need the ministry to act: help you use your right, or look into a breach."
        ),
    ),
    "complaint": (
        gettext_lazy("Complain"),
        gettext_lazy("A decision, an act or silence of an official harmed you or others."),
    ),
    "proposal": (
        gettext_lazy("Propose an improvement"),
        gettext_lazy("You know how a rule, a service or the work of the ministry could be better."),
    ),
}
"""What a citizen may send, in plain words; the order's own word stands beside it."""
ADDRESS_OF: dict[str, frozenset[str]] = {
    "email": frozenset({"email", "web"}),
    "postal_address": frozenset({"post"}),
}
"""Which address belongs to which ways of replying; another one is not kept."""
REPLY_CHANNELS: dict[str, Promise] = {
    "email": gettext_lazy("By e-mail"),
    "post": gettext_lazy("By post, on paper"),
    "web": gettext_lazy("I will look on this site by the code"),
}


class StepForm(forms.Form):
    """A step: its values go through the same rules as every submission, errors stand at their fields."""

    use_required_attribute = False
    multiline: ClassVar[frozenset[str]] = frozenset()

    def said(self) -> dict[str, Any]:
        """Return the cleaned values under the names of a `Submission`."""
        return dict(self.cleaned_data)

    def clean(self) -> dict[str, Any]:
        """Clean every text of invisible signs and apply the submission's rules to this step's values."""
        cleaned = super().clean() or {}
        for name, value in list(cleaned.items()):
            if isinstance(value, str):
                cleaned[name] = clean_text(value, multiline=name in self.multiline)
                if self.fields[name].required and not cleaned[name]:
                    self.add_error(name, self.fields[name].error_messages["required"])
        self.cleaned_data = cleaned
        self._apply_rules()
        return self.cleaned_data

    def _apply_rules(self) -> None:
        values = {"type": "application", "text": "-", "surname": "-"}
        values |= {name: value for name, value in self.said().items() if value}
        try:
            read(values)
        except Unacceptable as refusal:
            for name, message in refusal.errors.items():
                if name in self.fields and name not in self.errors:
                    self.add_error(name, message)


class BodyForm(forms.Form):
    """To whom."""

    use_required_attribute = False
    body = forms.ChoiceField(
        label=gettext_lazy("To which body do you want to write?"),
        widget=forms.RadioSelect(attrs={"class": "choices-cards"}),
        error_messages={
            "required": gettext_lazy("Choose the body."),
            "invalid_choice": gettext_lazy("There is no such body. Choose one from the list."),
        },
    )

    def __init__(self, *args: Any, bodies: Iterable[Body], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["body"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(body.code, capfirst(body.name)) for body in bodies]


class KindForm(forms.Form):
    """What kind of thing, in plain words."""

    use_required_attribute = False
    type = forms.ChoiceField(
        label=gettext_lazy("What do you want to do?"),
        widget=forms.RadioSelect(attrs={"class": "choices-cards"}),
        error_messages={
            "required": gettext_lazy("Choose what you want to do."),
            "invalid_choice": gettext_lazy("This cannot be sent here. Choose one from the list."),
        },
    )

    def __init__(self, *args: Any, profile: Profile, day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["type"]
        if isinstance(field, forms.ChoiceField):
            field.choices = kind_choices(profile, day)


class ManyFilesInput(forms.FileInput):
    """A file input that takes several files."""

    allow_multiple_selected = True


class TextForm(StepForm):
    """What it is about; the files are looked at by the page, which keeps the good ones."""

    multiline = frozenset({"text"})
    text = forms.CharField(
        label=gettext_lazy("What is it about?"),
        help_text=gettext_lazy(
            "Tell what happened, where and when, and what you ask for. Several questions may stand in one text."
        ),
        widget=forms.Textarea(
            attrs={"rows": 10, "maxlength": limits.TEXT_MAX, "class": "textarea-long"}
        ),
        error_messages={"required": gettext_lazy("Write what it is about.")},
    )
    attachments = forms.Field(
        label=gettext_lazy("Files"), required=False, widget=ManyFilesInput(attrs={"multiple": True})
    )

    def said(self) -> dict[str, Any]:
        """Return the text only."""
        return {"text": self.cleaned_data.get("text", "")}


class AboutForm(StepForm):
    """Who writes and how to address him."""

    kind = forms.ChoiceField(
        label=gettext_lazy("On whose behalf do you write?"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose on whose behalf you write.")},
    )
    organisation = forms.CharField(
        label=gettext_lazy("Name of the organisation"),
        required=False,
        max_length=limits.ORGANISATION_MAX,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    surname = forms.CharField(
        label=gettext_lazy("Surname"),
        max_length=limits.NAME_PART_MAX,
        widget=forms.TextInput(attrs={"autocomplete": "family-name"}),
        error_messages={
            "required": gettext_lazy("Write your surname: without it the law allows no reply.")
        },
    )
    given_name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=limits.NAME_PART_MAX,
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
        error_messages={"required": gettext_lazy("Write your name.")},
    )
    patronymic = forms.CharField(
        label=gettext_lazy("Patronymic"),
        required=False,
        max_length=limits.NAME_PART_MAX,
        widget=forms.TextInput(attrs={"autocomplete": "additional-name"}),
    )
    gender = forms.ChoiceField(
        label=gettext_lazy("How shall we address you in the letter?"),
        required=False,
        widget=forms.RadioSelect,
        choices=[
            ("", gettext_lazy("As follows from the name")),
            ("f", gettext_lazy("Dear (to a woman)")),
            ("m", gettext_lazy("Dear (to a man)")),
        ],
    )

    def __init__(self, *args: Any, profile: Profile, identified: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].conditional = True  # type: ignore[attr-defined]  # read by web/field.html
        kinds = client_kinds(profile)
        field = self.fields["kind"]
        if isinstance(field, forms.ChoiceField):
            field.choices = kinds
            field.initial = kinds[0][0]
        if identified:
            for name in ("surname", "given_name", "patronymic"):
                del self.fields[name]


class ReplyForm(StepForm):
    """Where the reply goes."""

    multiline = frozenset({"postal_address", "needs_note"})
    reply_channel = forms.ChoiceField(
        label=gettext_lazy("How shall we reply?"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose how to reply.")},
    )
    extra_channel = forms.ChoiceField(
        label=gettext_lazy("Send a copy in one more way?"),
        required=False,
        widget=forms.RadioSelect,
    )
    email = forms.CharField(
        label=gettext_lazy("E-mail"),
        required=False,
        help_text=gettext_lazy("For example: ivanova@example.ru"),
        widget=forms.TextInput(
            attrs={"autocomplete": "email", "inputmode": "email", "spellcheck": "false"}
        ),
    )
    postal_address = forms.CharField(
        label=gettext_lazy("Postal address"),
        required=False,
        help_text=gettext_lazy("With the postal code: the letter goes to it."),
        widget=forms.Textarea(attrs={"rows": 2, "autocomplete": "street-address"}),
    )
    needs_note = forms.CharField(
        label=gettext_lazy("What shall we bear in mind?"),
        required=False,
        help_text=gettext_lazy(
            "For example: print the letter in large type. No diagnosis is needed."
        ),
        widget=forms.Textarea(attrs={"rows": 2, "maxlength": limits.NEEDS_NOTE_MAX}),
    )

    def __init__(self, *args: Any, profile: Profile, day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("email", "postal_address"):
            self.fields[name].conditional = True  # type: ignore[attr-defined]  # read by web/field.html
        ways = reply_choices(profile, day)
        reply, extra = self.fields["reply_channel"], self.fields["extra_channel"]
        if isinstance(reply, forms.ChoiceField):
            reply.choices = ways
        if profile.switch("duplicate_channel") and isinstance(extra, forms.ChoiceField):
            extra.choices = [
                ("", _("No, one way is enough")),
                *[way for way in ways if way[0] != "web"],
            ]
        else:
            del self.fields["extra_channel"]

    def said(self) -> dict[str, Any]:
        """Return the values; an address of a way that was not chosen does not count."""
        said = dict(self.cleaned_data)
        chosen = {said.get("reply_channel"), said.get("extra_channel")}
        for name, channels in ADDRESS_OF.items():
            if not chosen & channels:
                said.pop(name, None)
        return said

    def clean(self) -> dict[str, Any]:
        """Ask for an e-mail also from whoever reads the reply here: the law wants one address."""
        cleaned = super().clean()
        if cleaned.get("reply_channel") == "web" and not (
            cleaned.get("email") or cleaned.get("extra_channel") or "email" in self.errors
        ):
            message = _("Write an e-mail address: the law wants one way to reach you.")
            self.add_error("email", message)
        return cleaned


def kind_choices(profile: Profile, day: date) -> Choices:
    """Return what may be sent through the site on that local day, each with its plain explanation."""
    offered = {item.code: item for item in profile.offered_types()}
    return [
        (
            code,
            format_html(
                '<b>{}</b> <span class="soft">({})</span><span class="choice-hint">{}</span>',
                title,
                offered[code].label.lower(),
                hint,
            ),
        )
        for code, (title, hint) in KINDS.items()
        if code in offered and profile.channel(CHANNEL).takes(offered[code], day)
    ]


def client_kinds(profile: Profile) -> Choices:
    """Return the kinds of external client that the order names."""
    known = set(get_args(limits.Kind))
    return [
        (kind.code, kind.label)
        for kind in profile.clients
        if kind.side == "external" and kind.offered and kind.code in known
    ]


def reply_choices(profile: Profile, day: date) -> Choices:
    """Return the ways in which a reply may reach a citizen on that local day."""
    return [
        (code, label)
        for code, label in REPLY_CHANNELS.items()
        if profile.channel(code).open_on(day)
    ]
