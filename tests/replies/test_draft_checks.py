"""The studio shows what the checks find in a draft, at its words, and puts a suggestion in by one click."""

from typing import Any

import pytest
from django.test import Client as Browser
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from otklik import regulations
from otklik.cases.models import Stage
from otklik.replies import actions, queries
from otklik.replies.checks.draft import check_draft, marked, mended
from tests.factories import make_body, make_case, make_team

PROFILE = regulations.profile("economy-novosibirsk")


def draft(answer: str, **parts: str) -> dict[str, Any]:
    return {"salutation": "", "opening": "", "answers": {"7": answer}, "closing": "", **parts}


def test_findings_name_their_part_and_place() -> None:
    (found,) = check_draft(PROFILE, draft("Заявка принита вчера."))
    assert (found.part, found.finding.rule, found.finding.text) == (
        "answer-7",
        "spelling",
        "принита",
    )
    assert found.key == "answer-7 7 14 spelling"


def test_what_must_be_mended_comes_first() -> None:
    found = check_draft(PROFILE, draft("Заявка принита {когда}."))
    assert [item.finding.severity for item in found] == ["block", "warn"]


def test_a_suggestion_goes_to_its_place_and_nowhere_else() -> None:
    before = draft("Ответ в течении дня. Снова в течении дня.", opening="в течении")
    first = next(item for item in check_draft(PROFILE, before) if item.part == "answer-7")
    after = mended(before, first)
    assert after["answers"]["7"] == "Ответ в течение дня. Снова в течении дня."
    assert after["opening"] == before["opening"]
    assert before["answers"]["7"].startswith("Ответ в течении")


@given(st.text(alphabet="абв {}.,★\nВ течении приказа", max_size=120))
def test_a_marked_text_says_the_same_words(text: str) -> None:
    found = [item for item in check_draft(PROFILE, draft(text)) if item.part == "answer-7"]
    assert "".join(piece.text for piece in marked(text, found)) == text


@pytest.mark.django_db
class TestStudio:
    @pytest.fixture
    def desk(self, client: Browser) -> tuple[Browser, Any]:
        body = make_body()
        team = make_team(body)
        case = make_case(body, Stage.ASSIGNED, team=team)
        client.force_login(team.executor)
        return client, case

    def test_a_suggestion_is_put_into_the_draft_by_one_click(self, desk: Any) -> None:
        browser, case = desk
        reply = actions.start(case, by=case.executor)
        pk = str(case.questions.get().pk)
        typed = {
            f"answer-{pk}": "Мы ответим в течении дня.",
            "salutation": reply.draft["salutation"],
            "opening": reply.draft["opening"],
            "closing": "",
            "revision": reply.revision,
        }
        page = browser.post(
            reverse("desk:reply", args=[case.pk]), {**typed, "act": "save"}, follow=True
        )
        assert "в течении" in page.content.decode()
        key = f"answer-{pk} 11 20 spelling"
        assert f"mend {key}" in page.content.decode()
        revision = queries.reply_of(case).revision  # type: ignore[union-attr]  # saved a line above
        done = browser.post(
            reverse("desk:reply", args=[case.pk]),
            {**typed, "revision": revision, "act": f"mend {key}"},
            follow=True,
        )
        assert queries.reply_of(case).draft["answers"][pk] == "Мы ответим в течение дня."  # type: ignore[union-attr]  # as above
        assert "Заменено" in done.content.decode()

    def test_a_place_that_changed_meanwhile_is_left_alone(self, desk: Any) -> None:
        browser, case = desk
        reply = actions.start(case, by=case.executor)
        pk = str(case.questions.get().pk)
        done = browser.post(
            reverse("desk:reply", args=[case.pk]),
            {
                f"answer-{pk}": "Мы ответим завтра.",
                "salutation": reply.draft["salutation"],
                "opening": reply.draft["opening"],
                "closing": "",
                "revision": reply.revision,
                "act": f"mend answer-{pk} 11 20 spelling",
            },
            follow=True,
        )
        assert queries.reply_of(case).draft["answers"][pk] == "Мы ответим завтра."  # type: ignore[union-attr]  # the page saved it
        assert "уже изменилось" in done.content.decode()

    @pytest.mark.clause("labour-novosibirsk:8.5")
    def test_a_draft_over_two_pages_is_told_to_its_writer(self, desk: Any) -> None:
        browser, case = desk
        reply = actions.start(case, by=case.executor)
        pk = str(case.questions.get().pk)
        long = {pk: "Субсидию дают пекарням, которые работают в области больше года.\n" * 120}
        actions.save(
            reply, by=case.executor, draft={**reply.draft, "answers": long}, revision=reply.revision
        )
        page = browser.get(reverse("desk:reply", args=[case.pk])).content.decode()
        assert "лучше не больше 2" in page

    def test_a_gap_of_a_template_keeps_a_letter_from_the_signer(self, desk: Any) -> None:
        _, case = desk
        reply = actions.start(case, by=case.executor)
        pk = str(case.questions.get().pk)
        saved = actions.save(
            reply,
            by=case.executor,
            draft={**reply.draft, "answers": {pk: "Выплата придёт {дата}."}},
            revision=reply.revision,
        )
        lacking = [item for item in queries.missing_in(saved) if item.code == f"words-answer-{pk}"]
        assert [item.blocks for item in lacking] == [True]
