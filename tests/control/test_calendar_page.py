"""«Календарь»: the year in signs and sums, and edits that show what they move before they are made."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime
from importlib import import_module
from zoneinfo import ZoneInfo

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from otklik.cases.models import ClockState, Deadline, Stage
from otklik.control.year_page import year_page
from otklik.journal.actors import system
from otklik.journal.models import Entry
from otklik.staff import actions as staff
from otklik.staff import calendars, edits
from otklik.staff.models import Body, CalendarDay, DecreedYear
from tests.factories import make_body, make_case, make_employee, make_team
from tests.worktime.test_published import as_xml

pytestmark = pytest.mark.django_db
page_of_calendar = import_module("otklik.control.desk.calendar")
TODAY = date(2026, 11, 21)
DAY = {"date": "2026-04-02", "kind": "off", "note": "Указ Губернатора", "scope": "own"}
MOVED = as_xml(2028).replace("<days>", '<days><day d="01.13" t="1" f="01.02"/>')


@pytest.fixture
def body() -> Body:
    return make_body()


@pytest.fixture
def administrator(client: Client, body: Body) -> Client:
    client.force_login(make_employee(body, "administrator"))
    return client


def post(client: Client, page: str, **data: object) -> str:
    answer = client.post(reverse(f"desk:{page}"), data)
    calendars.forget()
    return answer.content.decode() if answer.status_code == 200 else f"{answer.status_code}"


def seen(page: str) -> str:
    return page.partition('name="seen" value="')[2].partition('"')[0]


def signs(body: Body, year: int) -> dict[date, str]:
    months = year_page(body, year, TODAY).months
    cells = [cell for month in months for week in month.weeks for cell in week if cell.day]
    assert len(cells) in (365, 366)
    return {cell.day: cell.sign for cell in cells if cell.sign and cell.day}


def test_every_kind_of_day_has_a_letter_of_its_own(body: Body) -> None:
    found = signs(body, 2024)
    assert found[date(2024, 1, 1)] == "П"
    assert found[date(2024, 4, 27)] == "Р"
    assert found[date(2024, 4, 29)] == "В"
    assert found[date(2024, 5, 8)] == "*"
    assert found[date(2024, 11, 2)] == "Р*", "worked and shortened"
    assert date(2024, 1, 13) not in found, "an ordinary Saturday"


def test_a_regional_day_is_marked_as_ours_alone() -> None:
    found = signs(make_body("industry-mordovia"), 2020)
    assert found[date(2020, 12, 31)] == "Вм"
    assert found[date(2020, 12, 26)] == "Р*м"


@pytest.mark.parametrize(
    ("year", "days", "hours"),
    [(2023, 247, "1973"), (2024, 248, "1979"), (2025, 247, "1972"), (2027, 247, "1972")],
)
def test_the_year_has_the_published_sums(body: Body, year: int, days: int, hours: str) -> None:
    page = year_page(body, year, TODAY)
    assert (page.sums[-1].days, page.sums[-1].norm) == (days, hours)
    assert sum(month.days for month in page.months) == days
    assert not page.preliminary


def test_any_employee_may_look_and_only_an_administrator_sees_the_acts(
    client: Client,
    body: Body,
    django_assert_max_num_queries: Callable[..., AbstractContextManager[object]],
) -> None:
    client.force_login(make_employee(body, "executor"))
    address = reverse("desk:calendar")
    client.get(address)
    with django_assert_max_num_queries(20):
        page = client.get(address, {"year": "2028"}).content.decode()
    assert "предварительный" in page
    assert "Внести день" not in page
    for act in ("calendar-day", "calendar-swap", "calendar-decree"):
        assert client.get(reverse(f"desk:{act}")).status_code == 403
        assert client.post(reverse(f"desk:{act}"), DAY).status_code == 403


@pytest.mark.parametrize(
    ("year", "status"), [("1999", 404), ("0000", 404), ("2046", 404), ("x", 200)]
)
def test_a_year_beyond_the_calendar_is_not_found(
    administrator: Client, year: str, status: int
) -> None:
    assert administrator.get(reverse("desk:calendar"), {"year": year}).status_code == status


def test_a_day_is_shown_with_what_it_moves_before_it_is_entered(
    administrator: Client, body: Body
) -> None:
    case = make_case(body, Stage.REGISTERED)
    rows = list(Deadline.objects.values())
    page = post(administrator, "calendar-day", **DAY)
    assert case.number in page
    assert "02.04.2026" in page
    assert "01.04.2026" in page
    assert not CalendarDay.objects.exists()
    assert list(Deadline.objects.values()) == rows
    assert post(administrator, "calendar-day", **DAY, step="make", seen=seen(page)) == "302"
    assert not calendars.calendar_of(body).is_working(date(2026, 4, 2))
    assert Entry.objects.get(act="staff.calendar-day").actor_name.startswith("Сотрудникова")


def test_a_page_that_would_take_long_says_how_much_it_has_looked_at(
    administrator: Client, body: Body, monkeypatch: pytest.MonkeyPatch
) -> None:
    team = make_team(body)
    cases = [make_case(body, Stage.REGISTERED, team=team) for _ in range(3)]
    monkeypatch.setattr(page_of_calendar, "LOOKED_AT", 2)
    page = post(administrator, "calendar-day", **DAY)
    assert "только 2 самых срочных" in page
    assert "ещё 1 не просмотрены" in page
    assert cases[2].number not in page


def test_what_was_not_shown_is_not_made(administrator: Client) -> None:
    """The fields were changed after the look: the page shows what they change now, and asks again."""
    page = post(administrator, "calendar-day", **DAY)
    other = DAY | {"date": "2026-04-03"}
    again = post(administrator, "calendar-day", **other, step="make", seen=seen(page))
    assert "3 апреля 2026" in again
    assert seen(again) not in ("", seen(page))
    assert not CalendarDay.objects.exists()
    assert "3 апреля 2026" in post(administrator, "calendar-day", **other, step="make")
    assert not CalendarDay.objects.exists()


def test_a_refused_day_keeps_what_was_typed(administrator: Client) -> None:
    answer = administrator.post(
        reverse("desk:calendar-day"), DAY | {"note": " ", "date": "2026-04-03"}
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Напишите, по какому акту" in page
    assert 'value="2026-04-03"' in page


def test_an_entry_is_taken_away_again(administrator: Client, body: Body) -> None:
    staff.set_calendar_day(date(2026, 4, 2), "off", body=body, note="Указ", by=system("test"))
    clear = DAY | {"kind": "clear"}
    page = post(administrator, "calendar-day", **clear)
    assert post(administrator, "calendar-day", **clear, step="make", seen=seen(page)) == "302"
    assert calendars.calendar_of(body).is_working(date(2026, 4, 2))
    assert not CalendarDay.objects.exists()


def test_a_swap_is_shown_and_made(administrator: Client, body: Body) -> None:
    days = {"off": "2026-12-08", "worked": "2026-12-12", "note": "Распоряжение", "scope": "own"}
    page = post(administrator, "calendar-swap", **days)
    assert "8 декабря 2026" in page
    assert "12 декабря 2026" in page
    assert post(administrator, "calendar-swap", **days, step="make", seen=seen(page)) == "302"
    calendar = calendars.calendar_of(body)
    assert not calendar.is_working(date(2026, 12, 8))
    assert calendar.is_working(date(2026, 12, 12))


def test_a_year_is_read_in_two_steps_and_the_file_is_chosen_once(
    administrator: Client, body: Body
) -> None:
    other = make_body("economy-magadan")
    received = datetime(2027, 12, 14, 10, tzinfo=ZoneInfo("Asia/Novosibirsk"))
    make_case(body, Stage.REGISTERED, received_at=received)
    make_case(other, Stage.REGISTERED, received_at=received)
    given = {"decree": "Постановление № 1", "scope": "all"}
    file = SimpleUploadedFile("2028.xml", MOVED.encode(), "text/xml")
    page = post(administrator, "calendar-decree", **given, file=file)
    assert "Что изменит календарь на 2028 год" in page
    assert "2028.xml" in page
    assert page.count("О-1/2027") <= 2, "the other body's cases are told as a number only"
    assert f"{other.short_name}: сдвинется сроков: " in page
    kept = {"text": MOVED, "name": "2028.xml"}
    done = post(administrator, "calendar-decree", **given, **kept, step="make", seen=seen(page))
    assert done == "302"
    assert DecreedYear.objects.get().act == "Постановление № 1"
    assert calendars.calendar_of(other).decreed_through == 2028
    assert Entry.objects.get(act="staff.enter-decree").body_code == body.code


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "Файл"),
        (b"\x89PNG\x00", "не текстовый файл"),
        (as_xml(2029).encode(), "Пропуск: файл на 2029 год, а 2028 год ещё не внесён"),
        (MOVED.replace('d="06.12"', 'd="05.09"').encode(), "День 09.05.2028 назван дважды"),
        (MOVED.replace('<day d="06.12" t="1"/>', "").encode(), "праздник 12.06.2028"),
        ("слово".encode("cp1251"), "нет столбца «Январь»"),
    ],
)
def test_a_wrong_file_is_refused_in_plain_words_and_nothing_changes(
    administrator: Client, content: bytes, said: str
) -> None:
    file = SimpleUploadedFile("calendar.xml", content)
    given = {"decree": "Постановление № 1", "scope": "all", "file": file}
    answer = administrator.post(reverse("desk:calendar-decree"), given)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert said in page
    assert "Постановление № 1" in page, "what was typed stays"
    assert not CalendarDay.objects.exists()
    assert not DecreedYear.objects.exists()


def test_the_file_of_a_year_that_is_known_changes_nothing(administrator: Client) -> None:
    file = SimpleUploadedFile("2027.xml", as_xml(2027).encode())
    page = post(administrator, "calendar-decree", decree="", scope="all", file=file)
    assert "Менять нечего" in page
    assert seen(page) == ""


def test_the_page_says_that_a_recount_is_under_way(administrator: Client, body: Body) -> None:
    make_case(body, Stage.REGISTERED)
    ClockState.objects.create(body=body, fingerprint="old", pending="new")
    page = administrator.get(reverse("desk:calendar")).content.decode()
    assert "Сроки пересчитываются" in page


def test_an_entry_for_one_body_does_not_show_in_another(administrator: Client, body: Body) -> None:
    other = make_body("economy-magadan")
    edit = edits.day_edit(other, date(2026, 12, 30), "off", "Распоряжение области")
    staff.make_calendar_edit(edit, by=system("test"))
    calendars.forget()
    page = administrator.get(reverse("desk:calendar"), {"year": "2026"}).content.decode()
    assert "Распоряжение области" not in page
    assert signs(other, 2026)[date(2026, 12, 30)] == "Вм"
    assert date(2026, 12, 30) not in signs(body, 2026)
