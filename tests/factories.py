"""People, bodies and cases for tests, made by the same actions as in life."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
from zoneinfo import ZoneInfo

from otklik import regulations
from otklik.cases import actions as cases
from otklik.cases.models import Case, Stage
from otklik.cases.rules import QuestionEntry
from otklik.clients import actions as clients
from otklik.clients.models import Client
from otklik.journal.actors import CLIENT
from otklik.messages.codes import tracking_code
from otklik.staff import actions as staff
from otklik.staff.models import Body, Employee, Setting, Unit
from otklik.staff.profiles import profile_of
from otklik.touchpoints import actions as touchpoints
from otklik.touchpoints.models import Touchpoint

_numbers = count(1)
RECEIVED = datetime(2026, 3, 3, 10, 0, tzinfo=ZoneInfo("Asia/Novosibirsk"))
"""A Tuesday morning on which the tests' cases arrive unless they say otherwise."""

TEXT = (
    "Здравствуйте! Прошу пояснить, какие меры поддержки есть для небольшой пекарни. "
    "Почему на нашу заявку от января нет ответа?"
)


def make_body(code: str = "economy-novosibirsk") -> Body:
    """A body with its unit for client-centricity, a working unit, and a registry in force."""
    body = staff.install_body(code)
    staff.add_unit(body, "support", "Отдел поддержки предпринимательства")
    touchpoints.install_seed(body)
    if not Setting.objects.filter(body=body).exists():
        straight_to_signature(body)
    return body


def straight_to_signature(body: Body) -> None:
    """Letters of the body need no approval and take their number here: what most tests are not about."""
    route = {step.code: False for step in profile_of(body).letter.route}
    for code, value in (("letter-route", route), ("outgoing-number", "own")):
        Setting.objects.create(body=body, code=code, value=value, set_at=RECEIVED)


def by_the_order(body: Body) -> Body:
    """The body works by its profile again: letters are approved, numbers come from where the order says."""
    Setting.objects.filter(body=body).delete()
    return body


def make_employee(
    body: Body, *roles: str, unit: Unit | None = None, username: str = ""
) -> Employee:
    """An employee with the roles; in the working unit unless another is given."""
    number = next(_numbers)
    return staff.add_employee(
        body,
        username=username or f"employee-{number}",
        password=None,
        surname="Сотрудникова",
        given_name="Мария",
        patronymic="Петровна",
        post="консультант",
        unit=unit or Unit.objects.get(body=body, code="support"),
        roles=roles,
        phone="8 (383) 000-00-00",
        email=f"employee-{number}@example.org",
    )


@dataclass(frozen=True, slots=True)
class Team:
    """The people through whose hands a case goes."""

    registrar: Employee
    head: Employee
    executor: Employee
    signer: Employee


def make_team(body: Body) -> Team:
    """One employee for each step of a case."""
    return Team(
        make_employee(body, "registrar"),
        make_employee(body, "head"),
        make_employee(body, "executor"),
        make_employee(body, "signer"),
    )


def make_client(body: Body, **parts: str) -> Client:
    """A person with an e-mail address of her own."""
    number = next(_numbers)
    named = {"surname": "Соколова", "given_name": "Анна", "patronymic": "Ильинична", **parts}
    return clients.find_or_create(
        body, contacts={"email": f"client-{number}@example.org"}, at=RECEIVED, **named
    )


def topic() -> str:
    """A topic code that the classifier has."""
    return next(entry.code for entry in regulations.classifier().entries if entry.assignable)


def make_case(
    body: Body,
    stage: Stage = Stage.RECEIVED,
    *,
    team: Team | None = None,
    client: Client | None = None,
    type: str = "application",  # noqa: A002 - the promised word of commands, API and data
    form: str = "electronic",
    channel: str = "web",
    text: str = TEXT,
    questions: tuple[str, ...] = ("Какие меры поддержки есть для пекарни?",),
    received_at: datetime = RECEIVED,
    **parts: str,
) -> Case:
    """A case brought to the stage by the acts that lead there."""
    client = client or make_client(body)
    contact = client.contacts.first()
    case = cases.open_case(
        body,
        client,
        type=type,
        form=form,
        channel=channel,
        text=text,
        summary=parts.pop("summary", "меры поддержки для пекарни"),
        addressee=parts.pop("addressee", "министерство"),
        reply_channel=parts.pop("reply_channel", "email"),
        reply_address=parts.pop("reply_address", contact.address if contact else ""),
        received_at=received_at,
        tracking_code=tracking_code(),
        by=CLIENT,
        at=received_at,
        **parts,  # type: ignore[arg-type]  # the rest are text fields of the case
    )
    if stage == Stage.RECEIVED:
        return case
    team = team or make_team(body)
    case = register_case(case, team.registrar, questions, at=received_at + timedelta(hours=1))
    if stage == Stage.REGISTERED:
        return case
    return cases.assign(
        case,
        by=team.head,
        unit=team.executor.unit,  # type: ignore[arg-type]  # the team works in a unit
        executor=team.executor,
        topics={question.pk: question.topic_code for question in case.questions.all()},
        at=received_at + timedelta(hours=2),
    )


def register_case(
    case: Case, registrar: Employee, questions: tuple[str, ...], *, at: datetime, note: str = "so"
) -> Case:
    """Register a case with one topic for all its questions."""
    return cases.register(
        case,
        by=registrar,
        type=case.type,
        form=case.form,
        channel=case.channel,
        questions=[QuestionEntry(text, topic()) for text in questions],
        addressee=case.addressee,
        touchpoint=Touchpoint.objects.filter(version__body=case.body).first(),
        note=note,
        at=at,
    )
