"""What the orders want of questionnaires and feedback, as far as it stands."""

from datetime import date

import pytest
from django.test import Client as Browser
from django.urls import reverse

from otklik.staff.models import Body
from otklik.staff.profiles import profile_of
from otklik.surveys import actions, queries
from otklik.surveys.models import Answer
from otklik.surveys.questionnaire import validate
from otklik.surveys.results import feedback
from tests.factories import make_body
from tests.surveys.factories import APPENDIX, FULL, LISTS, AnswerFactory, given, make_officer

pytestmark = pytest.mark.django_db
DAY = date(2026, 7, 1)


def signed_in(client: Browser, body: Body) -> Browser:
    client.force_login(make_officer(body))
    return client


def enter(body: Body, source: str, count: int = 1) -> None:
    """Enter paper forms that say nothing but that the client is rather satisfied."""
    asked = profile_of(body).questionnaire()
    headline = asked.question(asked.headline.question)
    for _number in range(count):
        actions.enter_paper(
            body,
            by=make_officer(body),
            given={str(headline.code): "1"},
            filled_on=DAY,
            source=source,
        )


@pytest.mark.clause("economy-novosibirsk:4.3")
def test_a_comment_and_its_score_are_shown_to_those_who_follow_the_feedback(
    client: Browser,
) -> None:
    body = make_body()
    AnswerFactory.create_batch(5, body=body, answered_on=DAY)
    told = {"21": 2, "29": 1, "29-comment": "Ждали ответа месяц"}
    AnswerFactory.create(body=body, answered_on=DAY, values=told, satisfied=False)
    page = signed_in(client, body).get(
        reverse("desk:feedback"), {"since": "2026-07-01", "until": "2026-07-01"}
    )
    text = page.content.decode()
    assert "Ждали ответа месяц" in text
    assert "Рассмотрение обращений граждан и организаций" in text


@pytest.mark.clause("economy-novosibirsk:12.lead", "economy-magadan:2.2.lead")
@pytest.mark.parametrize("code", ["economy-novosibirsk", "economy-magadan"])
def test_every_route_but_polls_counted_elsewhere_is_offered_for_entry(
    client: Browser, code: str
) -> None:
    body = make_body(code)
    page = signed_in(client, body).get(reverse("desk:paper-answer")).content.decode()
    for source in profile_of(body).sources:
        assert (f'value="{source.code}"' in page) is not source.aggregate


@pytest.mark.clause("economy-novosibirsk:12.10")
def test_opinions_of_an_event_are_counted_under_their_own_route() -> None:
    body = make_body()
    enter(body, "events", 5)
    found = feedback(
        profile_of(body), profile_of(body).questionnaire(), queries.answers_of(body, DAY, DAY)
    )
    assert [(part.name, part.count) for part in found.by_source] == [
        (profile_of(body).source("events").label, 5)
    ]


@pytest.mark.clause("economy-magadan:2.2.p2")
def test_another_information_resource_is_a_route_of_its_own() -> None:
    body = make_body("economy-magadan")
    enter(body, "other")
    assert Answer.objects.get().source == "other"
    assert profile_of(body).source("other").clause == "economy-magadan:2.2.p2"


@pytest.mark.clause("economy-magadan:2.2.6", "economy-magadan:2.2.10")
@pytest.mark.parametrize(("source", "word"), [("vk", "ВКонтакте"), ("phone", "Телефон")])
def test_a_route_without_an_address_is_hidden_from_the_public_and_open_to_employees(
    client: Browser, source: str, word: str
) -> None:
    body = make_body("economy-magadan")
    assert profile_of(body).source(source).hidden
    page = client.get("/", {"body": body.code}).content.decode()
    assert word not in page
    assert "Личный приём" in page, "the other ways are told"
    enter(body, source)
    assert Answer.objects.get().source == source


@pytest.mark.clause("economy-magadan:1.2.6", "economy-magadan:5.8.a")
def test_an_online_survey_is_answered_by_its_link_in_a_plain_browser(client: Browser) -> None:
    body = make_body("economy-magadan")
    path = reverse("portal:survey-open", args=[body.code])
    asked = queries.opening(body)
    assert client.get(path).status_code == 200
    said = {}
    for question in asked.questionnaire.questions:
        if question.kind == "scale":
            said[str(question.code)] = "5"
        elif question.options:
            said[str(question.code)] = str(question.options[0].number)
        elif asked.lists.of(question.kind):
            said[str(question.code)] = asked.lists.of(question.kind)[0].code
    last = len(asked.questionnaire.blocks)
    assert client.post(path, said | {"step": str(last)}).status_code == 302
    kept = Answer.objects.get()
    assert (kept.body, kept.way) == (body, Answer.Way.ONLINE)


@pytest.mark.clause("economy-magadan:5.2.3")
def test_answers_given_on_paper_can_be_entered() -> None:
    body = make_body("economy-magadan")
    enter(body, "reception")
    assert Answer.objects.get().way == Answer.Way.PAPER


@pytest.mark.clause("economy-novosibirsk:app1:scale")
def test_the_ends_of_the_scale_are_labelled(client: Browser) -> None:
    body = make_body()
    path = reverse("portal:survey-open", args=[body.code])
    first = {key: value for key, value in given(body).items() if key.startswith("1")}
    page = client.post(path, first | {"step": "1", "act": "on"}).content.decode()
    question = APPENDIX.question(10)
    assert f"1 – {question.scale_min_label}" in page
    assert f"5 – {question.scale_max_label}" in page
    assert question.scale_min_label
    assert question.scale_max_label


@pytest.mark.clause("economy-novosibirsk:app1:q5")
def test_each_of_the_sixteen_ways_of_contact_is_stored_by_its_number() -> None:
    question = APPENDIX.question(5)
    assert [option.number for option in question.options] == list(range(1, 17))
    for option in question.options:
        said = FULL | {"15": str(option.number)}
        for code in range(23, 31):
            said.setdefault(str(code), "4")
        checked = validate(APPENDIX, said, lists=LISTS, day=DAY, variant="corrected")
        assert checked.values["15"] == option.number
    beyond = validate(APPENDIX, FULL | {"15": "17"}, lists=LISTS, day=DAY, variant="corrected")
    assert "15" in beyond.errors


@pytest.mark.clause("economy-novosibirsk:app1:q9")
def test_the_refused_must_say_whether_the_way_out_was_explained() -> None:
    refused = FULL | {"17": "2"}
    asked = validate(APPENDIX, refused, lists=LISTS, day=DAY, variant="corrected")
    assert "22" in asked.errors
    told = validate(APPENDIX, refused | {"22": "2"}, lists=LISTS, day=DAY, variant="corrected")
    assert told.values["22"] == 2
    others = validate(APPENDIX, FULL | {"22": "2"}, lists=LISTS, day=DAY, variant="corrected")
    assert "22" not in others.values
