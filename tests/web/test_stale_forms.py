"""A form that had grown old: what was typed is shown again, a password never."""

from django.test import Client


def test_a_stale_form_gives_the_typed_text_back_but_no_password() -> None:
    browser = Client(enforce_csrf_checks=True)
    said = {
        "text": "Мой длинный текст",
        "password": "тайное-слово",
        "password1": "новое-слово",
        "token": "a1b2c3",
    }
    answer = browser.post("/appeal/text", said)
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "Мой длинный текст" in page
    assert not any(secret in page for secret in ("тайное-слово", "новое-слово", "a1b2c3"))
