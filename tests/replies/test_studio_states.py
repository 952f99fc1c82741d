"""Beside the draft: earlier states, who else is here, two texts of one part, parts that are too long."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from otklik.cases.models import Case, Stage
from otklik.replies import actions
from otklik.replies.actions.keeping import AFTER_SENDING
from otklik.replies.actions.presence import GONE, be_present
from otklik.replies.draft_rules import PAUSE
from otklik.replies.jobs import drop_old_draft_states
from otklik.replies.models import DraftVersion, Presence, Reply
from otklik.replies.writing_queries import PRESENT, copy_key, others_at
from otklik.staff.models import Employee
from tests.factories import Team, make_body, make_case, make_employee, make_team

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture
def team() -> Team:
    return make_team(make_body())


@pytest.fixture
def case(team: Team) -> Case:
    body = team.executor.body
    assert body is not None
    return make_case(body, Stage.ASSIGNED, team=team)


@pytest.fixture
def executor(client: Client, team: Team) -> Client:
    client.force_login(team.executor)
    return client


def with_answer(reply: Reply, text: str) -> dict[str, Any]:
    key = str(reply.case.questions.get().pk)
    return {**reply.draft, "answers": {key: text}}


def write(reply: Reply, by: Employee, text: str, after: timedelta, **more: Any) -> Reply:
    draft = with_answer(reply, text)
    return actions.save(reply, by=by, draft=draft, revision=reply.revision, at=NOW + after, **more)


def texts(reply: Reply) -> list[str]:
    key = str(reply.case.questions.get().pk)
    return [row.draft["answers"][key] for row in reply.draft_versions.all()]


def form(case: Case, reply: Reply, **changes: str) -> dict[str, str]:
    key = case.questions.get().pk
    known = {
        **{name: reply.draft[name] for name in ("salutation", "opening", "closing")},
        "revision": str(reply.revision),
        f"answer-{key}": reply.draft["answers"][str(key)],
    }
    return known | {name.replace("KEY", str(key)): value for name, value in changes.items()}


class TestStates:
    def test_a_state_is_kept_after_a_pause_and_not_with_each_word(
        self, case: Case, team: Team
    ) -> None:
        reply = actions.start(case, by=team.executor, at=NOW)
        reply = write(reply, team.executor, "Первое.", timedelta(seconds=10))
        reply = write(reply, team.executor, "Первое. Второе.", timedelta(seconds=20))
        assert texts(reply) == []
        reply = write(reply, team.executor, "Первое. Второе. Третье.", PAUSE + timedelta(minutes=1))
        assert texts(reply) == ["Первое. Второе."]

    def test_a_replacement_can_be_taken_back(
        self, executor: Client, case: Case, team: Team
    ) -> None:
        reply = actions.start(case, by=team.executor, at=NOW)
        reply = write(reply, team.executor, "Слово нe нужно.", timedelta(seconds=5))
        reply = write(reply, team.executor, "Слово не нужно.", timedelta(seconds=9), whole=True)
        page = executor.get(f"/desk/cases/{case.pk}/reply/states").content.decode()
        assert "<del>нe</del>" in page
        assert "<ins>не</ins>" in page
        state = reply.draft_versions.get()
        executor.post(f"/desk/cases/{case.pk}/reply/restore", {"state": state.revision})
        reply.refresh_from_db()
        key = str(case.questions.get().pk)
        assert reply.draft["answers"][key] == "Слово нe нужно."
        assert "Слово не нужно." in texts(reply), "going back loses nothing either"

    @pytest.mark.parametrize("asked", ["999", "x", "", "-1", "²"])
    def test_a_state_that_is_not_kept_is_refused(
        self, executor: Client, case: Case, team: Team, asked: str
    ) -> None:
        reply = actions.start(case, by=team.executor)
        answer = executor.post(
            f"/desk/cases/{case.pk}/reply/restore", {"state": asked}, follow=True
        )
        assert "больше не хранится" in answer.content.decode()
        reply.refresh_from_db()
        assert reply.revision == 1

    def test_another_s_state_is_kept_before_mine_replaces_it(self, case: Case, team: Team) -> None:
        body = team.executor.body
        assert body is not None
        reply = actions.start(case, by=team.executor, at=NOW)
        reply = write(reply, team.executor, "Одно.", timedelta(seconds=1))
        Reply.objects.filter(pk=reply.pk).update(author=make_employee(body, "executor"))
        reply.refresh_from_db()
        reply = write(reply, team.executor, "Другое.", timedelta(seconds=2))
        assert texts(reply) == ["Одно."]

    def test_states_go_when_the_letter_was_sent_long_ago(self, case: Case, team: Team) -> None:
        reply = actions.start(case, by=team.executor, at=NOW)
        write(reply, team.executor, "Одно.", PAUSE * 2)
        assert DraftVersion.objects.exists()
        assert drop_old_draft_states() == 0
        long_ago = timezone.now() - AFTER_SENDING - timedelta(days=1)
        Reply.objects.update(stage=Reply.Stage.DISPATCHED, saved_at=long_ago)
        assert drop_old_draft_states() > 0
        assert not DraftVersion.objects.exists()

    def test_nobody_else_sees_the_states(self, client: Client, case: Case, team: Team) -> None:
        actions.start(case, by=team.executor)
        stranger = make_team(make_body("economy-magadan"))
        client.force_login(stranger.executor)
        assert client.get(f"/desk/cases/{case.pk}/reply/states").status_code == 404
        assert client.post(f"/desk/cases/{case.pk}/reply/restore", {"state": 1}).status_code == 404


class TestTwoEditors:
    def test_different_parts_come_together_without_a_question(
        self, executor: Client, case: Case, team: Team
    ) -> None:
        executor.post(
            f"/desk/cases/{case.pk}/reply", form(case, actions.start(case, by=team.executor))
        )
        reply = Reply.objects.get(case=case)
        page = executor.get(f"/desk/cases/{case.pk}/reply")
        base = page.context["form"]["base"].value()
        executor.post(
            f"/desk/cases/{case.pk}/reply", form(case, reply, closing="Их заключение.", base=base)
        )
        answer = executor.post(
            f"/desk/cases/{case.pk}/reply",
            form(case, reply, act="autosave", base=base, **{"answer-KEY": "Мой ответ есть."}),
        ).json()
        assert answer["state"] == "saved"
        assert answer["fields"] == {"closing": "Их заключение."}
        assert "заключение" in answer["said"]
        now = Reply.objects.get(case=case)
        assert now.draft["closing"] == "Их заключение."
        assert list(now.draft["answers"].values()) == ["Мой ответ есть."]

    def test_the_other_text_may_be_taken_part_by_part(
        self, executor: Client, case: Case, team: Team
    ) -> None:
        address = f"/desk/cases/{case.pk}/reply"
        reply = actions.start(case, by=team.executor)
        key = case.questions.get().pk
        executor.post(address, form(case, reply, **{"answer-KEY": "Их слова есть."}))
        page = executor.post(address, form(case, reply, **{"answer-KEY": "Мои слова есть."}))
        assert page.status_code == 409
        shown = {side.part: side for side in page.context["sides"]}
        assert set(shown) == {f"answer-{key}"}
        sent = dict(page.context["kept"]) | {
            "act": "join",
            "revision": page.context["form"]["revision"].value(),
            "base": page.context["form"]["base"].value(),
            f"join-answer-{key}": "theirs",
            **dict(shown[f"answer-{key}"].other_fields),
        }
        assert executor.post(address, sent).status_code == 302
        now = Reply.objects.get(case=case)
        assert now.draft["answers"][str(key)] == "Их слова есть."

    @pytest.mark.parametrize("base", ["", "[]", "{", '{"opening": 7}', "null", "я" * 9000])
    def test_marks_that_are_none_lose_nothing(
        self, executor: Client, case: Case, team: Team, base: str
    ) -> None:
        reply = actions.start(case, by=team.executor)
        answer = executor.post(
            f"/desk/cases/{case.pk}/reply",
            form(case, reply, act="autosave", base=base, closing="Слова."),
        )
        assert answer.json()["state"] == "saved"
        assert Reply.objects.get(case=case).draft["closing"] == "Слова."


class TestPresence:
    def test_who_else_has_the_letter_open_is_told_until_he_leaves(
        self, executor: Client, case: Case, team: Team
    ) -> None:
        body = team.executor.body
        assert body is not None
        other = make_employee(body, "executor")
        be_present(case, by=other)
        answer = executor.post(f"/desk/cases/{case.pk}/reply/present").json()
        assert str(other) in answer["html"]["others"]
        assert str(team.executor.pk) not in answer["html"]["others"]
        now = timezone.now()
        assert [one.pk for one in others_at(case, other, now)] == [team.executor.pk]
        assert others_at(case, other, now + PRESENT + timedelta(seconds=1)) == []
        executor.post(f"/desk/cases/{case.pk}/reply/present", {"leaving": "1"})
        assert others_at(case, other, now) == []

    def test_a_reader_is_not_shown_as_a_writer(
        self, client: Client, case: Case, team: Team
    ) -> None:
        body = team.executor.body
        assert body is not None
        client.force_login(make_employee(body, "executor", "head"))
        client.post(f"/desk/cases/{case.pk}/reply/present")
        assert not Presence.objects.exists()

    def test_old_signs_of_life_are_forgotten(self, case: Case, team: Team) -> None:
        be_present(case, by=team.head, at=timezone.now() - GONE - timedelta(minutes=1))
        be_present(case, by=team.executor)
        assert [row.employee_id for row in Presence.objects.all()] == [team.executor.pk]

    def test_each_employee_has_a_key_of_his_own_for_copies_in_the_browser(self, team: Team) -> None:
        assert copy_key(team.executor) == copy_key(team.executor)
        assert copy_key(team.executor) != copy_key(team.head)


class TestBadInput:
    def test_a_part_that_is_too_long_does_not_keep_the_others_from_being_saved(
        self, executor: Client, case: Case, team: Team
    ) -> None:
        reply = actions.start(case, by=team.executor)
        reply = write(reply, team.executor, "Было.", timedelta(seconds=1))
        paste = "Страница текста. " * 40_000
        answer = executor.post(
            f"/desk/cases/{case.pk}/reply",
            form(case, reply, act="autosave", closing="Новое.", **{"answer-KEY": paste}),
        ).json()
        key = case.questions.get().pk
        assert "можно 60\u00a0000" in answer["errors"][f"answer-{key}"]
        now = Reply.objects.get(case=case)
        assert (now.draft["closing"], now.draft["answers"][str(key)]) == ("Новое.", "Было.")

    def test_a_letter_that_left_the_desk_meanwhile_says_so_and_shows_the_words(
        self, executor: Client, case: Case, team: Team
    ) -> None:
        reply = actions.start(case, by=team.executor)
        Reply.objects.update(stage=Reply.Stage.FOR_SIGNATURE)
        said = executor.post(
            f"/desk/cases/{case.pk}/reply", form(case, reply, act="autosave", closing="Поздно.")
        ).json()
        assert (said["state"], "Ничего не сохранено" in said["said"]) == ("closed", True)
        page = executor.post(f"/desk/cases/{case.pk}/reply", form(case, reply, closing="Поздно."))
        assert "Поздно." in page.content.decode()
        assert Reply.objects.get().draft["closing"] == ""
