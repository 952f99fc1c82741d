"""Layouts, error pages, style page, sign-in: what the visitor sees around the content."""

import pytest
from django.contrib.messages import get_messages
from django.template.loader import render_to_string
from django.test import Client, RequestFactory

from otklik.staff.models import Body
from otklik.web import navigation
from tests.factories import make_employee

pytestmark = pytest.mark.django_db


def test_a_page_has_language_title_skip_link_and_main(client: Client) -> None:
    page = client.get("/status").content.decode()
    assert '<html lang="ru"' in page
    assert "<title>Где моё обращение · Отклик</title>" in page
    assert 'class="skip" href="#main"' in page
    assert '<main id="main"' in page
    assert page.count("<h1") == 1


def test_the_policy_forbids_what_is_inline(client: Client) -> None:
    policy = client.get("/status").headers["Content-Security-Policy"]
    assert "style-src 'self'" in policy
    assert "unsafe" not in policy


def test_a_demonstration_says_so_on_every_page(client: Client, settings: object) -> None:
    settings.DEMO = True  # type: ignore[attr-defined]  # pytest-django's settings take any name
    assert "все данные вымышлены" in client.get("/status").content.decode()
    settings.DEMO = False  # type: ignore[attr-defined]  # as above
    assert "вымышлены" not in client.get("/status").content.decode()


def test_a_missing_page_says_what_to_do(client: Client) -> None:
    answer = client.get("/no-such-page")
    assert answer.status_code == 404
    assert "Такой страницы нет" in answer.content.decode()


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("bad", "Не удалось понять запрос"),
        ("forbidden", "Эта страница вам закрыта"),
        ("failed", "У нас что-то сломалось"),
        ("too-many", "Подождите 42 секунд"),
    ],
)
def test_each_kind_of_error_has_its_words(kind: str, words: str) -> None:
    page = render_to_string("web/error.html", {"kind": kind, "wait": 42}, RequestFactory().get("/"))
    assert words in page


def test_a_stale_form_gives_the_typed_text_back(body: Body) -> None:
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post("/appeal/text", {"text": "Мой длинный <b>рассказ</b>"})
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "Страница устарела" in page
    assert "Мой длинный &lt;b&gt;рассказ&lt;/b&gt;" in page


def test_the_style_page_is_for_employees(client: Client, body: Body) -> None:
    assert client.get("/desk/style").status_code == 302
    client.force_login(make_employee(body, "registrar"))
    page = client.get("/desk/style").content.decode()
    assert "Образцы оформления" in page
    assert client.get("/desk/style?face=portal").status_code == 200


def test_the_navigation_shows_what_the_powers_open() -> None:
    nothing = navigation.for_powers(frozenset(), "/desk/")
    everything = navigation.for_powers(
        frozenset({"register", "sign", "analyse", "calls", "reception", "journal", "surveys"}),
        "/desk/",
    )
    assert [entry.title for entry in nothing] == ["Сегодня", "Уведомления"]
    assert len(everything) > len(nothing)
    assert [entry.title for entry in everything if entry.current] == ["Сегодня"]


def test_sign_in_is_in_our_look_and_tells_a_wrong_password(client: Client, body: Body) -> None:
    page = client.get("/desk/account/login/").content.decode()
    assert "Вход для сотрудников" in page
    assert "web/desk.css" in page
    answer = client.post("/desk/account/login/", {"login": "nobody", "password": "wrong"})
    assert answer.status_code == 200
    words = answer.content.decode()
    assert "Исправьте, пожалуйста" in words
    assert 'value="nobody"' in words
    assert "password/reset" not in words


def test_sign_in_opens_the_desk_without_a_useless_message(client: Client, body: Body) -> None:
    employee = make_employee(body, "registrar")
    employee.set_password("correct horse battery")
    employee.save()
    answer = client.post(
        "/desk/account/login/", {"login": employee.username, "password": "correct horse battery"}
    )
    assert answer.headers["Location"] == "/desk/"
    assert not list(get_messages(answer.wsgi_request))


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/desk/account/logout/", "Выйти из системы?"),
        ("/desk/account/password/change/", "Сменить пароль"),
        ("/desk/account/2fa/", "Второй шаг входа"),
    ],
)
def test_account_pages_are_ours(client: Client, body: Body, address: str, words: str) -> None:
    employee = make_employee(body, "registrar")
    employee.set_password("correct horse battery")
    employee.save()
    client.force_login(employee)
    page = client.get(address).content.decode()
    assert words in page
    assert "web/desk.css" in page


def test_after_too_many_wrong_passwords_sign_in_waits(
    client: Client, settings: object, body: Body
) -> None:
    settings.AXES_FAILURE_LIMIT = 2  # type: ignore[attr-defined]  # pytest-django's settings take any name
    employee = make_employee(body, "registrar")
    for _attempt in range(3):
        answer = client.post(
            "/desk/account/login/", {"login": employee.username, "password": "wrong"}
        )
    assert answer.status_code == 429
    assert "Вход временно закрыт" in answer.content.decode()
