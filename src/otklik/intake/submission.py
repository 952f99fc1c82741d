"""What a client said, or an operator wrote down for him: one shape for web form, API and desk.

`read` turns raw values into a `Submission` or raises `Unacceptable` with one sentence a field,
which a form shows beside the field and the API puts into a problem document.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Annotated, Any, Literal

from django.core.exceptions import ValidationError as DjangoValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from otklik.language import clean_text
from otklik.regulations import ChannelCode, Profile, TypeCode

TEXT_MAX = 30_000
SUMMARY_MAX = 300
NAME_MAX = 500
NAME_PART_MAX = 150
ORGANISATION_MAX = 500
ADDRESSEE_MAX = 300
ADDRESS_MAX = 500
EMAIL_MAX = 254
PHONE_MAX = 60
ACCOUNT_MAX = 60
MUNICIPALITY_MAX = 200
NEEDS_NOTE_MAX = 500
CODE_MAX = 60
ERRORS_MAX = 50
RAW_MAX = 2 * TEXT_MAX
"""A longer value is refused before it is cleaned: cleaning megabytes costs us, not the sender."""

Kind = Literal[
    "person",
    "entrepreneur",
    "self-employed",
    "organisation",
    "association",
    "group",
    "official",
    "employee",
]
NAMED_BY_ORGANISATION: frozenset[str] = frozenset({"organisation", "association"})
"""Kinds of client whose name is the organisation's; the person who writes may be left out."""

ADDRESS_FIELD: Mapping[str, str] = {
    "email": "email",
    "post": "postal_address",
    "phone": "phone",
    "epgu": "account",
}
"""The contact that serves as the reply address when none was given for the channel."""
WITHOUT_ADDRESS: frozenset[str] = frozenset({"web", "epgu", "pos", "in-person", "internal"})
"""Channels through which the reply finds the client by the case itself."""


def _clean(value: object, *, multiline: bool) -> object:
    """Clean a text; anything else, and what is far too long, goes on to be refused by its rule."""
    if not isinstance(value, str) or len(value) > RAW_MAX:
        return value
    return clean_text(value, multiline=multiline)


def _clean_line(value: object) -> object:
    return _clean(value, multiline=False)


def _clean_block(value: object) -> object:
    return _clean(value, multiline=True)


Line = Annotated[str, BeforeValidator(_clean_line)]
"""A text of one line: no line ends, no invisible signs, single spaces."""
Block = Annotated[str, BeforeValidator(_clean_block)]
"""A text of several lines, without invisible signs."""


class Submission(BaseModel):
    """One appeal or request as it was put to the body; every text is clean, nothing is looked up.

    A name is given in parts or as one line `name`; empty texts mean "not said". `touchpoint` is a
    code of the registry. `identification` and `form` are an operator's word, never the sender's.
    """

    model_config = ConfigDict(extra="forbid")

    type: TypeCode
    text: Block = Field(min_length=1, max_length=TEXT_MAX)
    summary: Line = Field(
        "", max_length=SUMMARY_MAX, description="What it is about, in a few words"
    )
    addressee: Line = Field(
        "",
        max_length=ADDRESSEE_MAX,
        description="The body or official it is addressed to, if not the ministry as a whole",
    )
    kind: Kind = "person"
    name: Line = Field(
        "",
        max_length=NAME_MAX,
        description="Surname, name and patronymic in one line, instead of the three parts",
    )
    surname: Line = Field("", max_length=NAME_PART_MAX)
    given_name: Line = Field("", max_length=NAME_PART_MAX)
    patronymic: Line = Field("", max_length=NAME_PART_MAX)
    organisation: Line = Field("", max_length=ORGANISATION_MAX)
    gender: Literal["", "m", "f"] = Field(
        "", description="How to address the person, if he says so"
    )
    reply_channel: ChannelCode = Field(
        "web", description="How the reply goes; web: the status page"
    )
    reply_address: Line = Field(
        "",
        max_length=ADDRESS_MAX,
        description="Address in the reply channel, if it is not the contact below",
    )
    extra_channel: ChannelCode | Literal[""] = Field("", description="The reply goes here as well")
    extra_address: Line = Field(
        "",
        max_length=ADDRESS_MAX,
        description="Address in the additional channel, if it is not the contact below",
    )
    email: Line = Field("", max_length=EMAIL_MAX)
    phone: Line = Field("", max_length=PHONE_MAX)
    postal_address: Line = Field("", max_length=ADDRESS_MAX)
    account: Line = Field(
        "",
        max_length=ACCOUNT_MAX,
        description="Identifier of the person's account on Gosuslugi, to which the reply goes",
    )
    touchpoint: Line = Field(
        "", max_length=CODE_MAX, description="Code of the touchpoint in the published registry"
    )
    municipality: Line = Field("", max_length=MUNICIPALITY_MAX)
    needs_note: Line = Field(
        "",
        max_length=NEEDS_NOTE_MAX,
        description="Individual needs, such as large print; no diagnosis",
    )
    identification: Literal["", "esia", "epgu", "paper-signature", "passport"] = ""
    form: Literal["", "electronic", "written", "oral"] = ""
    """Form of the appeal where it is not the channel's own: an oral one at the reception."""
    language: Annotated[Line, Field(pattern=r"^[a-z]{2,3}$")] = "ru"

    def has_name(self) -> bool:
        """Whether the client named himself in any way."""
        return bool(self.name or self.surname or self.organisation)

    def reply_to(self) -> str:
        """Return the address for the reply: the one given for it, else the client's contact."""
        return self.reply_address or self._contact(self.reply_channel)

    def extra_to(self) -> str:
        """Return the address for the second channel; empty when there is none."""
        return self.extra_address or self._contact(self.extra_channel)

    def contacts(self) -> dict[str, str]:
        """Return every address by which the client may be reached, by channel."""
        given: dict[str, str] = {
            self.reply_channel: self.reply_to(),
            self.extra_channel: self.extra_to(),
        }
        given |= {
            channel: self._contact(channel) for channel in ADDRESS_FIELD if self._contact(channel)
        }
        return {channel: address for channel, address in given.items() if channel and address}

    def as_payload(self) -> dict[str, Any]:
        """Return what a receipt keeps: plain values, without those that were not said."""
        return self.model_dump(exclude_defaults=True)

    def _contact(self, channel: str) -> str:
        field = ADDRESS_FIELD.get(channel)
        return str(getattr(self, field)) if field else ""


class Unacceptable(Exception):  # noqa: N818 - it is not an error of ours
    """The values cannot be taken; `errors` has a sentence for each field (`text`, `email`, …)."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        self.errors = dict(errors)
        super().__init__(" ".join(self.errors.values()))


def read(values: Mapping[str, Any]) -> Submission:
    """Return the submission that the values make; raises `Unacceptable` with a sentence a field."""
    try:
        submission = Submission.model_validate(values)
    except ValidationError as error:
        raise Unacceptable(field_errors(error)) from None
    if errors := dict(contradictions(submission)):
        raise Unacceptable(errors)
    return submission


def field_errors(error: ValidationError) -> dict[str, str]:
    """Return a translated sentence for each field that pydantic refused."""
    errors: dict[str, str] = {}
    for item in error.errors(include_url=False, include_input=False)[:ERRORS_MAX]:
        field = ".".join(str(part)[:CODE_MAX] for part in item["loc"]) or "text"
        errors.setdefault(field, say(item["type"], item.get("ctx", {})))
    return errors


def say(kind: str, context: Mapping[str, Any]) -> str:
    """Return the translated sentence for one kind of pydantic's error."""
    if kind in {"missing", "string_too_short"}:
        return _("Fill in this field.")
    if kind == "string_too_long":
        return _("Too long: at most %(limit)s characters.") % {"limit": context["max_length"]}
    if kind in {"literal_error", "enum"}:
        return _("There is no such value. Possible are: %(values)s.") % {
            "values": context["expected"]
        }
    if kind == "extra_forbidden":
        return _("There is no such field.")
    if kind in {"string_type", "string_unicode"}:
        return _("A text is expected here.")
    return _("This value could not be understood.")


def contradictions(submission: Submission) -> Iterator[tuple[str, str]]:
    """Yield (field, sentence) for values that do not go together, whoever sends them."""
    for field in ("email", *_electronic_addresses(submission)):
        address = getattr(submission, field)
        if address and not _is_email(address):
            yield (
                field,
                _("This is not an e-mail address. It looks like name@example.ru."),
            )
    yield from _unreachable("reply", submission.reply_channel, submission.reply_to())
    if submission.extra_channel:
        yield from _unreachable("extra", submission.extra_channel, submission.extra_to())
        if (submission.extra_channel, submission.extra_to()) == (
            submission.reply_channel,
            submission.reply_to(),
        ):
            yield (
                "extra_channel",
                _("The additional channel repeats the main one. Choose another."),
            )
    elif submission.extra_address:
        yield "extra_channel", _("Say through which channel this address is reached.")
    if submission.kind in NAMED_BY_ORGANISATION and not (
        submission.organisation or submission.name
    ):
        yield "organisation", _("Write the name of the organisation.")


def requirements(
    submission: Submission, profile: Profile, channel: str, day: date
) -> Iterator[tuple[str, str]]:
    """Yield (field, sentence) for what a sender must mend before his appeal can be considered.

    `channel` is the one by which he writes, `day` the body's local day. An operator at the desk is
    not held to it: paper comes as it comes.
    """
    if not any(item.code == submission.type for item in profile.offered_types()):
        yield "type", _("This ministry does not take in this type of appeal.")
    elif not profile.channel(channel).takes(profile.work_type(submission.type), day):
        yield "type", _("This type of appeal is not taken in through this channel.")
    for field in ("reply_channel", "extra_channel"):
        code = getattr(submission, field)
        if code and not profile.channel(code).open_on(day):
            yield field, _("This channel is closed. Choose another one.")
    if submission.type == "message":
        return  # it may be anonymous: no law promises its reply
    if not submission.has_name():
        yield "surname", _("Write your name: an anonymous appeal gets no reply by law.")
    if not submission.contacts():
        yield "email", _("Give an address for the reply: e-mail or post.")


def _electronic_addresses(submission: Submission) -> Iterator[str]:
    if submission.reply_channel == "email" and submission.reply_address:
        yield "reply_address"
    if submission.extra_channel == "email" and submission.extra_address:
        yield "extra_address"


def _is_email(address: str) -> bool:
    try:
        validate_email(address)
    except DjangoValidationError:
        return False
    return True


NEEDED_ADDRESS = {
    "email": gettext_lazy("To get the reply by e-mail, give the e-mail address."),
    "post": gettext_lazy("To get the reply by post, give the postal address."),
    "phone": gettext_lazy("To get the reply by telephone, give the number."),
}


def _unreachable(prefix: str, channel: str, address: str) -> Iterator[tuple[str, str]]:
    if address or channel in WITHOUT_ADDRESS:
        return
    field = ADDRESS_FIELD.get(channel)
    if field:
        yield field, str(NEEDED_ADDRESS[channel])
    elif channel == "covering-letter":
        yield (
            f"{prefix}_channel",
            _("A reply cannot go through this channel. Choose another one."),
        )
    else:
        yield f"{prefix}_address", _("Give the address in this channel.")
