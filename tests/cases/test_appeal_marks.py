"""The questions marked in the client's words: at their place, linked, and safe whatever the client wrote."""

import pytest
from django.test import Client

from otklik.cases.models import Stage
from tests.factories import make_body, make_case, make_team

pytestmark = pytest.mark.django_db
HOSTILE = (
    '<script>alert(1)</script> Прошу <b>ответить</b>, когда починят "мост" & дорогу. '
    "</mark><img src=x onerror=alert(1)> Почему {{ case.pk }} молчите {% now %}?"
)


def page(client: Client, text: str, *questions: str) -> str:
    body = make_body()
    team = make_team(body)
    case = make_case(body, Stage.ASSIGNED, team=team, text=text, questions=questions)
    client.force_login(team.executor)
    return client.get(f"/desk/cases/{case.pk}/").content.decode()


def test_each_question_is_marked_with_its_number_and_leads_to_its_place(client: Client) -> None:
    text = "Добрый день. Когда починят мост? Сколько это стоит?"
    shown = page(client, text, "Когда починят мост?", "Сколько это стоит?")
    assert shown.count('<mark class="asked">') == 2
    first = shown.index("Когда починят мост?</mark>")
    link = shown[:first].rsplit('href="#', 1)[1].split('"')[0]
    assert f'id="{link}"' in shown


def test_hostile_text_stays_text(client: Client) -> None:
    questions = ("Прошу <b>ответить</b>, когда починят мост и дорогу", "Почему молчите?")
    shown = page(client, HOSTILE, *questions)
    for danger in ("<script>alert", "<img src=x", "<b>ответить"):
        assert danger not in shown
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in shown
    assert shown.count("<mark") == shown.count("</mark>")


def test_a_question_that_the_text_does_not_hold_marks_nothing(client: Client) -> None:
    assert "<mark" not in page(client, "Добрый день. Ждём.", "Как получить субсидию?")
