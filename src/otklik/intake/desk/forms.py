"""Forms of the desk: what an employee writes down for a client goes through the same `Submission`."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from otklik.cases.models import Case, Form
from otklik.clients.models import Client
from otklik.intake import guessing
from otklik.intake import submission as limits
from otklik.intake.submission import Submission, Unacceptable, read
from otklik.messages import inspection
from otklik.regulations import Channel
from otklik.staff.calendars import zone
from otklik.staff.models import Body, Employee
from otklik.staff.profiles import profile_of
from otklik.touchpoints.queries import touchpoints_of

Choices = list[tuple[str, str | Promise]]
NONE: Choices = [("", "—")]
IDENTIFICATIONS: Choices = [
    ("", gettext_lazy("not identified")),
    ("paper-signature", gettext_lazy("signature on paper")),
    ("passport", gettext_lazy("identity document shown")),
    ("esia", gettext_lazy("ESIA")),
    ("epgu", gettext_lazy("State services portal")),
]
EARLIEST = timedelta(days=366)
"""How long ago a receipt may have come that is entered now; an older date is a slip of the pen."""


class SubmissionForm(forms.Form):
    """What the client said, as fields; `submission` is what they make once the form is valid."""

    use_required_attribute = False
    type = forms.ChoiceField(label=gettext_lazy("Type"))
    text = forms.CharField(
        label=gettext_lazy("Text"),
        help_text=gettext_lazy("Word for word; of a long paper its gist, and the scan as a file."),
        widget=forms.Textarea(attrs={"rows": 8, "wide": True}),
    )
    summary = forms.CharField(
        label=gettext_lazy("Subject"), required=False, max_length=limits.SUMMARY_MAX
    )
    addressee = forms.CharField(
        label=gettext_lazy("To whom it is addressed"),
        required=False,
        max_length=limits.ADDRESSEE_MAX,
    )
    kind = forms.ChoiceField(label=gettext_lazy("Who writes"), choices=Client.Kind.choices)
    name = forms.CharField(
        label=gettext_lazy("Surname, name, patronymic"),
        required=False,
        max_length=limits.NAME_MAX,
    )
    organisation = forms.CharField(
        label=gettext_lazy("Organisation"), required=False, max_length=limits.ORGANISATION_MAX
    )
    municipality = forms.CharField(
        label=gettext_lazy("Municipality"), required=False, max_length=limits.MUNICIPALITY_MAX
    )
    reply_channel = forms.ChoiceField(label=gettext_lazy("How to reply"))
    email = forms.CharField(
        label=gettext_lazy("E-mail"), required=False, max_length=limits.EMAIL_MAX
    )
    phone = forms.CharField(
        label=gettext_lazy("Telephone"), required=False, max_length=limits.PHONE_MAX
    )
    postal_address = forms.CharField(
        label=gettext_lazy("Postal address"), required=False, max_length=limits.ADDRESS_MAX
    )
    account = forms.CharField(
        label=gettext_lazy("Account on Gosuslugi"),
        help_text=gettext_lazy("The identifier that stands in the appeal from the portal."),
        required=False,
        max_length=limits.ACCOUNT_MAX,
    )
    reply_address = forms.CharField(
        label=gettext_lazy("Another address in this channel"),
        required=False,
        max_length=limits.ADDRESS_MAX,
    )
    extra_channel = forms.ChoiceField(label=gettext_lazy("Reply also by"), required=False)
    needs_note = forms.CharField(
        label=gettext_lazy("Individual needs"),
        help_text=gettext_lazy("For instance large print; no diagnosis."),
        required=False,
        max_length=limits.NEEDS_NOTE_MAX,
    )
    identification = forms.ChoiceField(
        label=gettext_lazy("How the person was identified"),
        required=False,
        choices=IDENTIFICATIONS,
    )
    touchpoint = forms.ChoiceField(label=gettext_lazy("Touchpoint"), required=False)

    def __init__(self, *args: Any, body: Body, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.body = body
        self.submission: Submission | None = None
        profile = profile_of(body)
        today = timezone.now().astimezone(zone(body)).date()
        replies: Choices = [
            (item.code, item.label) for item in profile.channels if item.open_on(today)
        ]
        types: Choices = [(item.code, item.label) for item in profile.offered_types()]
        places: Choices = [(row.code, row.name) for row in touchpoints_of(body)]
        self._choose("type", types)
        if not profile.switch("internal_clients"):
            kinds: Choices = [row for row in Client.Kind.choices if row[0] != Client.Kind.EMPLOYEE]
            self._choose("kind", kinds)
        self._choose("reply_channel", replies)
        self._choose("extra_channel", [*NONE, *replies])
        self._choose("touchpoint", [*NONE, *places])

    def clean(self) -> dict[str, Any]:
        """Make the submission; what it refuses stands at its field."""
        cleaned = super().clean() or {}
        names = Submission.model_fields.keys() & self.fields.keys()
        values = {name: cleaned[name] for name in names if cleaned.get(name)}
        try:
            self.submission = read({"text": "", **values})
        except Unacceptable as refusal:
            for field, sentence in refusal.errors.items():
                if field not in self.errors:
                    self.add_error(field if field in self.fields else None, sentence)
        return cleaned

    def _choose(self, name: str, choices: Choices) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices


class ManyFilesInput(forms.FileInput):
    """A file input that takes several files."""

    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: MultiValueDict[str, Any], name: str) -> Any:
        """Return every file of the field."""
        del data
        return files.getlist(name)


class FilesField(forms.Field):
    """Files that come with the receipt; one that nobody may open is refused with its reason."""

    widget = ManyFilesInput(attrs={"multiple": True})

    def clean(self, value: Any) -> list[UploadedFile]:
        """Return the files; raises `ValidationError` with a sentence for each that is refused."""
        files: list[UploadedFile] = list(value or ())
        if len(files) > settings.ATTACHMENTS_LIMIT:
            limit = settings.ATTACHMENTS_LIMIT
            raise forms.ValidationError(_("At most %(limit)s files.") % {"limit": limit})
        refusals = []
        for file in files:
            refused = inspection.inspect(file.file, file.name or "").refused  # type: ignore[arg-type]
            if refused:
                refusals.append(f"{file.name}: {refused}")
        if refusals:
            raise forms.ValidationError(refusals)
        return files


class ReceiptForm(SubmissionForm):
    """A new receipt that an employee enters: by which channel, in which form, when it came."""

    channel = forms.ChoiceField(label=gettext_lazy("How it came"))
    form = forms.ChoiceField(
        label=gettext_lazy("Form"),
        required=False,
        choices=[("", gettext_lazy("the channel's own")), *Form.choices],
    )
    received_at = forms.DateTimeField(
        label=gettext_lazy("When it came"),
        help_text=gettext_lazy("The ministry's own time; the terms run from it."),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%d.%m.%Y %H:%M", "%d.%m.%Y"],
        error_messages={"invalid": gettext_lazy("Write the date and time as 26.04.2024 17:30.")},
    )
    attachments = FilesField(label=gettext_lazy("Files"), required=False)
    key = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args: Any, body: Body, **kwargs: Any) -> None:
        super().__init__(*args, body=body, **kwargs)
        today = timezone.now().astimezone(zone(body)).date()
        channels: Choices = [
            (item.code, item.label if item.open_on(today) else _closed(item))
            for item in profile_of(body).channels
            if item.offered and item.code != "web" and (item.open_on(today) or item.notice)
        ]
        self._choose("channel", channels)

    def clean(self) -> dict[str, Any]:
        """Refuse anything but a message through a channel that the law has closed."""
        cleaned = super().clean()
        channel, moment = cleaned.get("channel"), cleaned.get("received_at")
        if not channel or moment is None or cleaned.get("type") == "message":
            return cleaned
        day = moment.astimezone(zone(self.body)).date()
        if not profile_of(self.body).channel(channel).open_on(day):
            said = _(
                "This channel is closed by law: what comes through it is a message. "
                "The registrar may register it otherwise, with a reason."
            )
            self.add_error("type", said)
        return cleaned

    def clean_received_at(self) -> datetime:
        """Return the moment in UTC; refuses the future and what is more than a year ago."""
        typed: datetime = self.cleaned_data["received_at"]
        moment = typed.replace(tzinfo=None).replace(tzinfo=zone(self.body))
        now = timezone.now()
        if moment > now + timedelta(minutes=1):
            raise forms.ValidationError(_("This moment is still to come. Check the date."))
        if moment < now - EARLIEST:
            raise forms.ValidationError(_("This was more than a year ago. Check the year."))
        return moment


def _closed(channel: Channel) -> str:
    """Return the name of a channel that the law has closed: what comes is entered, nothing is sent through it."""
    last = channel.valid_until
    return _("%(channel)s (closed by law, last day %(day)s)") % {
        "channel": channel.label,
        "day": f"{last:%d.%m.%Y}" if last else "",
    }


class AttachForm(forms.Form):
    """To which case a receipt belongs, by registration number or tracking code."""

    use_required_attribute = False
    where = forms.CharField(label=gettext_lazy("Number or code of the case"), max_length=60)

    def __init__(self, *args: Any, by: Employee, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by

    def clean_where(self) -> Case:
        """Return the case; refuses one that is not there or not for this employee."""
        case = guessing.named_case(self.cleaned_data["where"], self.by)
        if case is None:
            raise forms.ValidationError(_("There is no such case. Check the number or the code."))
        return case


class DismissForm(forms.Form):
    """Why a receipt is set aside."""

    use_required_attribute = False
    reason = forms.CharField(
        label=gettext_lazy("Why it is no appeal"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
