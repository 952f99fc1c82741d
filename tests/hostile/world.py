"""Two bodies with something in every list of the desk, and an employee with every power in each."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.urls import URLPattern, get_resolver, reverse
from django.urls.resolvers import RoutePattern, URLResolver
from django.utils import timezone

from otklik.analytics import actions as analytics
from otklik.analytics.periods import Quarter
from otklik.cases import actions as cases
from otklik.cases.actions import PartEntry, Proposed, RouteEntry
from otklik.cases.asking_rules import Asked
from otklik.cases.models import Case, Stage
from otklik.control.actions import lists
from otklik.intake import actions as intake
from otklik.intake.submission import read
from otklik.knowledge import actions as knowledge
from otklik.messages import actions as messages
from otklik.messages import storage
from otklik.messages.models import Receipt
from otklik.reception import actions as reception
from otklik.reception.rules import VisitEntry
from otklik.replies import actions as replies
from otklik.replies.actions.noticing import begin_notice, submit_notice
from otklik.replies.letterheads import first_head
from otklik.replies.models import LetterVersion, ReplyFile
from otklik.staff import actions as staff
from otklik.staff.models import Body, Employee, Power, Role
from otklik.telephone import actions as telephone
from otklik.telephone.rules import Noted
from otklik.touchpoints import actions as touchpoints
from tests.documents.signatures import gost_signature
from tests.factories import RECEIVED, Team, make_body, make_case, make_employee

NOW = RECEIVED + timedelta(days=3)
QUARTER = "2026Q1"


Values = dict[str, int | str]


@dataclass(frozen=True, slots=True)
class World:
    """One body: who may do everything in it, and a value for each kind of address of its desk."""

    body: Body
    everybody: Employee
    numbers: dict[str, Values]
    """Name of the address → the values that lead to this body's own row."""

    def address(self, name: str) -> str:
        """Return the address of a page with this body's own row."""
        return reverse(f"desk:{name}", kwargs=self.numbers.get(name, {}))


def make_world(code: str) -> World:
    """Fill a body: a case at each stage, a held receipt, a message, a call, a visit, a letter to sign."""
    body = make_body(code)
    Role.objects.update_or_create(
        code="everything", defaults={"title": "Всё", "powers": list(Power.values)}
    )
    everybody = make_employee(body, "everything", username=f"everybody-{code}")
    author = make_employee(body, "executor")
    team = Team(everybody, everybody, everybody, everybody)
    received = make_case(body)
    registered = make_case(body, Stage.REGISTERED, team=team)
    written = make_case(body, Stage.ASSIGNED, team=team)
    waiting = make_case(body, Stage.ASSIGNED, team=replace(team, executor=author))
    asked = cases.clarify(written, Asked("Где это?", "email"), by=everybody, at=NOW)
    interim = cases.write_interim(
        written,
        by=everybody,
        kind="enquiry",
        text="Прошу",
        recipient="Банк",
        address="630000",
        at=NOW,
    )
    proposed = make_case(body, Stage.ASSIGNED, team=replace(team, executor=author))
    cases.propose_no_reply(
        proposed, by=author, what=Proposed("court", "Решение суда", "Возвращаем"), at=NOW
    )
    version = _letter(waiting, author)
    to_post = make_case(body, Stage.ASSIGNED, team=replace(team, executor=author))
    signed, sealed = _signed(to_post, author, everybody)
    papers = _papers(body, everybody, signed, version)
    cases.propose_extension(
        waiting, by=author, day=date(2026, 4, 20), progress="Запрос", reason="Ждём", at=NOW
    )
    held = _held(body)
    with_file = _with_file(body, everybody)
    file = with_file.attachments.get().pk
    own_case = Case.objects.get(receipts__receipt=with_file)
    stored = with_file.attachments.get().file
    outgoing = messages.enqueue(
        body, kind="reply", about=received.ref, channel="post", address="630000", subject="Ответ",
        text="Текст", key=f"hostile-{code}", files=[("a.txt", stored)], at=NOW,
    )  # fmt: skip
    astray = messages.enqueue(
        body, kind="extension", about=written.ref, channel="email", address="no", subject="Продление",
        text="Текст", key=f"astray-{code}", at=NOW,
    )  # fmt: skip
    call = telephone.note(Noted("Вопрос", phone="1", promised=True), by=everybody)
    visit = reception.keep_card(
        VisitEntry("Гость", "Вопрос", "oral", identity_shown=False, recorded=False, warned=False,
                   answered_orally=False, facts_evident=False, consent_to_oral=False, oral_answer=""),
        official=everybody, by=everybody,
    )  # fmt: skip
    template = knowledge.save_template(title="Шаблон", text="Текст", by=everybody)
    knowledge.save_template(template=template, title="Шаблон", text="Иной текст", by=everybody)
    report = knowledge.report_template(template, by=everybody)
    typical = knowledge.save_question(question="Когда?", answer="Завтра.", by=everybody)
    situation = touchpoints.save_situation(title="Открываю дело", text="", by=everybody)
    solution = touchpoints.save_solution(
        situation, title="Заём", text="Подайте заявку.", by=everybody
    )
    material = knowledge.save_material(title="Памятка", text="Текст", period="", by=everybody)
    form = analytics.open_form(everybody.unit, Quarter.parse(QUARTER))  # type: ignore[arg-type]  # has one
    quarter: Values = {"period": QUARTER}
    day = timezone.now().date() + timedelta(days=10)
    absence = staff.record_absence(author, since=day, until=day, by=everybody)
    part = cases.add_co_executor(written, PartEntry(author, "Справка"), by=everybody, at=NOW)
    cases.put_on_control(written, by=everybody, at=NOW)
    route = cases.keep_route(RouteEntry("Маршрут", everybody.unit, everybody), by=everybody)  # type: ignore[arg-type]  # has a unit
    on_part: Values = {"pk": written.pk, "number": part.pk}
    weekly = lists.make_list(body, "final", date(2026, 2, 23), at=NOW)
    return World(body, everybody, {
        "case": {"pk": received.pk}, "client-segment": {"pk": received.pk},
        "register": {"pk": received.pk}, "dismiss": {"pk": received.pk},
        "clarify": {"pk": written.pk}, "invite": {"pk": written.pk}, "withdraw": {"pk": written.pk},
        "note-clarified": {"pk": written.pk, "number": asked.pk},
        "write-interim": {"pk": written.pk},
        "note-materials": {"pk": written.pk, "number": interim.pk},
        "forward": {"pk": registered.pk}, "propose-no-reply": {"pk": registered.pk},
        "propose-no-reply-ground": {"pk": registered.pk, "ground": "court"},
        "decide-no-reply": {"pk": proposed.pk},
        "propose-extension": {"pk": written.pk}, "set-internal-due": {"pk": registered.pk},
        "decide-extension": {"pk": waiting.pk}, "reject-extension": {"pk": waiting.pk},
        "keep-promise": {"pk": written.pk}, "correct": {"pk": registered.pk},
        "divide-questions": {"pk": registered.pk},
        "assign": {"pk": registered.pk}, "inbox-case": {"pk": received.pk},
        "case-file": {"pk": own_case.pk, "file": file},
        "held-receipt": {"pk": held.pk}, "attach-receipt": {"pk": held.pk},
        "place-receipt": {"pk": held.pk}, "dismiss-receipt": {"pk": held.pk},
        "release-receipt": {"pk": held.pk}, "receipt-original": {"pk": held.pk},
        "receipt-file": {"pk": with_file.pk, "file": file},
        "joint": {"pk": written.pk}, "sign-joint": {"reply": LetterVersion.objects.get(pk=version).reply_id},
        "reply-present": {"pk": written.pk}, "reply-states": {"pk": waiting.pk}, "reply-restore": {"pk": written.pk},
        "reply": {"pk": written.pk}, "earlier-replies": {"pk": written.pk}, "letter-preview": {"pk": waiting.pk},
        "letter-file": {"pk": waiting.pk, "kind": "pdf"},
        "letter-picture": {"pk": waiting.pk, "page": 1},
        **_notice(body, everybody), "begin-letter": {"pk": written.pk, "kind": "interim"},
        **{name: {"version": version} for name in ("approve-letter", "withdraw-approval", "recall-letter", "enter-number")},
        "signatory": {"pk": _signatory(body, everybody)},
        "version-preview": {"version": version}, "sign": {"version": version},
        "version-picture": {"version": version, "page": 1}, "return-letter": {"version": version},
        **papers,
        "signature-file": {"version": signed}, "signed-letter": {"version": signed},
        "signature-download": {"version": signed, "number": sealed},
        "outgoing": {"pk": outgoing.pk}, "outgoing-by-hand": {"pk": outgoing.pk},
        "outgoing-outcome": {"pk": outgoing.pk}, "choose-way": {"pk": written.pk},
        "send-otherwise": {"pk": written.pk, "message": astray.pk},
        "settle-delivery": {"pk": written.pk, "message": astray.pk},
        "outgoing-again": {"pk": outgoing.pk}, "outgoing-cancel": {"pk": outgoing.pk},
        "outgoing-file": {"pk": outgoing.pk, "file": outgoing.files.get().pk},
        "analysis-chart": {**quarter, "name": "channels"}, "analysis-file": {**quarter, "kind": "csv"},
        "analysis-freeze": quarter,
        "unit-form": {"pk": form.pk}, "unit-form-approve": {"pk": form.pk},
        "unit-form-file": {"pk": form.pk, "kind": "xlsx"},
        "call": {"pk": call.pk}, "call-back": {"pk": call.pk}, "call-appeal": {"pk": call.pk},
        "visit": {"pk": visit.pk}, "visit-card": {"pk": visit.pk}, "visit-identity": {"pk": visit.pk},
        "close-visit": {"pk": visit.pk}, "visit-appeal": {"pk": visit.pk},
        "control-list": {"pk": weekly.pk}, "control-list-file": {"pk": weekly.pk, "kind": "csv"},
        "add-co-executor": {"pk": written.pk}, "declare-interest": {"pk": written.pk},
        "report-part": on_part, "accept-part": on_part, "return-part": on_part,
        "end-part": on_part, "leave-part": on_part, "record-measure": {"pk": written.pk},
        "put-on-control": {"pk": registered.pk}, "take-off-control": {"pk": written.pk},
        "drop-route": {"pk": route.pk}, "breaches-file": {"kind": "csv"},
        "absence": {"pk": absence.pk},
        "template": {"pk": template.pk}, "material": {"pk": material.pk},
        "edit-template": {"pk": template.pk}, "template-history": {"pk": template.pk},
        "report-template": {"pk": template.pk},
        "settle-report": {"pk": template.pk, "number": report.pk},
        "restore-template": {"pk": template.pk, "number": 1},
        "move-template": {"pk": template.pk, "act": "confirm"},
        "situation": {"pk": situation.pk}, "edit-situation": {"pk": situation.pk},
        "new-solution": {"pk": situation.pk}, "move-situation": {"pk": situation.pk, "act": "publish"},
        "solution": {"pk": situation.pk, "number": solution.pk},
        "drop-solution": {"pk": situation.pk, "number": solution.pk},
        "typical-question": {"pk": typical.pk}, "drop-typical-question": {"pk": typical.pk},
    })  # fmt: skip


def _letter(case: Case, by: Employee) -> int:
    for question in case.questions.all():
        cases.consider(question, by=by, outcome="solved", at=NOW)
    reply = replies.start(case, by=by, at=NOW)
    draft = reply.draft | {"answers": {str(q.pk): "Меры есть." for q in case.questions.all()}}
    reply = replies.save(reply, by=by, draft=draft, revision=reply.revision, at=NOW)
    return replies.submit(reply, by=by, at=NOW).pk


def _notice(body: Body, by: Employee) -> dict[str, Values]:
    """A letter that forwards a case, on its way to the signer with its covering letter."""
    case = make_case(body, Stage.REGISTERED, team=Team(by, by, by, by))
    act = {
        "recipient": "Банк России",
        "reason": "Это решает банк.",
        "channel": "post",
        "address": "Город",
    }
    letter = begin_notice(case, "forwarding", by=by, act=act, at=NOW)
    version = submit_notice(letter, by=by, at=NOW)
    on_letter: Values = {"pk": case.pk, "number": letter.pk}
    return {
        "notice": on_letter, "notice-pdf": on_letter,
        "notice-picture": {**on_letter, "which": "letter", "page": 1},
        "notice-file": {**on_letter, "which": "covering", "kind": "pdf"},
        "covering-picture": {"version": version.pk, "page": 1},
    }  # fmt: skip


def _papers(body: Body, by: Employee, signed: int, waiting: int) -> dict[str, Values]:
    """A letterhead of the body, a batch for the printer, a file with a letter, a card and an envelope."""
    head = replace(first_head(body), address="Город", phone="1", email="")
    replies.save_letterhead(body, head, by=by)
    batch = replies.make_batch(replies.order_batch([signed], by=by))
    case = LetterVersion.objects.get(pk=signed).reply.case_id
    letter = LetterVersion.objects.get(pk=waiting).reply
    file = ReplyFile.objects.create(
        reply=letter, file=storage.store(b"text", at=NOW), name="a.txt", title="a",
        added_by=by, added_at=NOW,
    )  # fmt: skip
    with_file: Values = {"reply": letter.pk, "file": file.pk}
    return {
        "case-card": {"pk": case, "kind": "pdf"}, "envelope": {"pk": case},
        "letterhead-of": {"code": body.code}, "letterhead-version": {"code": body.code, "number": 1},
        "print-batch": {"pk": batch.pk}, "print-file": {"pk": batch.pk},
        "reply-files": {"reply": letter.pk}, "remove-reply-file": with_file,
        "open-reply-file": with_file,
    }  # fmt: skip


def _signed(case: Case, by: Employee, signer: Employee) -> tuple[int, int]:
    """Sign a letter and attach a qualified signature; return both their keys."""
    version = LetterVersion.objects.get(pk=_letter(case, by))
    for step in version.approvals.all():
        replies.approve(version, by=step.approver, sha256=version.sha256, at=NOW)
    replies.sign(version, by=signer, sha256=version.sha256, at=NOW)
    version.refresh_from_db()
    assert version.pdf is not None
    file = gost_signature(storage.read(version.pdf))
    row = replies.attach_signature(version, file, "letter.sig", by=signer, at=NOW)[0]
    return version.pk, row.pk


def _signatory(body: Body, by: Employee) -> int:
    """A row of the distribution of powers that lets the everybody of the body sign anything."""
    row = staff.SignatoryEntry(by, "minister", date(2025, 1, 9), "Приказ")
    return staff.add_signatory(row, by=by).pk


def _held(body: Body) -> Receipt:
    receipt = messages.accept_mail(body, b"", mailbox="files").receipt
    assert intake.take_in(receipt) is None
    receipt.refresh_from_db()
    return receipt


def _with_file(body: Body, by: Employee) -> Receipt:
    submission = read(
        {"type": "application", "text": "Прошу", "surname": "Ким", "reply_channel": "web"}
    )
    file = messages.NamedFile("письмо.txt", "Текст приложения".encode())
    receipt = intake.enter(
        submission, by=by, channel="post", files=[file], at=timezone.now()
    ).receipt
    assert intake.take_in(receipt) is not None
    return receipt


def desk_addresses() -> list[URLPattern]:
    """Return every address of the desk that has a name."""
    found: list[URLPattern] = []
    for item in get_resolver().url_patterns:
        if isinstance(item, URLResolver) and item.namespace == "desk":
            found += [one for one in item.url_patterns if isinstance(one, URLPattern)]
    return found


def parameters(pattern: URLPattern) -> set[str]:
    """Return the names of the values in the address."""
    assert isinstance(pattern.pattern, RoutePattern)
    return set(pattern.pattern.converters)
