"""Joint answers: one letter's words to many clients, each letter with its own face, number and signature."""

from datetime import timedelta

import pytest
from django.test import Client

from otklik.cases.models import Case, Stage
from otklik.journal.models import Entry
from otklik.messages.models import Outgoing
from otklik.replies import actions as replies
from otklik.replies import joint_queries
from otklik.replies.joint_rules import AT_ONCE, Asked, carried_draft, match_questions
from otklik.replies.models import Decision, LetterVersion, Reply
from otklik.staff.models import Body
from otklik.staff.refusals import Refusal
from tests.factories import RECEIVED, Team, make_body, make_case, make_client, make_team
from tests.replies.route_world import House, house, write

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
SENT, SIGNED = RECEIVED + 3 * DAY, RECEIVED + 4 * DAY
CAMPAIGN = "Прошу не закрывать автобус до посёлка Выдуманного. Почему отменили утренний рейс?"
QUESTION = "Почему отменили утренний рейс автобуса?"


@pytest.fixture
def body() -> Body:
    return make_body()


@pytest.fixture
def team(body: Body) -> Team:
    return make_team(body)


def appeal(body: Body, team: Team, surname: str, *questions: str, text: str = "") -> Case:
    return make_case(
        body,
        Stage.ASSIGNED,
        team=team,
        client=make_client(body, surname=surname),
        text=text or f"{CAMPAIGN} {surname}.",
        summary="отмена рейса",
        questions=questions or (QUESTION,),
    )


def lead_of(body: Body, team: Team) -> Reply:
    return write(appeal(body, team, "Соколова"), team.executor, at=SENT)


def follower(reply: Reply) -> Reply:
    return Reply.objects.get(lead=reply)


def test_each_client_gets_the_words_with_his_own_salutation_number_and_recipient(
    body: Body, team: Team
) -> None:
    lead = lead_of(body, team)
    other = make_case(
        body, Stage.ASSIGNED, team=team, text=CAMPAIGN, questions=(QUESTION,), summary="рейс",
        client=make_client(body, surname="Громов", given_name="Илья", patronymic="Петрович"),
        addressee="губернатор",
    )  # fmt: skip
    replies.join(lead.case, [other], by=team.executor, at=SENT)
    sent = replies.submit_together(lead, by=team.executor, at=SENT)
    assert (sent.done, sent.refused, sent.left) == (1, (), 0)
    first = LetterVersion.objects.get(reply=lead)
    second = LetterVersion.objects.get(reply__case=other)
    assert second.content["salutation"] == "Уважаемый Илья Петрович!"
    assert "губернатор" in second.content["opening"]
    assert str(other.number) in second.content["reference_line"]
    assert "Громову" in second.content["recipient_lines"][0]
    assert second.content["answers"][0]["text"] == first.content["answers"][0]["text"]
    assert second.sha256 != first.sha256
    assert other.questions.get().outcome == "solved"


def test_signed_together_each_has_its_own_hash_number_decision_and_delivery(
    body: Body, team: Team
) -> None:
    lead = lead_of(body, team)
    others = [appeal(body, team, name) for name in ("Громова", "Лунина")]
    replies.join(lead.case, others, by=team.executor, at=SENT)
    replies.submit_together(lead, by=team.executor, at=SENT)
    waiting = joint_queries.waiting_together(lead, team.signer)
    assert waiting[0].reply_id == lead.pk
    shown = [(version, version.sha256) for version in waiting]
    sent = replies.sign_together(shown, by=team.signer, at=SIGNED)
    assert (sent.done, sent.refused) == (3, ())
    assert len({reply.number for reply in Reply.objects.all()}) == 3
    assert Decision.objects.filter(kind="signed").count() == 3
    assert Outgoing.objects.filter(kind="reply").count() == 3
    assert Entry.objects.filter(act="replies.sign").count() == 3


def test_a_question_that_the_lead_does_not_answer_blocks_that_letter_only(
    body: Body, team: Team
) -> None:
    lead = lead_of(body, team)
    more = appeal(body, team, "Громова", QUESTION, "Как получить справку о доходах семьи?")
    plain = appeal(body, team, "Лунина")
    replies.join(lead.case, [more, plain], by=team.executor, at=SENT)
    listed = {item.reply.case_id: item.unanswered for item in joint_queries.followers_of(lead)}
    assert [row.text for row in listed[more.pk]] == ["Как получить справку о доходах семьи?"]
    assert listed[plain.pk] == ()
    sent = replies.submit_together(lead, by=team.executor, at=SENT)
    assert sent.done == 1
    assert [reply.case_id for reply, _reason in sent.refused] == [more.pk]
    assert Reply.objects.get(case=more).stage == Reply.Stage.DRAFT
    assert Reply.objects.get(case=plain).stage == Reply.Stage.FOR_SIGNATURE


def test_a_letter_taken_out_keeps_its_words_and_is_edited_by_itself(body: Body, team: Team) -> None:
    lead = lead_of(body, team)
    replies.join(lead.case, [appeal(body, team, "Громова")], by=team.executor, at=SENT)
    letter = follower(lead)
    with pytest.raises(Refusal, match="исключите"):
        replies.save(letter, by=team.executor, draft=letter.draft, revision=letter.revision)
    with pytest.raises(Refusal, match="исключите"):
        replies.submit(letter, by=team.executor)
    free = replies.leave_joint(letter, by=team.executor, at=SENT)
    assert free.lead is None
    assert free.draft["answers"] == letter.draft["answers"]
    changed = free.draft | {"closing": "Приходите на приём."}
    saved = replies.save(free, by=team.executor, draft=changed, revision=free.revision)
    assert saved.draft["closing"] == "Приходите на приём."


def test_what_was_typed_before_joining_is_kept_as_an_earlier_state(body: Body, team: Team) -> None:
    lead = lead_of(body, team)
    other = appeal(body, team, "Громова")
    own = replies.start(other, by=team.executor, at=SENT)
    typed = own.draft | {"closing": "Мои слова, набранные раньше."}
    replies.save(own, by=team.executor, draft=typed, revision=own.revision, at=SENT)
    replies.join(lead.case, [other], by=team.executor, at=SENT + DAY)
    kept = [row.draft.get("closing") for row in own.draft_versions.all()]
    assert "Мои слова, набранные раньше." in kept


def test_the_way_of_approval_is_run_once_on_the_lead() -> None:
    where: House = house()
    lead = write(appeal(where.body, where.team, "Соколова"), where.team.executor)
    other = appeal(where.body, where.team, "Громова")
    replies.join(lead.case, [other], by=where.team.executor, at=SENT)
    sent = replies.submit_together(lead, by=where.team.executor, at=SENT)
    assert sent.left == 1
    assert follower(lead).stage == Reply.Stage.DRAFT, "it waits while the lead is being approved"
    version = LetterVersion.objects.get(reply=lead)
    replies.approve(version, by=where.team.head, sha256=version.sha256, at=SENT + DAY)
    assert replies.submit_together(lead, by=where.team.executor, at=SENT + DAY).done == 1
    letter = follower(lead)
    assert letter.stage == Reply.Stage.FOR_SIGNATURE
    assert not letter.versions.get().approvals.exists()


def test_words_changed_after_a_follower_was_made_are_never_signed(body: Body, team: Team) -> None:
    lead = lead_of(body, team)
    replies.join(lead.case, [appeal(body, team, "Громова")], by=team.executor, at=SENT)
    replies.submit_together(lead, by=team.executor, at=SENT)
    stale = LetterVersion.objects.get(reply__lead=lead)
    version = LetterVersion.objects.get(reply=lead)
    replies.return_to_author(version, by=team.signer, remarks="Короче", at=SENT + DAY)
    with pytest.raises(Refusal, match="Ведущее письмо"):
        replies.sign(stale, by=team.signer, sha256=stale.sha256, at=SIGNED)
    assert not Decision.objects.filter(kind="signed").exists()


def test_only_open_cases_of_the_same_executor_join_and_all_of_them_or_none(
    body: Body, team: Team
) -> None:
    lead = lead_of(body, team)
    mine = appeal(body, team, "Громова")
    foreign = appeal(body, make_team(body), "Лунина")
    with pytest.raises(Refusal):
        replies.join(lead.case, [mine, foreign], by=team.executor, at=SENT)
    assert not Reply.objects.exclude(pk=lead.pk).exists()
    replies.join(lead.case, [mine], by=team.executor, at=SENT)
    second = lead_of(body, team)
    with pytest.raises(Refusal, match="уже отвечает"):
        replies.join(second.case, [mine], by=team.executor, at=SENT)
    with pytest.raises(Refusal, match="само повторяет"):
        replies.join(mine, [second.case], by=team.executor, at=SENT)
    with pytest.raises(Refusal, match="не больше"):
        replies.join(lead.case, [mine] * AT_ONCE, by=team.executor, at=SENT)


def test_a_round_that_runs_out_of_time_is_begun_again(body: Body, team: Team) -> None:
    lead = lead_of(body, team)
    others = [appeal(body, team, name) for name in ("Громова", "Лунина")]
    replies.join(lead.case, others, by=team.executor, at=SENT)
    assert replies.submit_together(lead, by=team.executor, seconds=-1, at=SENT).left == 2
    assert replies.submit_together(lead, by=team.executor, at=SENT).done == 2
    assert replies.submit_together(lead, by=team.executor, at=SENT).done == 0


def test_the_nearest_cases_are_offered_and_other_matters_are_not(body: Body, team: Team) -> None:
    case = appeal(body, team, "Соколова")
    near = appeal(body, team, "Громова", text=f"Добрый день! {CAMPAIGN} Ждём ответа.")
    appeal(body, team, "Лунина", text="Как получить субсидию на новое оборудование для пекарни?")
    appeal(body, make_team(body), "Чужая")
    found = joint_queries.candidates(case, team.executor)
    assert [item.case for item in found if item.is_near] == [near]


def test_the_desk_joins_sends_and_signs(client: Client, body: Body, team: Team) -> None:
    lead = lead_of(body, team)
    other = appeal(body, team, "Громова")
    client.force_login(team.executor)
    page = client.get(f"/desk/cases/{lead.case_id}/joint").content.decode()
    assert f'value="{other.pk}"' in page
    client.post(f"/desk/cases/{lead.case_id}/joint", {"act": "join", "case": [other.pk]})
    letter = follower(lead)
    assert client.get(f"/desk/cases/{other.pk}/joint").status_code == 302
    assert "общего ответа" in client.get(f"/desk/cases/{other.pk}/reply").content.decode()
    client.post(f"/desk/cases/{lead.case_id}/joint", {"act": "send"})
    letter.refresh_from_db()
    assert letter.stage == Reply.Stage.FOR_SIGNATURE
    client.force_login(team.signer)
    address = f"/desk/signing/joint/{lead.pk}"
    waiting = joint_queries.waiting_together(lead, team.signer)
    shown = {f"sha256-{version.pk}": version.sha256 for version in waiting}
    assert all(name in client.get(address).content.decode() for name in shown)
    client.post(address, shown)
    assert set(Reply.objects.values_list("stage", flat=True)) <= {"signed", "dispatched"}


def test_a_letter_that_did_not_stand_on_the_page_is_not_signed(
    client: Client, body: Body, team: Team
) -> None:
    lead = lead_of(body, team)
    replies.join(lead.case, [appeal(body, team, "Громова")], by=team.executor, at=SENT)
    replies.submit_together(lead, by=team.executor, at=SENT)
    client.force_login(team.signer)
    version = LetterVersion.objects.get(reply=lead)
    client.post(f"/desk/signing/joint/{lead.pk}", {f"sha256-{version.pk}": version.sha256})
    lead.refresh_from_db()
    assert lead.stage != Reply.Stage.FOR_SIGNATURE
    assert follower(lead).stage == Reply.Stage.FOR_SIGNATURE


def test_questions_are_matched_by_their_words_and_topics() -> None:
    lead = [Asked(1, QUESTION, "a"), Asked(2, "Когда отремонтируют остановку?", "b")]
    other = [
        Asked(5, "Почему утренний рейс автобуса отменили?", "a"),
        Asked(6, "Когда наконец отремонтируют нашу остановку?", "b"),
        Asked(7, "Как получить справку?", "c"),
    ]
    assert match_questions(lead, other) == {5: 1, 6: 2}


def test_the_name_of_the_addressee_is_his_own() -> None:
    draft = carried_draft(
        {"opening": "Рассмотрено обращение к министру.", "answers": {"1": "Да."}, "closing": "Ждём."},
        {"salutation": "Уважаемая Анна!", "answers": {"5": "", "7": ""}, "closing": "Часть передана."},
        {5: 1},
        lead_addressee="министру",
        own_addressee="губернатору",
    )  # fmt: skip
    assert draft == {
        "salutation": "Уважаемая Анна!",
        "opening": "Рассмотрено обращение к губернатору.",
        "answers": {"5": "Да.", "7": ""},
        "outcomes": {},
        "closing": "Ждём.\nЧасть передана.",
    }
