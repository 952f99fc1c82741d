"""The acts that move a term: what they store, whom they tell, what they refuse, and that a refusal changes nothing."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from otklik.cases import actions, queries
from otklik.cases.actions.correcting import Facts, facts_of
from otklik.cases.models import Case, Deadline, Extension, Promise, Stage
from otklik.cases.portal.events import events_of
from otklik.journal.actors import system
from otklik.journal.models import Entry
from otklik.messages.models import Outgoing
from otklik.staff import actions as staff
from otklik.staff.models import Body
from otklik.staff.refusals import Refusal
from tests.factories import RECEIVED, Team, make_body, make_case, make_employee, make_team

pytestmark = pytest.mark.django_db
NEXT_WEEK = RECEIVED + timedelta(days=7)
MAY = RECEIVED.replace(month=5, day=12)


def due_day(case: Case, kind: str = "reply", part: str = "") -> date:
    row = case.deadlines.get(kind=kind, part=part, superseded_at=None)
    return row.due.astimezone(ZoneInfo(case.body.timezone)).date()


def everything(case: Case) -> list[object]:
    """All that an act could change, so that a refusal can be shown to change nothing."""
    case.refresh_from_db()
    return [
        case.revision,
        case.next_due,
        case.received_at,
        case.type,
        list(case.deadlines.order_by("id").values_list("id", "due", "superseded_at", "met_at")),
        list(Extension.objects.filter(case=case).values_list("id", "state", "new_due")),
        list(Promise.objects.filter(question__case=case).values_list("id", "kept_at")),
        Outgoing.objects.filter(about=case.ref).count(),
        Entry.objects.filter(subject=case.ref).count(),
    ]


@pytest.fixture
def team() -> Team:
    return make_team(make_body("labour-novosibirsk"))


@pytest.fixture
def body(team: Team) -> Body:
    assert team.head.body is not None
    return team.head.body


@pytest.fixture
def case(body: Body, team: Team) -> Case:
    return make_case(body, Stage.ASSIGNED, team=team)


def propose(case: Case, team: Team, **parts: object) -> Extension:
    asked: dict[str, object] = {
        "by": team.executor,
        "day": date(2026, 4, 20),
        "progress": "Запрошены сведения",
        "reason": "Сведений ещё нет",
        "at": NEXT_WEEK,
    }
    return actions.propose_extension(case, **(asked | parts))  # type: ignore[arg-type]  # named above


# --- extension ---------------------------------------------------------------------------------


def test_an_approved_extension_replaces_the_reply_term_and_keeps_the_old_one(
    case: Case, team: Team
) -> None:
    actions.approve_extension(propose(case, team), by=team.head, at=NEXT_WEEK)
    old, new = case.deadlines.filter(kind="reply").order_by("id")
    assert old.superseded_at == NEXT_WEEK
    assert due_day(case) == date(2026, 4, 20)
    assert new.basis == "59-ФЗ, ст. 12, ч. 2"
    assert any(str(team.head) in step["text"] for step in new.steps)
    row = Extension.objects.get(case=case)
    assert row.notice is not None
    assert row.notice.kind == "extension"
    assert Entry.objects.filter(act="cases.approve-extension", subject=case.ref).count() == 1


def test_a_new_date_on_a_day_off_becomes_the_working_day_before(case: Case, team: Team) -> None:
    row = propose(case, team, day=date(2026, 4, 19))
    actions.approve_extension(row, by=team.head, at=NEXT_WEEK)
    assert due_day(case) == date(2026, 4, 17)
    row.refresh_from_db()
    assert row.notice is not None
    assert "17 апреля 2026" in row.notice.text


def test_a_request_is_told_of_as_a_request(body: Body, team: Team) -> None:
    case = make_case(body, Stage.ASSIGNED, team=team, type="information-request")
    at = RECEIVED + timedelta(days=2)
    row = propose(case, team, day=date(2026, 4, 10), at=at)
    actions.approve_extension(row, by=team.head, at=at)
    row.refresh_from_db()
    assert row.notice is not None
    assert row.notice.text.startswith("Ваш запрос № ")
    assert case.deadlines.get(kind="reply", superseded_at=None).basis == "8-ФЗ, ст. 18, ч. 6"
    assert case.deadlines.get(kind="extension_notice").met_at == at


@pytest.mark.parametrize(
    "parts",
    [
        {"progress": " "},
        {"reason": ""},
        {"day": None},
        {"day": date(2026, 4, 2)},
        {"day": date(2026, 5, 20)},
        {"day": date(2126, 5, 20)},
        {"at": RECEIVED + timedelta(days=28)},
        {"at": RECEIVED + timedelta(days=40)},
    ],
)
def test_a_refused_extension_changes_nothing(
    case: Case, team: Team, parts: dict[str, object]
) -> None:
    before = everything(case)
    with pytest.raises(Refusal):
        propose(case, team, **parts)
    assert everything(case) == before


def test_a_second_extension_changes_nothing(case: Case, team: Team) -> None:
    actions.approve_extension(propose(case, team), by=team.head, at=NEXT_WEEK)
    before = everything(case)
    with pytest.raises(Refusal, match=r"уже продлевали|extended already"):
        propose(case, team, day=date(2026, 4, 30))
    assert everything(case) == before


def test_a_rejected_extension_may_be_prepared_again(case: Case, team: Team) -> None:
    first = propose(case, team)
    with pytest.raises(Refusal):
        actions.reject_extension(first, by=team.head, remarks=" ", at=NEXT_WEEK)
    actions.reject_extension(first, by=team.head, remarks="Короче.", at=NEXT_WEEK)
    second = propose(case, team, day=date(2026, 4, 10))
    actions.approve_extension(second, by=team.signer, at=NEXT_WEEK)
    assert due_day(case) == date(2026, 4, 10)
    assert list(Extension.objects.filter(case=case).values_list("state", flat=True)) == [
        "approved",
        "rejected",
    ]


def test_what_is_decided_stays_decided(case: Case, team: Team) -> None:
    row = propose(case, team)
    actions.approve_extension(row, by=team.head, at=NEXT_WEEK)
    before = everything(case)
    with pytest.raises(Refusal):
        actions.reject_extension(row, by=team.head, remarks="нет", at=NEXT_WEEK)
    with pytest.raises(Refusal):
        actions.approve_extension(row, by=team.signer, at=NEXT_WEEK)
    assert everything(case) == before


@pytest.mark.clause("labour-novosibirsk:24.4.a")
def test_only_the_head_of_the_own_unit_or_the_signer_decides(
    case: Case, team: Team, body: Body
) -> None:
    row = propose(case, team)
    other = make_employee(body, "head", unit=staff.add_unit(body, "other", "Другой отдел"))
    before = everything(case)
    for stranger in (other, team.executor, team.registrar):
        with pytest.raises(Refusal):
            actions.approve_extension(row, by=stranger, at=NEXT_WEEK)
    assert everything(case) == before
    actions.approve_extension(row, by=team.head, at=NEXT_WEEK)


def test_only_the_executor_or_his_head_prepares_it(case: Case, team: Team, body: Body) -> None:
    with pytest.raises(Refusal):
        propose(case, team, by=make_employee(body, "executor"))
    assert propose(case, team, by=team.head).prepared_by == team.head


def test_the_case_of_a_deputy_is_not_extended(team: Team, case: Case) -> None:
    Case.objects.filter(pk=case.pk).update(type="deputy-enquiry")
    with pytest.raises(Refusal):
        propose(case, team)


# --- internal term -----------------------------------------------------------------------------


def test_a_later_internal_day_replaces_an_earlier_one(case: Case, team: Team) -> None:
    for day in (date(2026, 3, 16), date(2026, 3, 20)):
        actions.set_internal_due(case, by=team.head, day=day, reason="history", at=NEXT_WEEK)
    assert due_day(case, "reply_internal") == date(2026, 3, 20)
    assert case.deadlines.filter(kind="reply_internal").count() == 2


@pytest.mark.parametrize(
    "day", [date(2026, 4, 3), date(2026, 3, 9), date(1926, 3, 9), date(2126, 3, 9), None]
)
def test_a_refused_internal_date_changes_nothing(case: Case, team: Team, day: date | None) -> None:
    before = everything(case)
    with pytest.raises(Refusal):
        actions.set_internal_due(case, by=team.head, day=day, reason="history", at=NEXT_WEEK)
    assert everything(case) == before


def test_the_circumstances_stay_out_of_the_journal(case: Case, team: Team) -> None:
    words = "перенёс операцию"
    actions.set_internal_due(
        case, by=team.head, day=date(2026, 3, 16), reason="other", words=words, at=NEXT_WEEK
    )
    entry = Entry.objects.get(act="cases.set-internal-due")
    assert words not in str(entry.details)
    steps = case.deadlines.get(kind="reply_internal").steps
    assert words in str(steps)


def test_a_reply_meets_both_terms(case: Case, team: Team) -> None:
    actions.set_internal_due(
        case, by=team.head, day=date(2026, 3, 16), reason="history", at=NEXT_WEEK
    )
    _answer(case, team, {1: None})
    kinds = case.deadlines.filter(kind__in=("reply", "reply_internal"), superseded_at=None)
    assert all(row.met_at for row in kinds)


# --- promise -----------------------------------------------------------------------------------


def _answer(case: Case, team: Team, promises: dict[int, date | None]) -> Case:
    for question in case.questions.all():
        day = promises.get(question.position)
        outcome = "promised" if day else "solved"
        actions.consider(question, by=team.executor, outcome=outcome, promised_on=day, at=NEXT_WEEK)
    actions.mark_signed(case, by=team.signer, at=NEXT_WEEK)
    return actions.finish(case, by=system("deliver"), at=NEXT_WEEK)


@pytest.fixture
def two(body: Body, team: Team) -> Case:
    return make_case(
        body, Stage.ASSIGNED, team=team, questions=("Когда отремонтируют?", "Когда заплатят?")
    )


@pytest.mark.clause("industry-mordovia:6.7.c")
def test_each_promise_is_watched_by_itself(two: Case, team: Team) -> None:
    answered = _answer(two, team, {1: date(2026, 6, 10), 2: date(2026, 5, 14)})
    assert due_day(two, "promise", "1") == date(2026, 6, 10)
    assert due_day(two, "promise", "2") == date(2026, 5, 14)
    assert answered.next_due == two.deadlines.get(kind="promise", part="2").due
    assert queries.nearest_terms([answered]) == {answered.pk: "promise"}
    second = Promise.objects.get(question__position=2)
    kept = actions.keep_promise(second, by=team.executor, done="Заплатили", at=MAY)
    assert kept.next_due == two.deadlines.get(kind="promise", part="1").due
    first = Promise.objects.get(question__position=1)
    assert actions.keep_promise(first, by=team.head, done="Сделали", at=MAY).next_due is None
    second.refresh_from_db()
    assert second.letter is not None
    assert "«Когда заплатят?». Что сделано: Заплатили." in second.letter.text
    assert second.question.measure == "Заплатили"


def test_the_client_sees_what_was_promised_and_that_it_is_done(two: Case, team: Team) -> None:
    with translation.override("ru"):
        answered = _answer(two, team, {1: date(2026, 5, 14)})
        assert [event.text for event in events_of(answered)] == [
            "Министерство обещало решить вопрос до 14 мая 2026 года и следит за этим сроком."
        ]
        actions.keep_promise(Promise.objects.get(), by=team.executor, done="Да", at=MAY)
        assert events_of(answered)[0].at == MAY
        assert len(events_of(answered)) == 2


def test_a_promise_is_not_closed_twice_nor_by_a_stranger(two: Case, team: Team, body: Body) -> None:
    _answer(two, team, {1: date(2026, 5, 14)})
    promise = Promise.objects.get()
    before = everything(two)
    with pytest.raises(Refusal):
        actions.keep_promise(promise, by=make_employee(body, "executor"), done="Да", at=MAY)
    with pytest.raises(Refusal):
        actions.keep_promise(promise, by=team.executor, done=" ", at=MAY)
    assert everything(two) == before
    actions.keep_promise(promise, by=team.executor, done="Да", at=MAY)
    before = everything(two)
    with pytest.raises(Refusal):
        actions.keep_promise(promise, by=team.executor, done="Ещё раз", at=MAY)
    assert everything(two) == before


def test_a_promise_beyond_the_calendar_is_refused(case: Case, team: Team) -> None:
    with pytest.raises(Refusal) as refused:
        actions.consider(
            case.questions.get(),
            by=team.executor,
            outcome="promised",
            promised_on=date(2126, 5, 14),
            at=NEXT_WEEK,
        )
    assert refused.value.field == "promised_on"


def test_a_promise_is_late_like_any_term(two: Case, team: Team) -> None:
    _answer(two, team, {1: date(2026, 5, 14)})
    row = two.deadlines.get(kind="promise")
    late = Deadline.objects.filter(
        superseded_at=None, met_at=None, due__lt=MAY + timedelta(days=5), kind="promise"
    )
    assert list(late) == [row]


# --- correction --------------------------------------------------------------------------------


def corrected(case: Case, **parts: object) -> Facts:
    known = facts_of(case)
    given = {name: getattr(known, name) for name in Facts.__slots__}
    return Facts(**(given | parts))


def test_a_corrected_receipt_moves_what_runs_from_it(body: Body, team: Team) -> None:
    case = make_case(body, Stage.REGISTERED, team=team)
    earlier = datetime(2026, 3, 2, 10, 0, tzinfo=RECEIVED.tzinfo)
    moved = actions.correct(
        case,
        by=team.registrar,
        facts=corrected(case, received=earlier),
        reason="штамп почты",
        at=NEXT_WEEK,
    )
    assert {item.kind for item in moved} == {"acknowledgement"}
    assert due_day(case, "acknowledgement") == date(2026, 3, 3)
    assert due_day(case) == date(2026, 4, 2)
    entry = Entry.objects.get(act="cases.correct")
    assert entry.details["reason"] == "штамп почты"
    assert "2 марта 2026" in entry.details["what"]
    assert entry.details["moved"][0]["kind"] == "acknowledgement"


def test_a_corrected_type_changes_the_terms_and_keeps_the_number(body: Body, team: Team) -> None:
    case = make_case(body, Stage.REGISTERED, team=team)
    number, registered = case.number, case.registered_at
    actions.correct(
        case,
        by=team.registrar,
        facts=corrected(case, type="information-request"),
        reason="это запрос",
        at=NEXT_WEEK,
    )
    case.refresh_from_db()
    assert (case.number, case.registered_at, case.type) == (
        number,
        registered,
        "information-request",
    )
    assert not case.deadlines.filter(kind="unclear_notice", superseded_at=None).exists()
    assert case.deadlines.filter(kind="extension_notice", superseded_at=None).exists()


def test_an_extension_survives_a_correction_within_the_law_of_the_new_type(
    case: Case, team: Team
) -> None:
    row = propose(case, team, day=date(2026, 4, 30))
    actions.approve_extension(row, by=team.head, at=NEXT_WEEK)
    actions.correct(
        case,
        by=team.registrar,
        facts=corrected(case, type="information-request"),
        reason="это запрос",
        at=NEXT_WEEK,
    )
    assert due_day(case) == date(2026, 4, 17)


def test_a_paper_case_that_turns_out_electronic_is_acknowledged(body: Body, team: Team) -> None:
    case = make_case(body, Stage.REGISTERED, team=team, form="written", channel="post")
    assert not Outgoing.objects.filter(about=case.ref, kind="acknowledgement").exists()
    actions.correct(
        case,
        by=team.registrar,
        facts=corrected(case, form="electronic", channel="web"),
        reason="пришло с сайта",
        at=NEXT_WEEK,
    )
    assert Outgoing.objects.filter(about=case.ref, kind="acknowledgement").count() == 1
    assert case.deadlines.filter(kind="acknowledgement", superseded_at=None).exists()


@pytest.mark.parametrize(
    ("parts", "reason", "field"),
    [
        ({"received": RECEIVED + timedelta(hours=1, minutes=1)}, "описка", "received"),
        ({"received": RECEIVED + timedelta(days=30)}, "описка", "received"),
        ({"received": RECEIVED.replace(year=1926)}, "описка", "received"),
        ({"type": "no-such"}, "описка", "type"),
        ({"form": "no-such"}, "описка", "form"),
        ({"channel": "no-such"}, "описка", "channel"),
        ({"touchpoint": None}, "описка", "touchpoint"),
        ({}, "  ", "reason"),
    ],
)
def test_a_refused_correction_changes_nothing(
    body: Body, team: Team, parts: dict[str, object], reason: str, field: str
) -> None:
    case = make_case(body, Stage.REGISTERED, team=team)
    before = everything(case)
    with pytest.raises(Refusal) as refused:
        actions.correct(
            case, by=team.registrar, facts=corrected(case, **parts), reason=reason, at=NEXT_WEEK
        )
    assert refused.value.field == field
    assert everything(case) == before


def test_only_a_registrar_corrects_and_only_the_page_he_has_seen(body: Body, team: Team) -> None:
    case = make_case(body, Stage.REGISTERED, team=team)
    before = everything(case)
    for by, revision in ((team.executor, case.revision), (team.registrar, case.revision - 1)):
        with pytest.raises(Refusal):
            actions.correct(
                case, by=by, facts=facts_of(case), reason="описка", revision=revision, at=NEXT_WEEK
            )
    assert everything(case) == before
