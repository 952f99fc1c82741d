"""The analysis as a whole: figures with clauses, frozen versions, pages, the command."""

import io
import json
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.test import Client as Browser
from django.urls import reverse
from pypdf import PdfReader

from otklik.analytics import actions, analysis, files, queries
from otklik.analytics.models import Snapshot, UnitForm
from otklik.analytics.periods import Quarter
from otklik.staff.models import Body, Employee, Unit
from otklik.staff.refusals import Refusal
from tests.analytics.factories import (
    AFTER,
    IN_QUARTER,
    head_of,
    make_body,
    put_answer,
    put_case,
)
from tests.factories import make_employee

pytestmark = pytest.mark.django_db
Q3 = Quarter(2026, 3)
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def body() -> Body:
    return make_body()


@pytest.fixture
def officer(body: Body) -> Employee:
    return make_employee(body, "office", unit=Unit.objects.get(body=body, is_office=True))


def filled(body: Body) -> None:
    """A small quarter: three cases, one of them refused, six answers."""
    unit = Unit.objects.get(body=body, code="support")
    put_case(body, unit=unit, days=10, channel="post", outcomes=["solved"])
    put_case(body, unit=unit, days=3, outcomes=["impossible"], topics=["0003.0009.0098.0662"])
    put_case(body, unit=unit)
    for number in range(6):
        put_answer(body, unit=unit, satisfied=number < 5, group="Рассмотрение обращений")


@pytest.mark.clause("economy-novosibirsk:14.1", "labour-novosibirsk:22.a", "economy-magadan:4.1.a")
@pytest.mark.parametrize(
    ("code", "names"),
    [
        ("economy-novosibirsk", {"14.2.1", "14.2.2", "14.2.3", "14.2.4", "14.2.5", "1.a"}),
        ("labour-novosibirsk", {"23.1", "23.2", "23.3", "23.4", "1.1.a", "29"}),
        ("economy-magadan", {"4.2.1", "4.2.2", "4.2.3", "4.2.4", "4.2.5", "4.2.6"}),
    ],
)
def test_every_official_metric_of_the_order_is_there_with_its_clause(
    code: str, names: set[str]
) -> None:
    body = make_body(code)
    put_case(body, days=1, topics=["0003.0009.0098.0662"], type="complaint")
    found = analysis.compute(body, Q3, AFTER)
    official = {figure.clause for figure in found.figures if figure.official}
    assert official == {f"{code}:{name}" for name in names}


def test_figures_agree_with_the_golden_quarter(body: Body) -> None:
    filled(body)
    found = analysis.compute(body, Q3, AFTER)
    assert found.value("by_channel") == 3
    assert found.value("by_channel", "share:email") == 66.7
    assert found.value("by_channel", "share:post") == 33.3
    assert found.value("waiting_time", "mean") == 6.5
    assert found.value("refused") == 1
    assert found.value("refused", "share") == 33.3
    assert found.value("satisfied_feedback") == 5
    assert found.value("satisfied_feedback", "share") == 83.3
    assert not found.preliminary
    assert analysis.compute(body, Q3, IN_QUARTER).preliminary


@pytest.mark.clause("economy-magadan:5.6")
def test_small_groups_of_answers_are_hidden_in_the_breakdown(body: Body) -> None:
    for group, count in (("Большая", 9), ("Средняя", 6), ("Малая", 2)):
        for _number in range(count):
            put_answer(body, group=group)
    found = analysis.compute(body, Q3, AFTER)
    sizes = {
        name: found.value("satisfied_feedback", f"answers:group:{name}")
        for name in ("Большая", "Средняя", "Малая")
    }
    assert sizes == {"Большая": 9, "Средняя": None, "Малая": None}
    assert found.value("satisfied_feedback", "satisfied:group:Малая") is None


@pytest.mark.clause("economy-novosibirsk:14.1", "labour-novosibirsk:22.a")
def test_a_frozen_quarter_stays_as_it_was(body: Body, officer: Employee) -> None:
    filled(body)
    first = actions.freeze(body, Q3, by=officer, at=AFTER)
    put_case(body)
    found = queries.analysis_of(body, Q3, AFTER)
    assert found.value("by_channel") == 3
    assert found.frozen_at == AFTER
    assert analysis.digest(first.metrics) == first.sha256
    second = actions.freeze(body, Q3, by=officer, at=AFTER + timedelta(days=1))
    assert second.sha256 != first.sha256
    assert Snapshot.objects.filter(body=body).count() == 2
    assert queries.analysis_of(body, Q3, AFTER).value("by_channel") == 4


def test_an_open_quarter_or_a_stranger_freezes_nothing(body: Body, officer: Employee) -> None:
    with pytest.raises(Refusal):
        actions.freeze(body, Q3, by=officer, at=IN_QUARTER)
    with pytest.raises(Refusal):
        actions.freeze(body, Q3, by=make_employee(body, "head"), at=AFTER)
    with pytest.raises(Refusal):
        actions.freeze(make_body("economy-magadan"), Q3, by=officer, at=AFTER)
    assert not Snapshot.objects.exists()


@pytest.mark.clause("economy-novosibirsk:14.3", "labour-novosibirsk:22.c", "economy-magadan:4.1.c")
@pytest.mark.parametrize(
    ("code", "clause"),
    [
        ("economy-novosibirsk", "economy-novosibirsk:14.3"),
        ("labour-novosibirsk", "labour-novosibirsk:22.c"),
        ("economy-magadan", "economy-magadan:4.1.c"),
    ],
)
def test_the_analysis_is_refused_to_the_public_and_its_files_are_marked(
    code: str, clause: str
) -> None:
    body = make_body(code)
    with pytest.raises(Refusal) as refused:
        actions.check_publication(body, "quarterly-analysis")
    assert refused.value.clause == clause
    found = analysis.compute(body, Q3, AFTER)
    pdf = PdfReader(io.BytesIO(files.analysis_file(body, found, "pdf", AFTER).data))
    assert "Для внутриведомственного использования" in pdf.pages[0].extract_text()
    table = files.analysis_file(body, found, "csv", AFTER).data.decode("utf-8-sig")
    assert "Для внутриведомственного использования" in table


@pytest.mark.clause("economy-novosibirsk:14.3")
def test_nobody_without_the_role_opens_the_analysis(client: Browser, body: Body) -> None:
    pages = [
        reverse("desk:analysis"),
        reverse("desk:analysis-file", args=["2026Q3", "pdf"]),
        reverse("desk:analysis-chart", args=["2026Q3", "channels"]),
    ]
    assert all(client.get(page).status_code == 302 for page in pages)
    client.force_login(make_employee(body, "executor"), backend=BACKEND)
    assert all(client.get(page).status_code == 403 for page in pages)


@pytest.mark.clause("economy-novosibirsk:14.1")
def test_the_page_shows_figures_pictures_and_the_quarter_before(
    client: Browser, body: Body, officer: Employee
) -> None:
    filled(body)
    put_case(body, received_at=IN_QUARTER - timedelta(days=60))
    client.force_login(officer, backend=BACKEND)
    with time_machine.travel(AFTER, tick=False):
        page = client.get(reverse("desk:analysis"), {"period": "2026Q3"}).content.decode()
        assert "III" in page
        assert "83,3" in page
        assert "style=" not in page
        for name in ("channels", "reasons", "waiting"):
            address = reverse("desk:analysis-chart", args=["2026Q3", name])
            assert address in page
            picture = client.get(address)
            assert picture["Content-Type"] == "image/svg+xml"
            assert picture.content.startswith(b"<svg")
        frozen = client.post(reverse("desk:analysis-freeze", args=["2026Q3"]))
    assert frozen.status_code == 302
    assert Snapshot.objects.get().period == "2026Q3"


@pytest.mark.clause("economy-magadan:5.2.3")
@pytest.mark.parametrize(("unhappy", "told"), [(2, False), (3, True)])
def test_many_dissatisfied_answers_call_for_a_deeper_survey(
    client: Browser, unhappy: int, *, told: bool
) -> None:
    body = make_body("economy-magadan")
    for number in range(10):
        put_answer(body, satisfied=number >= unhappy)
    client.force_login(make_employee(body, "office"), backend=BACKEND)
    page = client.get(reverse("desk:analysis"), {"period": "2026Q3"}).content.decode()
    assert ("углублённом опросе" in page) is told


def test_an_empty_quarter_and_a_damaged_one_have_a_page(
    client: Browser, body: Body, officer: Employee
) -> None:
    client.force_login(officer, backend=BACKEND)
    for period in ("2026Q1", "", "2026Q9", "<b>", "2090Q1"):
        assert client.get(reverse("desk:analysis"), {"period": period}).status_code == 200
    assert client.get("/desk/analysis/2026Q9/file.pdf").status_code == 404
    assert client.get("/desk/analysis/2026Q1/file.exe").status_code == 404
    assert client.get("/desk/analysis/2026Q1/channels.svg").status_code == 404


@pytest.mark.clause("economy-novosibirsk:13", "economy-novosibirsk:app2:sign")
def test_the_head_opens_and_approves_the_form_on_the_desk(client: Browser, body: Body) -> None:
    filled(body)
    unit = Unit.objects.get(body=body, code="support")
    form = actions.open_form(unit, Q3, at=AFTER)
    client.force_login(head_of(body), backend=BACKEND)
    with time_machine.travel(AFTER, tick=False):
        assert client.get(reverse("desk:analysis")).url == reverse("desk:unit-forms")  # type: ignore[attr-defined]  # a redirect
        assert unit.name in client.get(reverse("desk:unit-forms")).content.decode()
        page = client.get(reverse("desk:unit-form", args=[form.pk]))
        assert "Утвердить" in page.content.decode()
        client.post(reverse("desk:unit-form-approve", args=[form.pk]))
        for kind in ("xlsx", "docx", "pdf"):
            file = client.get(reverse("desk:unit-form-file", args=[form.pk, kind]))
            assert file.status_code == 200
    form.refresh_from_db()
    assert form.state == UnitForm.State.APPROVED


def test_another_units_form_is_not_found(client: Browser, body: Body) -> None:
    unit = Unit.objects.get(body=body, is_office=True)
    form = actions.open_form(unit, Q3, at=AFTER)
    client.force_login(head_of(body), backend=BACKEND)
    assert client.get(reverse("desk:unit-form", args=[form.pk])).status_code == 404
    assert client.post(reverse("desk:unit-form-approve", args=[form.pk])).status_code == 404


def test_the_page_costs_the_same_queries_however_many_cases(
    client: Browser, body: Body, officer: Employee, django_assert_max_num_queries: object
) -> None:
    for _number in range(3):
        filled(body)
    client.force_login(officer, backend=BACKEND)
    with django_assert_max_num_queries(60):  # type: ignore[operator]  # a fixture of pytest-django
        client.get(reverse("desk:analysis"), {"period": "2026Q3"})


@time_machine.travel(AFTER, tick=False)
@pytest.mark.clause("economy-novosibirsk:15.2.a")
def test_the_command_writes_the_reports_and_prints_the_promised_json(
    body: Body, tmp_path: Path
) -> None:
    filled(body)
    out = io.StringIO()
    call_command(
        "analyse", body=body.code, period="2026Q3", out=str(tmp_path / "new"), json=True, stdout=out
    )
    told = json.loads(out.getvalue())
    assert (told["body"], told["period"], told["preliminary"]) == (body.code, "2026Q3", False)
    row = next(m for m in told["metrics"] if (m["name"], m["group"]) == ("refused", "share"))
    assert (row["value"], row["clause"]) == (33.3, "economy-novosibirsk:14.2.5")
    names = {path.name for path in (tmp_path / "new").iterdir()}
    assert {"2026Q3-support.pdf", "2026Q3-support.docx", "2026Q3-support.xlsx"} <= names
    assert f"analysis-{body.code}-2026Q3.json" in names
    assert f"analysis-{body.code}-2026Q3-channels.svg" in names
    assert not UnitForm.objects.exists(), "looking changes nothing"


@time_machine.travel(AFTER, tick=False)
@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"body": "nobody"}, "unknown body"),
        ({"period": "2026-3"}, "like 2026Q3"),
        ({"period": "2027Q1"}, "not begun"),
        ({"out": "/proc/none"}, "cannot write"),
    ],
)
def test_bad_input_is_one_clear_line_and_exit_code_2(
    body: Body, tmp_path: Path, changes: dict[str, str], told: str
) -> None:
    given = {"body": body.code, "period": "2026Q3", "out": str(tmp_path)} | changes
    with pytest.raises(CommandError, match=told) as refused:
        call_command("analyse", **given)
    assert refused.value.returncode == 2
    assert "\n" not in str(refused.value)
