"""Why a message came back, in codes and in words, and what is worth trying next. Pure."""

import re
from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

REASONS: Mapping[str, Promise] = {
    "storage-expired": _("the time of storage at the post office ended"),
    "moved": _("the addressee does not live there"),
    "refused": _("the addressee refused it"),
    "address-incomplete": _("the address is incomplete or does not exist"),
    "lost": _("the item was lost"),
    "no-mailbox": _("there is no such mailbox"),
    "mailbox-full": _("the mailbox is full"),
    "not-taken": _("the mail server did not take it"),
    "too-large": _("the letter is too large for the mailbox"),
    "no-server": _("the mail server could not be reached for days"),
    "other": _("another reason"),
}
POST_REASONS = ("storage-expired", "moved", "refused", "address-incomplete", "lost", "other")
"""What a post office writes on an item that comes back."""

NEXT: Mapping[str, Promise] = {
    "storage-expired": _("Tell the client by another way that a letter waits, or send it again."),
    "moved": _("Ask the client for his present address, or send it by e-mail."),
    "refused": _("Nothing more is owed; note it and keep the envelope with the case."),
    "address-incomplete": _("Compare the address with the appeal and send it again."),
    "lost": _("Send it again and claim the item at the post office."),
    "no-mailbox": _("Look for a mistake in the address; otherwise take another way."),
    "mailbox-full": _("Send it by another way: nobody knows when the mailbox will be emptied."),
    "not-taken": _("Take another way, or send it again later."),
    "too-large": _("Take another way: the letter with its files does not fit."),
    "no-server": _("Look for a mistake in the address; otherwise take another way."),
    "other": _("Read what came back and decide which way to take."),
}
"""What is worth trying after a return, by its reason."""

_WORDS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("storage-expired", ("истек", "истёк", "срок хранения", "expired", "unclaimed", "невостреб")),
    ("moved", ("не прожива", "выбыл", "moved", "адресат отсутств")),
    ("refused", ("отказ", "refused")),
    (
        "address-incomplete",
        ("неверный адрес", "неправильн", "неполн", "не существует", "incorrect"),
    ),
    ("lost", ("утрат", "утерян", "lost")),
)
_HANDED_OVER = re.compile(
    r"\bвруч(ено|ён|ен)\b|вручение адресату|получен[оа]? адресатом|\bdelivered\b"
)
_FAILED_TRY = "неудачн"
_RETURNED = ("возврат", "возвращ", "returned")


def outcome_in(words: str) -> tuple[str, str] | None:
    """Return (outcome, reason) that the words of a post office mean, or None where they mean neither.

    «Вручение адресату» and «Вручено» are an arrival; «Возврат: истёк срок хранения» is a return with its reason; «Вручено
    отправителю» is a return as well.
    """
    said = words.casefold()
    returned = "отправител" in said or any(word in said for word in _RETURNED)
    handed_over = _HANDED_OVER.search(said) is not None and _FAILED_TRY not in said
    if handed_over and not returned:
        return "arrived", ""
    reason = next((code for code, signs in _WORDS if any(sign in said for sign in signs)), "")
    return ("came-back", reason or "other") if reason or returned else None


def reason_of_status(status: str, words: str) -> str:
    """Return the reason code that a mail server's status (RFC 3463) and words mean."""
    said = words.casefold()
    classed = status.partition(".")[2]
    by_class = next((code for code, classes, _signs in _MAIL if classed in classes), "")
    by_words = (code for code, _classes, signs in _MAIL if any(sign in said for sign in signs))
    return by_class or next(by_words, "not-taken")


_MAIL: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...] = (
    (
        "mailbox-full",
        ("2.2",),
        ("mailbox is full", "mailbox full", "quota", "переполнен", "over quota"),
    ),
    ("too-large", ("2.3", "3.4"), ("too large", "size limit", "слишком велик", "message size")),
    (
        "no-server",
        ("4.1", "4.4", "4.7"),
        (
            "host not found",
            "timed out",
            "connection refused",
            "retry timeout",
            "could not be reached",
        ),
    ),
    (
        "no-mailbox",
        ("1.1", "1.0", "1.2", "1.3", "1.10", "2.1", "1.6"),
        (
            "user unknown",
            "unknown user",
            "no such user",
            "user not found",
            "not found",
            "does not exist",
            "invalid mailbox",
            "mailbox unavailable",
            "account is disabled",
            "account disabled",
            "пользователь не найден",
            "нет такого пользователя",
            "не существует",
            "ящик заблокирован",
            "recipient address rejected",
        ),
    ),
)
