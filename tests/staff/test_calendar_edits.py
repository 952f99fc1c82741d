"""Editing the working calendar: a day, a swap, a year's decree; what cannot be is refused and changes nothing."""

from datetime import date

import pytest

from otklik import regulations, worktime
from otklik.journal.actors import system
from otklik.journal.models import Entry
from otklik.regulations.bodies import PastWeek
from otklik.staff import actions as staff
from otklik.staff import calendars, edits
from otklik.staff.models import Body, CalendarDay, DecreedYear
from otklik.staff.refusals import Refusal
from otklik.worktime import PublishedError
from tests.factories import make_body
from tests.worktime.test_published import MONTHS, as_csv, as_xml

pytestmark = pytest.mark.django_db
BY = system("test")
DECREE = "Постановление Правительства РФ от 01.10.2027 № 1"


@pytest.fixture
def body() -> Body:
    return make_body()


def make(edit: edits.CalendarEdit) -> bool:
    done = staff.make_calendar_edit(edit, by=BY)
    calendars.forget()
    return done


def with_transfer(text: str) -> str:
    """The file of 2028 with one more transfer: Saturday 1 January gave its day off to 10 January."""
    return text.replace("<days>", '<days><day d="01.10" t="1" f="01.01"/>')


def test_a_day_declared_off_is_off_for_the_body_and_for_nobody_else(body: Body) -> None:
    other = make_body("economy-magadan")
    day = date(2026, 12, 30)
    assert make(edits.day_edit(body, day, "off", "Указ Губернатора")) is True
    assert not calendars.calendar_of(body).is_working(day)
    assert calendars.calendar_of(body).note(day) == "Указ Губернатора"
    assert calendars.calendar_of(other).is_working(day)
    assert Entry.objects.get(act="staff.calendar-day").body_code == body.code


def test_an_entry_for_all_bodies_holds_for_each_and_an_own_one_goes_over_it(body: Body) -> None:
    other = make_body("economy-magadan")
    day = date(2026, 12, 30)
    make(edits.day_edit(None, day, "off", "Указ Президента"))
    make(edits.day_edit(other, day, "shortened", "Решение министра"))
    assert not calendars.calendar_of(body).is_working(day)
    assert calendars.calendar_of(other).is_shortened(day)


def test_the_same_edit_twice_is_one_edit(body: Body) -> None:
    edit = edits.day_edit(body, date(2026, 12, 30), "off", "Указ")
    assert make(edit) is True
    assert make(edits.day_edit(body, date(2026, 12, 30), "off", "Указ")) is False
    assert Entry.objects.filter(act="staff.calendar-day").count() == 1


def test_a_swap_gives_the_worked_day_the_length_of_the_day_it_replaces(body: Body) -> None:
    """As Mordovia did in 2020: Thursday 31 December, shortened, for Saturday 26 December."""
    make(edits.swap_edit(body, body, date(2026, 11, 3), date(2026, 11, 7), "Распоряжение № 1"))
    calendar = calendars.calendar_of(body)
    assert not calendar.is_working(date(2026, 11, 3))
    assert calendar.is_shortened(date(2026, 11, 7)), "3 November is shortened before the holiday"
    assert make(edits.clear_edit(body, date(2026, 11, 3))) is True
    calendar = calendars.calendar_of(body)
    assert calendar.is_working(date(2026, 11, 3))
    assert not calendar.is_working(date(2026, 11, 7)), "both halves of the swap go together"


@pytest.mark.parametrize(
    ("off", "worked", "field"),
    [
        (date(2026, 11, 4), date(2026, 11, 7), "off"),
        (date(2026, 11, 5), date(2026, 11, 6), "worked"),
        (date(2026, 11, 5), date(2026, 11, 4), "worked"),
        (date(2026, 11, 5), date(2026, 11, 5), "worked"),
        (date(2064, 11, 5), date(2026, 11, 7), "off"),
    ],
)
def test_a_swap_that_cannot_be_is_refused(body: Body, off: date, worked: date, field: str) -> None:
    with pytest.raises(Refusal) as refused:
        edits.swap_edit(body, body, off, worked, "Распоряжение")
    assert refused.value.field == field
    assert not CalendarDay.objects.exists()


@pytest.mark.parametrize(
    ("day", "kind", "note", "field"),
    [
        (date(2026, 12, 30), "free", "Указ", "kind"),
        (date(2026, 12, 30), "off", "  ", "note"),
        (date(1926, 12, 30), "off", "Указ", "date"),
    ],
)
def test_a_day_that_cannot_be_is_refused(
    body: Body, day: date, kind: str, note: str, field: str
) -> None:
    with pytest.raises(Refusal) as refused:
        edits.day_edit(body, day, kind, note)
    assert refused.value.field == field


def test_taking_away_what_was_never_entered_is_refused(body: Body) -> None:
    with pytest.raises(Refusal):
        edits.clear_edit(body, date(2026, 12, 30))


@pytest.mark.parametrize("form", ["xml", "csv"])
def test_a_decree_makes_its_year_certain_for_every_body(body: Body, form: str) -> None:
    other = make_body("industry-mordovia")
    assert calendars.calendar_of(body).is_preliminary(date(2028, 3, 1))
    text = with_transfer(as_xml(2028)) if form == "xml" else as_csv(2028)
    assert make(edits.decree_edit(text, decree=DECREE)) is True
    for one in (body, other):
        calendar = calendars.calendar_of(one)
        assert calendar.decreed_through == 2028
        assert not calendar.is_preliminary(date(2028, 12, 31))
        assert calendar.is_working(date(2028, 1, 10)) is (form == "csv")
        assert not calendar.is_working(date(2028, 2, 23))
        assert calendar.is_shortened(date(2028, 2, 22))
    assert DecreedYear.objects.get().act == DECREE


def test_reading_the_same_decree_twice_changes_nothing(body: Body) -> None:
    text = with_transfer(as_xml(2028))
    make(edits.decree_edit(text, decree=DECREE))
    rows, version = list(CalendarDay.objects.values()), calendars.calendar_of(body).version
    assert make(edits.decree_edit(text, decree=DECREE)) is False
    assert list(CalendarDay.objects.values()) == rows
    assert calendars.calendar_of(body).version == version
    assert Entry.objects.filter(act="staff.enter-decree").count() == 1


def test_a_corrected_decree_replaces_the_year(body: Body) -> None:
    make(edits.decree_edit(with_transfer(as_xml(2028))))
    make(edits.decree_edit(as_xml(2028)))
    assert calendars.calendar_of(body).is_working(date(2028, 1, 10))
    assert CalendarDay.objects.filter(date=date(2028, 1, 10)).count() == 0


def test_a_year_that_the_release_knows_already_changes_nothing(body: Body) -> None:
    assert make(edits.decree_edit(as_xml(2027))) is False
    assert not DecreedYear.objects.exists()


def test_a_file_of_many_years_is_read_for_the_year_decreed_next(body: Body) -> None:
    del body
    rows = [as_csv(year).splitlines()[1] for year in (2026, 2027, 2028)]
    heading = as_csv(2028).splitlines()[0]
    edit = edits.decree_edit("\n".join([heading, *rows]))
    assert edit.decreed == 2028
    with pytest.raises(PublishedError, match="several years and not 2028"):
        edits.decree_edit("\n".join([heading, *rows[:2]]))


@pytest.mark.parametrize(
    ("text", "year", "message"),
    [
        (as_xml(2029), None, "a gap: the file is for 2029, but 2028"),
        (as_xml(2028), 2027, "for the year 2028, not 2027"),
        (as_xml(2028).replace("2028", "1800"), None, "does not say its year"),
        (as_xml(2028).replace('"2028"', '"2199"'), None, "does not say its year"),
        (as_xml(2028).replace('"2028"', '"2099"'), None, "outside the calendar"),
        (as_xml(2020).replace('d="06.24"', 'd="06.25"'), None, "2020 is over"),
        (as_xml(2028).replace('<day d="06.12" t="1"/>', ""), None, "a gap: .* 2028-06-12"),
        (as_xml(2028).replace('d="06.12"', 'd="05.09"'), None, "named twice"),
        (f"Год/Месяц,{MONTHS}\n2028,1\n", None, "a gap: «Февраль» of 2028"),
    ],
)
def test_a_gap_an_overlap_or_a_wrong_year_is_refused_and_nothing_changes(
    body: Body, text: str, year: int | None, message: str
) -> None:
    version = calendars.calendar_of(body).version
    with pytest.raises(PublishedError, match=message):
        edits.decree_edit(text, year=year)
    calendars.forget()
    assert calendars.calendar_of(body).version == version
    assert not CalendarDay.objects.exists()
    assert not DecreedYear.objects.exists()


def test_a_regional_calendar_becomes_days_of_the_body_only(body: Body) -> None:
    mordovia = make_body("industry-mordovia")
    text = as_xml(2027).replace("<days>", '<days><day d="08.27" t="1"/>')
    make(edits.decree_edit(text, body=mordovia, decree="Указ Главы"))
    assert not calendars.calendar_of(mordovia).is_working(date(2027, 8, 27))
    assert calendars.calendar_of(body).is_working(date(2027, 8, 27))
    assert CalendarDay.objects.get().body == mordovia
    assert make(edits.decree_edit(text, body=mordovia, decree="Указ Главы")) is False


def test_a_day_of_a_decreed_year_cannot_be_taken_away_only_changed(body: Body) -> None:
    make(edits.decree_edit(as_xml(2028)))
    with pytest.raises(Refusal):
        edits.clear_edit(None, date(2028, 2, 23))
    make(edits.day_edit(None, date(2028, 3, 20), "off", "Указ Президента"))
    assert not calendars.calendar_of(body).is_working(date(2028, 3, 20))


def test_a_file_with_too_many_working_days_is_taken_with_a_doubt() -> None:
    make_body()
    whole, short = (
        as_xml(2027),
        as_xml(2027).replace('<day d="12.31" t="1"', '<day d="12.31" t="2"'),
    )
    assert edits.doubts(edits.decree_edit(whole)) == ""
    assert "248" in edits.doubts(edits.decree_edit(short))


def test_mordovia_rested_on_the_last_day_of_2020_and_worked_on_a_saturday_for_it() -> None:
    calendar = calendars.calendar_of(make_body("industry-mordovia"))
    assert not calendar.is_working(date(2020, 12, 31))
    assert calendar.is_shortened(date(2020, 12, 26))
    novosibirsk = calendars.calendar_of(make_body())
    assert novosibirsk.is_shortened(date(2020, 12, 31))
    assert not novosibirsk.is_working(date(2020, 12, 26))


def test_a_body_may_have_had_another_week_before(body: Body) -> None:
    profile = regulations.profile(body.profile)
    six_days = tuple(
        profile.schedule.days[0].model_copy(update={"day": day})
        for day in ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday")
    )
    past = PastWeek(until=date(2026, 5, 31), days=six_days, shortened_by_minutes=60)
    changed = profile.model_copy(
        update={"schedule": profile.schedule.model_copy(update={"earlier": (past,)})}
    )
    calendar = calendars.unedited_calendar(changed)
    assert calendar.is_working(date(2026, 5, 30))
    assert not calendar.is_working(date(2026, 6, 6))
    assert isinstance(calendar, worktime.WorkingCalendar)
