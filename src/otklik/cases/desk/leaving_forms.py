"""Forms of the ways out of a case: forwarding, a proposal of no reply, the decision on it."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from otklik.cases import leaving_queries as leaving
from otklik.cases import notices
from otklik.cases.actions import Proposed
from otklik.cases.actions.no_reply import drafted
from otklik.cases.desk.act_forms import OnCase
from otklik.cases.models import Case
from otklik.language import date_short
from otklik.regulations import Ground
from otklik.staff import calendars
from otklik.staff.models import Employee

TEXT_MAX = 10_000
WAYS = [
    ("post", gettext_lazy("By post or document exchange: an employee sends it")),
    ("email", gettext_lazy("By e-mail: it goes out by itself")),
]
APPROVE, REJECT = "approve", "reject"


class ForwardForm(OnCase):
    """Where to, which questions, how and why."""

    questions = forms.MultipleChoiceField(
        label=gettext_lazy("Which questions"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one question.")},
        help_text=gettext_lazy("What is not chosen stays with us and is answered by us."),
    )
    recipient = forms.CharField(
        label=gettext_lazy("To which body or official"),
        max_length=300,
        error_messages={"required": gettext_lazy("Write to which body or official it goes.")},
        help_text=gettext_lazy("The full name: the client will read it in the notice."),
    )
    channel = forms.ChoiceField(
        label=gettext_lazy("How the letter goes out"), choices=WAYS, widget=forms.RadioSelect
    )
    address = forms.CharField(
        label=gettext_lazy("Address of the body"),
        required=False,
        max_length=500,
        help_text=gettext_lazy("For e-mail it is needed."),
    )
    reason = forms.CharField(
        label=gettext_lazy("Why it is forwarded"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": gettext_lazy("Write why it is forwarded: the client will read it.")
        },
        help_text=gettext_lazy("In plain words: they stand in the client's notice."),
    )
    migration = forms.BooleanField(
        label=gettext_lazy("It tells of violations of the migration law: the term is shorter"),
        required=False,
    )

    def __init__(self, data: Any = None, *, case: Case, employee: Employee) -> None:
        left = list(leaving.left_to_us(case))
        known = {
            "questions": [str(question.pk) for question in left],
            "channel": "post",
        }
        super().__init__(data, case=case, employee=employee, initial=known)
        field = self.fields["questions"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 - declared above
        field.choices = [(str(question.pk), question.text) for question in left]
        usual = leaving.planned(case, "forwarding")
        special = leaving.planned(case, "forwarding", variants=(leaving.MIGRATION,))
        if special is None or usual is None or special.term.code == usual.term.code:
            del self.fields["migration"]


class NoReplyForm(OnCase):
    """Why the ground holds, what it rests on, and the notice in the words that the client will read."""

    reason = forms.CharField(
        label=gettext_lazy("Why the ground holds"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": gettext_lazy(
                "Write why the ground holds: a formal refusal is inadmissible."
            )
        },
    )
    passage = forms.CharField(
        label=gettext_lazy("The passage of the appeal, word for word"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={
            "required": gettext_lazy("Copy the passage from the text of the appeal word for word.")
        },
        help_text=gettext_lazy("Only whoever decides will read it here; the notice has it not."),
    )
    earlier = forms.MultipleChoiceField(
        label=gettext_lazy("Earlier replies on the same question"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": gettext_lazy("Choose the earlier replies on the same question.")
        },
    )
    page = forms.CharField(
        label=gettext_lazy("Address of the page with the answer"),
        max_length=500,
        widget=forms.URLInput,
        error_messages={
            "required": gettext_lazy(
                "Write the address of the page with the answer, from https:// on."
            )
        },
    )
    secret = forms.CharField(
        label=gettext_lazy("Which kind of secret"),
        max_length=200,
        error_messages={"required": gettext_lazy("Name the kind of secret, without its content.")},
        help_text=gettext_lazy("Only the kind, such as tax secrecy: never its content."),
    )
    crime = forms.BooleanField(
        label=gettext_lazy("The text tells of a crime, committed or prepared"), required=False
    )
    text = forms.CharField(
        label=gettext_lazy("The notice to the client"),
        max_length=TEXT_MAX,
        widget=forms.Textarea(attrs={"rows": 9}),
        error_messages={"required": gettext_lazy("The notice is empty: the client must be told.")},
    )

    def __init__(
        self, data: Any = None, *, case: Case, employee: Employee, ground: Ground, at: datetime
    ) -> None:
        text = drafted(case, ground, marks_of(ground), at)
        super().__init__(data, case=case, employee=employee, initial={"text": text})
        offered = {
            "passage": "passage" in ground.needs,
            "earlier": "earlier-replies" in ground.needs,
            "page": "page-address" in ground.needs,
            "secret": "kind-of-secret" in ground.needs,
            "crime": ground.effect == "forward-if-crime",
            "text": bool(ground.notice) and leaving.can_be_told(case),
        }
        for name, is_offered in offered.items():
            if not is_offered:
                del self.fields[name]
        if "earlier" in self.fields:
            self._offer_earlier()
        if "text" in self.fields:
            marks = ", ".join(marks_of(ground).values())
            said = _("What you write above takes the place of %(marks)s.") % {"marks": marks}
            self.fields["text"].help_text = said

    def _offer_earlier(self) -> None:
        field = self.fields["earlier"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 - declared above
        found = leaving.answered_before(self.case)
        field.choices = [(str(row.pk), self._told(row)) for row in found]
        if not found:
            del self.fields["earlier"]

    def _told(self, row: Case) -> str:
        day = date_short(calendars.today(row.body, row.answered_at)) if row.answered_at else ""
        about = row.summary or row.text[:80]
        return _("%(case)s, answered %(day)s: %(about)s") % {
            "case": row,
            "day": day,
            "about": about,
        }


def marks_of(ground: Ground) -> dict[str, str]:
    """Return what stands in the drafted notice for the words that are typed above it."""
    marks = {"reason": _("[why the ground holds]")}
    if "page-address" in ground.needs:
        marks["url"] = _("[address of the page]")
    if "kind-of-secret" in ground.needs:
        marks["ground"] = _("[kind of secret]")
    return marks


def proposed(ground: Ground, said: dict[str, Any]) -> Proposed:
    """Return what is proposed, with the typed words in their places of the notice."""
    text = said.get("text", "")
    reason = said["reason"].strip()
    typed = {
        "reason": notices.sentence(reason) if reason else "",
        "url": said.get("page", ""),
        "ground": said.get("secret", ""),
    }
    for name, mark in marks_of(ground).items():
        text = text.replace(mark, typed[name])
    return Proposed(
        ground=ground.code,
        reason=reason,
        text=text,
        page=said.get("page", ""),
        passage=said.get("passage", ""),
        secret=said.get("secret", ""),
        crime=bool(said.get("crime")),
        earlier=[int(pk) for pk in said.get("earlier", [])],
    )


class DecisionForm(OnCase):
    """What a second person decides on a proposal; the pressed button says which."""

    decision = forms.ChoiceField(
        choices=[(APPROVE, APPROVE), (REJECT, REJECT)], widget=forms.HiddenInput
    )
    remarks = forms.CharField(
        label=gettext_lazy("Remarks"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Needed when you do not agree: why the case must be considered."),
    )


def no_reply_form(ground: Ground) -> Any:
    """Return what makes the form of this ground for the page of an act."""

    def make(data: Any = None, *, case: Case, employee: Employee) -> NoReplyForm:
        return NoReplyForm(data, case=case, employee=employee, ground=ground, at=timezone.now())

    return make
