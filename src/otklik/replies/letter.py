"""From a case and its draft to the letter as data: who writes to whom, in which words."""

import hashlib
import json
from dataclasses import asdict, fields
from datetime import datetime
from typing import Any, Literal
from zoneinfo import ZoneInfo

from django.conf import settings

from otklik import documents, language
from otklik.cases import leaving_queries as leaving
from otklik.cases.models import Case, CaseType, Question
from otklik.clients.models import Client
from otklik.messages import storage
from otklik.regulations import Profile
from otklik.replies import letterheads
from otklik.replies.dispatch_rules import WITHOUT_ADDRESS
from otklik.replies.models import Reply
from otklik.staff import calendars
from otklik.staff.models import Employee
from otklik.staff.profiles import profile_of

FILES = "files"
"""Where a frozen letter names the files that go with it, each by its hash."""
_PRINTED = frozenset(field.name for field in fields(documents.Letter))
"""What of a frozen letter is printed; the rest is only bound by its hash."""


def salutation_of(client: Client, profile: Profile) -> language.Salutation:
    """Return how the client is addressed, by the order of trust of `language.salutation`."""
    texts = language.SalutationTexts.of(profile.letter.salutation)
    if client.kind == Client.Kind.GROUP:
        return language.address_group(texts)
    if client.organisation:
        return language.address_organisation(texts)
    name = language.FullName(client.surname, client.given_name, client.patronymic)
    chosen: Literal["m", "f"] | None = {"m": "m", "f": "f"}.get(client.gender)  # type: ignore[assignment]  # narrowing
    return language.address(name, chosen_gender=chosen, texts=texts)


def first_draft(case: Case) -> dict[str, Any]:
    """Return the draft that an executor starts from: salutation and first paragraph by the order, the rest empty."""
    profile = profile_of(case.body)
    pattern = profile.letter.first_paragraph.patterns[0]
    questions = list(leaving.left_to_us(case))
    about = case.summary or (language.excerpt(questions[0].text, 160) if questions else "")
    return {
        "salutation": salutation_of(case.client, profile).text,
        "opening": _ended(pattern.format(question=about.rstrip(".?! "), addressee=case.addressee)),
        "answers": {str(question.pk): "" for question in questions},
        "closing": "\n".join(leaving.told_of_forwarded(case)),
    }


def _ended(sentence: str) -> str:
    return sentence if sentence.endswith((".", "!", "?")) else f"{sentence}."


def outcome_sentence(profile: Profile, question: Question) -> str:
    """Return the sentence that states the outcome of a question in the letter (economy-novosibirsk:7)."""
    if not question.outcome:
        return ""
    rule = profile.outcome(question.outcome)
    day = language.date_words(question.promised_on) if question.promised_on else ""
    return rule.wording.format(
        question=question.text, date=day, reason=question.reason.strip().rstrip("."), text=""
    ).strip()


def letter_of(
    case: Case,
    draft: dict[str, Any],
    *,
    signer: Employee | None,
    executor: Employee,
    survey_url: str,
    number: str = "",
    at: datetime | None = None,
    attachments: tuple[str, ...] = (),
) -> documents.Letter:
    """Put the letter together; without a number and a moment of signature it is marked as a draft."""
    profile = profile_of(case.body)
    answers = draft.get("answers") or {}
    return documents.Letter(
        letterhead=letterheads.letterhead_of(case.body),
        number=number,
        date_text=language.date_short(calendars.today(case.body, at)) if at else "",
        reference_line=_reference(case),
        recipient_lines=_recipient(case),
        salutation=str(draft.get("salutation", "")),
        opening=str(draft.get("opening", "")),
        answers=tuple(
            documents.Answer(
                question=question.text,
                text=str(answers.get(str(question.pk), "")),
                outcome_sentence=outcome_sentence(profile, question),
            )
            for question in leaving.left_to_us(case)
        ),
        closing=tuple(line for line in str(draft.get("closing", "")).split("\n") if line.strip()),
        signatory_post=printed_post(signer.post if signer else profile.signatories[0].post),
        signatory_name=_signature(signer),
        executor=_executor_mark(profile, executor),
        mark=_mark(profile, case, survey_url),
        attachments=attachments,
        typeface=profile.letter.typeface,
        title=f"Ответ на обращение {case.number}",
        author=profile.name.short,
        draft=not number,
    )


def hosts_survey(case: Case) -> bool:
    """Whether the mark of the case's letter leads to the questionnaire that this installation hosts.

    Otherwise it carries the address that the order prescribes, character by character (economy-novosibirsk:10.4).
    """
    mark = profile_of(case.body).letter.satisfaction_mark
    return mark is not None and mark.own_survey and case.body.own_survey


def open_survey(case: Case) -> str:
    """Return the address that stands in a draft's mark: the open questionnaire, until the one-time link is made.

    Empty where the mark carries the prescribed address anyway.
    """
    return f"{settings.PUBLIC_URL}/survey/{case.body.code}" if hosts_survey(case) else ""


def signature_note(
    signer: Employee, at: datetime | None, sha256: str, zone: ZoneInfo, *, post: str = ""
) -> tuple[str, ...]:
    """Return the frame of the simple electronic signature; without a moment, its place of the same size.

    `post` where he signs in another's place, his own otherwise.
    """
    post = post or signer.post
    if at is None:
        return (
            "Место для простой электронной подписи",
            f"{signer.short_name}, {post}",
            "дата и время подписания",
            "Отпечаток письма: ставится при подписании",
        )
    return (
        "Подписано простой электронной подписью",
        f"{signer.short_name}, {post}",
        f"{at.astimezone(zone):%d.%m.%Y %H:%M}",
        f"Отпечаток письма: {sha256[:32]}",
    )


def _mark(profile: Profile, case: Case, survey_url: str) -> documents.SatisfactionMark | None:
    mark = profile.letter.satisfaction_mark
    if mark is None:
        return None
    is_request = case.type == CaseType.INFORMATION_REQUEST
    return documents.SatisfactionMark(
        text=mark.text_request if is_request else mark.text_appeal,
        url=survey_url or mark.url,
        font_pt=mark.font_pt,
        intervals=mark.intervals,
    )


def _reference(case: Case) -> str:
    if not case.number or case.registered_at is None:
        return ""
    day = language.date_short(calendars.today(case.body, case.registered_at))
    return f"На № {case.number} от {day}"


def _recipient(case: Case) -> tuple[str, ...]:
    client = case.client
    if client.organisation:
        name = client.organisation
    else:
        name = language.initials(
            language.dative(language.FullName(client.surname, client.given_name, client.patronymic))
        )
    return tuple(line for line in (name, _printed_address(case)) if line.strip())


def _printed_address(case: Case) -> str:
    """Return the address that stands under the name: of the chosen way, else the client's; never of an account."""
    chosen = Reply.objects.filter(case=case, kind=Reply.Kind.REPLY).exclude(channel="").first()
    if chosen is not None:
        return "" if chosen.channel in WITHOUT_ADDRESS else chosen.address
    return "" if case.reply_channel in WITHOUT_ADDRESS else case.reply_address


def printed_post(post: str) -> str:
    """Return a post as it stands above a signature: with a capital letter."""
    return post[:1].upper() + post[1:]


def _signature(signer: Employee | None) -> str:
    if signer is None:
        return ""
    return language.initials_first(
        language.FullName(signer.surname, signer.given_name, signer.patronymic)
    )


def _executor_mark(profile: Profile, executor: Employee) -> documents.ExecutorMark:
    fields = profile.letter.executor_mark.fields
    name = language.FullName(executor.surname, executor.given_name, executor.patronymic)
    return documents.ExecutorMark(
        name=language.initials(name),
        phone=executor.phone if "phone" in fields else "",
        email=(executor.email or None) if "email" in fields else None,
    )


def fingerprint(content: dict[str, Any]) -> str:
    """Return the SHA-256 (hex) of a letter's content in canonical JSON: what a signature binds to."""
    canonical = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def content_of(letter: documents.Letter) -> dict[str, Any]:
    """Return the letter as plain data, ready to be stored and hashed; the emblem is named by its file's hash."""
    content = asdict(letter)
    emblem = letter.letterhead.emblem
    content["letterhead"]["emblem"] = hashlib.sha256(emblem).hexdigest() if emblem else None
    plain: dict[str, Any] = json.loads(json.dumps(content))
    return plain


def letter_from(content: dict[str, Any]) -> documents.Letter:
    """Return the letter that `content_of` wrote down, on the letterhead that it had then.

    Raises FileNotFoundError when the disk lost the emblem.
    """
    parts = {key: value for key, value in content.items() if key in _PRINTED}
    kept = dict(parts.pop("letterhead"))
    head: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value for key, value in kept.items()
    }
    if head.get("emblem"):
        head["emblem"] = storage.path_of(head["emblem"]).read_bytes()
    mark, note = parts.pop("mark"), parts.pop("signature_note")
    return documents.Letter(
        **{
            **parts,
            "letterhead": documents.Letterhead(**head),
            "recipient_lines": tuple(parts["recipient_lines"]),
            "answers": tuple(documents.Answer(**answer) for answer in parts["answers"]),
            "closing": tuple(parts["closing"]),
            "executor": documents.ExecutorMark(**parts["executor"]),
            "attachments": tuple(parts["attachments"]),
            "mark": documents.SatisfactionMark(**mark) if mark else None,
            "signature_note": tuple(note) if note else None,
        }
    )
