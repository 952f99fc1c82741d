"""The form of appendix 2: columns worked out by hand, approval, files."""

import io
from datetime import UTC, datetime, timedelta

import openpyxl
import pytest
import time_machine
from pypdf import PdfReader

from otklik.analytics import actions, files, jobs, queries, unit_form
from otklik.analytics.models import UnitForm
from otklik.analytics.periods import Quarter
from otklik.cases.models import Stage
from otklik.journal.models import Entry
from otklik.staff import actions as staff
from otklik.staff.models import Appointment, Body, Role, Unit
from otklik.staff.refusals import Refusal
from tests.analytics.factories import (
    AFTER,
    IN_QUARTER,
    head_of,
    make_body,
    put_answer,
    put_case,
    put_client,
    touchpoint_in,
)
from tests.factories import make_employee

pytestmark = pytest.mark.django_db
Q3 = Quarter(2026, 3)


@pytest.fixture
def body() -> Body:
    return make_body()


@pytest.fixture
def unit(body: Body) -> Unit:
    return Unit.objects.get(body=body, code="support")


@pytest.mark.clause("economy-novosibirsk:app2:c1", "economy-novosibirsk:app2:c2")
@pytest.mark.clause("economy-novosibirsk:app2:c3", "economy-novosibirsk:app2:c4")
def test_rows_stand_by_process_group_channel_kind_and_source(body: Body, unit: Unit) -> None:
    support = touchpoint_in(body, "Группа А")
    appeals = touchpoint_in(body, "Группа Б")
    client = put_client(body)
    for _number in range(3):
        put_case(body, client=client, unit=unit, touchpoint=support, channel="email")
    put_case(body, unit=unit, touchpoint=support, channel="email")
    put_case(body, client=client, unit=unit, touchpoint=appeals, channel="phone")
    put_case(body, touchpoint=appeals, channel="phone")
    put_case(body, unit=unit, stage=Stage.DISMISSED)
    found = unit_form.compute(unit, Q3)
    assert [(r.process_group, r.channel_kind, r.source, r.clients) for r in found.rows] == [
        ("Группа А. Направление", "онлайн", "Электронная почта", 2),
        ("Группа Б. Направление", "офлайн", "Телефон", 1),
    ]
    assert found.total.clients == 2, "a client of two rows is one client of the unit"


@pytest.mark.clause("economy-novosibirsk:app2:c5", "economy-novosibirsk:app2:c6")
@pytest.mark.clause("economy-novosibirsk:app2:c7", "economy-novosibirsk:app2:c8")
def test_shares_follow_the_formulas_of_the_order(body: Body, unit: Unit) -> None:
    for _number in range(20):
        put_case(body, unit=unit)
    for number in range(5):
        put_answer(body, unit=unit, satisfied=number < 4)
    put_answer(body, satisfied=True)
    row = unit_form.compute(unit, Q3).rows[0]
    assert (row.clients, row.respondents, row.respondent_share) == (20, 5, 25.0)
    assert (row.satisfied, row.satisfaction_level) == (4, 80.0)


@pytest.mark.clause("economy-novosibirsk:app2:c6")
def test_nothing_to_divide_by_is_a_dash_and_more_than_all_is_a_warning(
    body: Body, unit: Unit
) -> None:
    assert unit_form.compute(unit, Q3).total.respondent_share is None
    put_answer(body, unit=unit, satisfied=None, source="phone", kind="offline")
    found = unit_form.compute(unit, Q3)
    assert found.rows[0].respondent_share is None
    assert found.rows[0].satisfaction_level == 0.0
    assert len(found.warnings) == 1
    printed = files.printed_form(form_of(unit), found)
    assert printed.rows[0].cells[5] is None


def form_of(unit: Unit) -> UnitForm:
    """The open form of the third quarter."""
    return actions.open_form(unit, Q3, at=AFTER)


@pytest.mark.clause("economy-novosibirsk:13")
def test_on_the_first_day_of_the_next_quarter_each_unit_with_cases_gets_its_form(
    body: Body, unit: Unit
) -> None:
    put_case(body, unit=unit)
    idle = staff.add_unit(body, "idle", "Отдел без обращений")
    assert jobs.open_unit_forms(datetime(2026, 9, 30, 16, 59, tzinfo=UTC)) == 0
    assert jobs.open_unit_forms(datetime(2026, 9, 30, 17, 0, tzinfo=UTC)) == 1
    assert jobs.open_unit_forms(AFTER) == 0
    form = UnitForm.objects.get()
    assert (form.unit, form.period, form.state) == (unit, "2026Q3", UnitForm.State.OPEN)
    assert not UnitForm.objects.filter(unit=idle).exists()
    # 5 working days after Wednesday 30 September 2026: 1, 2, 5, 6, 7 October
    assert form.due.astimezone(IN_QUARTER.tzinfo).date().isoformat() == "2026-10-07"
    assert queries.submitted(body)[0].open == 1
    assert Entry.objects.get(act="analytics.open-unit-form").clause == "economy-novosibirsk:13"


def test_a_body_whose_order_has_no_such_form_gets_none() -> None:
    body = make_body("labour-novosibirsk")
    put_case(body, unit=Unit.objects.get(body=body, code="support"))
    assert jobs.open_unit_forms(AFTER) == 0


@pytest.mark.clause("economy-novosibirsk:app2:sign", "economy-novosibirsk:13")
def test_the_units_head_approves_and_the_figures_stay(body: Body, unit: Unit) -> None:
    put_case(body, unit=unit)
    head = head_of(body)
    form = actions.approve_form(form_of(unit), by=head, at=AFTER)
    assert (form.approved_name, form.approved_post) == (
        "Сотрудникова Мария Петровна",
        "консультант",
    )
    assert form.approved_at == AFTER
    put_case(body, unit=unit)
    assert queries.figures(form).total.clients == 1
    with pytest.raises(Refusal):
        actions.approve_form(form, by=head, at=AFTER)
    assert queries.submitted(body)[0].sent == 1
    entry = Entry.objects.get(act="analytics.approve-unit-form")
    assert entry.clause == "economy-novosibirsk:app2:sign"


@pytest.mark.clause("economy-novosibirsk:app2:sign")
def test_nobody_but_the_head_approves(body: Body, unit: Unit) -> None:
    form = form_of(unit)
    other_unit = staff.add_unit(body, "other", "Другой отдел")
    strangers = [
        make_employee(body, "executor"),
        make_employee(body, "office"),
        head_of(body, other_unit),
        head_of(make_body("economy-magadan")),
    ]
    for stranger in strangers:
        with pytest.raises(Refusal):
            actions.approve_form(form, by=stranger, at=AFTER)
    form.refresh_from_db()
    assert form.state == UnitForm.State.OPEN


@pytest.mark.clause("economy-novosibirsk:app2:sign")
def test_who_acts_for_the_head_approves_while_he_does(body: Body, unit: Unit) -> None:
    form = form_of(unit)
    acting = make_employee(body, unit=staff.add_unit(body, "other", "Другой отдел"))
    appointment = Appointment.objects.create(
        employee=acting,
        role=Role.objects.get(code="head"),
        since=AFTER.date() - timedelta(days=2),
        until=AFTER.date() - timedelta(days=1),
        substitutes=head_of(body),
    )
    with time_machine.travel(AFTER, tick=False):
        with pytest.raises(Refusal):
            actions.approve_form(form, by=acting, at=AFTER)
        appointment.until = None
        appointment.save()
        del acting._powers  # type: ignore[attr-defined]  # what the request remembered
        assert list(queries.forms_for(acting)) == [form]
        actions.approve_form(form, by=acting, at=AFTER)
    form.refresh_from_db()
    assert form.approved_by == acting


def test_a_quarter_that_is_not_over_is_not_approved(body: Body, unit: Unit) -> None:
    with pytest.raises(Refusal):
        actions.approve_form(form_of(unit), by=head_of(body), at=IN_QUARTER)


def test_a_head_sees_the_forms_of_the_own_unit_only(body: Body, unit: Unit) -> None:
    form = form_of(unit)
    other = staff.add_unit(body, "other", "Другой отдел")
    assert list(queries.forms_for(head_of(body))) == [form]
    assert list(queries.forms_for(head_of(body, other))) == []
    assert list(queries.forms_for(make_employee(body, "office"))) == [form]
    assert list(queries.forms_for(make_employee(make_body("economy-magadan"), "office"))) == []


@pytest.mark.clause("economy-novosibirsk:app2:head", "economy-novosibirsk:14.3")
@pytest.mark.clause("economy-novosibirsk:app2:sign")
def test_the_files_carry_heading_figures_signature_and_mark(body: Body, unit: Unit) -> None:
    put_case(body, unit=unit)
    put_answer(body, unit=unit)
    form = actions.approve_form(form_of(unit), by=head_of(body), at=AFTER)
    found = queries.figures(form)
    pdf = PdfReader(io.BytesIO(files.unit_form_file(form, found, "pdf").data))
    text = " ".join(" ".join(page.extract_text() for page in pdf.pages).split())
    for part in (
        "ИНФОРМАЦИЯ", unit.name, "01.07.2026 – 30.09.2026", "Для внутриведомственного использования",
        "Сотрудникова Мария Петровна", "01.10.2026", "консультант",
    ):  # fmt: skip
        assert part in text
    book = openpyxl.load_workbook(io.BytesIO(files.unit_form_file(form, found, "xlsx").data))
    cells = {str(cell.value) for row in book.worksheets[0].iter_rows() for cell in row}
    assert "Для внутриведомственного использования" in " ".join(cells)
    assert files.unit_form_file(form, found, "docx").data[:2] == b"PK"
