"""Scenarios of letters that carry an act: interim, clarification, forwarding, extension, no reply."""

from typing import Any

import pytest
from pytest_bdd import parsers, scenarios, then, when

from otklik.cases import actions as cases
from otklik.cases.models import Deadline, Extension, Forwarding, Proposal
from otklik.cases.queries import unanswered
from otklik.messages.models import Outgoing
from otklik.replies import actions as replies
from otklik.replies.actions.noticing import begin_notice, save_notice, submit_notice
from otklik.replies.models import Covering, LetterVersion, Reply
from otklik.staff import calendars
from otklik.staff.models import Employee
from tests.law.conftest import World, day

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.clause("labour-novosibirsk:6.2"),
    pytest.mark.clause("labour-novosibirsk:7.4"),
    pytest.mark.clause("labour-novosibirsk:24.4.a"),
    pytest.mark.clause("labour-novosibirsk:24.4.b"),
    pytest.mark.clause("labour-novosibirsk:25.a"),
    pytest.mark.clause("labour-novosibirsk:25.b"),
    pytest.mark.clause("labour-novosibirsk:30"),
    pytest.mark.clause("economy-novosibirsk:4.6.b"),
]
scenarios("letters.feature")

Kind = Reply.Kind
TOLD = {
    "о продлении": "extension",
    "о переадресации": "forwarding-notice",
    "об оставлении без ответа": "no-reply-notice",
}
ALL_TOLD = (*TOLD.values(), "interim", "clarification")
COURT = {"ground": "court", "reason": "В обращении обжалуется решение суда от 1 марта 2026 года."}


def send(
    world: World,
    on: str,
    kind: str,
    act: dict[str, Any],
    *,
    by: Employee | None = None,
    words: dict[str, str] | None = None,
) -> None:
    """Begin the letter, change its words where the scenario says so, send it on, have it approved."""
    author, at = by or world.team.executor, world.at(day(on))
    letter = begin_notice(world.present(), kind, by=author, act=act, at=at)
    if words:
        text = words.pop("text", letter.draft["answers"]["text"])
        draft = {**letter.draft, **words, "answers": {**letter.draft["answers"], "text": text}}
        letter = save_notice(letter, by=author, draft=draft, revision=letter.revision, at=at)
    version = world.attempt(lambda: submit_notice(letter, by=author, at=at))
    letter.refresh_from_db()
    while letter.stage == Reply.Stage.FOR_APPROVAL:
        replies.approve(version, by=world.team.head, sha256=version.sha256, at=at)
        letter.refresh_from_db()


def latest(world: World) -> LetterVersion:
    found = LetterVersion.objects.filter(reply__case=world.present()).order_by("-pk").first()
    assert found is not None
    return found


def extension(until: str) -> dict[str, str]:
    return {
        "progress": "Запрошены сведения у службы занятости.",
        "reason": "Сведения ещё не поступили",
        "day": day(until).isoformat(),
    }


@when(
    parsers.re(
        r"(?P<on>\d.+?) года исполнитель отправляет на подпись письмо о продлении до (?P<until>\d.+)"
    )
)
def send_extension(world: World, on: str, until: str) -> None:
    send(world, on, Kind.EXTENSION, extension(until))


@when(
    parsers.re(
        r"(?P<on>\d.+?) года исполнитель отправляет на подпись письмо о продлении, в котором нет нового срока"
    )
)
def send_extension_without_a_date(world: World, on: str) -> None:
    text = "Запрошены сведения у службы занятости, сведения ещё не поступили. Срок продлён."
    send(world, on, Kind.EXTENSION, extension("20 апреля 2026"), words={"text": text})


@when(parsers.re(r"(?P<on>\d.+?) года руководитель пробует продлить срок без письма"))
def extend_beside(world: World, on: str) -> None:
    row = Extension.objects.get(case=world.present())
    world.attempt(lambda: cases.approve_extension(row, by=world.team.head, at=world.at(day(on))))


@when(
    parsers.re(
        r'(?P<on>\d.+?) года регистратор отправляет на подпись письмо о переадресации в "(?P<whom>.+)"'
    )
)
def send_forwarding(world: World, on: str, whom: str) -> None:
    act = {
        "recipient": whom,
        "reason": "Надзор ведёт прокуратура.",
        "channel": "email",
        "address": "priem@example.org",
    }
    send(world, on, Kind.FORWARDING, act, by=world.team.registrar)


@when(parsers.re(r"(?P<on>\d.+?) года исполнитель отправляет на подпись промежуточный ответ"))
def send_interim(world: World, on: str) -> None:
    send(world, on, Kind.INTERIM, {"progress": "Запрошены сведения у службы занятости."})


@when(
    parsers.re(
        r"(?P<on>\d.+?) года исполнитель отправляет на подпись просьбу уточнить номер заявки"
    )
)
def send_question(world: World, on: str) -> None:
    send(world, on, Kind.CLARIFICATION, {"question": "Пришлите номер заявки."})


@when(
    parsers.re(
        r"(?P<on>\d.+?) года исполнитель отправляет на подпись письмо, что обжалуется решение суда"
        r"(?P<bare>, без слов об обжаловании)?$"
    )
)
def send_return(world: World, on: str, bare: str | None) -> None:
    words = {"closing": "До свидания.", "text": _bare_text()} if bare else {}
    send(world, on, Kind.NO_REPLY, COURT, words=words)


def _bare_text() -> str:
    return f"{COURT['reason']} По закону № 59-ФЗ оно возвращается. Пересмотр невозможен."


@when(parsers.re(r"(?P<on>\d.+?) года письмо подписано"))
def sign(world: World, on: str) -> None:
    version, at = latest(world), world.at(day(on))
    signed = world.attempt(
        lambda: replies.sign(version, by=world.team.signer, sha256=version.sha256, at=at)
    )
    if signed is not None and not signed.number:
        replies.enter_number(version, number="12-05/26", on=day(on), by=world.team.registrar, at=at)


@when(parsers.re(r"(?P<on>\d.+?) года письмо возвращено с замечанием"))
def give_back(world: World, on: str) -> None:
    replies.return_to_author(
        latest(world), by=world.team.signer, remarks="Ответьте в срок.", at=world.at(day(on))
    )


@when(parsers.re(r"(?P<on>\d.+?) года рассмотрение прекращено по просьбе клиента"))
def withdraw(world: World, on: str) -> None:
    cases.withdraw(world.present(), by=world.team.executor, channel="phone", at=world.at(day(on)))


@then("клиенту ничего не отправлено")
def nothing_is_sent(world: World) -> None:
    assert not Outgoing.objects.filter(about=world.present().ref, kind__in=ALL_TOLD).exists()


@then(parsers.re(r'клиенту отправлено письмо (?P<what>[а-я ]+), в нём есть "(?P<words>.+)"'))
def client_is_told(world: World, what: str, words: str) -> None:
    check_sent(world, TOLD[what], words)


@then(parsers.parse('клиенту отправлен промежуточный ответ, в нём есть "{words}"'))
def interim_is_sent(world: World, words: str) -> None:
    check_sent(world, "interim", words)


@then(parsers.parse('клиенту отправлена просьба уточнить, в ней есть "{words}"'))
def question_is_sent(world: World, words: str) -> None:
    check_sent(world, "clarification", words)


def check_sent(world: World, kind: str, words: str) -> None:
    """The letter went once, its words say so, and it is attached as a file."""
    message = Outgoing.objects.get(about=world.present().ref, kind=kind)
    assert words.casefold() in message.text.casefold()
    assert message.files.filter(name__endswith=".pdf").exists()


@then(parsers.parse("письмо о продлении считается подготовленным {on}"))
def prepared_on(world: World, on: str) -> None:
    row = Deadline.objects.get(case=world.present(), kind="extension_letter", superseded_at=None)
    assert row.met_at is not None
    assert row.met_at.astimezone(calendars.zone(world.body)).date() == day(on)
    assert row.met_at <= row.due


@then("предложение о продлении отклонено")
def proposal_is_rejected(world: World) -> None:
    assert Extension.objects.get(case=world.present()).state == Proposal.REJECTED


@then("письмо осталось неподписанным")
def not_signed(world: World) -> None:
    letter = Reply.objects.get(case=world.present())
    assert letter.stage == Reply.Stage.FOR_SIGNATURE
    assert not letter.number


@then("в орган отправлено сопроводительное письмо с обращением и со своим номером")
def body_is_written_to(world: World) -> None:
    covering = Covering.objects.get(version__reply__case=world.present())
    message = Outgoing.objects.get(about=world.present().ref, kind="forwarding-letter")
    assert covering.message == message
    assert covering.number
    assert covering.number != covering.version.reply.number
    assert world.present().text in message.text
    assert message.files.filter(name__endswith=".pdf").exists()


@then(parsers.parse("переадресация состоялась {on}"))
def forwarded_on(world: World, on: str) -> None:
    row = Forwarding.objects.get(case=world.present())
    assert row.decided_at.astimezone(calendars.zone(world.body)).date() == day(on)
    assert row.notice is not None
    assert row.letter is not None


@then("доставка письма дела не закрывает")
def delivery_closes_nothing(world: World) -> None:
    Outgoing.objects.filter(about=world.present().ref).update(
        state=Outgoing.State.SENT, sent_at=world.at(day("12 марта 2026"))
    )
    letter = Reply.objects.get(case=world.present())
    assert replies.finish_delivered(letter, at=world.at(day("12 марта 2026")))
    letter.refresh_from_db()
    assert letter.stage == Reply.Stage.DISPATCHED
    assert world.present().answered_at is None


@then("ответа клиента ждут на странице обращения")
def answer_is_awaited(world: World) -> None:
    row = unanswered(world.present()).get()
    assert row.question == "Пришлите номер заявки."
    assert row.message is not None


@then("за министерством ничего не числится")
def nothing_is_owed(world: World) -> None:
    assert world.present().next_due is None
