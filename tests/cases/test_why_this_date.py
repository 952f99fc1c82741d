"""«Почему эта дата?»: what would move a date, in words, wherever the date is shown."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from otklik import regulations
from otklik.cases import explaining
from otklik.cases.deadlines import latest_reply_due, plan_from
from otklik.cases.models import Deadline, Stage
from otklik.staff.calendars import calendar_of, unedited_calendar
from otklik.staff.profiles import profile_of
from otklik.telephone import actions as telephone
from otklik.telephone.rules import Noted
from tests.factories import make_body, make_case, make_employee, make_team

LN, IM = "labour-novosibirsk", "industry-mordovia"
NOVOSIBIRSK = ZoneInfo("Asia/Novosibirsk")
TUESDAY = datetime(2026, 3, 3, 10, 0, tzinfo=NOVOSIBIRSK)
CALENDARS = {profile.code: unedited_calendar(profile) for profile in regulations.profiles()}


def codes(kind: str, body: str = LN, *, at: datetime = TUESDAY, **case: Any) -> list[str]:
    profile = regulations.profile(body)
    known = {"type": "complaint", "form": "electronic", "channel": "web"} | case
    happened = dict.fromkeys(("receipt", "registration", "detection", "assignment", "promise"), at)
    planned = plan_from(profile, CALENDARS[body], happened, rare=True, **known)
    item = next(item for item in planned if item.kind == kind)
    return [sentence.code for sentence in explaining.of_planned(item, profile)]


def words(kind: str, **case: Any) -> str:
    profile = regulations.profile(LN)
    known = {"type": "complaint", "form": "electronic", "channel": "web"} | case
    happened = {"receipt": TUESDAY, "registration": TUESDAY}
    planned = plan_from(profile, CALENDARS[LN], happened, rare=True, **known)
    item = next(item for item in planned if item.kind == kind)
    return " ".join(sentence.text for sentence in explaining.of_planned(item, profile))


@pytest.mark.clause("labour-novosibirsk:4.1", "labour-novosibirsk:24.4.a")
def test_a_reply_may_be_extended_once_within_the_law() -> None:
    assert codes("reply")[:1] == ["extension"]
    assert "30 дней" in words("reply")
    assert "59-ФЗ, ст. 12, ч. 2" in words("reply")
    assert "15 дней" in words("reply", type="information-request")
    assert "extension" not in codes("registration")


def test_a_date_in_a_year_without_a_decree_says_that_the_year_may_move_it() -> None:
    late = datetime(2027, 12, 20, 10, 0, tzinfo=NOVOSIBIRSK)
    assert "preliminary" in codes("reply", at=late)
    assert "calendar" not in codes("reply", at=late)
    assert "calendar" in codes("reply")


def test_the_term_of_migration_cases_is_told_beside_the_general_one() -> None:
    assert "variant" in codes("forwarding")
    assert "5 дней" in words("forwarding")
    assert "59-ФЗ, ст. 8, ч. 3.1" in words("forwarding")


def test_a_term_that_the_ministry_set_says_so() -> None:
    assert "ministry" in codes("complaint_return")
    assert "ministry" not in codes("reply")
    assert "ministry" not in codes("acknowledgement")


@pytest.mark.parametrize(
    ("kind", "case"),
    [
        ("registration", {}),
        ("forwarding", {}),
        ("social_reply", {"type": "message", "channel": "vk"}),
        ("callback", {}),
        ("extension_letter", {}),
    ],
)
def test_each_term_names_the_event_that_would_move_it(kind: str, case: dict[str, Any]) -> None:
    body = IM if kind == "social_reply" else LN
    assert "event" in codes(kind, body, **case)


def test_the_client_is_told_what_concerns_him_and_nothing_of_the_office() -> None:
    profile = regulations.profile(LN)
    latest = latest_reply_due(
        profile,
        CALENDARS[LN],
        type="complaint",
        form="electronic",
        channel="web",
        received=TUESDAY,
    )
    assert latest is not None
    said = explaining.of_planned(latest, profile, for_client=True, not_registered=True)
    assert [sentence.code for sentence in said] == ["registered-earlier", "extension", "calendar"]


MOMENTS = st.datetimes(datetime(2015, 1, 2), datetime(2029, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001 - zones are given beside


@given(
    body=st.sampled_from(regulations.bodies()),
    type_code=st.sampled_from([item.code for item in regulations.profile(LN).work_types]),
    at=MOMENTS,
    for_client=st.booleans(),
)
def test_every_term_of_every_body_says_what_would_move_it(
    body: str, type_code: str, at: datetime, for_client: bool
) -> None:
    profile = regulations.profile(body)
    happened = {term.event: at for term in profile.terms}
    planned = plan_from(
        profile,
        CALENDARS[body],
        happened,  # type: ignore[arg-type]  # the words of events are strings
        type=type_code,
        form="electronic",
        channel="web",
        rare=True,
    )
    assert planned
    for item in planned:
        said = explaining.of_planned(item, profile, for_client=for_client)
        assert said
        assert len({sentence.text for sentence in said}) == len(said)
        assert ("preliminary" in {s.code for s in said}) == item.computation.preliminary
        for sentence in said:
            assert "{" not in sentence.text
            assert "%(" not in sentence.text


@pytest.mark.django_db
def test_a_stored_deadline_is_explained_as_the_computed_one() -> None:
    body = make_body(LN)
    case = make_case(body, Stage.REGISTERED, type="complaint", received_at=TUESDAY)
    profile = profile_of(body)
    planned = plan_from(
        profile,
        calendar_of(body),
        {"receipt": TUESDAY, "registration": TUESDAY + timedelta(hours=1)},
        type="complaint",
        form="electronic",
        channel="web",
    )
    for row in Deadline.objects.filter(case=case, superseded_at=None):
        item = next(item for item in planned if item.kind == row.kind)
        stored = explaining.of_stored(row, profile, (case.type, case.form, case.channel))
        assert stored == explaining.of_planned(item, profile)


@pytest.mark.django_db
def test_a_deadline_of_a_term_that_is_gone_still_speaks_of_the_calendar() -> None:
    body = make_body(LN)
    case = make_case(body, Stage.REGISTERED, type="complaint", received_at=TUESDAY)
    row = Deadline.objects.get(case=case, kind="reply")
    row.kind, row.steps = "unknown", [{"kind": "damaged"}]
    said = explaining.of_stored(row, profile_of(body), (case.type, case.form, case.channel))
    assert [sentence.code for sentence in said] == ["calendar"]


@pytest.mark.django_db
@pytest.mark.parametrize("page", ["/desk/cases/{pk}/", "/desk/cases/{pk}/assign"])
def test_the_pages_of_a_case_say_what_would_move_its_dates(client: Client, page: str) -> None:
    body = make_body(LN)
    team = make_team(body)
    case = make_case(body, Stage.REGISTERED, team=team, received_at=TUESDAY)
    client.force_login(team.head)
    shown = client.get(page.format(pk=case.pk)).content.decode()
    assert "Почему эта дата?" in shown
    assert "Что может её изменить" in shown
    assert "один раз продлить" in shown


@pytest.mark.django_db
def test_the_registration_page_explains_the_dates_before_they_are_stored(client: Client) -> None:
    body = make_body(LN)
    team = make_team(body)
    case = make_case(body, received_at=TUESDAY)
    client.force_login(team.registrar)
    shown = client.get(f"/desk/cases/{case.pk}/register").content.decode()
    assert "Что может её изменить" in shown


@pytest.mark.django_db
def test_the_studio_has_the_terms_beside_the_letter(client: Client) -> None:
    body = make_body(LN)
    team = make_team(body)
    case = make_case(body, Stage.ASSIGNED, team=team, received_at=TUESDAY)
    client.force_login(team.executor)
    shown = client.get(f"/desk/cases/{case.pk}/reply").content.decode()
    assert "Сроки и почему они такие" in shown
    assert "Что может её изменить" in shown


@pytest.mark.django_db
@pytest.mark.parametrize("stage", [Stage.RECEIVED, Stage.REGISTERED])
def test_the_client_s_page_says_what_would_move_the_date(client: Client, stage: Stage) -> None:
    body = make_body(LN)
    case = make_case(body, stage, received_at=TUESDAY)
    shown = client.get(f"/status/{case.tracking_code}").content.decode()
    assert "Что может её изменить" in shown
    assert "один раз продлить" in shown
    assert "внутренний срок" not in shown
    assert ("последнего дня, когда можно зарегистрировать" in shown) == (stage == Stage.RECEIVED)


@pytest.mark.django_db
@pytest.mark.parametrize("named", [False, True])
def test_a_promised_callback_is_explained_too(client: Client, *, named: bool) -> None:
    body = make_body(IM)
    operator = make_employee(body, "operator")
    at = datetime(2026, 3, 3, 11, 0, tzinfo=ZoneInfo("Europe/Moscow"))
    call = telephone.note(
        Noted(
            "Вопрос о субсидии",
            phone="8 (834) 200-00-00",
            promised=True,
            callback_by=at + timedelta(hours=2) if named else None,
        ),
        by=operator,
        at=at,
    )
    client.force_login(operator)
    shown = client.get(f"/desk/calls/{call.pk}/").content.decode()
    assert "Почему эта дата?" in shown
    assert ("Время назвали клиенту во время звонка" in shown) is named
    assert ("Тот, кто обещал, может назвать другое время" in shown) is not named


def test_a_date_that_somebody_named_is_not_explained_by_a_term() -> None:
    profile, calendar = regulations.profile(LN), CALENDARS[LN]
    counted = explaining.of_event(profile, calendar, "callback", TUESDAY, TUESDAY)
    assert counted is None
    due = TUESDAY.replace(hour=18)
    found = explaining.of_event(profile, calendar, "callback", TUESDAY, due)
    assert found is not None
    assert found["due"] == due
    assert found["steps"]
    assert found["moves"]
