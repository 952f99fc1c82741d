"""The pages of forwarding, of a proposal of no reply, of the decision on it, and the queue of those who decide."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from otklik.cases import actions
from otklik.cases.actions import Proposed
from otklik.cases.models import Case, Extension, Forwarding, NoReply, Proposal, Stage
from otklik.messages.models import Outgoing
from tests.cases.test_no_reply import UNCLEAR, answered
from tests.factories import RECEIVED, Team, make_body, make_case, make_client, make_team

pytestmark = pytest.mark.django_db
LN = "labour-novosibirsk"
TWO = ("Почему не платят пособие?", "Почему не убирают снег?")
SENT = {"recipient": "Прокуратура области", "channel": "post", "address": "", "reason": "Её надзор"}


@pytest.fixture
def team(db: None) -> Team:
    return make_team(make_body(LN))


@pytest.fixture
def case(team: Team) -> Case:
    return make_case(team.head.body, Stage.REGISTERED, team=team, questions=TWO, received_at=NOW)  # type: ignore[arg-type]  # has one


NOW = timezone.now() - timedelta(hours=3)


def at(name: str, case: Case, *more: str) -> str:
    return reverse(f"desk:{name}", args=[case.pk, *more])


def read(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status
    return response.content.decode()


def typed(case: Case, **changes: Any) -> dict[str, Any]:
    chosen = [str(question.pk) for question in case.questions.all()]
    return SENT | {"questions": chosen, "revision": str(case.revision)} | changes


@pytest.mark.clause("labour-novosibirsk:25.a")
def test_the_page_tells_by_when_and_the_case_page_leads_to_it(
    client: Client, case: Case, team: Team
) -> None:
    client.force_login(team.registrar)
    assert at("forward", case) in read(client, at("case", case))
    text = read(client, at("forward", case))
    for words in (*TWO, "Переадресовать до", "п. 25"):
        assert words in text
    assert "Срок прошёл" not in text


def test_forwarding_a_part_by_the_page(client: Client, case: Case, team: Team) -> None:
    client.force_login(team.registrar)
    second = case.questions.get(position=2)
    answer = client.post(at("forward", case), typed(case, questions=[str(second.pk)]))
    assert answer.status_code == 302
    text = read(client, at("case", case))
    assert "Прокуратура области" in text
    assert "переадресован в орган:" in text
    assert "вопрос № 2;" in text
    assert TWO[1] not in read(client, at("forward", case))
    client.force_login(team.head)
    assert read(client, at("assign", case))


def test_a_refused_forwarding_keeps_every_typed_word(
    client: Client, case: Case, team: Team
) -> None:
    client.force_login(team.registrar)
    own = typed(case, recipient="Минтруда и соцразвития НСО")
    answer = client.post(at("forward", case), own)
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "самим себе" in text
    assert "Её надзор" in text
    assert not Forwarding.objects.exists()


def test_after_the_term_the_page_warns_loudly(client: Client, team: Team) -> None:
    late = make_case(team.head.body, Stage.REGISTERED, team=team)  # type: ignore[arg-type]  # has one
    client.force_login(team.registrar)
    assert "Срок прошёл" in read(client, at("forward", late))


def test_the_subject_of_a_complaint_stands_in_the_card_and_on_the_forwarding_page(
    client: Client, case: Case, team: Team
) -> None:
    Case.objects.filter(pk=case.pk).update(
        type="complaint", complained_body="ООО «Уют»", complained_employee=team.executor
    )
    client.force_login(team.registrar)
    for address in (at("case", case), at("forward", case)):
        assert "ООО «Уют»" in read(client, address)


@pytest.mark.clause("industry-mordovia:6.5.b")
def test_whom_the_complaint_is_about_is_written_down_at_registration(
    client: Client, team: Team
) -> None:
    from tests.cases.test_desk_register import typed as registration  # noqa: PLC0415 - one test

    case = make_case(team.head.body)  # type: ignore[arg-type]  # has one
    client.force_login(team.registrar)
    named = {"complained_body": "ООО «Уют»", "complained_employee": str(team.executor.pk)}
    refused = client.post(at("register", case), registration(case, **named))
    assert refused.status_code == 422
    assert "ООО «Уют»" in refused.content.decode()
    done = client.post(at("register", case), registration(case, type="complaint", **named))
    assert done.status_code == 302
    case.refresh_from_db()
    assert (case.complained_body, case.complained_employee) == ("ООО «Уют»", team.executor)
    foreign = make_team(make_body("economy-magadan")).executor
    other = make_case(team.head.body)  # type: ignore[arg-type]  # has one
    wrong = registration(other, type="complaint", complained_employee=str(foreign.pk))
    assert client.post(at("register", other), wrong).status_code == 422


@pytest.mark.clause("labour-novosibirsk:9.lead")
def test_the_grounds_of_the_law_are_offered_and_each_opens_its_notice_filled(
    client: Client, case: Case, team: Team
) -> None:
    client.force_login(team.registrar)
    text = read(client, at("propose-no-reply", case))
    offered = ["court", "abusive", "illegible", "unclear", "repeated", "published", "secret"]
    for code in [*offered, "anonymous"]:
        assert at("propose-no-reply-ground", case, code) in text
    assert "complained-body" not in text
    assert "request-foreign" not in text
    for code in offered:
        page = read(client, at("propose-no-reply-ground", case, code))
        assert case.number in page
        assert "[почему основание подходит]" in page
    assert client.get(at("propose-no-reply-ground", case, "request-foreign")).status_code == 404


@pytest.mark.clause("labour-novosibirsk:26.a")
def test_before_saying_that_it_is_unclear_the_page_reminds_to_ask(
    client: Client, case: Case, team: Team
) -> None:
    client.force_login(team.registrar)
    page = at("propose-no-reply-ground", case, "unclear")
    assert "Сначала спросите клиента" in read(client, page)
    assert "Сообщить клиенту до" in read(client, page)
    answer = client.post(page, {"reason": "", "text": "Текст", "revision": str(case.revision)})
    assert answer.status_code == 422
    assert not NoReply.objects.exists()


def test_what_is_typed_takes_its_place_in_the_notice(
    client: Client, case: Case, team: Team
) -> None:
    client.force_login(team.registrar)
    page = at("propose-no-reply-ground", case, "published")
    form = client.get(page).context["form"]
    said = {
        "reason": "Перечень опубликован",
        "page": "https://mtsrg.nso.ru/page/12",
        "text": form.initial["text"],
        "revision": str(case.revision),
    }
    assert client.post(page, said).status_code == 302
    row = NoReply.objects.get()
    assert "https://mtsrg.nso.ru/page/12" in row.text
    assert "Пояснение: Перечень опубликован." in row.text
    assert "[" not in row.text
    assert "Предложение уже есть" in read(client, at("propose-no-reply", case))


@pytest.mark.clause("labour-novosibirsk:7.4")
def test_the_decider_reads_reason_and_notice_and_decides_by_one_of_two_buttons(
    client: Client, case: Case, team: Team
) -> None:
    row = actions.propose_no_reply(case, by=team.registrar, what=UNCLEAR)
    client.force_login(team.registrar)
    assert at("decide-no-reply", case) not in read(client, at("case", case))
    client.force_login(team.signer)
    assert at("decide-no-reply", case) in read(client, at("case", case))
    page = at("decide-no-reply", case)
    text = read(client, page)
    assert row.reason in text
    assert row.text in text
    present = str(Case.objects.get(pk=case.pk).revision)
    sent_back = {"decision": "reject", "remarks": "", "revision": present}
    assert client.post(page, sent_back).status_code == 422
    assert client.post(page, {"remarks": "", "revision": present}).status_code == 422
    behind = client.post(page, {"decision": "approve", "revision": "0"})
    assert behind.status_code == 422
    assert Case.objects.get(pk=case.pk).stage == Stage.REGISTERED
    assert client.post(page, {"decision": "approve", "revision": present}).status_code == 302
    assert Case.objects.get(pk=case.pk).stage == Stage.NO_REPLY
    assert Outgoing.objects.filter(kind="no-reply-notice").count() == 1
    assert client.get(page).status_code == 302
    assert "без ответа по существу" in read(client, at("case", case)).casefold()


def test_remarks_of_a_rejection_stand_on_the_case_page(
    client: Client, case: Case, team: Team
) -> None:
    actions.propose_no_reply(case, by=team.registrar, what=UNCLEAR)
    client.force_login(team.signer)
    present = str(Case.objects.get(pk=case.pk).revision)
    said = {"decision": "reject", "remarks": "Суть понятна: снег", "revision": present}
    assert client.post(at("decide-no-reply", case), said).status_code == 302
    client.force_login(team.registrar)
    assert "Суть понятна: снег" in read(client, at("case", case))


@pytest.mark.clause("labour-novosibirsk:9.5")
def test_the_earlier_replies_stand_on_the_pages_of_proposal_and_decision_with_their_letters(
    client: Client, team: Team
) -> None:
    body = team.head.body
    assert body
    person = make_client(body)
    first = answered(body, person, team, 200)
    client.force_login(team.registrar)
    case = make_case(body, Stage.REGISTERED, team=team, client=person)
    page = at("propose-no-reply-ground", case, "repeated")
    assert first.number in read(client, page)
    assert at("letter-file", first, "pdf") in read(client, page)
    second = answered(body, person, team, 100)
    said = {
        "reason": "Новых доводов нет",
        "text": "Переписка прекращена.",
        "revision": str(case.revision),
    }
    only = client.post(page, said | {"earlier": [str(first.pk)]})
    assert only.status_code == 422
    assert "не менее 2" in only.content.decode()
    both = client.post(page, said | {"earlier": [str(first.pk), str(second.pk)]})
    assert both.status_code == 302
    client.force_login(team.signer)
    text = read(client, at("decide-no-reply", case))
    for earlier in (first, second):
        assert at("letter-file", earlier, "pdf") in text
    client.force_login(team.head)
    assert case.number not in read(client, reverse("desk:proposals"))


def test_the_queue_shows_what_others_proposed_and_this_employee_may_decide(
    client: Client, case: Case, team: Team
) -> None:
    body = team.head.body
    assert body
    actions.propose_no_reply(case, by=team.registrar, what=UNCLEAR)
    extended = make_case(body, Stage.ASSIGNED, team=team, received_at=NOW)
    Extension.objects.create(
        case=extended, progress="Запрошены документы", reason="Ждём архив", previous_due=NOW,
        new_due=NOW + timedelta(days=10), prepared_at=NOW, prepared_by=team.executor,
    )  # fmt: skip
    elsewhere = make_team(make_body("economy-magadan"))
    client.force_login(team.signer)
    text = read(client, reverse("desk:proposals"))
    assert case.number in text
    assert extended.number in text
    assert "Ждём архив" in text
    client.force_login(elsewhere.signer)
    assert case.number not in read(client, reverse("desk:proposals"))
    client.force_login(team.executor)
    assert client.get(reverse("desk:proposals")).status_code == 403
    client.force_login(team.signer)
    NoReply.objects.update(state=Proposal.REJECTED)
    Extension.objects.update(state=Proposal.REJECTED)
    assert "Ничего не ждёт" in read(client, reverse("desk:proposals"))


def test_the_queue_costs_the_same_however_long_it_is(
    client: Client, team: Team, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    body = team.head.body
    assert body
    client.force_login(team.signer)
    for _number in range(8):
        case = make_case(body, Stage.REGISTERED, team=team)
        actions.propose_no_reply(case, by=team.registrar, what=UNCLEAR, at=RECEIVED)
    with django_assert_max_num_queries(16):
        text = read(client, reverse("desk:proposals"))
    assert text.count("list-row") == 8


def test_setting_aside_tells_the_client_unless_it_is_spam(client: Client, team: Team) -> None:
    body = team.head.body
    assert body
    client.force_login(team.registrar)
    told, spam = make_case(body), make_case(body)
    client.post(at("dismiss", told), {"reason": "Поздравление"})
    client.post(at("dismiss", spam), {"reason": "Реклама", "is_spam": "on"})
    assert [row.about for row in Outgoing.objects.filter(kind="dismissal-notice")] == [told.ref]
    assert "зарегистрируйте его и переадресуйте" in read(client, at("register", make_case(body)))


def test_pages_of_another_body_and_of_others_work_are_not_there(
    client: Client, case: Case, team: Team
) -> None:
    actions.propose_no_reply(case, by=team.registrar, what=Proposed("unclear", "Нет", "Текст"))
    pages = [
        at("forward", case),
        at("propose-no-reply", case),
        at("propose-no-reply-ground", case, "court"),
        at("decide-no-reply", case),
    ]
    foreign = make_team(make_body("economy-magadan"))
    for person in (foreign.registrar, foreign.signer, foreign.head):
        client.force_login(person)
        assert {client.get(page).status_code for page in pages} <= {403, 404}


@pytest.mark.clause("industry-mordovia:6.5.b")
def test_whom_a_complaint_is_about_can_be_written_down_later_but_not_the_one_who_considers_it(
    client: Client, team: Team
) -> None:
    body = team.head.body
    assert body
    case = make_case(body, Stage.ASSIGNED, team=team)
    client.force_login(team.registrar)
    form = client.get(at("correct", case)).context["form"]
    said = {name: form[name].value() or "" for name in form.fields}
    said |= {"type": "complaint", "reason": "Это жалоба", "complained_body": "ООО «Уют»"}
    own = said | {"complained_employee": str(team.executor.pk)}
    refused = client.post(at("correct", case), own)
    assert refused.status_code == 422
    assert "сначала поручите его другому" in refused.content.decode()
    assert client.post(at("correct", case), said).status_code == 302
    case.refresh_from_db()
    assert (case.complained_body, case.complained_employee) == ("ООО «Уют»", None)
    again = said | {"type": "application", "revision": str(case.revision)}
    assert client.post(at("correct", case), again).status_code == 302
    case.refresh_from_db()
    assert case.complained_body == ""
