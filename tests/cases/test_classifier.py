"""Versions of a body's classifier: imported whole or not at all; cases keep what they were classified by."""

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client

from otklik import regulations
from otklik.cases import actions as cases
from otklik.cases import topics
from otklik.cases.models import Case, Classification, Question, Stage, TopicModel
from otklik.cases.rules import QuestionEntry
from otklik.journal.actors import system
from otklik.journal.models import Entry
from otklik.staff import actions as staff
from otklik.staff.classifiers import classifier_of, forget, plan_import, topic_by
from otklik.staff.models import Body, ClassifierVersion
from otklik.staff.refusals import Refusal
from otklik.touchpoints.models import Touchpoint
from tests.factories import RECEIVED, make_body, make_case, make_employee, make_team, topic

pytestmark = pytest.mark.django_db
SINCE = date(2026, 1, 1)
LATER = date(2026, 3, 1)
HEAD = (
    "0001;Государство\n0001.0002;Основы управления\n0001.0002.0025;Хозяйство\n"
    "0001.0002.0025.0086;Условия предпринимательства\n"
)
FIRST = HEAD + "0001.0002.0025.0501;Ярмарки и торговые места\n"
SECOND = HEAD + "0001.0002.0025.0502;Ярмарки выходного дня\n"
FAIRS, WEEKEND = "0001.0002.0025.0501", "0001.0002.0025.0502"
SYSTEM = system("test")


@pytest.fixture
def body() -> Body:
    return make_body()


def imported(body: Body, text: str, since: date = SINCE) -> ClassifierVersion | None:
    plan = plan_import(body, text.encode(), valid_from=since, source="список.csv")
    row = staff.import_classifier(plan, by=SYSTEM)
    forget()  # the test's transaction never ends, so nothing is told of its end
    return row


def registered(body: Body, code: str, text: str = "Где встать на ярмарку?") -> Case:
    team = make_team(body)
    case = make_case(body, text=text)
    return cases.register(
        case,
        by=team.registrar,
        type="application",
        form="electronic",
        channel="web",
        questions=[QuestionEntry(text, code)],
        addressee="министерство",
        touchpoint=Touchpoint.objects.filter(version__body=body).first(),
        at=RECEIVED + timedelta(hours=1),
    )


def test_the_built_in_tree_is_the_default(body: Body) -> None:
    assert classifier_of(body) is regulations.classifier()


@pytest.mark.clause("economy-novosibirsk:9.a")
def test_a_case_keeps_the_code_and_the_version_it_was_classified_by(body: Body) -> None:
    imported(body, FIRST)
    case = registered(body, FAIRS)
    question = case.questions.get()
    imported(body, SECOND, LATER)
    question.refresh_from_db()
    assert (question.topic_code, question.topic_version) == (FAIRS, "2026-01-01")
    assert topics.topic_title(body, question) == "Ярмарки и торговые места"
    assert topics.is_closed(body, FAIRS)
    with pytest.raises(Refusal, match="в классификаторе нет"):
        registered(body, FAIRS)
    assert registered(body, WEEKEND).questions.get().topic_version == "2026-03-01"


def test_a_closed_topic_of_an_old_case_goes_on_through_assignment_and_division(
    client: Client, body: Body
) -> None:
    imported(body, FIRST)
    case = registered(body, FAIRS)
    imported(body, SECOND, LATER)
    question = case.questions.get()
    head, executor = make_employee(body, "head"), make_employee(body, "executor")
    client.force_login(head)
    page = client.get(f"/desk/cases/{case.pk}/assign").content.decode()
    assert f"{FAIRS} Ярмарки и торговые места" in page
    client.post(
        f"/desk/cases/{case.pk}/assign",
        {
            "executor": str(executor.pk),
            f"topic-{question.pk}": f"{FAIRS} Ярмарки и торговые места",
            "revision": str(case.revision),
        },
    )
    case.refresh_from_db()
    assert case.stage == Stage.ASSIGNED
    last = Classification.objects.filter(question=question).order_by("-pk").first()
    assert last is not None
    assert (last.topic_code, last.topic_version) == (FAIRS, "2026-01-01")


def test_an_import_is_made_once_and_journalled_once(body: Body) -> None:
    assert imported(body, FIRST) is not None
    assert imported(body, FIRST) is None
    assert imported(body, FIRST.replace("\n", "\r\n")) is None
    assert ClassifierVersion.objects.count() == 1
    assert Entry.objects.filter(act="staff.import-classifier").count() == 1


def test_a_list_with_a_mistake_imports_nothing(body: Body) -> None:
    plan = plan_import(body, (FIRST + "0009.0001;Без родителя\n").encode(), valid_from=SINCE)
    assert [problem.line for problem in plan.problems] == [6]
    with pytest.raises(Refusal):
        staff.import_classifier(plan, by=SYSTEM)
    assert not ClassifierVersion.objects.exists()
    assert classifier_of(body) is regulations.classifier()


def test_a_list_holds_from_its_first_day_and_only_for_its_body(body: Body) -> None:
    imported(body, FIRST, date(2099, 1, 1))
    assert classifier_of(body) is regulations.classifier()
    assert classifier_of(body, date(2099, 1, 2)).has(FAIRS)
    assert not classifier_of(make_body("labour-novosibirsk"), date(2099, 1, 2)).has(FAIRS)


def test_two_lists_of_one_day_are_two_versions(body: Body) -> None:
    imported(body, FIRST)
    imported(body, SECOND)
    names = list(ClassifierVersion.objects.values_list("version", flat=True))
    assert names == ["2026-01-01", "2026-01-01-2"]
    assert classifier_of(body).has(WEEKEND)
    found = topic_by(body, FAIRS, "2026-01-01")
    assert found is not None
    assert found.title == "Ярмарки и торговые места"


# --- the command


def run(*args: object) -> dict[str, Any]:
    from io import StringIO  # noqa: PLC0415 - only here

    out = StringIO()
    call_command("classifier", *args, "--json", stdout=out)
    found: dict[str, Any] = json.loads(out.getvalue())
    return found


def test_the_command_imports_previews_and_does_nothing_twice(body: Body, tmp_path: Path) -> None:
    path = tmp_path / "список.csv"
    path.write_text(FIRST, "utf-8")
    asked = ("import", path, "--body", body.code, "--valid-from", "2026-01-01")
    preview = run(*asked, "--preview")
    assert (preview["stored"], preview["entries"]) == (False, 5)
    assert not ClassifierVersion.objects.exists()
    done = run(*asked)
    assert (done["stored"], done["version"]) == (True, "2026-01-01")
    assert run(*asked)["stored"] is False


def test_the_command_names_each_wrong_line_and_ends_with_bad_input(
    body: Body, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "list.csv"
    path.write_text(FIRST + "0009.0001;Без родителя\nслова;без кода\n", "utf-8")
    with pytest.raises(CommandError) as error:
        call_command("classifier", "import", path, "--body", body.code)
    assert error.value.returncode == 2
    said = capsys.readouterr().err
    assert "Строка 6: нет вышестоящей записи" in said
    assert "Строка 7: это не код классификатора" in said


@pytest.mark.parametrize("name", ["nowhere.csv", "."])
def test_a_file_that_is_not_there_is_one_clear_line(body: Body, tmp_path: Path, name: str) -> None:
    with pytest.raises(CommandError) as error:
        call_command("classifier", "import", tmp_path / name, "--body", body.code)
    assert error.value.returncode == 2


# --- the page


@pytest.fixture
def desk(client: Client, body: Body) -> Client:
    client.force_login(make_employee(body, "administrator"))
    return client


def upload(text: str, name: str = "список.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode())


def test_the_page_shows_what_would_change_and_imports_what_it_has_shown(
    desk: Client, body: Body
) -> None:
    address = "/desk/classifier/import"
    given = {"file": upload(FIRST), "valid_from": "2026-01-01", "step": "show"}
    shown = desk.post(address, given)
    assert shown.status_code == 200
    assert not ClassifierVersion.objects.exists()
    assert "Ярмарки и торговые места" in shown.content.decode()
    kept = shown.context["kept"]
    made = desk.post(address, {**kept, "valid_from": "2026-01-01", "step": "make"})
    assert made.status_code == 302
    assert ClassifierVersion.objects.get().source == "список.csv"
    again = desk.post(address, {**kept, "valid_from": "2026-01-01", "step": "make"})
    assert again.status_code == 302
    assert ClassifierVersion.objects.count() == 1


def test_what_was_not_shown_is_not_imported(desk: Client) -> None:
    given = {"file": upload(FIRST), "valid_from": "2026-01-01", "step": "make", "seen": "0" * 64}
    assert desk.post("/desk/classifier/import", given).status_code == 200
    assert not ClassifierVersion.objects.exists()


def test_the_page_names_the_wrong_lines(desk: Client) -> None:
    given = {"file": upload(FIRST + "0009.0001;Нет\n"), "valid_from": "2026-01-01"}
    shown = desk.post("/desk/classifier/import", given)
    assert shown.status_code == 422
    assert "Строка 6: нет вышестоящей записи" in shown.content.decode()


def test_hostile_titles_stay_text(desk: Client) -> None:
    text = FIRST + '0001.0002.0025.0777;<script>alert(1)</script> "кавычки"\n'
    shown = desk.post("/desk/classifier/import", {"file": upload(text), "valid_from": "2026-01-01"})
    assert "<script>alert" not in shown.content.decode()


def test_only_an_administrator_imports(client: Client, body: Body) -> None:
    client.force_login(make_employee(body, "executor"))
    assert client.get("/desk/classifier/").status_code == 403


# --- suggestions


def test_topics_are_learned_from_the_bodys_own_cases_and_suggested_in_words(
    client: Client, body: Body
) -> None:
    imported(body, FIRST)
    for number in range(12):
        registered(body, FAIRS, f"Где встать с прилавком на ярмарке номер {number}?")
        registered(body, "0001.0002.0025.0086", f"Какие условия патента, вариант {number}?")
    model = cases.train_topics(body, by=SYSTEM)
    assert model is not None
    assert model.three_right == 1.0
    assert cases.train_topics(body, by=SYSTEM) is None, "nothing new is to be learned"
    (first, *_rest) = topics.suggestions(body, "Дадут ли прилавок на ярмарке?")
    assert first.topic.code == FAIRS
    case = make_case(body, text="Дадут ли прилавок на ярмарке?")
    client.force_login(make_employee(body, "registrar"))
    page = client.get(f"/desk/cases/{case.pk}/register").content.decode()
    assert f'data-value="{FAIRS} Ярмарки и торговые места"' in page
    assert not Question.objects.filter(case=case).exclude(topic_code="").exists()


def test_what_people_chose_is_counted_against_what_was_suggested(body: Body) -> None:
    imported(body, FIRST)
    registered(body, FAIRS, "Как получить торговые места на ярмарке?")
    registered(body, "0001.0002.0025.0086", "Сколько торговых мест на ярмарке?")
    taken = topics.taken_suggestions(body)
    assert (taken.questions, taken.first) == (2, 1)


def test_a_body_never_learns_from_another_one(body: Body) -> None:
    other = make_body("labour-novosibirsk")
    for _ in range(3):
        make_case(other, Stage.REGISTERED)
    assert topics.samples_of(body) == []


def test_old_models_are_dropped(body: Body) -> None:
    make_case(body, Stage.REGISTERED)
    for number in range(1, 8):
        TopicModel.objects.create(
            body=body, number=number, trained_at=RECEIVED, questions=0, classifier_version="x", data={}
        )  # fmt: skip
    for _ in range(25):
        registered(body, topic())
    assert cases.train_topics(body, by=SYSTEM) is not None
    assert TopicModel.objects.filter(body=body).count() == 5


def test_words_in_any_form_find_a_topic_while_somebody_types(client: Client, body: Body) -> None:
    client.force_login(make_employee(body, "registrar"))
    shown = client.get("/desk/topics/", {"question-0-topic": "закупок"}).content.decode()
    assert 'data-value="0001.0002.0025.0096 Закупки"' in shown
    assert 'data-take="#id_question-0-topic"' in shown
    hostile = client.get("/desk/topics/", {'x"><script>': "<script>alert(1)"}).content.decode()
    assert "<script>" not in hostile


def test_templates_are_offered_the_topics_of_the_bodys_own_list(client: Client, body: Body) -> None:
    imported(body, FIRST)
    client.force_login(make_employee(body, "office"))
    page = client.get("/desk/templates/new").content.decode()
    assert f"{FAIRS} Ярмарки и торговые места" in page
