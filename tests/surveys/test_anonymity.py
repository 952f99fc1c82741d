"""That no way leads from an answer to a person: not by a field, not by order, not by a trace."""

from datetime import UTC, datetime, timedelta

import pytest
from django.apps import apps
from django.db import connection, models

from otklik.cases.models import Case
from otklik.clients.models import Client
from otklik.journal.models import Entry
from otklik.surveys import actions, jobs, queries
from otklik.surveys.models import Answer, Invitation
from otklik.surveys.questionnaire import Checked
from tests.factories import make_body
from tests.surveys.factories import AnswerFactory, given

AT = datetime(2026, 7, 15, 4, 0, tzinfo=UTC)
KNOWN_FIELDS = {
    "id", "body", "questionnaire", "regulation_version", "branch_variant", "registry_version", "answered_on",
    "way", "entered_by", "unit", "process_group", "channel_kind", "source", "values", "satisfied",
}  # fmt: skip
"""Whoever adds a field to an answer has to show here that it names nobody."""


def reached_from(model: type[models.Model]) -> set[type[models.Model]]:
    """All models to which references lead, directly or through others."""
    seen: set[type[models.Model]] = set()
    waiting = [model]
    while waiting:
        for field in waiting.pop()._meta.get_fields():
            forward = field.is_relation and not field.auto_created
            target = field.related_model
            if forward and isinstance(target, type) and target not in seen:
                seen.add(target)
                waiting.append(target)
    return seen


@pytest.mark.clause("economy-magadan:5.6")
def test_no_reference_leads_from_an_answer_to_a_case_a_client_or_an_invitation() -> None:
    assert not reached_from(Answer) & {Case, Client, Invitation, Entry}
    assert {field.name for field in Answer._meta.get_fields()} == KNOWN_FIELDS


@pytest.mark.clause("economy-magadan:5.6")
def test_no_model_refers_to_an_answer() -> None:
    references = {
        f"{model.__name__}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if field.related_model is Answer and not field.auto_created
    }
    assert references == set()


@pytest.mark.clause("economy-magadan:5.6")
def test_an_answer_has_a_random_key_and_a_day_without_a_time() -> None:
    kinds = {type(field) for field in Answer._meta.get_fields()}
    assert isinstance(Answer._meta.pk, models.UUIDField)
    assert not kinds & {models.DateTimeField, models.TimeField, models.BigAutoField}
    assert models.GenericIPAddressField not in kinds


def answered(body_code: str = "economy-novosibirsk") -> tuple[Invitation, Answer]:
    """An invitation and the answer that came by it."""
    body = make_body(body_code)
    link = actions.invite(body, about="case:12", context={"channel": "email"}, at=AT)
    invitation = queries.invitation_of(link.token)
    assert invitation is not None
    asked = queries.opening(body, invitation=invitation)
    checked: Checked = actions.check(asked, given(body), at=AT)
    assert checked.errors == {}
    return invitation, actions.answer(asked, checked.values, at=AT)


@pytest.mark.clause("economy-magadan:5.6")
@pytest.mark.django_db
def test_answering_changes_nothing_of_the_invitation_but_that_it_was_used() -> None:
    before, _answer = answered()
    after = Invitation.objects.get(pk=before.pk)
    changed = {
        field.name
        for field in Invitation._meta.concrete_fields
        if getattr(before, field.attname) != getattr(after, field.attname)
    }
    assert changed == {"used"}


@pytest.mark.clause("economy-magadan:5.6")
@pytest.mark.django_db
def test_neither_token_nor_case_nor_moment_stands_in_an_answer_or_in_the_journal() -> None:
    invitation, answer = answered()
    stored = Answer.objects.filter(pk=answer.pk).values().get()
    words = " ".join(str(value) for value in stored.values())
    assert invitation.token_hash not in words
    assert "case:12" not in words
    assert "04:00" not in words
    entries = Entry.objects.filter(act__startswith="surveys")
    assert [entry.act for entry in entries] == ["surveys.invite"]
    assert not any(str(answer.pk) in f"{entry.subject} {entry.details}" for entry in entries)


@pytest.mark.clause("economy-magadan:5.6")
@pytest.mark.django_db
def test_the_rows_of_past_days_lie_in_the_order_of_their_random_keys() -> None:
    body = make_body()
    for day in range(40):
        AnswerFactory.create(body=body, answered_on=(AT - timedelta(days=day % 3)).date())
    assert jobs.stir_answers(AT + timedelta(days=1)) == 40
    order = physical_order()
    assert order == sorted(order)
    assert len(order) == 40
    assert transactions() == 1


@pytest.mark.clause("economy-magadan:5.6")
@pytest.mark.django_db
def test_stirring_keeps_every_answer_as_it_was() -> None:
    body = make_body()
    made = [AnswerFactory.create(body=body, values={"29": score % 5 + 1}) for score in range(7)]
    before = {row.pk: row.values for row in made}
    jobs.stir_answers(AT + timedelta(days=1))
    assert {row.pk: row.values for row in Answer.objects.all()} == before


@pytest.mark.django_db
def test_answers_of_the_present_day_wait_until_the_day_is_over() -> None:
    body = make_body()
    AnswerFactory.create(body=body, answered_on=AT.date())
    assert jobs.stir_answers(AT) == 0
    assert jobs.stir_answers(AT + timedelta(days=1)) == 1


def physical_order() -> list[str]:
    """The keys of the answers as the database file holds them."""
    place = "rowid" if connection.vendor == "sqlite" else "ctid"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id FROM surveys_answer ORDER BY {place}")
        return [str(row[0]).replace("-", "") for row in cursor.fetchall()]


def transactions() -> int:
    """In how many transactions the rows were written, as PostgreSQL remembers; SQLite does not."""
    if connection.vendor == "sqlite":
        return 1
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(DISTINCT xmin::text) FROM surveys_answer")
        return int(cursor.fetchone()[0])
