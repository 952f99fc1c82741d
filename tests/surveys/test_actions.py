"""Invitations, answers, paper forms, consent: what is written and what is refused."""

from datetime import UTC, date, datetime, timedelta

import pytest

from otklik.clients import actions as clients
from otklik.clients.models import Client
from otklik.journal.actors import CLIENT
from otklik.journal.models import Entry
from otklik.staff.models import Body
from otklik.staff.refusals import Refusal
from otklik.surveys import actions, paper, queries
from otklik.surveys.models import Answer, Invitation
from otklik.surveys.results import feedback
from otklik.surveys.rules import MAILING
from otklik.touchpoints.queries import in_force, touchpoints_of
from tests.factories import make_body, make_client, make_employee
from tests.surveys.factories import given, make_officer

pytestmark = pytest.mark.django_db
AT = datetime(2026, 7, 15, 4, 0, tzinfo=UTC)


def invited(body: Body, **context: object) -> tuple[str, queries.Opening]:
    """A new link and what it opens."""
    link = actions.invite(body, about="case:12", context=context, at=AT)
    return link.token, queries.opening(body, invitation=queries.invitation_of(link.token))


def answer(body: Body, asked: queries.Opening | None = None, **changes: str) -> Answer:
    """An answer given on the open form, or by an invitation."""
    opened = asked or queries.opening(body)
    checked = actions.check(opened, given(body, **changes), at=AT)
    assert checked.errors == {}
    return actions.answer(opened, checked.values, at=AT)


def test_only_the_hash_of_a_token_is_kept_and_the_link_leads_to_the_survey() -> None:
    body = make_body()
    link = actions.invite(body, about="case:12", context={}, at=AT)
    assert link.url.endswith(f"/s/{link.token}")
    row = Invitation.objects.get()
    assert link.token not in f"{row.token_hash} {row.context} {row.about}"
    assert queries.invitation_of(link.token) == row
    assert queries.invitation_of(link.token + "x") is None
    assert Entry.objects.get(act="surveys.invite").subject == "case:12"


def test_a_new_link_for_the_same_case_ends_the_one_before_it() -> None:
    body = make_body()
    first = actions.invite(body, about="case:12", context={}, at=AT)
    second = actions.invite(body, about="case:12", context={}, at=AT)
    assert queries.invitation_of(first.token) is None
    assert queries.invitation_of(second.token) is not None


@pytest.mark.clause("economy-novosibirsk:app1:q1", "economy-novosibirsk:app1:q3")
@pytest.mark.clause("economy-novosibirsk:app1:q6")
def test_the_form_knows_beforehand_what_the_case_knows() -> None:
    body = make_body()
    code = touchpoints_of(body).values_list("code", flat=True)[0]
    _token, asked = invited(
        body, type="complaint", channel="email", touchpoint=code, replied_on="2026-07-10"
    )
    known = queries.known_beforehand(asked)
    assert (known["11"], known["15"], known["12"]) == ("3", "13", code)
    assert known["13"] == "economy-novosibirsk"
    assert known["16-reply"] == "2026-07-10"


@pytest.mark.clause("economy-novosibirsk:app1:q2")
def test_question_2_offers_exactly_the_registry_in_force_and_its_version_is_kept() -> None:
    body = make_body()
    asked = queries.opening(body)
    codes = list(touchpoints_of(body).values_list("code", flat=True))
    assert [choice.code for choice in asked.lists.registry] == codes
    version = in_force(body)
    assert version is not None
    assert answer(body).registry_version == version.number


@pytest.mark.clause("economy-novosibirsk:app1:q4", "economy-novosibirsk:app1:q3")
def test_places_and_authorities_come_from_the_region() -> None:
    asked = queries.opening(make_body())
    assert "город Новосибирск" in [choice.code for choice in asked.lists.municipality]
    assert asked.lists.municipality[-1].code == "other"
    assert "economy-novosibirsk" in [choice.code for choice in asked.lists.authority]


def test_an_answer_is_counted_under_the_clients_channel_and_the_touchpoints_group() -> None:
    body = make_body()
    unit = make_employee(body).unit
    assert unit is not None
    touchpoint = touchpoints_of(body)[0]
    _token, asked = invited(body, channel="phone", unit=unit.pk, touchpoint=touchpoint.code)
    kept = answer(body, asked)
    assert (kept.channel_kind, kept.source, kept.unit) == ("offline", "phone", unit)
    assert kept.process_group == f"{touchpoint.group}. {touchpoint.direction}"
    assert kept.satisfied is True


def test_an_open_answer_is_counted_under_the_way_of_contact_it_names() -> None:
    kept = answer(make_body(), c15="8", c24="4", c25="4")
    assert (kept.channel_kind, kept.source, kept.unit) == ("offline", "phone", None)


@pytest.mark.clause("economy-novosibirsk:app1:q14")
def test_the_variant_of_the_branches_is_kept_with_each_answer() -> None:
    assert answer(make_body()).branch_variant == "corrected"


def test_a_link_answers_once() -> None:
    body = make_body()
    _token, asked = invited(body)
    answer(body, asked)
    with pytest.raises(actions.LinkUsed):
        answer(body, asked)
    assert Answer.objects.count() == 1


def test_an_ended_link_answers_nothing() -> None:
    body = make_body()
    _token, asked = invited(body)
    late = AT + timedelta(days=actions.LINK_DAYS, seconds=1)
    checked = actions.check(asked, given(body), at=late)
    with pytest.raises(actions.LinkUsed):
        actions.answer(asked, checked.values, at=late)
    assert not Answer.objects.exists()


@pytest.mark.clause("labour-novosibirsk:22.b", "economy-magadan:4.1.b")
@pytest.mark.parametrize(
    ("code", "day"),
    [("economy-novosibirsk", date(2026, 4, 1)), ("economy-magadan", date(2026, 4, 1)),
     ("industry-mordovia", date(2026, 3, 31))],
)  # fmt: skip
def test_the_day_is_that_of_the_bodys_own_zone(code: str, day: date) -> None:
    body = make_body(code)
    asked = queries.opening(body)
    moment = datetime(2026, 3, 31, 17, 30, tzinfo=UTC)
    assert actions.answer(asked, {}, at=moment).answered_on == day


@pytest.mark.clause("economy-novosibirsk:app1:fn2", "economy-novosibirsk:10.5")
def test_the_responsible_unit_enters_a_paper_form_and_it_is_marked_so() -> None:
    body = make_body()
    officer = make_officer(body)
    kept = actions.enter_paper(
        body, by=officer, given=given(body, c21="2"), filled_on=date(2026, 7, 1), at=AT
    )
    assert (kept.way, kept.entered_by, kept.source) == (Answer.Way.PAPER, officer, "paper-form")
    assert kept.answered_on == date(2026, 7, 1)
    assert kept.satisfied is False
    assert Entry.objects.get(act="surveys.enter-paper").clause == "economy-novosibirsk:app1:fn2"


@pytest.mark.clause("economy-novosibirsk:app1:fn2")
def test_nobody_else_enters_a_paper_form() -> None:
    body = make_body()
    others = [
        make_employee(body, "office"),
        make_employee(body, "registrar"),
        make_officer(make_body("labour-novosibirsk")),
    ]
    for other in others:
        with pytest.raises(Refusal):
            actions.enter_paper(
                body, by=other, given=given(body), filled_on=date(2026, 7, 1), at=AT
            )
    assert not Answer.objects.exists()


def test_a_paper_form_of_tomorrow_or_without_any_score_is_refused() -> None:
    body = make_body()
    officer = make_officer(body)
    with pytest.raises(Refusal) as early:
        actions.enter_paper(body, by=officer, given=given(body), filled_on=date(2026, 7, 16), at=AT)
    assert early.value.field == "filled_on"
    with pytest.raises(Refusal):
        actions.enter_paper(body, by=officer, given={}, filled_on=date(2026, 7, 1), at=AT)
    with pytest.raises(Refusal) as wrong:
        actions.enter_paper(
            body, by=officer, given=given(body, c23="9"), filled_on=date(2026, 7, 1), at=AT
        )
    assert wrong.value.field == "23"


def routes(body: str, *numbers: str) -> tuple[pytest.MarkDecorator, ...]:
    """Marks for the clauses of a body's feedback routes."""
    return tuple(pytest.mark.clause(f"{body}:{number}") for number in numbers)


SIGNED = {"12": "", "21": "1", "23": "5", "4": "1", "5": "5"}
EN = ("12.lead", "12.1", "12.2", "12.3", "12.4", "12.5", "12.6", "12.7", "12.11")
LN = ("21.2.lead", *(f"21.2.{number}" for number in (1, 2, 3, 4, 5, 6, 10, 11)))
EM = ("2.2.lead", "2.2.1", "2.2.2", "2.2.3", "2.2.4", "2.2.5", "2.2.9")


@pytest.mark.parametrize(
    "code",
    [
        pytest.param("economy-novosibirsk", marks=routes("economy-novosibirsk", *EN)),
        pytest.param("labour-novosibirsk", marks=routes("labour-novosibirsk", *LN)),
        pytest.param("economy-magadan", marks=routes("economy-magadan", *EM)),
    ],
)
def test_feedback_by_each_route_of_the_order_is_entered_and_reported_apart(code: str) -> None:
    body = make_body(code)
    officer = make_officer(body)
    asked = queries.opening(body)
    offered = [source for source in asked.profile.sources if not source.aggregate]
    for source in offered:
        for _number in range(asked.profile.parameter("min_group_size")):
            actions.enter_paper(
                body,
                by=officer,
                given=SIGNED,
                filled_on=date(2026, 7, 1),
                source=source.code,
                at=AT,
            )
    found = feedback(asked.profile, asked.questionnaire, Answer.objects.filter(body=body))
    assert {part.name: part.count for part in found.by_source} == {
        source.label: 5 for source in offered
    }


@pytest.mark.clause("economy-novosibirsk:app1:fn2")
def test_the_export_has_one_column_a_code_and_the_numbers_of_the_options() -> None:
    body = make_body()
    asked = queries.opening(body)
    answer(body, c29="2", c29_comment="Ждал месяц")
    headings, rows = paper.export_rows(asked, Answer.objects.all())
    line = dict(zip(headings, rows[0], strict=True))
    assert (line["15"], line["21"], line["29"], line["29-comment"]) == (
        "13",
        "1",
        "2",
        "Ждал месяц",
    )
    assert line["13"] == "министерство экономического развития Новосибирской области"
    assert line["22"] == ""


@pytest.mark.clause("economy-novosibirsk:12.9", "labour-novosibirsk:21.2.9")
@pytest.mark.clause("economy-magadan:2.2.8")
def test_only_those_who_agreed_are_mailed_and_a_withdrawal_counts() -> None:
    body = make_body()
    agreed, withdrawn, silent, other = (make_client(body, surname=n) for n in "АБВГ")
    for client, purpose in ((agreed, MAILING), (withdrawn, MAILING), (other, "personal-data")):
        clients.give_consent(
            client, purpose=purpose, text="Согласен", source="web", by=CLIENT, at=AT
        )
    later = AT + timedelta(days=2)
    clients.withdraw_consent(withdrawn, purpose=MAILING, by=CLIENT, at=AT + timedelta(days=1))
    found = queries.may_be_mailed(Client.objects.order_by("surname"), later)
    assert found.reached == (agreed,)
    assert found.left_out == (withdrawn, silent, other)
    before = queries.may_be_mailed(Client.objects.filter(pk=withdrawn.pk), AT + timedelta(hours=1))
    assert before.reached == (withdrawn,)
