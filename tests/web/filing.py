"""Walking through the public way to an appeal, as a visitor does."""

from typing import Any

from django.test import Client

TEXT = "Здравствуйте! У меня небольшая пекарня. Какие меры поддержки для неё есть?"
ABOUT = {
    "kind": "person",
    "surname": "Примерова",
    "given_name": "Вера",
    "patronymic": "Андреевна",
    "gender": "",
}
REPLY = {"reply_channel": "email", "email": "vera@example.org"}


def answer(client: Client, step: str, **values: Any) -> Any:
    """Post one step."""
    return client.post(f"/appeal/{step}", values)


def until_check(
    client: Client, kind: str = "information-request", **changes: dict[str, Any]
) -> None:
    """Answer every step up to the checking of the answers; `changes` by step replace the usual ones."""
    answer(client, "kind", type=kind)
    if kind != "information-request":
        answer(client, "identity", person="1")
    answer(client, "text", **(changes.get("text") or {"text": TEXT}))
    answer(client, "about", **(changes.get("about") or ABOUT))
    answer(client, "reply", **(changes.get("reply") or REPLY))


def token(client: Client) -> str:
    """Read the token of the form that sends."""
    page = client.get("/appeal/check").content.decode()
    return page.split('name="token" value="')[1].split('"')[0]


def send(client: Client) -> str:
    """Send what was checked; return the tracking code."""
    client.post("/appeal/check", {"token": token(client)})
    page = client.get("/appeal/done").content.decode()
    return page.split('id="code">')[1].split("<")[0]
