"""Forms of the case pages: what is typed, in the words of the body's own profile."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from otklik.cases.leaving_rules import complained_problems
from otklik.cases.models import Case, Form, Question, Route
from otklik.cases.queries import Load
from otklik.cases.rules import Problem, QuestionEntry, is_identified, registration_problems
from otklik.cases.topic_field import TopicField, written_topic
from otklik.language import clean_text, date_short
from otklik.regulations import Profile
from otklik.staff import calendars
from otklik.staff.classifiers import classifier_of
from otklik.staff.models import Body, Employee, Unit
from otklik.touchpoints.models import Touchpoint

EXTRA_ROWS = 2
QUESTIONS_LIMIT = 40
Choices = list[tuple[str, Any]]


class QuestionForm(forms.Form):
    """One question of the client as the registrar writes it down."""

    text = forms.CharField(
        label=gettext_lazy("Question"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    topic = TopicField(label=gettext_lazy("Topic"))

    def __init__(self, *args: Any, body: Body, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["topic"]
        assert isinstance(field, TopicField)  # noqa: S101 - declared above
        field.body, field.about = body, str(self["text"].value() or "")

    def clean_text(self) -> str:
        """Return the question without invisible signs."""
        return clean_text(self.cleaned_data["text"])


class RegistrationForm(forms.Form):
    """What a registration says besides the questions; the rules of registration judge it as a whole."""

    type = forms.ChoiceField(label=gettext_lazy("Type"))
    form = forms.ChoiceField(label=gettext_lazy("Form"), choices=Form.choices)
    channel = forms.ChoiceField(label=gettext_lazy("Channel"))
    note = forms.CharField(
        label=gettext_lazy("Why it is registered so"),
        required=False,
        max_length=500,
        help_text=gettext_lazy("Needed when the law had closed the channel for this type."),
    )
    touchpoint = forms.ChoiceField(
        label=gettext_lazy("Touchpoint"),
        error_messages={"required": gettext_lazy("Choose the touchpoint from the registry.")},
    )
    addressee = forms.CharField(
        label=gettext_lazy("To whom it was addressed"),
        max_length=300,
        error_messages={"required": gettext_lazy("Write to whom the client addressed it.")},
        help_text=gettext_lazy("In the client's words: it stands in the reply's first paragraph."),
    )
    summary = forms.CharField(
        label=gettext_lazy("What it is about"), required=False, max_length=300
    )
    earlier = forms.ChoiceField(label=gettext_lazy("Repeats the case"), required=False)
    need = forms.ChoiceField(label=gettext_lazy("Client's need"), required=False)
    life_situation = forms.CharField(
        label=gettext_lazy("Life situation"), required=False, max_length=300
    )
    complained_body = forms.CharField(
        label=gettext_lazy("Which body or organisation the complaint is about"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("The complaint may not be forwarded there."),
    )
    complained_employee = forms.ChoiceField(
        label=gettext_lazy("Which employee of ours the complaint is about"),
        required=False,
        help_text=gettext_lazy("He will not be offered as an executor."),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self,
        data: Any = None,
        *,
        case: Case,
        profile: Profile,
        touchpoints: Iterable[Touchpoint],
        earlier: Sequence[Case],
    ) -> None:
        super().__init__(data, initial=_as_now(case))
        self.case, self.profile = case, profile
        self.fields["touchpoint"].required = profile.switch("touchpoint_required")
        self.touchpoints = {str(row.pk): row for row in touchpoints}
        self.earlier_cases = {str(row.pk): row for row in earlier}
        self.staff = {
            str(row.pk): row
            for row in Employee.objects.filter(body=case.body_id, is_active=True).order_by(
                "surname", "given_name", "pk"
            )
        }
        self._choices("complained_employee", [("", _("nobody")), *_people(self.staff)])
        self._choices("type", [(item.code, item.label) for item in profile.offered_types()])
        self._choices(
            "channel", [(item.code, item.label) for item in profile.channels if item.offered]
        )
        self._choices("touchpoint", [("", _("not chosen")), *_grouped(self.touchpoints.values())])
        self._choices("earlier", [("", _("none")), *((str(row.pk), _told(row)) for row in earlier)])
        self._choices(
            "need",
            [("", _("not known")), *((str(need.number), need.label) for need in profile.needs)],
        )

    def _choices(self, name: str, choices: Choices) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - all fields named here are
        field.choices = choices

    @property
    def received_on(self) -> date:
        """The day of receipt in the body's own zone."""
        return calendars.today(self.case.body, self.case.received_at)

    @property
    def identified(self) -> bool:
        """Whether it is known who sent the case."""
        return is_identified(self.case.type, self.case.identification)

    def chosen(self) -> tuple[str, str, str]:
        """Return type, form and channel as they stand in the form now, those of the case where they are none."""
        return (
            self._chosen("type", self.case.type),
            self._chosen("form", self.case.form),
            self._chosen("channel", self.case.channel),
        )

    def _chosen(self, name: str, otherwise: str) -> str:
        field = self.fields[name]
        value = str(self[name].value() or "")
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - all fields named here are
        return value if field.valid_value(value) else otherwise

    def judge(self, entries: Sequence[QuestionEntry]) -> list[Problem]:
        """Put what the rules find at its field; return what belongs to the questions."""
        said = self.cleaned_data
        problems = registration_problems(
            self.profile,
            type=said.get("type", ""),
            form=said.get("form", ""),
            channel=said.get("channel", ""),
            questions=entries,
            classifier=classifier_of(self.case.body),
            has_touchpoint=bool(said.get("touchpoint")),
            addressee=said.get("addressee", ""),
            note=said.get("note", ""),
            received_on=self.received_on,
            identified=self.identified,
        ) + complained_problems(
            self.profile,
            type=said.get("type", ""),
            complained=bool(said.get("complained_body") or said.get("complained_employee")),
        )
        own = [problem for problem in problems if problem.field in self.fields]
        for problem in own:
            if problem.field not in self.errors:
                self.add_error(problem.field, str(problem.message))
        return [problem for problem in problems if problem not in own]


def _as_now(case: Case) -> dict[str, object]:
    """Return what is known before anybody registers."""
    return {
        "type": case.type,
        "form": case.form,
        "channel": case.channel,
        "touchpoint": str(case.touchpoint_id or ""),
        "addressee": case.addressee,
        "summary": case.summary,
        "life_situation": case.life_situation,
        "need": case.need,
        "earlier": str(case.earlier_id or ""),
        "complained_body": case.complained_body,
        "complained_employee": str(case.complained_employee_id or ""),
        "revision": case.revision,
    }


def _people(staff: dict[str, Employee]) -> Choices:
    return [(key, f"{row}, {row.post}".strip(", ")) for key, row in staff.items()]


def _grouped(touchpoints: Iterable[Touchpoint]) -> Choices:
    groups: dict[str, Choices] = {}
    for row in touchpoints:
        groups.setdefault(row.direction, []).append((str(row.pk), f"{row.name}: {row.interaction}"))
    return list(groups.items())


def _told(case: Case) -> str:
    day = date_short(calendars.today(case.body, case.received_at))
    return f"{case}, {day}: {case.summary or case.text[:60]}"


class DismissForm(forms.Form):
    """Why what arrived is no appeal."""

    reason = forms.CharField(
        label=gettext_lazy("Why it is not an appeal"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("The client will read it in his notice."),
        error_messages={"required": gettext_lazy("Write the reason.")},
    )
    is_spam = forms.BooleanField(
        label=gettext_lazy("It is advertising or spam: nobody is told"), required=False
    )


class AssignForm(forms.Form):
    """To whom the case goes, with the topic of each question confirmed."""

    executor = forms.ChoiceField(
        label=gettext_lazy("Responsible executor"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose the responsible executor.")},
    )
    unit = forms.ChoiceField(
        label=gettext_lazy("Unit"),
        required=False,
        help_text=gettext_lazy("Left empty, it is the executor's own."),
    )
    instruction = forms.CharField(
        label=gettext_lazy("What to pay attention to"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)
    route = forms.IntegerField(required=False, widget=forms.HiddenInput)
    """The saved route that is followed: its co-executors get their parts with this assignment."""

    def __init__(
        self,
        data: Any = None,
        *,
        case: Case,
        loads: Sequence[Load],
        units: Iterable[Unit],
        route: Route | None = None,
    ) -> None:
        known = {"executor": str(case.executor_id or ""), "revision": case.revision}
        if route is not None:
            known |= {
                "executor": str(route.executor_id),
                "unit": str(route.unit_id),
                "instruction": route.instruction,
                "route": route.pk,
            }
        super().__init__(data, initial=known)
        self.people = {str(load.person.pk): load.person for load in loads}
        self.units = {str(unit.pk): unit for unit in units}
        executor, unit_field = self.fields["executor"], self.fields["unit"]
        assert isinstance(executor, forms.ChoiceField)  # noqa: S101 - declared above
        assert isinstance(unit_field, forms.ChoiceField)  # noqa: S101 - declared above
        executor.choices = [(str(load.person.pk), load.person.short_name) for load in loads]
        unit_field.choices = [
            ("", _("the executor's own")),
            *((pk, str(u)) for pk, u in self.units.items()),
        ]
        self.questions: list[Question] = list(case.questions.all())
        for question in self.questions:
            self.fields[f"topic-{question.pk}"] = TopicField(
                label=question.text,
                body=case.body,
                about=question.text,
                kept=question.topic_code,
                initial=written_topic(case.body, question.topic_code, question.topic_version),
            )

    @property
    def topic_fields(self) -> list[forms.BoundField]:
        """The fields of the questions' topics, in the order of the questions."""
        return [self[f"topic-{question.pk}"] for question in self.questions]

    def topics(self) -> dict[int, str]:
        """Return question id → topic code as confirmed."""
        return {
            question.pk: self.cleaned_data[f"topic-{question.pk}"] for question in self.questions
        }
