"""The pages of a letter's way: one queue for approvers and signers, remarks at sentences, settling, recall."""

import pytest
from django.test import Client

from otklik.replies import actions as replies
from otklik.replies import route
from otklik.replies.desk.review_page import places_in
from otklik.replies.models import LetterVersion, Remark, Reply
from otklik.replies.route_rules import Place
from otklik.staff.models import Setting
from tests.factories import make_body, make_employee
from tests.replies.route_world import SENT, House, house, sent, stage

pytestmark = pytest.mark.django_db
QUEUE = "/desk/signing/"


@pytest.fixture
def here() -> House:
    return house()


def answer_part(version: LetterVersion) -> str:
    return next(name for name in route.text_parts(version.reply.draft) if name.startswith("answer"))


def test_head_and_signer_find_the_letter_in_one_queue_each_with_what_is_asked(
    client: Client, here: House
) -> None:
    version = sent(here)
    client.force_login(here.team.head)
    page = client.get(QUEUE).content.decode()
    assert "на согласование" in page
    assert f"{QUEUE}{version.pk}/approve" in page
    assert f"{QUEUE}{version.pk}/sign" not in page
    done = client.post(f"{QUEUE}{version.pk}/approve", {"sha256": version.sha256}, follow=True)
    assert "ушло на подпись" in done.content.decode()
    client.force_login(here.team.signer)
    page = client.get(QUEUE).content.decode()
    assert f"{QUEUE}{version.pk}/sign" in page
    assert "Путь письма" in page


def test_a_lawyer_reads_the_letter_that_was_brought_to_him_and_no_case(
    client: Client, here: House
) -> None:
    version, other = sent(here, outcome="impossible"), sent(here, days=1)
    replies.approve(version, by=here.team.head, sha256=version.sha256, at=SENT)
    client.force_login(here.lawyer)
    response = client.get(QUEUE)
    assert [item.pk for item in response.context["waiting"]] == [version.pk]
    case = version.reply.case_id
    assert f"/desk/cases/{case}/" not in response.content.decode()
    assert client.get(f"/desk/cases/{case}/").status_code in {403, 404}
    assert client.get(f"{QUEUE}{version.pk}/letter").content.startswith(b"%PDF")
    assert client.get(f"{QUEUE}{version.pk}/letter/1.png").content.startswith(b"\x89PNG")
    assert client.get(f"{QUEUE}{other.pk}/letter").status_code == 404
    assert client.post(f"{QUEUE}{other.pk}/approve", {"sha256": "x"}).status_code == 404


def test_each_sentence_has_a_field_for_its_remark_that_needs_no_script(
    client: Client, here: House
) -> None:
    version = sent(here)
    client.force_login(here.team.head)
    name = f"at:{answer_part(version)}:0:20"
    assert f'name="{name}"' in client.get(QUEUE).content.decode()
    client.post(
        f"{QUEUE}{version.pk}/return", {"sha256": version.sha256, name: "Какие?", "remarks": ""}
    )
    remark = Remark.objects.get()
    assert (remark.quote, remark.text) == ("Меры поддержки есть.", "Какие?")
    assert stage(version) == "returned"


def test_nothing_typed_is_lost_when_the_return_is_refused(client: Client, here: House) -> None:
    version = sent(here)
    client.force_login(here.team.head)
    part = answer_part(version)
    for name in (f"at:{part}:5:99999", "at:nowhere:0:1", "at:::", f"at:{part}:a:b"):
        said = {"sha256": version.sha256, name: "Это место", f"at:{part}:0:20": "Первое"}
        response = client.post(f"{QUEUE}{version.pk}/return", said)
        assert response.status_code == 422, name
        assert "Первое" in response.content.decode()
        assert not Remark.objects.exists()


def test_whoever_wrote_remarks_does_not_approve_by_a_slip(client: Client, here: House) -> None:
    version = sent(here)
    client.force_login(here.team.head)
    said = {"sha256": version.sha256, "remarks": "Надо короче"}
    response = client.post(f"{QUEUE}{version.pk}/approve", said)
    assert response.status_code == 422
    assert "Надо короче" in response.content.decode()
    assert stage(version) == "for-approval"


def test_the_author_sees_remarks_at_their_words_and_settles_them(
    client: Client, here: House
) -> None:
    version = sent(here)
    part = answer_part(version)
    text = route.text_parts(version.reply.draft)[part]
    start = text.index("до мая")
    replies.reject(
        version,
        by=here.team.head,
        sha256=version.sha256,
        places=[Place(part, start, start + 6, "Назовите число.")],
        at=SENT,
    )
    client.force_login(here.team.executor)
    address = f"/desk/cases/{version.reply.case_id}/reply"
    page = client.get(address).content.decode()
    assert "Назовите число." in page
    assert f'href="#id_{part}"' in page
    remark = Remark.objects.get()
    form = studio_form(client, address)
    asked = client.post(address, form | {"act": "submit"})
    assert asked.status_code == 422
    assert "не учтены" in asked.content.decode()
    settled = form | {"act": f"settle {remark.pk}", f"settled-{remark.pk}": "Назвал 30 апреля"}
    client.post(address, settled)
    remark.refresh_from_db()
    assert remark.settled_at is not None
    assert remark.answer == "Назвал 30 апреля"
    for wrong in ("settle 0", "settle abc", f"settle {10**30}"):
        assert (
            client.post(address, studio_form(client, address) | {"act": wrong}).status_code == 302
        )
    client.post(address, studio_form(client, address) | {"act": "submit"})
    assert stage(version) == "for-approval"
    client.force_login(here.team.head)
    page = client.get(QUEUE).content.decode()
    assert "Назвал 30 апреля" in page
    assert "Что изменилось с прошлой версии" in page


def studio_form(client: Client, address: str) -> dict[str, str]:
    """The studio's form as it stands on the page."""
    form = client.get(address).context["form"]
    return {
        field.html_name: "" if (value := field.value()) is None else str(value) for field in form
    }


def test_the_author_may_send_it_with_remarks_not_settled(client: Client, here: House) -> None:
    version = sent(here)
    replies.reject(version, by=here.team.head, sha256=version.sha256, remarks="Короче.", at=SENT)
    client.force_login(here.team.executor)
    address = f"/desk/cases/{version.reply.case_id}/reply"
    client.post(address, studio_form(client, address) | {"act": "submit-anyway"})
    assert stage(version) == "for-approval"


def test_changed_words_stand_out_by_more_than_colour(client: Client, here: House) -> None:
    version = sent(here)
    reply = replies.reject(
        version, by=here.team.head, sha256=version.sha256, remarks="Срок.", at=SENT
    )
    key = next(iter(reply.draft["answers"]))
    draft = reply.draft | {"answers": {key: "Меры поддержки есть. Подайте заявку до 30 апреля."}}
    executor = here.team.executor
    reply = replies.save(reply, by=executor, draft=draft, revision=reply.revision, at=SENT)
    replies.submit(reply, by=executor, despite_remarks=True, at=SENT)
    client.force_login(here.team.head)
    page = client.get(QUEUE).content.decode()
    assert "<del>мая.</del>" in page
    assert "<ins>30 апреля.</ins>" in page


def test_an_approval_is_taken_back_on_the_page(client: Client, here: House) -> None:
    version = sent(here)
    replies.approve(version, by=here.team.head, sha256=version.sha256, at=SENT)
    client.force_login(here.team.head)
    assert f"{QUEUE}{version.pk}/withdraw" in client.get(QUEUE).content.decode()
    client.post(f"{QUEUE}{version.pk}/withdraw")
    assert stage(version) == "for-approval"
    assert client.get(f"{QUEUE}{version.pk}/withdraw").status_code == 405


def test_the_case_tells_the_way_and_its_author_takes_the_letter_back(
    client: Client, here: House
) -> None:
    version = sent(here)
    client.force_login(here.team.executor)
    case = f"/desk/cases/{version.reply.case_id}/"
    page = client.get(case).content.decode()
    assert "Путь письма" in page
    assert f"{QUEUE}{version.pk}/recall" in page
    response = client.post(f"{QUEUE}{version.pk}/recall")
    assert response["Location"].endswith("/reply")
    assert Reply.objects.get().stage == "draft"
    stranger = make_employee(make_body("economy-magadan"), "executor")
    client.force_login(stranger)
    assert client.post(f"{QUEUE}{version.pk}/recall").status_code == 404


def test_a_letter_decided_on_meanwhile_is_said_to_be_so(client: Client, here: House) -> None:
    version = sent(here)
    replies.approve(version, by=here.team.head, sha256=version.sha256, at=SENT)
    client.force_login(here.team.head)
    for tail in ("approve", "return"):
        response = client.post(
            f"{QUEUE}{version.pk}/{tail}", {"sha256": version.sha256, "remarks": "…"}, follow=True
        )
        assert "уже не ждёт подписи" in response.content.decode()


def test_today_counts_what_is_to_be_approved(client: Client, here: House) -> None:
    sent(here)
    client.force_login(here.team.head)
    assert "письмо на согласование" in client.get("/desk/").content.decode().replace(
        "писем на согласование", "письмо на согласование"
    )


def test_the_queue_costs_the_same_for_many_letters(
    client: Client, here: House, django_assert_max_num_queries: object
) -> None:
    for days in range(4):
        sent(here, days=days)
    client.force_login(here.team.head)
    with django_assert_max_num_queries(75):  # type: ignore[operator]  # pytest-django's fixture
        client.get(QUEUE)


def test_places_are_read_from_what_was_typed_and_nothing_else() -> None:
    said = {"at:opening:3:9": " Где? ", "at:answer-1:0:2": "", "remarks": "x", "at:z": "что"}
    assert places_in(said) == [Place("opening", 3, 9, "Где?"), Place("?", 0, 0, "что")]


def test_the_administrator_switches_the_steps_of_his_body(client: Client, here: House) -> None:
    admin = make_employee(here.body, "administrator")
    client.force_login(admin)
    page = client.get("/desk/letters/settings").content.decode()
    assert "Руководитель структурного подразделения" in page
    client.post("/desk/letters/settings", {"step": ["lawyer"], "numbering": "external"})
    assert route.switched(here.body) == {"unit-head": False, "lawyer": True, "deputy": False}
    assert Setting.objects.filter(body=here.body).count() == 2
    client.post("/desk/letters/settings", {"step": ["lawyer"], "numbering": "external"})
    assert Setting.objects.filter(body=here.body).count() == 2, "nothing changed, nothing kept"
    assert stage(sent(here)) == "for-signature"
    client.force_login(here.team.head)
    assert client.get("/desk/letters/settings").status_code == 403
