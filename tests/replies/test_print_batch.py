"""Many signed letters as one file: what is in it, who gets it, how it is made when it takes long."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from otklik.journal.models import Entry
from otklik.messages import storage
from otklik.replies import actions, jobs
from otklik.replies.actions.batches import ABANDONED, AT_ONCE
from otklik.replies.models import LetterVersion, PrintBatch
from otklik.staff.models import Body
from otklik.staff.refusals import Refusal
from tests.documents.samples import pdf, run_together
from tests.factories import Team, make_body, make_case, make_employee, make_team
from tests.replies.route_world import write
from tests.replies.signed_letters import NOW, POSTAL, signed

pytestmark = pytest.mark.django_db
State = PrintBatch.State


@pytest.fixture
def body() -> Body:
    return make_body("labour-novosibirsk")


@pytest.fixture
def team(body: Body) -> Team:
    return make_team(body)


def pages(batch: PrintBatch) -> list[str]:
    assert batch.file is not None
    return [run_together(page.extract_text()) for page in pdf(storage.read(batch.file)).pages]


def ordered(team: Team, *letters: LetterVersion, **options: object) -> PrintBatch:
    batch = actions.order_batch(
        [item.pk for item in letters],
        by=team.signer,
        **options,  # type: ignore[arg-type]  # duplex, envelope
    )
    return actions.make_batch(batch)


def test_letters_stand_in_the_chosen_order_exactly_as_they_were_signed(
    body: Body, team: Team
) -> None:
    first, second = signed(body, team), signed(body, team)
    found = pages(ordered(team, second, first, duplex=False))
    assert len(found) == 2
    assert run_together(second.reply.number) in found[0]
    assert run_together(first.reply.number) in found[1]
    assert first.pdf is not None
    assert run_together(pdf(storage.read(first.pdf)).pages[0].extract_text()) == found[1]


def test_on_both_sides_each_letter_begins_on_a_sheet_of_its_own(body: Body, team: Team) -> None:
    letters = [signed(body, team) for _ in range(3)]
    found = pages(ordered(team, *letters))
    starts = [
        number
        for number, text in enumerate(found, start=1)
        if any(run_together(item.reply.number) in text for item in letters)
    ]
    assert starts == [1, 3, 5]
    assert found[1] == found[3] == ""


def test_envelopes_come_at_the_end_and_only_for_letters_by_post(body: Body, team: Team) -> None:
    by_mail, by_post = signed(body, team), signed(body, team, **POSTAL)
    found = pages(ordered(team, by_mail, by_post, duplex=False, envelope="dl"))
    assert len(found) == 4
    assert "633010" in found[2]
    assert "Описьвложений" in found[3]


def test_printing_stands_in_the_history_of_each_case(body: Body, team: Team) -> None:
    letters = [signed(body, team), signed(body, team)]
    ordered(team, *letters)
    told = Entry.objects.filter(act="replies.print-letter").values_list("subject", flat=True)
    assert sorted(told) == sorted(item.reply.case.ref for item in letters)
    assert Entry.objects.get(act="replies.print-batch").details["count"] == 2


def test_only_signed_letters_that_one_may_see_are_printed(body: Body, team: Team) -> None:
    case = make_case(body, "assigned", team=team)  # type: ignore[arg-type]  # the stage's word
    waiting = actions.submit(write(case, team.executor, at=NOW), by=team.executor, at=NOW)
    other = make_body("economy-novosibirsk")
    foreign = signed(other, make_team(other))
    for letter in (waiting, foreign):
        with pytest.raises(Refusal):
            actions.order_batch([letter.pk], by=team.signer)
    with pytest.raises(Refusal):
        actions.order_batch([], by=team.signer)
    with pytest.raises(Refusal):
        actions.order_batch([signed(body, team).pk], by=team.signer, envelope="a0")
    assert not PrintBatch.objects.exists()


def test_a_letter_named_twice_is_printed_once(body: Body, team: Team) -> None:
    letter = signed(body, team)
    assert len(pages(ordered(team, letter, letter, duplex=False))) == 1


def test_a_lost_file_ends_the_batch_with_a_word_and_not_with_half_of_it(
    body: Body, team: Team, client: Client
) -> None:
    letter = signed(body, team)
    assert letter.pdf is not None
    storage.path_of(letter.pdf.sha256).unlink()
    batch = ordered(team, letter)
    assert (batch.state, batch.file) == (State.FAILED, None)
    client.force_login(team.signer)
    assert client.get(reverse("desk:print-batch", args=[batch.pk])).status_code == 200
    assert client.get(reverse("desk:print-file", args=[batch.pk])).status_code == 404


# --- when it takes long


def test_the_worker_makes_what_waits_and_what_another_left(body: Body, team: Team) -> None:
    letter = signed(body, team)
    waiting = actions.order_batch([letter.pk], by=team.signer)
    left = actions.order_batch([letter.pk], by=team.signer)
    long_ago = timezone.now() - ABANDONED - timedelta(seconds=1)
    PrintBatch.objects.filter(pk=left.pk).update(state=State.MAKING, moved_at=long_ago)
    going = actions.order_batch([letter.pk], by=team.signer)
    PrintBatch.objects.filter(pk=going.pk).update(state=State.MAKING)
    assert jobs.make_print_batches() == 2
    states = dict(PrintBatch.objects.values_list("pk", "state"))
    assert states == {waiting.pk: State.DONE, left.pk: State.DONE, going.pk: State.MAKING}


def test_a_batch_is_made_by_one_worker_only(body: Body, team: Team) -> None:
    batch = actions.order_batch([signed(body, team).pk], by=team.signer)
    PrintBatch.objects.filter(pk=batch.pk).update(state=State.MAKING)
    assert actions.make_batch(batch).state == State.MAKING
    assert not batch.file_id


def test_a_large_batch_shows_how_far_it_is(body: Body, team: Team, client: Client) -> None:
    letter = signed(body, team)
    batch = PrintBatch.objects.create(
        body=body, ordered_by=team.signer, ordered_at=timezone.now(), moved_at=timezone.now(),
        versions=[letter.pk] * (AT_ONCE + 1), state=State.MAKING, done=7,
    )  # fmt: skip
    client.force_login(team.signer)
    address = reverse("desk:print-batch", args=[batch.pk])
    whole = client.get(address).content.decode()
    assert 'value="7"' in whole
    assert f'hx-get="{address}"' in whole
    part = client.get(address, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert 'value="7"' in part


# --- the page


@pytest.fixture
def next_day() -> Iterator[None]:
    """The page offers the letters of the last two months only."""
    with time_machine.travel(NOW + timedelta(days=1), tick=True):
        yield


@pytest.mark.usefixtures("next_day")
def test_from_the_page_to_the_file(body: Body, team: Team, client: Client) -> None:
    letter = signed(body, team)
    client.force_login(team.signer)
    page = client.get(reverse("desk:print-letters")).content.decode()
    assert f'value="{letter.pk}"' in page
    answer = client.post(reverse("desk:print-letters"), {"letter": [letter.pk], "duplex": "1"})
    batch = PrintBatch.objects.get()
    assert answer.headers["Location"] == reverse("desk:print-batch", args=[batch.pk])
    file = client.get(reverse("desk:print-file", args=[batch.pk]))
    assert b"".join(file.streaming_content).startswith(b"%PDF")  # type: ignore[attr-defined]  # a file
    assert file.headers["Cache-Control"] == "private, no-store"


@pytest.mark.usefixtures("next_day")
def test_the_choice_stays_when_the_order_is_refused(body: Body, team: Team, client: Client) -> None:
    letter = signed(body, team)
    client.force_login(team.signer)
    answer = client.post(
        reverse("desk:print-letters"), {"letter": [letter.pk, "x"], "envelope": "a0"}
    )
    assert answer.status_code == 422
    assert f'id="letter-{letter.pk}" checked' in answer.content.decode()


def test_nobody_opens_the_batch_of_another(body: Body, team: Team, client: Client) -> None:
    batch = ordered(team, signed(body, team))
    client.force_login(make_employee(body, "registrar"))
    for name in ("print-batch", "print-file"):
        assert client.get(reverse(f"desk:{name}", args=[batch.pk])).status_code == 404


@pytest.mark.usefixtures("next_day")
def test_letters_by_post_are_chosen_apart(body: Body, team: Team, client: Client) -> None:
    by_mail, by_post = signed(body, team), signed(body, team, **POSTAL)
    client.force_login(team.signer)
    page = client.get(reverse("desk:print-letters"), {"channel": "post"}).content.decode()
    assert f'id="letter-{by_post.pk}"' in page
    assert f'id="letter-{by_mail.pk}"' not in page


@pytest.mark.usefixtures("next_day")
def test_the_list_asks_the_same_however_many_letters_there_are(
    body: Body, team: Team, client: Client, django_assert_max_num_queries: object
) -> None:
    for _ in range(4):
        signed(body, team)
    client.force_login(team.signer)
    with django_assert_max_num_queries(20):  # type: ignore[operator]  # pytest-django's own
        page = client.get(reverse("desk:print-letters")).content.decode()
    assert page.count('name="letter"') == 4


def test_a_batch_is_kept_as_a_file_like_any_other(body: Body, team: Team) -> None:
    batch = ordered(team, signed(body, team))
    assert batch.file is not None
    assert batch.file.media_type == "application/pdf"
