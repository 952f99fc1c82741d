"""The desk's main navigation: which page for which power; pages that do not exist are left out."""

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ANYBODY = ""

ENTRIES: tuple[tuple[str, Promise, tuple[str, ...]], ...] = (
    # address name, title, powers of which one is enough (words of staff.models.Power)
    ("desk:today", _("Today"), (ANYBODY,)),
    ("desk:notices", _("Notices"), (ANYBODY,)),
    ("desk:inbox", _("Inbox"), ("receipts", "register")),
    (
        "desk:cases",
        _("Cases"),
        ("view-body", "view-unit", "execute", "assign", "register", "control", "sign"),
    ),
    ("desk:board", _("Control"), ("control", "assign", "view-body")),
    ("desk:signing", _("Letters"), ("sign", "approve")),
    ("desk:proposals", _("To approve"), ("assign", "sign")),
    ("desk:outbox", _("Outgoing"), ("receipts", "register", "control", "view-body")),
    ("desk:feedback", _("Feedback"), ("surveys", "analyse")),
    ("desk:analysis", _("Analysis"), ("analyse", "unit-form")),
    ("desk:calls", _("Calls"), ("calls",)),
    ("desk:visits", _("Reception"), ("reception",)),
    ("desk:templates", _("Knowledge"), ("execute", "assign", "analyse")),
    ("desk:calendar", _("Calendar"), ("administer",)),
    ("desk:letterhead", _("Letterhead"), ("administer",)),
    ("desk:classifier", _("Classifier"), ("administer",)),
    ("desk:distribution", _("Signatures"), ("administer",)),
    ("desk:journal", _("Journal"), ("journal",)),
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One link of the navigation; `current` when the present page lies under it."""

    title: str
    address: str
    current: bool


def for_powers(powers: frozenset[str], path: str) -> list[Entry]:
    """Return the links for an employee with these powers who looks at the page `path`."""
    found: list[tuple[str, str]] = []
    for name, title, enough in ENTRIES:
        if ANYBODY not in enough and powers.isdisjoint(enough):
            continue
        try:
            found.append((str(title), reverse(name)))
        except NoReverseMatch:
            continue
    here = _closest([address for _title, address in found], path)
    return [Entry(title, address, address == here) for title, address in found]


def _closest(addresses: list[str], path: str) -> str:
    """Return the longest address under which the page lies; «today» only for itself."""
    home = min(addresses, key=len, default="")
    under = [
        address
        for address in addresses
        if path.startswith(address) and (address != home or path == home)
    ]
    return max(under, key=len, default="")
