"""Ready texts in the studio: offered beside their question, put into the answer by one press, counted and rated."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from otklik.cases.models import Case, Question, Stage
from otklik.clients import actions as clients
from otklik.knowledge import actions as knowledge
from otklik.knowledge.models import ReplyTemplate, TemplateReport, TemplateUse
from otklik.replies import queries as replies
from otklik.replies.models import Reply
from otklik.replies.suggestions import earlier_replies, offers_for
from otklik.staff.profiles import profile_of
from tests.factories import RECEIVED, Team, make_body, make_case, make_employee, make_team, topic
from tests.replies.test_similar import SNOW, answered

pytestmark = pytest.mark.django_db
TEXT = "По письму № {номер}: заявку примут до {дата: последний день приёма}."


@pytest.fixture
def team() -> Team:
    return make_team(make_body("industry-mordovia"))


@pytest.fixture
def case(team: Team) -> Case:
    assert team.executor.body is not None
    return make_case(team.executor.body, Stage.ASSIGNED, team=team)


@pytest.fixture
def template(team: Team) -> ReplyTemplate:
    return knowledge.save_template(
        title="Меры для пекарни", text=TEXT, topic_code=topic(), by=team.head
    )


@pytest.fixture
def executor(client: Client, team: Team) -> Client:
    client.force_login(team.executor)
    return client


def question_of(case: Case) -> Question:
    return case.questions.get()


def press(client: Client, case: Case, act: str, answer: str = "", **more: str) -> Any:
    """Press a button of the studio with an answer typed; as a browser without JavaScript does."""
    question = question_of(case)
    reply = Reply.objects.filter(case=case).first()
    said = {
        "salutation": "Уважаемая Анна Ильинична!",
        "opening": "Вы спросили о мерах поддержки.",
        "closing": "",
        "revision": str(reply.revision if reply else 0),
        f"answer-{question.pk}": answer,
        "act": act,
    }
    return client.post(reverse("desk:reply", args=[case.pk]), said | more, follow=True)


def answer_of(case: Case) -> str:
    return str(Reply.objects.get(case=case).draft["answers"][str(question_of(case).pk)])


def offers(case: Case, team: Team) -> Any:
    question = question_of(case)
    return offers_for(case, [question], team.executor, RECEIVED)[question.pk]


@pytest.mark.clause("industry-mordovia:11bis.a")
def test_a_published_template_of_the_topic_is_offered_and_its_use_is_recorded(
    executor: Client, case: Case, template: ReplyTemplate
) -> None:
    page = executor.get(reverse("desk:reply", args=[case.pk])).content.decode()
    assert "Меры для пекарни" in page
    act = f"insert template {template.pk} {question_of(case).pk}"
    assert act in page
    press(executor, case, act)
    use = TemplateUse.objects.get()
    assert (use.template, use.version, use.about) == (template, 1, case.ref)
    assert case.number in answer_of(case)
    assert "{дата: последний день приёма}" in answer_of(case)


def test_a_gap_that_is_still_open_keeps_the_letter_from_the_signer(
    executor: Client, case: Case, template: ReplyTemplate
) -> None:
    press(executor, case, f"insert template {template.pk} {question_of(case).pk}")
    lacking = replies.missing_in(Reply.objects.get(case=case))
    assert any(item.blocks and "пропуск" in str(item.message).lower() for item in lacking)
    press(executor, case, "submit", answer_of(case))
    assert Reply.objects.get(case=case).stage == Reply.Stage.DRAFT


def test_what_is_typed_stays_and_the_text_comes_after_it(
    executor: Client, case: Case, template: ReplyTemplate
) -> None:
    act = f"insert template {template.pk} {question_of(case).pk}"
    page = press(executor, case, act, "Я уже начала писать.")
    assert answer_of(case).startswith("Я уже начала писать.\n\nПо письму")
    assert page.redirect_chain[-1][0].endswith(f"#question-{question_of(case).pk}")
    assert Reply.objects.get(case=case).draft["opening"] == "Вы спросили о мерах поддержки."


@pytest.mark.parametrize(
    "act",
    [
        "insert template 999999 Q",
        "insert template x Q",
        "insert ground nosuch Q",
        "insert answer 999999 Q",
        "insert typical 0 Q",
        "insert nothing 1 Q",
        "insert template T 999999",
        "insert template T x",
        "rate 999999 yes",
        "rate x yes",
        "report 999999 Q",
        "report x Q",
    ],
)
def test_an_act_on_a_text_that_is_none_changes_nothing_and_keeps_what_was_typed(
    executor: Client, case: Case, template: ReplyTemplate, act: str
) -> None:
    named = act.replace("Q", str(question_of(case).pk)).replace("T", str(template.pk))
    page = press(executor, case, named, "Мой текст.")
    assert page.status_code == 200
    assert answer_of(case) == "Мой текст."
    assert not TemplateUse.objects.exists()
    assert not TemplateReport.objects.exists()


def test_drafts_withdrawn_templates_and_those_of_other_bodies_are_not_offered(
    case: Case, team: Team, template: ReplyTemplate
) -> None:
    knowledge.save_template(title="Черновик", text="А", by=team.head, publish=False)
    gone = knowledge.save_template(title="Изъят", text="Б", by=team.head)
    knowledge.withdraw_template(gone, by=team.head)
    other = make_employee(make_body("economy-magadan"), "head")
    knowledge.save_template(title="Чужой", text="В", by=other)
    assert [offer.title for offer in offers(case, team).templates] == [template.title]


def test_the_topic_comes_first_then_what_helped(case: Case, team: Team) -> None:
    plain: Any = {"text": "Общие слова.", "by": team.head}
    other = knowledge.save_template(title="А общий", **plain)
    helpful = knowledge.save_template(title="В по теме, помог", topic_code=topic(), **plain)
    knowledge.save_template(title="Б по теме", topic_code=topic(), **plain)
    for _ in range(3):
        use = knowledge.use_template(helpful, about="case:1", by=team.executor)
        knowledge.rate_use(use, helped=True, by=team.executor)
    shown = [offer.title for offer in offers(case, team).templates]
    assert shown == [helpful.title, "Б по теме", other.title]


def test_the_executor_says_whether_it_helped_and_reports_an_error_in_one_press(
    executor: Client, case: Case, template: ReplyTemplate
) -> None:
    key = question_of(case).pk
    page = press(executor, case, f"insert template {template.pk} {key}").content.decode()
    use = TemplateUse.objects.get()
    assert f"rate {use.pk} no" in page
    page = press(executor, case, f"rate {use.pk} no", answer_of(case)).content.decode()
    assert TemplateUse.objects.get().helped is False
    assert f"rate {use.pk} no" not in page
    note = {f"report-note-{key}-{template.pk}": "Срок неверен"}
    press(executor, case, f"report {template.pk} {key}", answer_of(case), **note)
    assert TemplateReport.objects.get().note == "Срок неверен"


def test_an_answer_to_a_similar_question_is_put_in_and_names_its_case(
    executor: Client, team: Team
) -> None:
    assert team.executor.body is not None
    body = team.executor.body
    old = answered(body, team, SNOW, "Снег убрали вчера.")
    new = make_case(
        body, Stage.ASSIGNED, team=team, text="Снова снег.", questions=(old.questions.get().text,)
    )
    offered = offers(new, team).answers
    assert [(offer.text, offer.case) for offer in offered] == [("Снег убрали вчера.", old.pk)]
    press(executor, new, f"insert answer {offered[0].key} {question_of(new).pk}")
    assert answer_of(new) == "Снег убрали вчера."


@pytest.mark.clause("industry-mordovia:6.5.c")
def test_a_new_case_shows_how_its_topic_was_answered_before(client: Client, team: Team) -> None:
    assert team.executor.body is not None
    body = team.executor.body
    old = answered(body, team, SNOW, "Снег убрали вчера.")
    new = make_case(body, Stage.ASSIGNED, team=team, text="Снова снег.")
    client.force_login(team.executor)
    page = client.get(reverse("desk:case", args=[new.pk])).content.decode()
    assert "Раньше по этой теме отвечали" in page
    assert old.number in page
    address = reverse("desk:earlier-replies", args=[new.pk])
    assert address in page
    assert "Снег убрали вчера." in client.get(address).content.decode()


@pytest.mark.clause("industry-mordovia:6.5.c")
def test_nobody_sees_earlier_replies_that_he_may_not_see(client: Client, team: Team) -> None:
    assert team.executor.body is not None
    body = team.executor.body
    answered(body, team, SNOW, "Снег убрали вчера.")
    other = make_team(body)
    new = make_case(body, Stage.ASSIGNED, team=other, text=SNOW)
    assert earlier_replies(new, other.executor) == []
    client.force_login(other.executor)
    page = client.get(reverse("desk:case", args=[new.pk])).content.decode()
    assert "Раньше по этой теме отвечали" not in page


def test_a_typical_question_of_the_topic_is_put_in(
    executor: Client, case: Case, team: Team
) -> None:
    row = knowledge.save_question(
        question="Какие есть меры?", answer="Есть заём.", topic_code=topic(), by=team.head
    )
    knowledge.save_question(question="О дорогах?", answer="Чинят.", by=team.head)
    assert [offer.title for offer in offers(case, team).typical] == ["Какие есть меры?"]
    press(executor, case, f"insert typical {row.pk} {question_of(case).pk}")
    assert answer_of(case) == "Есть заём."


@pytest.mark.clause("labour-novosibirsk:9.lead")
def test_the_standard_text_of_a_ground_is_put_in_filled_from_the_case(client: Client) -> None:
    body = make_body("labour-novosibirsk")
    team = make_team(body)
    case = make_case(body, Stage.ASSIGNED, team=team)
    key = question_of(case).pk
    client.force_login(team.executor)
    standard = {offer.key for offer in offers(case, team).grounds}
    seven = {"court", "abusive", "illegible", "unclear", "repeated", "published", "secret"}
    assert seven <= standard
    press(client, case, f"insert ground chosen {key}", **{f"ground-{key}": "published"})
    assert case.number in answer_of(case)
    assert "{текст: адрес страницы}" in answer_of(case)


def test_a_request_is_offered_the_grounds_of_its_own_law(team: Team) -> None:
    assert team.executor.body is not None
    case = make_case(team.executor.body, Stage.ASSIGNED, team=team, type="information-request")
    grounds = offers(case, team).grounds
    assert {offer.key for offer in grounds} >= {"request-foreign", "request-given"}
    assert "court" not in {offer.key for offer in grounds}
    assert all("{текст: пояснение}" in offer.text for offer in grounds)


@pytest.mark.clause("industry-mordovia:11.1")
def test_advice_for_the_segment_of_the_client_stands_in_the_studio(
    executor: Client, case: Case, team: Team
) -> None:
    profile = profile_of(case.body)
    own, older = profile.segment("", case.client.kind), profile.segment("older")
    assert own is not None
    assert older is not None
    address = reverse("desk:reply", args=[case.pk])
    assert own.guidance[0] in executor.get(address).content.decode()
    kept = executor.post(reverse("desk:client-segment", args=[case.pk]), {"segment": "older"})
    assert kept.status_code == 302
    page = executor.get(address).content.decode()
    assert older.guidance[0] in page
    assert own.guidance[0] not in page
    executor.post(reverse("desk:client-segment", args=[case.pk]), {"segment": "нет такого"})
    assert older.guidance[0] in executor.get(address).content.decode()
    clients.choose_segment(case.client, "", by=team.executor)
    assert own.guidance[0] in executor.get(address).content.decode()


def test_materials_of_the_last_analysis_stand_in_the_studio(
    executor: Client, case: Case, team: Team
) -> None:
    assert team.executor.body is not None
    office = make_employee(team.executor.body, "office")
    for period, title in (("2026Q1", "Старая памятка"), ("2026Q2", "Новая памятка")):
        knowledge.save_material(title=title, text="Пишите яснее.", period=period, by=office)
    page = executor.get(reverse("desk:reply", args=[case.pk])).content.decode()
    assert "Новая памятка" in page
    assert "Старая памятка" not in page


def test_offers_ask_the_database_as_often_for_many_texts_and_questions_as_for_few(
    team: Team, django_assert_max_num_queries: Any
) -> None:
    assert team.executor.body is not None
    body = team.executor.body
    for number in range(8):
        knowledge.save_template(title=f"Шаблон {number}", text="Текст о снеге.", by=team.head)
        knowledge.save_question(question=f"Вопрос {number}?", answer="Снег.", by=team.head)
    answered(body, team, SNOW, "Снег убрали вчера.")
    asked = tuple(f"Когда уберут снег на улице {number}?" for number in range(5))
    case = make_case(body, Stage.ASSIGNED, team=team, text=SNOW, questions=asked)
    questions = list(case.questions.all())
    with django_assert_max_num_queries(10):
        assert len(offers_for(case, questions, team.executor, RECEIVED)) == 5
