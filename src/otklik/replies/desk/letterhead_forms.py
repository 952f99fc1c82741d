"""The form of a letterhead: what stands in it, in which order, with which emblem."""

from typing import Any

from django import forms
from django.core import signing
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from otklik.documents.emblem import EMBLEM_LIMIT
from otklik.documents.letter import REQUISITES
from otklik.replies.letterhead_rules import NEEDED, Head

REQUISITE_TITLES = {
    "emblem": gettext_lazy("Emblem"),
    "name": gettext_lazy("Who writes"),
    "contacts": gettext_lazy("Address, telephone, e-mail, site"),
    "references": gettext_lazy("Reference data (OGRN, INN and the like)"),
    "number": gettext_lazy("Date and number of the letter"),
    "reference": gettext_lazy("Date and number of the appeal"),
}
LAYOUTS = [
    ("angular", gettext_lazy("In the left corner, the addressee beside it")),
    ("longitudinal", gettext_lazy("Across the whole width, the addressee below")),
]
UNPRINTED = "0"
"""The place of a requisite that the letterhead leaves out."""
_EMBLEM_SALT = "letterhead-emblem"


def _line(label: Any, length: int = 300, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=length, **({"required": False} | more))


def _lines(label: Any, rows: int, **more: Any) -> forms.CharField:
    return _line(label, 2000, widget=forms.Textarea(attrs={"rows": rows}), **more)


class LetterheadForm(forms.Form):
    """Everything of a letterhead; a chosen emblem stays chosen while one looks at the preview."""

    lines = _lines(
        gettext_lazy("Name, line by line"),
        4,
        required=True,
        error_messages={
            "required": gettext_lazy("Write who sends the letter: the name, line by line.")
        },
        help_text=gettext_lazy("As it stands on paper: the lines break where you break them."),
    )
    address = _line(
        gettext_lazy("Address with the postal code"),
        required=True,
        error_messages={
            "required": gettext_lazy(
                "A letterhead names the address, and a telephone or an e-mail address."
            )
        },
    )
    phone = _line(gettext_lazy("Telephone"))
    email = _line(gettext_lazy("E-mail address"))
    site = _line(gettext_lazy("Site"))
    references = _lines(
        gettext_lazy("Reference data"),
        2,
        help_text=gettext_lazy("For example: OGRN, INN/KPP, OKPO. They may stay empty."),
    )
    layout = forms.ChoiceField(
        label=gettext_lazy("Where the letterhead stands"),
        choices=LAYOUTS,
        widget=forms.RadioSelect,
    )
    emblem = forms.FileField(
        label=gettext_lazy("Emblem"),
        required=False,
        help_text=gettext_lazy("PNG or SVG, up to 300 KB. The type is read from the content."),
        widget=forms.FileInput(attrs={"accept": "image/png,image/svg+xml"}),
    )
    chosen_emblem = forms.CharField(required=False, widget=forms.HiddenInput)
    no_emblem = forms.BooleanField(label=gettext_lazy("Without an emblem"), required=False)
    emblem_alt = _line(
        gettext_lazy("What the emblem shows"),
        200,
        help_text=gettext_lazy("Read aloud to those who do not see it."),
    )
    note = _line(gettext_lazy("Why it is changed"), 300)

    def __init__(self, data: Any = None, files: Any = None, *, head: Head) -> None:
        super().__init__(data, files, initial=_initial(head))
        places = [(str(number), str(number)) for number in range(1, len(REQUISITES) + 1)]
        for kind in REQUISITES:
            none = [] if kind in NEEDED else [(UNPRINTED, gettext_lazy("not printed"))]
            self.fields[f"place-{kind}"] = forms.ChoiceField(
                label=REQUISITE_TITLES[kind],
                choices=[*places, *none],
                widget=forms.Select(attrs={"class": "input-short"}),
            )

    @property
    def places(self) -> list[forms.BoundField]:
        """The fields of the order, one for each requisite."""
        return [self[f"place-{kind}"] for kind in REQUISITES]

    def clean_emblem(self) -> bytes | None:
        """Return the bytes of a newly chosen picture; a larger one is not even read."""
        file = self.cleaned_data.get("emblem")
        if not file:
            return None
        if file.size > EMBLEM_LIMIT:
            raise forms.ValidationError(
                _("The emblem is larger than %(limit)s KB.") % {"limit": EMBLEM_LIMIT // 1024}
            )
        return bytes(file.read())

    def clean(self) -> dict[str, Any]:
        """Refuse two requisites at one place."""
        said = super().clean() or {}
        places = [said.get(f"place-{kind}") for kind in REQUISITES]
        taken = [place for place in places if place and place != UNPRINTED]
        if len(taken) != len(set(taken)):
            self.add_error(None, _("Two requisites have the same place: each has its own."))
        return said

    def head(self) -> Head:
        """Return what was typed; call it on a valid form."""
        said = self.cleaned_data
        placed = [(int(said[f"place-{kind}"]), kind) for kind in REQUISITES]
        return Head(
            lines=tuple(said["lines"].splitlines()),
            address=said["address"],
            phone=said["phone"],
            email=said["email"],
            site=said["site"],
            references=tuple(said["references"].splitlines()),
            emblem_alt=said["emblem_alt"],
            layout=said["layout"],
            order=tuple(kind for place, kind in sorted(placed) if place),
        )

    def keep_chosen(self, sha256: str) -> None:
        """Let the form carry a picture that lies in the storage already, sealed against exchange."""
        typed: Any = self.data
        self.data = typed = typed.copy()
        typed["chosen_emblem"] = signing.dumps(sha256, salt=_EMBLEM_SALT)

    def chosen(self) -> str:
        """Return the hash of the picture that the form carries; empty for none or a foreign one."""
        try:
            return str(
                signing.loads(
                    self.cleaned_data.get("chosen_emblem") or "", salt=_EMBLEM_SALT, max_age=86_400
                )
            )
        except signing.BadSignature:
            return ""


def _initial(head: Head) -> dict[str, Any]:
    order = {kind: str(number) for number, kind in enumerate(head.order, start=1)}
    return {
        "lines": "\n".join(head.lines),
        "address": head.address,
        "phone": head.phone,
        "email": head.email,
        "site": head.site,
        "references": "\n".join(head.references),
        "emblem_alt": head.emblem_alt,
        "layout": head.layout,
        **{f"place-{kind}": order.get(kind, UNPRINTED) for kind in REQUISITES},
    }
