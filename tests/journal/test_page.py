"""The journal's page: the body's acts in Russian words, filtered, a page at a time; looking is an act too."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse

from otklik.journal import actions, queries
from otklik.journal.actors import system
from otklik.journal.models import Entry
from otklik.staff.models import Body, Employee
from tests.factories import make_body, make_case, make_employee

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 3, 0, 30, tzinfo=ZoneInfo("Asia/Novosibirsk"))
"""Half past midnight in Novosibirsk: still the day before in UTC."""


@pytest.fixture
def body() -> Body:
    return make_body()


@pytest.fixture
def reader(body: Body) -> Employee:
    return make_employee(body, "control")


def page(reader: Employee, **query: str) -> str:
    client = Client()
    client.force_login(reader)
    answer = client.get(reverse("desk:journal"), query)
    assert answer.status_code == 200
    return answer.content.decode()


def rows(text: str) -> str:
    """What stands in the table, without the list of acts to choose from."""
    return text[text.index("<tbody") :] if "<tbody" in text else ""


def act(
    code: str, *, at: datetime = AT, subject: str = "case:1", name: str = "Белова", **parts: str
) -> None:
    actions.write(code, subject, actor=system(name), body="economy-novosibirsk", at=at, **parts)


def test_acts_are_told_in_russian_with_their_details(reader: Employee) -> None:
    act("cases.register", number="О-7/2026", clause="economy-novosibirsk:9.a")
    shown = rows(page(reader))
    assert "О-7/2026" in shown
    assert "cases.register" not in shown
    assert reverse("desk:case", args=[1]) in shown
    assert "п. 9" in shown


def test_looking_at_the_journal_is_journalled_without_names(reader: Employee) -> None:
    page(reader, act="cases.open", actor="Белова")
    look = Entry.objects.get(act="journal.look")
    assert look.actor == reader.actor.key
    assert look.details == {"asked_act": "cases.open", "asked_about": ""}


def test_filters_narrow_by_act_actor_subject_and_the_bodys_own_day(reader: Employee) -> None:
    act("cases.open", subject="case:77")
    act("intake.hold", subject="receipt:5", at=AT - timedelta(hours=1))
    assert "поступление 5" not in rows(page(reader, act="cases.open"))
    assert "дело 77" in rows(page(reader, subject="case:77"))
    assert "поступление 5" not in rows(page(reader, subject="case:77"))
    third = rows(page(reader, day="2026-03-03"))
    assert "дело 77" in third
    assert "поступление 5" not in third
    assert "поступление 5" in rows(page(reader, day="2026-03-02"))
    assert "дело 77" not in rows(page(reader, actor="Никто"))


@pytest.mark.parametrize("words", ["case:77", "дело 77", "Дело  77"])
def test_a_subject_is_found_by_its_word_as_by_its_code(reader: Employee, words: str) -> None:
    act("cases.open", subject="case:77")
    act("cases.open", subject="case:7")
    found = page(reader, subject=words)
    assert "дело 77</a>" in rows(found)
    assert "дело 7</a>" not in rows(found)
    assert 'value="дело 77"' in found


def test_a_subject_without_a_word_keeps_its_code_and_other_words_find_nothing(
    reader: Employee,
) -> None:
    act("cases.open", subject="thing:1")
    assert "thing:1" in rows(page(reader))
    assert not rows(page(reader, subject="деловой вопрос"))


@pytest.mark.parametrize(
    "query",
    [
        {"day": "вчера"},
        {"act": "no.act"},
        {"older": "x"},
        {"subject": "\x00"},
        {"day": "9999-12-31"},
        {"newer": "9" * 30},
    ],
)
def test_damaged_conditions_count_as_not_said(reader: Employee, query: dict[str, str]) -> None:
    act("cases.open", subject="case:77")
    assert "дело 77" in page(reader, **query)


def test_pages_go_down_and_up_without_losing_an_act(body: Body, reader: Employee) -> None:
    for number in range(queries.PAGE + 20):
        act("cases.look", subject=f"case:{number}")
    found = queries.of_body(body.code, queries.Asked(act="cases.look"), ZoneInfo("UTC"))
    first = queries.page_of(found)
    second = queries.page_of(found, older=first.older)
    assert (len(first.rows), len(second.rows), second.older) == (queries.PAGE, 20, "")
    assert not {row.pk for row in first.rows} & {row.pk for row in second.rows}
    assert queries.page_of(found, newer=second.newer).rows == first.rows


def test_nothing_of_another_body_is_shown(reader: Employee) -> None:
    make_case(make_body("economy-magadan"))
    actions.write("cases.open", "case:404", actor=system("x"), body="economy-magadan")
    assert "дело 404" not in page(reader)


def test_only_the_power_opens_the_journal(body: Body) -> None:
    client = Client()
    client.force_login(make_employee(body, "executor"))
    assert client.get(reverse("desk:journal")).status_code == 403


def test_the_page_says_that_the_chain_is_whole_and_how_far_it_is_sealed(reader: Employee) -> None:
    assert "ещё не скреплены" in page(reader)
    actions.seal()
    last = Entry.objects.exclude(position=None).latest("position").pk
    text = page(reader)
    assert "Цепочка записей цела" in text
    assert f"до записи {last}" in text


def test_a_changed_entry_is_seen_on_the_page(reader: Employee) -> None:
    act("cases.open")
    actions.seal()
    Entry.objects.filter(act="cases.open").update(actor_name="Кто-то другой")
    assert "Цепочка записей нарушена" in page(reader)


def test_the_check_of_the_last_entries_needs_the_one_before_them() -> None:
    for number in range(5):
        act("cases.look", subject=f"case:{number}")
    actions.seal()
    part = queries.chain(limit=2)
    assert (part.checked, part.broken) == (2, ())
    Entry.objects.filter(pk=Entry.objects.latest("id").pk).update(subject="case:999")
    assert queries.chain(limit=2).broken == (Entry.objects.latest("id").pk,)
