"""Files that go with a letter: what may, how the letter lists them, how they bind and travel."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from otklik.cases.models import Stage
from otklik.journal.models import Entry
from otklik.messages import storage
from otklik.messages.models import Outgoing
from otklik.replies import actions
from otklik.replies.actions import enclosing
from otklik.replies.models import Reply, ReplyFile
from otklik.staff.models import Body
from otklik.staff.refusals import Refusal
from tests.documents.samples import pdf, run_together
from tests.factories import Team, make_body, make_case, make_employee, make_team
from tests.replies.route_world import write
from tests.replies.signed_letters import NOW, POSTAL

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF"
TITLE = "копия договора на 3 л. в 1 экз."


@pytest.fixture
def body() -> Body:
    return make_body("labour-novosibirsk")


@pytest.fixture
def team(body: Body) -> Team:
    return make_team(body)


@pytest.fixture
def reply(body: Body, team: Team) -> Reply:
    return write(make_case(body, Stage.ASSIGNED, team=team), team.executor, at=NOW)


def put(reply: Reply, team: Team, **parts: object) -> ReplyFile:
    given: dict[str, object] = {"data": PDF, "name": "договор.pdf", "title": TITLE, "at": NOW}
    return actions.enclose(reply, by=team.executor, **(given | parts))  # type: ignore[arg-type]  # as above


def sign(reply: Reply, team: Team):  # type: ignore[no-untyped-def]  # the signed version
    version = actions.submit(reply, by=team.executor, at=NOW)
    for step in version.approvals.all():
        actions.approve(version, by=step.approver, sha256=version.sha256, at=NOW)
    actions.sign(version, by=team.signer, sha256=version.sha256, at=NOW)
    version.refresh_from_db()
    return version


def test_the_letter_lists_its_files_and_they_go_out_with_it(reply: Reply, team: Team) -> None:
    put(reply, team)
    version = sign(reply, team)
    text = run_together("".join(p.extract_text() for p in pdf(storage.read(version.pdf)).pages))
    assert run_together(f"Приложение: {TITLE}") in text
    sent = Outgoing.objects.filter(dispatch__version=version, kind="reply").get()
    assert "договор.pdf" in set(sent.files.values_list("name", flat=True))


def test_the_signature_binds_to_the_files_too(reply: Reply, team: Team) -> None:
    put(reply, team)
    first = actions.submit(reply, by=team.executor, at=NOW)
    assert first.content["files"] == [
        {"name": "договор.pdf", "sha256": ReplyFile.objects.get().file.sha256}
    ]


def test_several_files_are_numbered_in_the_letter(reply: Reply, team: Team) -> None:
    put(reply, team)
    put(reply, team, data=PDF + b"\n", title="акт на 1 л.")
    version = sign(reply, team)
    text = run_together("".join(p.extract_text() for p in pdf(storage.read(version.pdf)).pages))
    assert run_together(f"Приложения: 1. {TITLE} 2. акт на 1 л.") in text


def archive(name: str, data: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr(name, data)
    return out.getvalue()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"data": b""}, "file"),
        ({"data": b"MZ" + b"0" * 100, "name": "договор.pdf"}, "file"),
        ({"name": "договор.exe"}, "file"),
        ({"data": b"<html><script>1</script></html>", "name": "a.pdf"}, "file"),
        ({"data": archive("a.exe", b"MZ")}, "file"),
        ({"data": b"\x00\x01\x02" * 50}, "file"),
        ({"title": "  "}, "title"),
        ({"title": "я" * 301}, "title"),
    ],
)
def test_what_a_client_could_not_or_should_not_open_is_refused(
    reply: Reply, team: Team, change: dict[str, object], field: str
) -> None:
    with pytest.raises(Refusal) as refused:
        put(reply, team, **change)
    assert refused.value.field == field
    assert not ReplyFile.objects.exists()


def test_the_same_file_twice_too_many_and_too_large_are_refused(
    reply: Reply, team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(reply, team)
    with pytest.raises(Refusal):
        put(reply, team)
    monkeypatch.setattr(enclosing, "ALL_BYTES", len(PDF) + 1)
    with pytest.raises(Refusal):
        put(reply, team, data=PDF + b"\n")
    monkeypatch.setattr(enclosing, "MOST_FILES", 1)
    with pytest.raises(Refusal):
        put(reply, team, data=PDF + b"\n")
    assert ReplyFile.objects.count() == 1


def test_the_type_is_read_from_the_content_and_a_path_in_the_name_is_dropped(
    reply: Reply, team: Team
) -> None:
    made = put(reply, team, name="C:\\Users\\x\\..\\договор.txt")
    assert made.name == "договор.txt"
    assert made.file.media_type == "application/pdf"


def test_files_of_a_letter_that_is_sent_for_signature_stay_as_they_are(
    reply: Reply, team: Team
) -> None:
    made = put(reply, team)
    actions.submit(reply, by=team.executor, at=NOW)
    with pytest.raises(Refusal):
        put(reply, team, data=PDF + b"\n")
    with pytest.raises(Refusal):
        actions.take_out(made, by=team.executor)
    assert ReplyFile.objects.count() == 1


def test_only_the_executor_changes_the_files_and_the_journal_keeps_it(
    reply: Reply, team: Team, body: Body
) -> None:
    made = put(reply, team)
    with pytest.raises(Refusal):
        actions.take_out(made, by=make_employee(body, "executor"))
    actions.take_out(made, by=team.executor, at=NOW)
    acts = Entry.objects.filter(act__in=["replies.enclose", "replies.take-out"]).order_by("pk")
    assert [entry.act for entry in acts] == ["replies.enclose", "replies.take-out"]
    assert all("договор" not in str(entry.details) for entry in acts)


def test_the_page_puts_a_file_to_the_letter_and_takes_it_away(
    reply: Reply, team: Team, client: Client
) -> None:
    client.force_login(team.executor)
    address = reverse("desk:reply-files", args=[reply.pk])
    answer = client.post(address, {"file": SimpleUploadedFile("договор.pdf", PDF), "title": TITLE})
    assert answer.status_code == 302
    made = ReplyFile.objects.get()
    assert TITLE in client.get(address).content.decode()
    opened = client.get(reverse("desk:open-reply-file", args=[reply.pk, made.pk]))
    assert b"".join(opened.streaming_content) == PDF  # type: ignore[attr-defined]  # a file
    client.post(reverse("desk:remove-reply-file", args=[reply.pk, made.pk]))
    assert not ReplyFile.objects.exists()


def test_a_refused_file_leaves_its_title_in_the_form(
    reply: Reply, team: Team, client: Client
) -> None:
    client.force_login(team.executor)
    answer = client.post(
        reverse("desk:reply-files", args=[reply.pk]),
        {"file": SimpleUploadedFile("a.exe", b"MZ" + b"0" * 99), "title": TITLE},
    )
    assert answer.status_code == 422
    assert TITLE in answer.content.decode()


def test_files_of_a_foreign_letter_are_not_there(reply: Reply, team: Team, client: Client) -> None:
    made = put(reply, team)
    other = make_body("industry-mordovia")
    client.force_login(make_team(other).executor)
    for name, args in (
        ("reply-files", [reply.pk]),
        ("open-reply-file", [reply.pk, made.pk]),
    ):
        assert client.get(reverse(f"desk:{name}", args=args)).status_code == 404


def test_the_cover_sheet_lists_the_files(body: Body, team: Team, client: Client) -> None:
    case = make_case(body, Stage.ASSIGNED, team=team, **POSTAL)  # type: ignore[arg-type]  # texts
    reply = write(case, team.executor, at=NOW)
    put(reply, team)
    sign(reply, team)
    client.force_login(team.signer)
    answer = client.get(reverse("desk:envelope", args=[case.pk]))
    assert run_together(TITLE) in run_together(pdf(answer.content).pages[1].extract_text())


def test_the_client_takes_the_files_on_the_page_of_his_case_once_the_letter_is_signed(
    reply: Reply, team: Team, client: Client
) -> None:
    made = put(reply, team)
    code = reply.case.tracking_code
    address = reverse("portal:enclosure", args=[code, made.pk])
    assert client.get(address).status_code == 404
    sign(reply, team)
    assert b"".join(client.get(address).streaming_content) == PDF  # type: ignore[attr-defined]  # a file
    other = make_case(reply.case.body, Stage.ASSIGNED, team=team)
    foreign = reverse("portal:enclosure", args=[other.tracking_code, made.pk])
    assert client.get(foreign).status_code == 404
    assert (
        TITLE
        in client.get(reverse("portal:status-link", args=[code]), follow=True).content.decode()
    )
