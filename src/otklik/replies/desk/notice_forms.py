"""Forms of a letter that carries an act: its words, and what is typed for the act."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from otklik.cases.asking_rules import SPOKEN
from otklik.cases.desk.act_forms import OnCase
from otklik.cases.desk.clock_forms import ExtensionForm
from otklik.cases.desk.leaving_forms import ForwardForm, NoReplyForm, proposed
from otklik.cases.models import Interim
from otklik.regulations import Ground
from otklik.replies.actions.drafting import DRAFT_LIMIT
from otklik.replies.kinds.contents import COVERING_TEXT, TEXT
from otklik.replies.kinds.given import Given
from otklik.replies.models import Reply
from otklik.staff.models import Employee
from otklik.staff.profiles import profile_of
from otklik.staff.refusals import Refusal

PREFIX = "act"
Kind = Reply.Kind


def _day(label: Any, help_text: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        help_text=help_text,
        required=False,
        widget=forms.DateInput(attrs={"type": "date", "class": "input-short"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d.%m.%Y"],
        error_messages={"invalid": gettext_lazy("Write the date as 26.04.2024.")},
    )


class InterimLetterForm(OnCase):
    """What an interim reply tells, and when the final one comes."""

    progress = forms.CharField(
        label=gettext_lazy("What has been done so far"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=10_000,
        error_messages={"required": gettext_lazy("Write what has been done so far.")},
    )
    day = _day(
        gettext_lazy("Day of the final reply"), gettext_lazy("Empty: the end of the reply's term.")
    )


class ClarificationLetterForm(OnCase):
    """What the client is asked, and until when the answer helps."""

    question = forms.CharField(
        label=gettext_lazy("What do you ask?"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=10_000,
        error_messages={"required": gettext_lazy("Write what you ask the client.")},
    )
    day = _day(gettext_lazy("By when the answer is needed"), "")


class NoticeForm(forms.Form):
    """The words of the letter by its parts; whatever is typed may be kept."""

    salutation = forms.CharField(label=gettext_lazy("Salutation"), required=False)
    opening = forms.CharField(
        label=gettext_lazy("First paragraph"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    text = forms.CharField(
        label=gettext_lazy("Text"), required=False, widget=forms.Textarea(attrs={"rows": 8})
    )
    closing = forms.CharField(
        label=gettext_lazy("Closing"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Where to turn next, whom to ask."),
    )
    covering = forms.CharField(
        label=gettext_lazy("Covering letter to the other body"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 9}),
        help_text=gettext_lazy(
            "It gets a number of its own and goes with the appeal and its files."
        ),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, data: Any = None, *, letter: Reply) -> None:
        self.letter = letter
        draft = letter.draft
        answers = draft.get("answers") or {}
        known = {name: draft.get(name, "") for name in ("salutation", "opening", "closing")}
        known |= {TEXT: answers.get(TEXT, ""), COVERING_TEXT: answers.get(COVERING_TEXT, "")}
        super().__init__(data, initial={**known, "revision": letter.revision})
        if letter.kind != Kind.FORWARDING:
            del self.fields[COVERING_TEXT]
        for field in self.fields.values():
            field.conditional = True  # type: ignore[attr-defined]  # a mark that the template reads: no «if you like»

    def draft(self, act: dict[str, Any]) -> dict[str, Any]:
        """Return everything as typed."""

        def typed(name: str) -> str:
            return str(self.data.get(name, ""))[: 2 * DRAFT_LIMIT].replace("\r\n", "\n")

        names = [name for name in (TEXT, COVERING_TEXT) if name in self.fields]
        return {
            **{name: typed(name) for name in ("salutation", "opening", "closing")},
            "answers": {name: typed(name) for name in names},
            "act": act,
        }


def act_form(letter: Reply, employee: Employee, data: Any = None) -> OnCase:
    """Return the form of the act that the letter carries, with what its draft keeps."""
    case, given = letter.case, Given.of(letter.draft)
    form: OnCase
    if letter.kind == Kind.FORWARDING:
        form = ForwardForm(data, case=case, employee=employee)
    elif letter.kind == Kind.EXTENSION:
        form = ExtensionForm(data, case=case, employee=employee)
    elif letter.kind == Kind.NO_REPLY:
        ground = profile_of(case.body).ground(given.text("ground"))
        form = NoReplyForm(data, case=case, employee=employee, ground=ground, at=timezone.now())
        form.fields.pop("text", None)
    elif letter.kind == Kind.INTERIM:
        form = InterimLetterForm(data, case=case, employee=employee)
    else:
        form = ClarificationLetterForm(data, case=case, employee=employee)
    form.prefix = PREFIX
    del form.fields["revision"]
    form.initial.update(given.values)
    return form


def typed_act(letter: Reply, form: OnCase) -> dict[str, Any]:
    """Return what was typed for the act, understood or not; what the form does not show stays as it was."""
    kept = dict(Given.of(letter.draft).values)
    for name, field in form.fields.items():
        key = form.add_prefix(name)
        value = field.widget.value_from_datadict(form.data, form.files, key)
        kept[name] = value if isinstance(value, list | bool) else str(value or "")
    return kept


def from_act(kind: str, form: forms.Form, ground: Ground | None) -> dict[str, Any]:
    """Return what the valid form of the act's own page gives to the letter that is to carry the act.

    Raises `Refusal` for what no letter carries: a talk that has taken place, an enquiry to another body.
    """
    said = form.cleaned_data
    if kind == Kind.FORWARDING:
        names = ("questions", "recipient", "channel", "address", "reason")
        return {name: said[name] for name in names} | {"migration": bool(said.get("migration"))}
    if kind == Kind.EXTENSION:
        return {
            "progress": said["progress"],
            "reason": said["reason"],
            "day": said["day"].isoformat(),
        }
    if kind == Kind.INTERIM:
        if said["kind"] != Interim.Kind.CLIENT:
            raise Refusal(_("Only the letter to the client is prepared so."), field="kind")
        return {"progress": said["text"]}
    if kind == Kind.CLARIFICATION:
        if said["channel"] in SPOKEN:
            raise Refusal(
                _("A talk is written down; only a question goes as a letter."), field="channel"
            )
        return {"question": said["question"]}
    assert ground is not None  # noqa: S101 - the address names it
    what = proposed(ground, said)
    return {
        "ground": ground.code,
        "reason": what.reason,
        "notice": what.text,
        "page": what.page,
        "passage": what.passage,
        "secret": what.secret,
        "crime": what.crime,
        "earlier": [str(pk) for pk in what.earlier],
    }
