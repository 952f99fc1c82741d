"""The page «Сроки»: the whole table of a body, true to its profile, and the calculator."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse

from otklik import regulations
from otklik.cases.deadlines import plan_from
from otklik.cases.term_table import EVENTS, UNITS, length, sections
from otklik.regulations import Profile
from otklik.staff.calendars import unedited_calendar
from tests.factories import make_body, make_case, make_employee

BODIES = regulations.bodies()
APPEALS = ("proposal", "application", "complaint")
SARANSK = ZoneInfo("Europe/Moscow")

KNOWN = {
    # kind, type → amount, unit, event: what law-and-practice and the five orders name
    ("registration", "complaint"): (3, "calendar-days", "receipt"),
    ("reply", "complaint"): (30, "calendar-days", "registration"),
    ("forwarding", "complaint"): (7, "calendar-days", "registration"),
    ("forwarding_copies", "complaint"): (7, "calendar-days", "registration"),
    ("return_notice", "complaint"): (7, "calendar-days", "registration"),
    ("illegible_notice", "complaint"): (7, "calendar-days", "registration"),
    ("unclear_notice", "complaint"): (7, "calendar-days", "registration"),
    ("published_notice", "complaint"): (7, "calendar-days", "registration"),
    ("complaint_return", "complaint"): (7, "calendar-days", "registration"),
    ("extension_letter", "complaint"): (3, "calendar-days", "reply_due"),
    ("materials", "complaint"): (15, "calendar-days", "request"),
    ("materials_supply", "agency-enquiry"): (15, "calendar-days", "receipt"),
    ("registration", "information-request"): (3, "calendar-days", "receipt"),
    ("reply", "information-request"): (30, "calendar-days", "registration"),
    ("forwarding", "information-request"): (7, "calendar-days", "registration"),
    ("unknown_holder", "information-request"): (7, "calendar-days", "registration"),
    ("extension_notice", "information-request"): (7, "calendar-days", "registration"),
    ("reply", "deputy-enquiry"): (30, "calendar-days", "registration"),
    ("reply", "agency-enquiry"): (30, "calendar-days", "registration"),
    ("social_reply", "message"): (8, "working-hours", "detection"),
    ("publication", None): (5, "working-days", "change"),
    ("callback", None): (0, "end-of-day", "promise"),
}


@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize(("kind", "type_code"), list(KNOWN))
def test_the_table_has_the_terms_that_law_and_orders_name(
    body: str, kind: str, type_code: str | None
) -> None:
    term = regulations.profile(body).term(kind, type_code)  # type: ignore[arg-type]  # words of the profile
    assert term is not None
    assert (term.amount, term.unit, term.event) == KNOWN[kind, type_code]


@pytest.mark.parametrize("body", BODIES)
def test_every_term_says_who_answers_for_it_and_by_what_it_is_set(body: str) -> None:
    for term in regulations.profile(body).terms:
        assert term.who, term.code
        assert term.event in EVENTS, term.code
        assert term.unit in {*UNITS, "end-of-day"}
        assert term.set_by != "law" or term.basis
        assert term.set_by != "order" or term.clause


@pytest.mark.parametrize("body", BODIES)
def test_the_page_s_table_shows_every_term_of_the_types_that_the_body_takes_in(body: str) -> None:
    profile = regulations.profile(body)
    groups: dict[str, set[str]] = {}
    for item in profile.work_types:
        if item.offered or item.code == "message":
            groups.setdefault(item.group, set()).add(item.code)
    expected = [term.label for term in profile.terms if not term.types]
    for codes in groups.values():
        expected += [term.label for term in profile.terms if codes & set(term.types)]
    shown = [row.what for section in sections(profile) for row in section.rows]
    assert sorted(shown) == sorted(expected)
    sources = [row.source for section in sections(profile) for row in section.rows]
    assert all(sources)


@pytest.mark.clause("regional-policy-novosibirsk:3.1.2")
def test_the_five_days_of_the_registry_stand_under_their_clause() -> None:
    table = sections(regulations.profile("regional-policy-novosibirsk"))
    row = next(row for row in table[-1].rows if row.what.startswith("Публикация новой версии"))
    assert (row.amount, row.event) == ("5 рабочих дней", "от изменения")
    assert "порядок" in row.source


def test_a_term_at_the_end_of_the_day_is_told_so() -> None:
    term = regulations.profile("industry-mordovia").term("internal_answer", "internal-request")
    assert term is not None
    assert length(term) == "до конца рабочего дня"


@pytest.mark.parametrize("body", BODIES)
def test_migration_has_five_days_only_when_somebody_says_so(body: str) -> None:
    profile, calendar = regulations.profile(body), unedited_calendar(regulations.profile(body))
    at = datetime(2026, 3, 2, 10, 0, tzinfo=ZoneInfo(profile.timezone))
    case: dict[str, Any] = {"type": "complaint", "form": "electronic", "channel": "web"}

    def last(given: Profile, **chosen: Any) -> str:
        planned = plan_from(given, calendar, {"receipt": at, "registration": at}, **case, **chosen)
        return next(item.due.date().isoformat() for item in planned if item.kind == "forwarding")

    assert last(profile) == "2026-03-06"  # the seventh day, 9 March, is off by transfer
    assert last(profile, variants=["migration"]) == "2026-03-06"  # the fifth is a Saturday
    terms = tuple(
        term.model_copy(update={"topics": ("0004.0016",)}) if term.variant else term
        for term in profile.terms
    )
    chosen = profile.model_copy(update={"terms": terms})
    planned = plan_from(
        chosen,
        calendar,
        {"receipt": at, "registration": at},
        **case,
        topics=["0004.0016.0162.1022"],
    )
    assert next(item.term.code for item in planned if item.kind == "forwarding") == (
        "forwarding-migration"
    )
    assert last(chosen, topics=["0001.0002.0025.0084"]) == "2026-03-06"


def test_an_oral_information_request_is_registered_on_the_day_it_comes() -> None:
    profile = regulations.profile("labour-novosibirsk")
    calendar = unedited_calendar(profile)
    at = datetime(2026, 3, 3, 16, 0, tzinfo=calendar.zone)
    found = {}
    for form in ("oral", "written"):
        planned = plan_from(
            profile,
            calendar,
            {"receipt": at},
            type="information-request",
            form=form,
            channel="phone",
        )
        found[form] = next(item.due for item in planned if item.kind == "registration")
    assert found["oral"] == datetime(2026, 3, 3, 18, 0, tzinfo=calendar.zone)
    assert found["written"] == datetime(2026, 3, 6, 18, 0, tzinfo=calendar.zone)


def test_the_switch_widens_the_first_reaction_to_paper_and_speech_with_its_term() -> None:
    profile = regulations.profile("labour-novosibirsk")
    calendar = unedited_calendar(profile)
    switches = tuple(
        item.model_copy(update={"value": True}) if item.code == "ack_other_forms" else item
        for item in profile.switches
    )
    widened = profile.model_copy(update={"switches": switches})
    at = datetime(2026, 3, 3, 16, 0, tzinfo=calendar.zone)

    def kinds(given: Profile, type_code: str = "complaint") -> set[str]:
        planned = plan_from(
            given, calendar, {"receipt": at}, type=type_code, form="written", channel="post"
        )
        return {item.kind for item in planned}

    assert "acknowledgement" not in kinds(profile)
    assert "acknowledgement" in kinds(widened)
    assert "acknowledgement" not in kinds(widened, "agency-enquiry")


@pytest.mark.django_db
@pytest.mark.parametrize("code", BODIES)
def test_any_employee_opens_the_page_of_his_own_body(client: Client, code: str) -> None:
    body = make_body(code)
    client.force_login(make_employee(body, "executor"))
    response = client.get(reverse("desk:term-table"))
    page = response.content.decode()
    assert response.status_code == 200
    assert "устанавливает министерство" in page
    assert "59-ФЗ, ст. 12, ч. 1" in page
    assert "заканчивается в предыдущий рабочий день" in page
    assert "по 2027 год включительно" in page
    assert code in page or body.timezone in page


@pytest.mark.django_db
def test_the_page_is_closed_to_a_visitor(client: Client) -> None:
    assert client.get(reverse("desk:term-table")).status_code == 302


ASKED = {
    "type": "message",
    "channel": "vk",
    "form": "",
    "received": "2025-10-31T17:00",
    "registered": "",
}


@pytest.mark.django_db
def test_the_calculator_answers_with_every_step(client: Client) -> None:
    body = make_body("industry-mordovia")
    client.force_login(make_employee(body, "executor"))
    page = client.get(reverse("desk:term-table"), ASKED).content.decode()
    assert "1 ноября 2025, суббота, 17:00" in page
    assert "сокращённый день" in page
    assert "Что может её изменить" in page


@pytest.mark.django_db
def test_the_calculator_says_why_there_is_no_reply_term_without_a_registration(
    client: Client,
) -> None:
    body = make_body("industry-mordovia")
    client.force_login(make_employee(body, "executor"))
    page = client.get(reverse("desk:term-table"), ASKED).content.decode()
    assert "срок ответа идёт от регистрации" in page


@pytest.mark.django_db
def test_the_calculator_says_that_a_channel_was_closed_on_the_day(client: Client) -> None:
    body = make_body("economy-novosibirsk")
    client.force_login(make_employee(body, "registrar"))
    asked = ASKED | {"type": "complaint", "channel": "email"}
    closed = "По этому каналу такое дело в тот день не принималось"
    before = client.get(reverse("desk:term-table"), asked | {"received": "2025-03-29T23:59"})
    after = client.get(reverse("desk:term-table"), asked | {"received": "2025-03-30T00:00"})
    assert closed not in before.content.decode()
    assert closed in after.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "wrong",
    [
        {"received": ""},
        {"received": "вчера"},
        {"received": "9999-12-31T10:00"},
        {"received": "0001-01-01T00:00"},
        {"received": "2045-12-31T23:00"},
        {"registered": "2025-10-30T10:00"},
        {"registered": "2999-10-30T10:00"},
        {"type": "wish"},
        {"channel": "pigeon"},
        {"form": "sung"},
    ],
)
def test_the_calculator_refuses_what_cannot_be_and_keeps_what_was_typed(
    client: Client, wrong: dict[str, str]
) -> None:
    body = make_body("industry-mordovia")
    client.force_login(make_employee(body, "executor"))
    response = client.get(reverse("desk:term-table"), ASKED | wrong)
    assert response.status_code == 422
    page = response.content.decode()
    assert "error-summary" in page or "field-error" in page
    assert "Все сроки такого дела" not in page


@pytest.mark.django_db
def test_the_page_changes_nothing_and_asks_little(
    client: Client, django_assert_max_num_queries: object
) -> None:
    body = make_body("industry-mordovia")
    make_case(body)
    client.force_login(make_employee(body, "executor"))
    client.get(reverse("desk:term-table"))
    with django_assert_max_num_queries(12):  # type: ignore[operator]  # a fixture of pytest-django
        client.get(reverse("desk:term-table"), ASKED)
