"""The published registry: its columns, lines of activity, and what one can do at each place."""

import csv
import io

import pytest
from django.test import Client

from otklik.regulations import profile
from otklik.staff.models import Body
from otklik.touchpoints.models import RegistryVersion, Touchpoint
from tests.factories import make_body

pytestmark = pytest.mark.django_db
RN = "regional-policy-novosibirsk"
IM = "industry-mordovia"


def page_of(code: str, need: int | None = None) -> str:
    make_body(code)
    query = {"need": str(need)} if need else {}
    return Client().get(f"/touchpoints/{code}", query).content.decode()


def table_of(body: Body) -> list[list[str]]:
    data = Client().get(f"/touchpoints/{body.code}.csv").content.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(data), delimiter=";"))


@pytest.mark.clause("regional-policy-novosibirsk:order:1")
def test_the_registry_cites_the_rules_by_which_it_is_kept_and_that_they_are_a_draft() -> None:
    assert f"{profile(RN).order.title} (проект)" in page_of(RN)


@pytest.mark.clause("regional-policy-novosibirsk:2.1.1.a")
@pytest.mark.clause("regional-policy-novosibirsk:2.2.1", "regional-policy-novosibirsk:2.2.2")
@pytest.mark.clause("regional-policy-novosibirsk:2.2.3", "regional-policy-novosibirsk:2.2.4")
@pytest.mark.clause("regional-policy-novosibirsk:2.2.5", "regional-policy-novosibirsk:2.2.6")
def test_every_row_of_the_table_fills_the_six_columns_of_the_order() -> None:
    head, *rows = table_of(make_body(RN))
    columns = ["Группа процессов", "Направление", "Процесс", "Точка взаимодействия",
               "Способ взаимодействия", "Особенности"]  # fmt: skip
    assert head[1:7] == columns
    assert len(rows) == len(profile(RN).touchpoints.rows)
    for row in rows:
        assert all(cell.strip() for cell in row[1:7])
    groups = [int(row[1]) for row in rows]
    assert groups == sorted(groups)
    assert set(groups) == set(range(1, max(groups) + 1))


@pytest.mark.clause("regional-policy-novosibirsk:2.6.1", "regional-policy-novosibirsk:2.6.2")
@pytest.mark.clause("regional-policy-novosibirsk:2.6.3", "regional-policy-novosibirsk:2.6.4")
@pytest.mark.clause("regional-policy-novosibirsk:2.6.5.a", "regional-policy-novosibirsk:2.6.5.b")
@pytest.mark.clause("regional-policy-novosibirsk:2.6.5.c")
def test_a_new_registry_has_each_process_that_the_order_names() -> None:
    body = make_body(RN)
    page = Client().get(f"/touchpoints/{RN}").content.decode()
    named = {item.clause: item.label for item in profile(RN).touchpoints.directions}
    asked = {f"{RN}:2.6.{part}" for part in ("1", "2", "3", "4", "5.a", "5.b", "5.c")}
    assert asked == set(named)
    lines = set(Touchpoint.objects.filter(version__body=body).values_list("direction", flat=True))
    assert lines == set(named.values())
    for label in lines:
        assert f"<h2>{label}</h2>" in page


@pytest.mark.clause("regional-policy-novosibirsk:2.6.lead")
def test_one_site_used_in_two_processes_stands_in_a_row_under_each() -> None:
    body = make_body(RN)
    first, last = list(Touchpoint.objects.all())[:2], Touchpoint.objects.last()
    assert last is not None
    assert first[0].process != last.process
    Touchpoint.objects.filter(pk__in=[first[0].pk, last.pk]).update(name="Единый сайт")
    rows = [row for row in table_of(body) if row[4] == "Единый сайт"]
    assert [row[3] for row in rows] == [first[0].process, last.process]


@pytest.mark.clause("regional-policy-novosibirsk:1.3.5", "regional-policy-novosibirsk:1.3.6")
def test_each_place_is_called_digital_or_not() -> None:
    _head, *rows = table_of(make_body(RN))
    kinds = {row[4]: row[7] for row in rows}
    assert kinds["Форма обращения на официальном сайте"] == "да"
    assert kinds["Личный приём"] == "нет"
    assert set(kinds.values()) == {"да", "нет"}


@pytest.mark.clause("regional-policy-novosibirsk:1.1")
def test_places_for_outsiders_and_for_employees_stand_in_one_registry() -> None:
    page = page_of(RN)
    assert "Личный приём" in page
    assert "Внутренняя сеть министерства" in page


@pytest.mark.clause("regional-policy-novosibirsk:2.8.b")
def test_a_row_names_every_need_that_is_met_at_the_place() -> None:
    labels = {need.number: need.label for need in profile(RN).needs}
    page = page_of(RN)
    for row in profile(RN).touchpoints.rows:
        assert "; ".join(labels[number] for number in row.needs) in page


@pytest.mark.clause("regional-policy-novosibirsk:2.7.1", "regional-policy-novosibirsk:2.7.2")
@pytest.mark.clause("regional-policy-novosibirsk:2.7.3", "regional-policy-novosibirsk:2.7.4")
@pytest.mark.clause("regional-policy-novosibirsk:2.7.5", "regional-policy-novosibirsk:2.7.6")
@pytest.mark.clause("regional-policy-novosibirsk:2.7.7", "regional-policy-novosibirsk:2.7.9")
@pytest.mark.parametrize("need", [1, 2, 3, 4, 5, 6, 7, 9])
def test_the_registry_is_narrowed_to_a_need_of_the_order(need: int) -> None:
    page = page_of(RN, need)
    rows = profile(RN).touchpoints.rows
    assert any(need in row.needs for row in rows)
    for row in rows:
        assert (f">{row.touchpoint}</h3>" in page) is (need in row.needs)


@pytest.mark.clause("industry-mordovia:7.1", "industry-mordovia:7.2", "industry-mordovia:7.3")
@pytest.mark.clause("industry-mordovia:7.5", "industry-mordovia:7.6")
@pytest.mark.parametrize("need", [1, 3, 4, 6, 7])
def test_the_public_list_is_narrowed_to_what_a_client_can_do_at_a_place(need: int) -> None:
    """Information, forms, handing in, the result, feedback: the kinds of p. 7 in the common list of needs."""
    page = page_of(IM, need)
    rows = profile(IM).touchpoints.rows
    shown = {row.touchpoint for row in rows if need in row.needs}
    assert shown
    for row in rows:
        assert (f">{row.touchpoint}</h3>" in page) is (row.touchpoint in shown)


@pytest.mark.parametrize("need", ["", "8", "x' OR 1=1", "\x00", "1" * 500])
def test_an_odd_need_counts_as_not_said(need: str) -> None:
    make_body(IM)
    page = Client().get(f"/touchpoints/{IM}", {"need": need})
    assert page.status_code == 200
    for row in profile(IM).touchpoints.rows:
        assert row.touchpoint in page.content.decode()


@pytest.mark.clause("industry-mordovia:8.lead", "industry-mordovia:8.1.lead")
@pytest.mark.clause("industry-mordovia:8.6.lead", "industry-mordovia:8.2")
def test_the_first_registry_has_the_seven_main_places_of_the_order() -> None:
    page = page_of(IM)
    for name in ("Официальный сайт", "Страница ВКонтакте", "Страница в Одноклассниках",
                 "Почтовое отправление", "Телефонная связь", "Личный приём граждан",
                 "Система электронного документооборота «Дело»", "Внутренняя локальная сеть"):  # fmt: skip
        assert f">{name}</h3>" in page
    assert "Клиент получает справочную информацию" in page


@pytest.mark.clause("industry-mordovia:8.2.a")
def test_a_page_in_a_social_network_gives_information() -> None:
    page = page_of(IM, 1)
    assert ">Страница ВКонтакте</h3>" in page
    assert ">Страница в Одноклассниках</h3>" in page


@pytest.mark.clause("industry-mordovia:3.a", "industry-mordovia:3.b")
@pytest.mark.clause("industry-mordovia:3.c", "industry-mordovia:3.d")
def test_the_registry_of_mordovia_stands_under_its_four_lines_of_activity() -> None:
    page = page_of(IM)
    lines = profile(IM).touchpoints.directions
    used = {row.direction for row in profile(IM).touchpoints.rows}
    named = [line.label for line in lines if line.code in used]
    assert len(named) == 4
    for label in named:
        assert f"<h2>{label}</h2>" in page


def test_a_registry_that_is_no_longer_in_force_offers_no_choice() -> None:
    body = make_body(IM)
    RegistryVersion.objects.filter(body=body).update(state=RegistryVersion.State.REPLACED)
    page = Client().get(f"/touchpoints/{IM}", {"need": "1"}).content.decode()
    assert "Показать эти точки" not in page
