"""The distribution of powers: who signs what, by which act, since when; and its page."""

from datetime import date, timedelta

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from otklik.journal.models import Entry
from otklik.staff import actions as staff
from otklik.staff import calendars
from otklik.staff.distribution import Table
from otklik.staff.distribution_rules import Share, begins, over_all, responsible, topic_codes
from otklik.staff.models import Absence, Appointment, Body, Employee, Role, Signatory, Unit
from otklik.staff.refusals import Refusal
from tests.factories import make_body, make_employee

CODES = st.sampled_from(["0001", "0001.0002", "0001.0002.0027", "0003", "0003.0009", "0005.0005"])
SHARES = st.lists(
    st.builds(
        Share,
        person=st.integers(1, 5),
        topics=st.lists(CODES, max_size=2).map(tuple),
        unit=st.sampled_from([None, 1, 2]),
        anything=st.booleans(),
    ),
    max_size=6,
)
TOPICS = st.lists(CODES, max_size=3)
PAGE = "/desk/distribution/"


# --- the pure rules


@given(SHARES, TOPICS, st.sampled_from([None, 1, 2]))
def test_a_letter_has_a_signer_as_soon_as_the_table_names_one_for_it(
    shares: list[Share], topics: list[str], unit: int | None
) -> None:
    named = responsible(shares, topics, unit)
    assert len(named) == len(set(named))
    fits = [
        share
        for share in shares
        if not share.anything
        and any(share.closeness(topic, unit) is not None for topic in topics or [""])
    ]
    if fits:
        assert set(named) <= {share.person for share in fits}
        assert named
    else:
        assert named == over_all(shares)


@given(SHARES, TOPICS, st.sampled_from([None, 1, 2]))
def test_nobody_who_has_all_the_topics_is_passed_over(
    shares: list[Share], topics: list[str], unit: int | None
) -> None:
    each = [set(responsible(shares, [topic], unit)) for topic in topics]
    of_all = set.intersection(*each) if each else set()
    named = [share.person for share in shares if not share.anything]
    if of_all & set(named) and all(
        any(s.closeness(t, unit) is not None for s in shares if not s.anything) for t in topics
    ):
        assert set(responsible(shares, topics, unit)) == of_all


@pytest.mark.parametrize(
    ("shares", "topics", "unit", "signers"),
    [
        ([Share(1, ("0001",)), Share(2, ("0001.0002",))], ["0001.0002.0027"], None, [2]),
        ([Share(1, ("0001",)), Share(2, ("0001",), unit=7)], ["0001.0002"], 7, [2]),
        ([Share(1, ("0001",)), Share(2, ("0001",), unit=7)], ["0001.0002"], 8, [1]),
        ([Share(1, ("0001",)), Share(2, ("0003",))], ["0001", "0003"], None, [1]),
        ([Share(1, ("0001", "0003")), Share(2, ("0003",))], ["0001", "0003"], None, [1]),
        ([Share(1), Share(9, anything=True)], ["0005"], None, [1]),
        ([Share(1, ("0001",)), Share(9, anything=True)], ["0005"], None, [9]),
        ([Share(1, ("0001",))], ["0005"], None, []),
    ],
)
def test_the_closest_row_signs(
    shares: list[Share], topics: list[str], unit: int | None, signers: list[int]
) -> None:
    assert responsible(shares, topics, unit) == signers


def test_codes_are_compared_by_whole_parts_and_typed_as_people_type_them() -> None:
    assert begins("0001.0002", "0001")
    assert not begins("0001.0002", "0001.00")
    assert topic_codes(" 0001.0002, 0003.;\n0001.0002 ") == ("0001.0002", "0003")


# --- the table of a body


@pytest.fixture
def body(db: None) -> Body:
    return make_body("labour-novosibirsk")


@pytest.fixture
def admin(body: Body) -> Employee:
    return make_employee(body, "administrator")


def signs(
    admin: Employee, person: Employee, capacity: str = "deputy", *topics: str, **more: object
) -> Signatory:
    entry = staff.SignatoryEntry(
        employee=person,
        capacity=capacity,
        topics=topics,
        since=date(2025, 1, 9),
        act="Приказ о распределении обязанностей",
        act_number="1-од",
        **more,  # type: ignore[arg-type]  # the other fields of a row
    )
    return staff.add_signatory(entry, by=admin)


def on(body: Body) -> date:
    return calendars.today(body)


def names(body: Body, *topics: str) -> list[Employee]:
    return [one.employee for one in Table(body, on(body)).signers(topics, None).designated]


def test_while_the_table_is_empty_everybody_with_the_power_signs(body: Body) -> None:
    people = {make_employee(body, "signer"), make_employee(body, "signer")}
    make_employee(body, "head")
    signers = Table(body, on(body)).signers(["0001"], None)
    assert {one.employee for one in signers.designated} == people
    assert signers.named == ()


@pytest.mark.clause("labour-novosibirsk:10.1")
def test_the_deputy_of_the_topic_signs_and_the_minister_may_always(
    body: Body, admin: Employee
) -> None:
    minister, social, labour = (make_employee(body, "signer") for _ in range(3))
    signs(admin, minister, "minister")
    signs(admin, social, "deputy", "0002")
    signs(admin, labour, "deputy", "0003")
    assert names(body, "0002.0007") == [social]
    assert names(body, "0003") == [labour]
    assert names(body, "0001") == [minister], "what nobody has is the minister's"
    signers = Table(body, on(body)).signers(["0002.0007"], None)
    assert signers.of(minister) is not None
    assert signers.of(labour) is None


@pytest.mark.clause("labour-novosibirsk:10.1")
def test_who_stands_in_for_the_deputy_signs_in_his_place(body: Body, admin: Employee) -> None:
    minister, deputy, other = (make_employee(body, "signer") for _ in range(3))
    signs(admin, minister, "minister")
    signs(admin, deputy, "deputy", "0002")
    day = on(body)
    Absence.objects.create(employee=deputy, substitute=other, since=day, until=day)
    signers = Table(body, day).signers(["0002"], None)
    (acting,) = signers.designated
    assert (acting.employee, acting.behalf) == (other, deputy)
    assert acting.post(body) == "исполняющий обязанности заместителя министра"
    assert signers.of(deputy) is not None, "who is back earlier may sign himself"
    Absence.objects.update(substitute=None)
    assert names(body, "0002") == [minister]


def test_an_acting_appointment_signs_too_but_only_with_a_role_that_signs(
    body: Body, admin: Employee
) -> None:
    deputy, acting = make_employee(body, "signer"), make_employee(body, "executor")
    signs(admin, deputy, "deputy", "0002")
    role = Role.objects.get(code="executor")
    Appointment.objects.create(
        employee=acting, role=role, since=date(2025, 1, 1), substitutes=deputy
    )
    assert names(body, "0002") == [deputy]
    acting.appointments.create(role=Role.objects.get(code="signer"), since=date(2025, 1, 1))
    assert names(body, "0002") == [deputy, acting]


def test_an_organisation_signs_for_itself(body: Body, admin: Employee) -> None:
    minister = make_employee(body, "signer")
    signs(admin, minister, "minister")
    centre = Body.objects.create(
        code="centre",
        profile=body.profile,
        parent=body,
        name="Центр социальной поддержки",
        short_name="Центр",
        timezone=body.timezone,
    )
    unit = Unit.objects.create(body=centre, name="Приёмная", code="support")
    head = make_employee(centre, "signer", unit=unit)
    own = make_employee(centre, "administrator", unit=unit)
    signs(own, head, "organisation-head")
    assert names(centre, "0002") == [head]
    assert names(body, "0002") == [minister]


def test_rows_are_ended_and_stay_as_history(body: Body, admin: Employee) -> None:
    first, second = make_employee(body, "signer"), make_employee(body, "signer")
    row = signs(admin, first, "deputy", "0002")
    today = on(body)
    with pytest.raises(Refusal):
        staff.end_signatory(row, last_day=today - timedelta(days=2), by=admin)
    staff.end_signatory(row, last_day=today - timedelta(days=1), by=admin)
    signs(admin, second, "deputy", "0002")
    assert names(body, "0002") == [second]
    assert Signatory.objects.count() == 2
    with pytest.raises(Refusal):
        staff.end_signatory(row, last_day=today, by=admin)
    acts = Entry.objects.filter(act__endswith="-signatory").order_by("id")
    assert [entry.act for entry in acts] == [
        "staff.add-signatory",
        "staff.end-signatory",
        "staff.add-signatory",
    ]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"capacity": "clerk"}, "capacity"),
        ({"act": " "}, "act"),
        ({"until": date(2025, 1, 1)}, "until"),
        ({"since": date(1925, 1, 1)}, "since"),
        ({"act_date": date(2100, 1, 1)}, "act_date"),
        ({"capacity": "minister", "topics": ("0001",)}, "topics"),
    ],
)
def test_a_row_that_cannot_be_is_refused_at_its_field(
    body: Body, admin: Employee, wrong: dict[str, object], field: str
) -> None:
    person = make_employee(body, "signer")
    parts = {
        "employee": person,
        "capacity": "deputy",
        "since": date(2025, 1, 9),
        "act": "Приказ",
        **wrong,
    }
    with pytest.raises(Refusal) as refused:
        staff.add_signatory(staff.SignatoryEntry(**parts), by=admin)  # type: ignore[arg-type]  # as typed
    assert refused.value.field == field
    assert not Signatory.objects.exists()


def test_only_an_administrator_and_only_for_who_may_sign_and_never_twice(
    body: Body, admin: Employee
) -> None:
    signer, executor = make_employee(body, "signer"), make_employee(body, "executor")
    stranger = make_employee(make_body("economy-magadan"), "signer")
    with pytest.raises(Refusal):
        signs(signer, signer)
    for person in (executor, stranger):
        with pytest.raises(Refusal) as refused:
            signs(admin, person)
        assert refused.value.field == "employee"
    signs(admin, signer, "deputy", "0002")
    with pytest.raises(Refusal):
        signs(admin, signer, "deputy", "0002")


# --- the page


def typed(person: Employee, **more: str) -> dict[str, str]:
    return {
        "employee": str(person.pk),
        "capacity": "deputy",
        "topics": "0002, 0003.0009",
        "since": "2025-01-09",
        "act": "Приказ о распределении обязанностей",
        "act_number": "1-од",
        **more,
    }


def test_the_page_says_honestly_that_everybody_signs_until_there_is_a_table(
    client: Client, body: Body, admin: Employee
) -> None:
    person = make_employee(body, "signer")
    client.force_login(admin)
    assert "Таблица пуста" in client.get(PAGE).content.decode()
    wrong = client.post(PAGE, typed(person, since="завтра"))
    assert wrong.status_code == 422
    assert "0002, 0003.0009" in wrong.content.decode(), "nothing typed is lost"
    client.post(PAGE, typed(person))
    row = Signatory.objects.get()
    assert row.topics == ["0002", "0003.0009"]
    page = client.get(PAGE).content.decode()
    assert "Таблица пуста" not in page
    assert "0002, 0003.0009" in page


def test_a_row_is_ended_on_its_page_and_only_by_its_own_administrator(
    client: Client, body: Body, admin: Employee
) -> None:
    row = signs(admin, make_employee(body, "signer"), "deputy", "0002")
    client.force_login(make_employee(make_body("economy-magadan"), "administrator"))
    assert client.get(f"{PAGE}{row.pk}/").status_code == 404
    client.force_login(make_employee(body, "head"))
    assert client.get(f"{PAGE}{row.pk}/").status_code == 403
    client.force_login(admin)
    assert client.post(f"{PAGE}{row.pk}/", {"last_day": "2025-01-01"}).status_code == 422
    client.post(f"{PAGE}{row.pk}/", {"last_day": on(body).isoformat()})
    row.refresh_from_db()
    assert (row.until, row.ended_by) == (on(body), admin)
