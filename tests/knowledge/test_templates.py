"""Templates live: versions that never change, publishing, a term of review with its task, use, rating, reports."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from otklik.config.tallies import day_of
from otklik.config.today import knowledge_base
from otklik.journal.models import Entry
from otklik.knowledge import actions, queries, rules
from otklik.knowledge.differences import differences
from otklik.knowledge.models import ReplyTemplate, TemplateReport, TemplateVersion
from otklik.knowledge.rules import Standing, State
from otklik.staff.models import Body, Employee
from otklik.staff.profiles import profile_of
from otklik.staff.refusals import Refusal
from tests.factories import make_body, make_employee

TEXT = "Ваше письмо № {номер} получено. Решение примут до {дата: когда}."
ABOUT = "case:17"


@pytest.fixture
def body() -> Body:
    return make_body("industry-mordovia")


@pytest.fixture
def owner(body: Body) -> Employee:
    return make_employee(body, "executor")


@pytest.fixture
def template(owner: Employee) -> ReplyTemplate:
    return actions.save_template(title="Срок решения", text=TEXT, by=owner)


def signed_in(employee: Employee) -> Client:
    client = Client()
    client.force_login(employee)
    return client


def outlived(template: ReplyTemplate, days: int = 1) -> ReplyTemplate:
    """The same template after its term of review: so many days too late."""
    term = profile_of(template.body).term("template_review")
    assert term is not None
    assert template.owner is not None
    then = timezone.now() - timedelta(days=term.amount + days)
    return actions.confirm_template(template, by=template.owner, at=then)


@pytest.mark.django_db
class TestVersions:
    def test_each_save_is_a_new_version_and_the_old_words_stay(
        self, template: ReplyTemplate, owner: Employee
    ) -> None:
        actions.save_template(template=template, title="Срок", text="Иначе.", by=owner)
        kept = list(TemplateVersion.objects.order_by("number").values_list("number", "text"))
        assert kept == [(1, TEXT), (2, "Иначе.")]
        assert ReplyTemplate.objects.get().version == 2

    def test_the_same_words_make_no_version(self, template: ReplyTemplate, owner: Employee) -> None:
        actions.save_template(template=template, title=template.title, text=TEXT, by=owner)
        assert TemplateVersion.objects.count() == 1

    def test_an_earlier_version_is_restored_as_a_new_one(
        self, template: ReplyTemplate, owner: Employee
    ) -> None:
        actions.save_template(template=template, title="Срок", text="Иначе.", by=owner)
        restored = actions.restore_template(template, 1, by=owner)
        assert (restored.version, restored.text) == (3, TEXT)
        assert TemplateVersion.objects.get(number=3).restored_from == 1
        with pytest.raises(Refusal):
            actions.restore_template(template, 3, by=owner)

    def test_nobodys_newer_version_is_overwritten(
        self, template: ReplyTemplate, body: Body
    ) -> None:
        client = signed_in(make_employee(body, "executor"))
        address = reverse("desk:edit-template", args=[template.pk])
        said = {"title": "Мой", "text": "Мой текст.", "topic_code": "", "version": "1"}
        assert template.owner is not None
        actions.save_template(template=template, title="Их", text="Их.", by=template.owner)
        page = client.post(address, said)
        assert page.status_code == 422
        shown = page.content.decode()
        assert "Их." in shown
        assert "Мой текст." in shown
        assert ReplyTemplate.objects.get().text == "Их."
        assert client.post(address, said | {"version": "2"}).status_code == 302
        assert ReplyTemplate.objects.get().text == "Мой текст."

    def test_the_history_shows_what_changed_and_restores(
        self, template: ReplyTemplate, owner: Employee
    ) -> None:
        actions.save_template(template=template, title="Срок", text=TEXT + " Спасибо.", by=owner)
        client = signed_in(owner)
        page = client.get(reverse("desk:template-history", args=[template.pk])).content.decode()
        assert "<ins>" in page
        assert "Спасибо." in page
        assert (
            client.post(reverse("desk:restore-template", args=[template.pk, 1])).status_code == 302
        )
        assert ReplyTemplate.objects.get().text == TEXT

    @pytest.mark.parametrize("text", ["До {дата: когда", "До {день: когда}", "До {}"])
    def test_a_gap_that_is_none_is_refused_and_what_was_typed_stays(
        self, owner: Employee, text: str
    ) -> None:
        page = signed_in(owner).post(reverse("desk:new-template"), {"title": "А", "text": text})
        assert page.status_code == 422
        assert text in page.content.decode()
        assert page.context["form"].errors["text"]
        assert not ReplyTemplate.objects.exists()


@pytest.mark.django_db
class TestStates:
    def test_a_draft_is_offered_to_nobody_until_it_is_published(self, owner: Employee) -> None:
        draft = actions.save_template(title="Черновик", text="Текст.", by=owner, publish=False)
        assert not queries.published_for(owner)
        actions.publish_template(draft, by=owner)
        assert list(queries.published_for(owner)) == [draft]
        actions.withdraw_template(draft, by=owner)
        assert not queries.published_for(owner)

    @pytest.mark.parametrize("act", ["confirm", "report", "use", "save", "withdraw"])
    def test_a_withdrawn_template_takes_no_other_act(
        self, template: ReplyTemplate, owner: Employee, act: str
    ) -> None:
        actions.withdraw_template(template, by=owner)
        acts: dict[str, Any] = {
            "confirm": lambda: actions.confirm_template(template, by=owner),
            "report": lambda: actions.report_template(template, by=owner),
            "use": lambda: actions.use_template(template, about=ABOUT, by=owner),
            "save": lambda: actions.save_template(template=template, title="А", text="Б", by=owner),
            "withdraw": lambda: actions.withdraw_template(template, by=owner),
        }
        with pytest.raises(Refusal):
            acts[act]()

    def test_the_pages_move_a_template(self, template: ReplyTemplate, owner: Employee) -> None:
        client = signed_in(owner)
        for act, state in (("withdraw", State.WITHDRAWN), ("publish", State.PUBLISHED)):
            address = reverse("desk:move-template", args=[template.pk, act])
            assert client.post(address).status_code == 302
            assert ReplyTemplate.objects.get().state == state
            assert client.post(address).status_code == 422
        assert (
            client.post(reverse("desk:move-template", args=[template.pk, "eat"])).status_code == 404
        )

    def test_another_body_and_who_may_not_are_refused(
        self, template: ReplyTemplate, body: Body
    ) -> None:
        other = make_employee(make_body("economy-magadan"), "executor", "office")
        registrar = make_employee(body, "registrar")
        for person in (other, registrar):
            for act in (
                actions.confirm_template,
                actions.withdraw_template,
                actions.publish_template,
            ):
                with pytest.raises(Refusal):
                    act(template, by=person)
        assert ReplyTemplate.objects.get().state == State.PUBLISHED


@pytest.mark.django_db
@pytest.mark.clause("industry-mordovia:11bis.b")
class TestReview:
    def test_an_outlived_template_is_marked_and_is_a_task_of_its_owner(
        self, template: ReplyTemplate, owner: Employee, body: Body
    ) -> None:
        assert not list(knowledge_base(day_of(owner)))
        outlived(template)
        page = signed_in(owner).get(reverse("desk:today")).content.decode()
        assert "Мои шаблоны ответов" in page
        assert "пора проверить" in page
        listed = signed_in(owner).get(reverse("desk:templates"), {"check": "on"}).content.decode()
        assert "проверить" in listed
        assert template.title in listed
        assert not list(knowledge_base(day_of(make_employee(body, "executor"))))

    def test_on_the_last_day_of_the_term_there_is_no_task_yet(
        self, template: ReplyTemplate, owner: Employee
    ) -> None:
        fresh = outlived(template, days=0)
        assert fresh.review_by is not None
        assert not queries.to_check(owner, fresh.review_by)
        assert list(queries.to_check(owner, fresh.review_by + timedelta(days=1))) == [fresh]

    def test_whoever_says_that_it_is_right_ends_the_task(
        self, template: ReplyTemplate, owner: Employee
    ) -> None:
        outlived(template)
        client = signed_in(owner)
        page = client.get(reverse("desk:template", args=[template.pk])).content.decode()
        assert "Шаблон ещё верен?" in page
        client.post(reverse("desk:move-template", args=[template.pk, "confirm"]))
        assert not list(knowledge_base(day_of(owner)))
        entry = Entry.objects.filter(act="knowledge.confirm-template").latest("id")
        assert entry.clause == "industry-mordovia:11bis.b"

    def test_a_new_version_is_a_review_as_well(
        self, template: ReplyTemplate, owner: Employee
    ) -> None:
        outlived(template)
        actions.save_template(template=template, title="Срок", text="Новое.", by=owner)
        assert not list(knowledge_base(day_of(owner)))

    def test_a_template_whose_owner_has_left_is_a_task_of_the_analysts(
        self, template: ReplyTemplate, owner: Employee, body: Body
    ) -> None:
        outlived(template)
        office = make_employee(body, "office")
        day = day_of(office)
        assert not queries.to_check(office, day.today)
        Employee.objects.filter(pk=owner.pk).update(is_active=False)
        assert list(queries.to_check(office, day.today)) == [template]


@pytest.mark.django_db
class TestUse:
    @pytest.mark.clause("industry-mordovia:11bis.a")
    def test_use_and_rating_are_counted(self, template: ReplyTemplate, body: Body) -> None:
        users = [make_employee(body, "executor") for _ in range(3)]
        uses = [actions.use_template(template, about=ABOUT, by=user) for user in users]
        actions.rate_use(uses[0], helped=True, by=users[0])
        actions.rate_use(uses[1], helped=False, by=users[1])
        row: Any = queries.with_ratings(ReplyTemplate.objects.all()).get()
        assert (row.uses_count, row.helped, row.failed) == (3, 1, 1)
        with pytest.raises(Refusal):
            actions.rate_use(uses[2], helped=True, by=users[0])
        page = signed_in(users[0]).get(reverse("desk:template", args=[template.pk]))
        assert "помог" in page.content.decode()

    def test_a_reported_error_is_a_task_of_the_owner_until_he_settles_it(
        self, template: ReplyTemplate, owner: Employee, body: Body
    ) -> None:
        finder = make_employee(body, "operator")
        address = reverse("desk:report-template", args=[template.pk])
        assert signed_in(finder).post(address).status_code == 302
        signed_in(finder).post(address, {"note": "Телефон устарел"})
        report = TemplateReport.objects.get()
        assert report.note == "Телефон устарел"
        page = signed_in(owner).get(reverse("desk:today")).content.decode()
        assert "сообщили об ошибке" in page
        client = signed_in(owner)
        assert (
            "Телефон устарел"
            in client.get(reverse("desk:template", args=[template.pk])).content.decode()
        )
        client.post(reverse("desk:settle-report", args=[template.pk, report.pk]))
        assert not list(knowledge_base(day_of(owner)))

    def test_the_list_asks_the_database_as_often_for_many_as_for_one(
        self, owner: Employee, django_assert_max_num_queries: Any
    ) -> None:
        for number in range(12):
            row = actions.save_template(title=f"Шаблон {number}", text="Текст.", by=owner)
            use = actions.use_template(row, about=ABOUT, by=owner)
            actions.rate_use(use, helped=True, by=owner)
            actions.report_template(row, by=owner)
        client = signed_in(owner)
        client.get(reverse("desk:templates"))
        with django_assert_max_num_queries(16):
            page = client.get(reverse("desk:templates"))
        assert len(page.context["rows"]) == 12

    @pytest.mark.parametrize(
        ("asked", "count"),
        [
            ({"q": "сроку"}, 1),
            ({"state": "draft"}, 1),
            ({"check": "on"}, 0),
            ({"topic": "нет такой"}, 2),
            ({"owner": "x"}, 2),
            ({"reported": "on"}, 0),
        ],
    )
    def test_the_list_is_narrowed(
        self, template: ReplyTemplate, owner: Employee, asked: dict[str, str], count: int
    ) -> None:
        actions.save_template(title="Другое", text="О дорогах.", by=owner, publish=False)
        page = signed_in(owner).get(reverse("desk:templates"), asked)
        assert len(page.context["rows"]) == count


class TestRank:
    @given(st.floats(0, 1), st.integers(0, 50), st.integers(0, 50), st.integers(0, 500))
    def test_one_more_whom_it_helped_never_ranks_lower(
        self, near: float, helped: int, failed: int, uses: int
    ) -> None:
        one = Standing("", near, helped, failed, uses)
        more = Standing("", near, helped + 1, failed, uses + 1)
        assert rules.score(more, "1.2") > rules.score(one, "1.2")

    def test_the_topic_weighs_more_than_words_and_rating(self) -> None:
        same = Standing("1.2.3", 0.0, 0, 5, 0)
        near = Standing("9.9.9", 0.6, 5, 0, 5)
        assert rules.score(same, "1.2.3") + 0.4 > rules.score(near, "1.2.3")
        assert rules.suits(same, "1.2.3")
        assert not rules.suits(Standing("9.9.9", 0.1), "1.2.3")
        assert rules.suits(Standing("1.2.4"), "1.2.3")


@given(st.text(alphabet="аб \n", max_size=40), st.text(alphabet="аб \n", max_size=40))
def test_differences_tell_both_texts(old: str, new: str) -> None:
    pieces = differences(old, new)
    assert "".join(piece.text for piece in pieces if piece.kind != "gone") == new
    assert "".join(piece.text for piece in pieces if piece.kind != "added") == old
