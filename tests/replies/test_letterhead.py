"""The letterhead of a body: kept as versions, printed on letters, frozen with them."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from otklik.cases.models import Stage
from otklik.documents.letter import Requisite
from otklik.journal.models import Entry
from otklik.replies import actions, letterheads
from otklik.replies.letter import content_of, fingerprint, first_draft, letter_from, letter_of
from otklik.replies.letterhead_rules import Head, problem
from otklik.staff.models import Body, Employee
from otklik.staff.refusals import Refusal
from tests.documents.samples import EMBLEM
from tests.factories import RECEIVED, make_body, make_case, make_employee, make_team

HEAD = Head(
    lines=("МИНИСТЕРСТВО", "ОБРАЗЦОВ"),
    address="ул. Лесная, 1, г. Город, 630000",
    phone="8 (383) 000-00-00",
    email="box@example.org",
    references=("ОГРН 1000000000000, ИНН 5400000000",),
    emblem_alt="Щит с елью",
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def body() -> Body:
    return make_body()


@pytest.fixture
def administrator(body: Body) -> Employee:
    return make_employee(body, "administrator")


def organisation(parent: Body, code: str = "centre") -> Body:
    return Body.objects.create(
        code=code,
        profile=parent.profile,
        parent=parent,
        name="Центр поддержки",
        short_name="Центр",
        timezone=parent.timezone,
        mailbox="centre@example.org",
    )


def letter(body: Body):  # type: ignore[no-untyped-def]  # a Letter of a fresh case
    team = make_team(body)
    case = make_case(body, Stage.ASSIGNED, team=team)
    return letter_of(
        case, first_draft(case), signer=team.signer, executor=team.executor, survey_url=""
    )


def test_until_somebody_sets_one_up_the_letterhead_is_that_of_the_profile(body: Body) -> None:
    printed = letterheads.letterhead_of(body)
    assert printed.lines == letterheads.first_head(body).lines
    assert printed.address
    assert printed.emblem is None


@pytest.mark.clause("economy-novosibirsk:8.3.b")
def test_requisites_and_their_order_follow_the_template(
    body: Body, administrator: Employee
) -> None:
    order: tuple[Requisite, ...] = (
        "name", "emblem", "number", "reference", "contacts", "references",
    )  # fmt: skip
    actions.save_letterhead(
        body, replace(HEAD, order=order, layout="longitudinal"), by=administrator, emblem=EMBLEM
    )
    head = letter(body).letterhead
    assert head.lines == HEAD.lines
    assert (head.order, head.layout, head.emblem) == (order, "longitudinal", EMBLEM)


@pytest.mark.clause("labour-novosibirsk:8.6")
@pytest.mark.clause("labour-novosibirsk:17.1")
def test_an_organisation_has_its_own_letterhead_and_never_its_ministrys_address() -> None:
    ministry = make_body("labour-novosibirsk")
    centre = organisation(ministry)
    before = letterheads.letterhead_of(centre)
    assert before.lines[-1] == "Центр поддержки"
    assert before.email == "centre@example.org"
    assert not before.address
    assert not before.phone
    head = replace(HEAD, lines=("ЦЕНТР",), site="centre.example")
    actions.save_letterhead(centre, head, by=make_employee(ministry, "administrator"))
    after = letterheads.letterhead_of(centre)
    assert (after.address, after.phone, after.email, after.site) == (
        HEAD.address,
        HEAD.phone,
        HEAD.email,
        "centre.example",
    )
    assert letterheads.letterhead_of(ministry).lines != ("ЦЕНТР",)


def test_a_frozen_letter_keeps_its_letterhead_and_its_emblem(
    body: Body, administrator: Employee
) -> None:
    actions.save_letterhead(body, HEAD, by=administrator, emblem=EMBLEM)
    made = letter(body)
    content = content_of(made)
    actions.save_letterhead(
        body, replace(HEAD, lines=("ДРУГОЕ",)), by=administrator, keep_emblem=False
    )
    again = letter_from(content)
    assert again == made
    assert again.letterhead.emblem == EMBLEM
    assert content["letterhead"]["emblem"] not in (None, EMBLEM)


def test_another_emblem_gives_another_fingerprint(body: Body, administrator: Employee) -> None:
    actions.save_letterhead(body, HEAD, by=administrator, emblem=EMBLEM)
    made = letter(body)
    other = replace(made, letterhead=replace(made.letterhead, emblem=EMBLEM + b" "))
    assert fingerprint(content_of(made)) != fingerprint(content_of(other))


def test_a_letter_frozen_before_letterheads_had_versions_is_still_read(body: Body) -> None:
    content = content_of(letter(body))
    for key in ("emblem", "emblem_alt", "references", "layout", "order"):
        del content["letterhead"][key]
    assert letter_from(content).letterhead.lines == letterheads.first_head(body).lines


def test_every_change_is_a_version_in_the_journal_and_an_earlier_one_comes_back(
    body: Body, administrator: Employee
) -> None:
    first = actions.save_letterhead(body, HEAD, by=administrator, emblem=EMBLEM)
    actions.save_letterhead(body, replace(HEAD, phone="1"), by=administrator, keep_emblem=False)
    actions.restore_letterhead(first, by=administrator)
    numbers = [version.number for version in letterheads.versions_of(body)]
    assert numbers == [3, 2, 1]
    printed = letterheads.letterhead_of(body)
    assert (printed.phone, printed.emblem) == (HEAD.phone, EMBLEM)
    acts = Entry.objects.filter(act="replies.keep-letterhead").order_by("pk")
    assert [entry.details["version"] for entry in acts] == [1, 2, 3]
    assert {entry.clause for entry in acts} == {"economy-novosibirsk:8.3.b"}


def test_the_emblem_stays_when_only_words_change(body: Body, administrator: Employee) -> None:
    actions.save_letterhead(body, HEAD, by=administrator, emblem=EMBLEM)
    actions.save_letterhead(body, replace(HEAD, phone="1"), by=administrator)
    assert letterheads.letterhead_of(body).emblem == EMBLEM


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"lines": (" ",)}, "lines"),
        ({"lines": ("А",) * 9}, "lines"),
        ({"lines": ("А" * 200,)}, "lines"),
        ({"address": ""}, "address"),
        ({"phone": "", "email": ""}, "phone"),
        ({"order": ("emblem", "name", "number", "reference")}, "order"),
        ({"order": ("name", "name", "contacts", "number", "reference")}, "order"),
        ({"references": ("ОГРН 12345",)}, "references"),
        ({"references": ("ИНН/КПП 540000000/540001001",)}, "references"),
    ],
)
def test_a_letterhead_that_lacks_something_is_refused_at_its_field(
    body: Body, administrator: Employee, change: dict[str, object], field: str
) -> None:
    with pytest.raises(Refusal) as refused:
        actions.save_letterhead(body, replace(HEAD, **change), by=administrator)  # type: ignore[arg-type]  # parametrised
    assert refused.value.field == field
    assert not letterheads.versions_of(body)


def test_an_emblem_needs_words_for_who_cannot_see_it() -> None:
    silent = replace(HEAD, emblem_alt="")
    found = problem(silent, with_emblem=True)
    assert found is not None
    assert found.field == "emblem_alt"
    assert problem(silent, with_emblem=False) is None


def test_saving_without_a_change_makes_no_version(body: Body, administrator: Employee) -> None:
    actions.save_letterhead(body, HEAD, by=administrator)
    with pytest.raises(Refusal):
        actions.save_letterhead(body, HEAD, by=administrator)


def test_only_the_administrator_of_the_body_or_of_its_ministry_changes_it(body: Body) -> None:
    centre = organisation(body)
    strangers = [
        make_employee(body, "head"),
        make_employee(make_body("industry-mordovia"), "administrator"),
    ]
    for stranger in strangers:
        with pytest.raises(Refusal):
            actions.save_letterhead(centre, HEAD, by=stranger)


# --- the page


def posted(**parts: object) -> dict[str, object]:
    return {
        "lines": "МИНИСТЕРСТВО\r\nОБРАЗЦОВ",
        "address": HEAD.address,
        "phone": HEAD.phone,
        "email": "",
        "site": "",
        "references": "",
        "layout": "angular",
        "emblem_alt": "Щит",
        "place-emblem": "1",
        "place-name": "2",
        "place-contacts": "3",
        "place-references": "0",
        "place-number": "4",
        "place-reference": "5",
        "act": "save",
        **parts,
    }


@pytest.fixture
def page(client: Client, administrator: Employee) -> Client:
    client.force_login(administrator)
    return client


def test_the_page_shows_the_letterhead_as_a_picture_and_names_the_governing_instructions(
    page: Client,
) -> None:
    text = page.get(reverse("desk:letterhead")).content.decode()
    assert "data:image/png;base64," in text
    assert "постановление Губернатора от 01.11.2010 № 345" in text


def test_a_look_changes_nothing_and_the_chosen_emblem_stays_chosen(
    page: Client, body: Body
) -> None:
    address = reverse("desk:letterhead")
    picture = SimpleUploadedFile("герб.svg", EMBLEM)
    looked = page.post(address, posted(act="look", emblem=picture))
    assert looked.status_code == 200
    assert not letterheads.versions_of(body)
    chosen = looked.context["form"]["chosen_emblem"].value()
    page.post(address, posted(chosen_emblem=chosen))
    assert letterheads.letterhead_of(body).emblem == EMBLEM


def test_a_foreign_seal_brings_no_file_into_the_letterhead(page: Client, body: Body) -> None:
    page.post(reverse("desk:letterhead"), posted(chosen_emblem="0" * 64))
    version = letterheads.in_force(body)
    assert version is not None
    assert version.emblem is None


def test_a_refused_letterhead_is_shown_again_with_what_was_typed(page: Client, body: Body) -> None:
    answer = page.post(reverse("desk:letterhead"), posted(address="", phone="123-45"))
    assert answer.status_code == 422
    assert "123-45" in answer.content.decode()
    answer = page.post(reverse("desk:letterhead"), posted(**{"place-name": "1"}))
    assert answer.status_code == 422
    assert not letterheads.versions_of(body)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"GIF89a",
        b"\x89PNG\r\n\x1a\nbroken",
        b"<svg",
        b'<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>',
        b'<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/></svg>',
        b'<!DOCTYPE svg [<!ENTITY a "b">]><svg xmlns="http://www.w3.org/2000/svg">&a;</svg>',
        b'<svg xmlns="http://www.w3.org/2000/svg"><use href="http://a/b.svg"/></svg>',
        b'<svg xmlns="http://www.w3.org/2000/svg"><path fill="url(http://a)" d="M0 0h9v9z"/></svg>',
        b'<svg xmlns="http://www.w3.org/2000/svg"><g onload="x()"/></svg>',
        b"\x89PNG" + b"0" * 400_000,
    ],
)
def test_a_file_that_is_no_harmless_picture_is_refused(
    page: Client, body: Body, data: bytes
) -> None:
    picture = SimpleUploadedFile("герб.png", data)
    answer = page.post(reverse("desk:letterhead"), posted(emblem=picture))
    assert answer.status_code == 422
    assert not letterheads.versions_of(body)


def test_the_page_of_a_foreign_body_is_not_there(page: Client) -> None:
    foreign = make_body("industry-mordovia")
    assert page.get(reverse("desk:letterhead-of", args=[foreign.code])).status_code == 404


def test_an_earlier_version_is_looked_at_and_put_into_force_again(
    page: Client, body: Body, administrator: Employee
) -> None:
    for n, phone in enumerate(("1-11", "2-22")):
        actions.save_letterhead(
            body, replace(HEAD, phone=phone), by=administrator, at=RECEIVED + timedelta(hours=n)
        )
    address = reverse("desk:letterhead-version", args=[body.code, 1])
    assert "data:image/png" in page.get(address).content.decode()
    assert page.post(address).status_code == 302
    assert letterheads.letterhead_of(body).phone == "1-11"
