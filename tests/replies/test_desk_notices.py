"""The pages of letters that carry an act."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone

from otklik.cases.models import Case, NoReply, Stage
from otklik.replies import actions
from otklik.replies.models import LetterVersion, Reply
from otklik.staff.models import Body, Employee
from tests.factories import Team, make_body, make_case, make_team

pytestmark = pytest.mark.django_db
Stages = Reply.Stage
PROGRESS = "Мы запросили справку в банке."


@pytest.fixture
def body() -> Body:
    return make_body()


@pytest.fixture
def team(body: Body) -> Team:
    return make_team(body)


@pytest.fixture
def case(body: Body, team: Team) -> Case:
    received = timezone.now() - timedelta(hours=3)
    return make_case(body, Stage.ASSIGNED, team=team, received_at=received)


def browser(employee: Employee) -> Browser:
    found = Browser()
    found.force_login(employee)
    return found


def begin(case: Case, by: Employee, kind: str, /, query: str = "", **typed: Any) -> Any:
    case.refresh_from_db()
    address = reverse("desk:begin-letter", args=[case.pk, kind]) + query
    return browser(by).post(address, {"revision": case.revision, **typed})


def begun(case: Case, team: Team) -> Reply:
    begin(case, team.executor, "interim", kind="client", text=PROGRESS)
    return Reply.objects.get(case=case, kind="interim")


def page_of(letter: Reply) -> str:
    return reverse("desk:notice", args=[letter.case_id, letter.pk])


def typed_in(letter: Reply, **changed: Any) -> dict[str, Any]:
    return {
        "salutation": letter.draft["salutation"],
        "opening": letter.draft["opening"],
        "text": letter.draft["answers"]["text"],
        "closing": letter.draft["closing"],
        "act-progress": PROGRESS,
        "act-day": "",
        "revision": letter.revision,
        **changed,
    }


def test_from_the_page_of_the_act_to_the_signer(case: Case, team: Team) -> None:
    page = browser(team.executor).get(reverse("desk:write-interim", args=[case.pk]))
    assert reverse("desk:begin-letter", args=[case.pk, "interim"]) in page.content.decode()
    answer = begin(case, team.executor, "interim", kind="client", text=PROGRESS)
    letter = Reply.objects.get(case=case, kind="interim")
    assert answer.url == page_of(letter)
    shown = browser(team.executor).get(answer.url).content.decode()
    assert PROGRESS in shown
    assert "letter/1.png" in shown
    words = letter.draft["answers"]["text"] + " Ждём ответа."
    sent = browser(team.executor).post(answer.url, typed_in(letter, text=words, act="submit"))
    assert sent.status_code == 302, sent.content.decode()
    letter.refresh_from_db()
    assert letter.stage == Stages.FOR_SIGNATURE
    assert letter.draft["answers"]["text"].endswith("Ждём ответа.")


def test_the_signer_reads_what_the_signature_does(case: Case, team: Team) -> None:
    letter = begun(case, team)
    browser(team.executor).post(page_of(letter), typed_in(letter, act="submit"))
    page = browser(team.signer).get("/desk/signing/").content.decode()
    assert "Что произойдёт при подписании" in page
    assert "Промежуточный ответ" in page


def test_a_mistake_on_the_page_of_the_act_stands_there(case: Case, team: Team) -> None:
    answer = begin(case, team.executor, "interim", kind="client", text="")
    assert answer.status_code == 422
    assert not Reply.objects.filter(case=case).exists()


def test_a_talk_and_an_enquiry_are_no_letters(case: Case, team: Team) -> None:
    talk = begin(
        case, team.executor, "clarification",
        channel="phone", question="Где?", answer="Здесь", proof="Запись", life_situation="", need="",
    )  # fmt: skip
    enquiry = begin(
        case, team.executor, "interim", kind="enquiry", text="Просим", recipient="Банк", address="1"
    )
    assert (talk.status_code, enquiry.status_code) == (422, 422)
    assert not Reply.objects.filter(case=case).exists()


def test_what_is_missing_stands_beside_and_stops_the_sending(case: Case, team: Team) -> None:
    letter = begun(case, team)
    typed = typed_in(letter, closing="Скоро ответим.", act="submit")
    answer = browser(team.executor).post(page_of(letter), typed)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "к какому дню придёт ответ по существу" in page
    assert "Скоро ответим." in page
    letter.refresh_from_db()
    assert letter.stage == Stages.DRAFT
    assert letter.draft["closing"] == "Скоро ответим."


def test_two_windows_never_overwrite_each_other(case: Case, team: Team) -> None:
    letter = begun(case, team)
    first = browser(team.executor).post(page_of(letter), typed_in(letter, text="Первый"))
    second = browser(team.executor).post(page_of(letter), typed_in(letter, text="Второй"))
    page = second.content.decode()
    assert (first.status_code, second.status_code) == (302, 409)
    assert "Первый" in page
    assert "Второй" in page
    letter.refresh_from_db()
    assert letter.draft["answers"]["text"] == "Первый"
    again = typed_in(letter, text="Второй", revision=letter.revision)
    assert browser(team.executor).post(page_of(letter), again).status_code == 302


def test_the_words_are_made_anew_only_on_demand(case: Case, team: Team) -> None:
    letter = begun(case, team)
    typed = typed_in(letter, **{"text": "Своими словами", "act-progress": "Получили справку."})
    browser(team.executor).post(page_of(letter), typed)
    letter.refresh_from_db()
    assert letter.draft["answers"]["text"] == "Своими словами"
    typed = typed_in(letter, **{"act-progress": "Получили справку.", "act": "refill"})
    browser(team.executor).post(page_of(letter), typed)
    letter.refresh_from_db()
    assert "Получили справку." in letter.draft["answers"]["text"]


def test_a_draft_is_thrown_away_and_a_sent_letter_is_not(case: Case, team: Team) -> None:
    letter = begun(case, team)
    browser(team.executor).post(page_of(letter), {"act": "discard"})
    assert not Reply.objects.filter(pk=letter.pk).exists()
    letter = begun(case, team)
    browser(team.executor).post(page_of(letter), typed_in(letter, act="submit"))
    browser(team.executor).post(page_of(letter), {"act": "recall"})
    letter.refresh_from_db()
    assert letter.stage == Stages.DRAFT
    browser(team.executor).post(page_of(letter), {"act": "discard"})
    assert Reply.objects.filter(pk=letter.pk).exists()


def test_others_only_read(case: Case, team: Team) -> None:
    letter = begun(case, team)
    page = browser(team.head).get(page_of(letter))
    assert page.status_code == 200
    assert "Отправить на подпись" not in page.content.decode()
    browser(team.head).post(page_of(letter), typed_in(letter, text="Чужое"))
    letter.refresh_from_db()
    assert "Чужое" not in letter.draft["answers"]["text"]


def test_the_case_lists_its_letters_with_numbers_and_files(case: Case, team: Team) -> None:
    letter = begun(case, team)
    browser(team.executor).post(page_of(letter), typed_in(letter, act="submit"))
    waiting = browser(team.executor).get(reverse("desk:case", args=[case.pk])).content.decode()
    assert "На подписи" in waiting
    version = LetterVersion.objects.get(reply=letter)
    actions.sign(version, by=team.signer, sha256=version.sha256)
    letter.refresh_from_db()
    page = browser(team.executor).get(reverse("desk:case", args=[case.pk])).content.decode()
    file = reverse("desk:notice-file", args=[case.pk, letter.pk, "letter", "pdf"])
    assert f"№ {letter.number}" in page
    assert file in page
    got = browser(team.executor).get(file)
    assert b"".join(got).startswith(b"%PDF")


def test_the_client_takes_the_signed_letter_on_his_page(case: Case, team: Team) -> None:
    letter = begun(case, team)
    browser(team.executor).post(page_of(letter), typed_in(letter, act="submit"))
    status = reverse("portal:status-link", args=[case.tracking_code])
    file = reverse("portal:signed-letter", args=[case.tracking_code, letter.pk, "pdf"])
    assert Browser().get(file).status_code == 404
    version = LetterVersion.objects.get(reply=letter)
    actions.sign(version, by=team.signer, sha256=version.sha256)
    assert file in Browser().get(status).content.decode()
    assert b"".join(Browser().get(file)).startswith(b"%PDF")
    assert Browser().get(file.replace(case.tracking_code, "nobody")).status_code == 404


def test_no_reply_begins_with_the_notice_as_it_was_worded(case: Case, team: Team) -> None:
    own = "Решение суда мы пересмотреть не вправе."
    answer = begin(
        case, team.executor, "no-reply", "?ground=court", reason="Обжалуется решение суда", text=own
    )
    letter = Reply.objects.get(case=case, kind="no-reply")
    assert answer.url == page_of(letter)
    assert own in letter.draft["answers"]["text"]
    assert "59-ФЗ, ст. 11, ч. 2" in letter.draft["answers"]["text"]
    shown = browser(team.executor).get(answer.url).content.decode()
    assert "Обжалуется судебное решение" in shown
    assert not NoReply.objects.exists()


def test_forwarding_shows_the_covering_letter_too(case: Case, team: Team) -> None:
    begin(
        case, team.registrar, "forwarding", questions=[q.pk for q in case.questions.all()],
        recipient="Министерство сельского хозяйства Новосибирской области",
        channel="email", address="priem@mcx.example.org", reason="Это решает другое министерство",
    )  # fmt: skip
    letter = Reply.objects.get(case=case, kind="forwarding")
    shown = browser(team.registrar).get(page_of(letter)).content.decode()
    assert "Сопроводительное письмо" in shown
    picture = reverse("desk:notice-picture", args=[case.pk, letter.pk, "covering", 1])
    assert picture in shown
    assert browser(team.registrar).get(picture).content.startswith(b"\x89PNG")
    assert browser(team.registrar).get(picture.replace("/1.png", "/9.png")).status_code == 404
