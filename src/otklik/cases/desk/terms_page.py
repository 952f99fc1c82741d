"""«Сроки»: the whole table of terms of the body, and a small calculator over it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from otklik.cases.deadlines import Planned, plan_from
from otklik.cases.desk import shown
from otklik.cases.desk.reaching import employee_of
from otklik.cases.models import Form
from otklik.cases.term_table import sections, types_of
from otklik.regulations import Profile
from otklik.staff import calendars
from otklik.staff.models import Body
from otklik.staff.profiles import profile_of
from otklik.staff.queries import body_of
from otklik.web.access import signed_in
from otklik.worktime import CalendarError, WorkingCalendar
from otklik.worktime.federal import FIRST_YEAR, LAST_YEAR

WEEKDAYS = ("понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье")
ON_DAY_OFF = {
    "previous": gettext_lazy("it ends on the working day before"),
    "next": gettext_lazy("it ends on the next working day"),
    "none": gettext_lazy("it stays on that day"),
}
DAY_ZERO = {
    "excluded": gettext_lazy("it is not counted: the term runs from the next day"),
    "included": gettext_lazy("it counts as the first day"),
}


def _moment(label: Any, *, required: bool, hint: Any = "") -> forms.DateTimeField:
    return forms.DateTimeField(
        label=label,
        required=required,
        help_text=hint,
        widget=forms.DateTimeInput(
            attrs={"type": "datetime-local", "class": "input-short"}, format="%Y-%m-%dT%H:%M"
        ),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%d.%m.%Y %H:%M", "%d.%m.%Y"],
        error_messages={
            "required": gettext_lazy("Write when it came."),
            "invalid": gettext_lazy("Write the date and time as 26.04.2024 17:30."),
        },
    )


class CalculatorForm(forms.Form):
    """What the clock depends on; the moments are on the ministry's own clock."""

    use_required_attribute = False
    type = forms.ChoiceField(label=gettext_lazy("Type"))
    channel = forms.ChoiceField(label=gettext_lazy("Channel"))
    form = forms.ChoiceField(
        label=gettext_lazy("Form"),
        required=False,
        choices=[("", gettext_lazy("the channel's own")), *Form.choices],
    )
    received = _moment(gettext_lazy("Received"), required=True)
    registered = _moment(
        gettext_lazy("Registered"),
        required=False,
        hint=gettext_lazy("Without it only the terms that run from the receipt are counted."),
    )

    def __init__(self, *args: Any, body: Body, profile: Profile, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.body = body
        self._choose("type", [(item.code, item.label) for item in types_of(profile)])
        self._choose(
            "channel", [(item.code, item.label) for item in profile.channels if item.offered]
        )

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - both fields named here are
        field.choices = choices

    def _local(self, name: str) -> datetime | None:
        typed: datetime | None = self.cleaned_data[name]
        if typed is None:
            return None
        if not FIRST_YEAR <= typed.year <= LAST_YEAR:
            raise forms.ValidationError(_no_such_year())
        return typed.replace(tzinfo=None).replace(tzinfo=calendars.zone(self.body))

    def clean_received(self) -> datetime | None:
        """Return the moment in the body's zone."""
        return self._local("received")

    def clean_registered(self) -> datetime | None:
        """Return the moment in the body's zone; one before the receipt is refused."""
        moment, received = self._local("registered"), self.cleaned_data.get("received")
        if moment is not None and received is not None and moment < received:
            raise forms.ValidationError(_("The registration cannot be earlier than the receipt."))
        return moment


@dataclass(frozen=True, slots=True)
class Computed:
    """What the calculator answers: the deadlines, and whether the channel was open for such a case that day."""

    terms: shown.Terms
    is_taken: bool


def _no_such_year() -> str:
    return _("The working calendar knows the years %(first)s to %(last)s. Check the year.") % {
        "first": FIRST_YEAR,
        "last": LAST_YEAR,
    }


@signed_in
@require_safe
def term_table(request: HttpRequest) -> HttpResponse:
    """Show the table; with the calculator's values in the address, the deadlines of such a case as well."""
    body = body_of(employee_of(request))
    profile, calendar = profile_of(body), calendars.calendar_of(body)
    asked = "received" in request.GET
    form = CalculatorForm(request.GET if asked else None, body=body, profile=profile)
    computed = _compute(form, profile, calendar) if asked and form.is_valid() else None
    status = 422 if asked and computed is None else 200
    context = {
        "body": body,
        "form": form,
        "computed": computed,
        "sections": sections(profile),
        "rules": _rules(profile, calendar),
    }
    return render(request, "cases/desk/term_table.html", context, status=status)


def _compute(form: CalculatorForm, profile: Profile, calendar: WorkingCalendar) -> Computed | None:
    said = form.cleaned_data
    channel = profile.channel(said["channel"])
    happened = {"receipt": said["received"], "detection": said["received"]}
    if said["registered"] is not None:
        happened["registration"] = said["registered"]
    try:
        planned: tuple[Planned, ...] = plan_from(
            profile,
            calendar,
            happened,
            type=said["type"],
            form=said["form"] or channel.form,
            channel=channel.code,
            rare=True,
        )
    except CalendarError:
        form.add_error("received", _no_such_year())
        return None
    day = said["received"].date()
    return Computed(
        shown.planned_terms(profile, planned),
        channel.takes(profile.work_type(said["type"]), day),
    )


def _rules(profile: Profile, calendar: WorkingCalendar) -> list[tuple[str, str]]:
    """Return how days are counted in this body, as pairs of a name and a sentence."""
    rules = profile.calendar
    return [
        (_("Day of the event"), str(DAY_ZERO[rules.day_zero])),
        (_("A term in calendar days that ends on a day off"), str(ON_DAY_OFF[rules.on_day_off])),
        (_("Why so"), rules.basis),
        (
            _("When a term ends"),
            _(
                "with the ministry's working time on its last day, an hour earlier on a shortened day"
            ),
        ),
        (_("Working hours"), _week(profile)),
        (
            _("Moved days off are known through"),
            _("%(year)s; later dates are preliminary") % {"year": calendar.decreed_through},
        ),
        (_("Time zone"), profile.timezone),
        (_("Calendar"), calendar.version),
        (_("Regulations"), profile.version),
    ]


def _week(profile: Profile) -> str:
    """Return the ordinary week: days with the same hours are told together."""
    told: list[tuple[str, list[str]]] = []
    for day in sorted(profile.schedule.days, key=lambda item: item.weekday):
        hours = f"{day.start:%H:%M}–{day.end:%H:%M}"
        if day.lunch_start and day.lunch_end:
            hours += _(", lunch %(start)s–%(end)s") % {
                "start": f"{day.lunch_start:%H:%M}",
                "end": f"{day.lunch_end:%H:%M}",
            }
        if told and told[-1][0] == hours:
            told[-1][1].append(WEEKDAYS[day.weekday])
        else:
            told.append((hours, [WEEKDAYS[day.weekday]]))
    return "; ".join(
        f"{names[0]} – {names[-1]} {hours}" if len(names) > 1 else f"{names[0]} {hours}"
        for hours, names in told
    )
