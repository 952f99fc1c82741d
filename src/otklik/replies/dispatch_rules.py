"""Pure decisions about the way of a reply: which one the order names, what another one needs, what must be delivered.

The profile's `deliveries` say it as data; here they meet one appeal and the addresses that it names.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from otklik.regulations import DeliveryRule, Profile

WITHOUT_ADDRESS = frozenset({"web", "epgu", "pos", "in-person", "internal"})
"""Ways that find the client by the case itself; an account on Gosuslugi has its identifier as address all the same."""
NOT_A_WAY = frozenset({"covering-letter"})
STATUS_PAGE = "web"
DUPLICATE_CLAUSE = "economy-novosibirsk:5.2.b"


@dataclass(frozen=True, slots=True)
class Way:
    """A channel and the address in it; the address is empty where the case itself finds the client."""

    channel: str
    address: str = ""

    @property
    def reaches(self) -> bool:
        """Whether a letter sent this way can find the client."""
        if self.channel in WITHOUT_ADDRESS:
            return True
        return bool(self.channel) and self.channel not in NOT_A_WAY and bool(self.address.strip())


@dataclass(frozen=True, slots=True)
class Appeal:
    """What the rule needs of an appeal: how it came, which way its client named, which addresses stand in it."""

    type: str
    form: str
    channel: str
    named: Way
    extra: Way | None = None
    addresses: Mapping[str, str] | None = None

    def address_in(self, channel: str) -> str:
        """Return the address that the appeal gives for a channel, or nothing."""
        for way in (self.named, self.extra):
            if way is not None and way.channel == channel and way.address.strip():
                return way.address
        return (self.addresses or {}).get(channel, "")


@dataclass(frozen=True, slots=True)
class Plan:
    """The way that the reply takes unless somebody chooses another one, and what choosing another one needs."""

    way: Way
    rule: DeliveryRule | None
    """What binds to the way; None where the client's own word alone decides."""

    @property
    def clause(self) -> str:
        """The clause of the order that names the way; empty where it is the law or the client."""
        return (self.rule and self.rule.clause) or ""

    @property
    def is_fixed(self) -> bool:
        """Whether the reply must go this way, whatever goes beside it."""
        return self.rule is not None and self.rule.others == "beside"

    def needs_reason(self, way: Way) -> bool:
        """Whether the way differs from what the order names, so that a reason must be recorded."""
        if self.rule is None or self.rule.others == "free":
            return False
        return not _same(way, self.way)


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a way cannot be taken: the field of the form, the sentence, the clause."""

    field: str
    message: Promise
    clause: str = ""


@dataclass(frozen=True, slots=True)
class Delivery:
    """One delivery that the reply needs: the case is not answered before each of them is done."""

    way: Way
    is_duplicate: bool = False
    clause: str = ""


def plan(profile: Profile, appeal: Appeal) -> Plan:
    """Return the way of the reply by the profile's rules and the client's word.

    A rule whose address the appeal does not name binds nobody: the reply goes where the client asked for it, at worst to
    his status page.
    """
    rule = next(
        (row for row in profile.deliveries if row.covers(appeal.type, appeal.form, appeal.channel)),
        None,
    )
    if rule is not None:
        prescribed = Way(rule.by, appeal.address_in(rule.by))
        if prescribed.reaches and not (rule.others == "free" and appeal.named.reaches):
            return Plan(prescribed, rule)
    if appeal.named.reaches:
        return Plan(appeal.named, None)
    if appeal.extra is not None and appeal.extra.reaches:
        return Plan(appeal.extra, None)
    return Plan(Way(STATUS_PAGE), None)


def allowed(profile: Profile, day: date) -> tuple[str, ...]:
    """Return the codes of the channels through which a reply may go on the body's local day."""
    return tuple(
        channel.code
        for channel in profile.channels
        if channel.code not in NOT_A_WAY
        and channel.open_on(day)
        and (channel.offered or channel.code == STATUS_PAGE)
    )


def problem(profile: Profile, planned: Plan, way: Way, reason: str, *, day: date) -> Problem | None:
    """Return why the way cannot be chosen, or None: a closed channel, no address, no reason where one is wanted."""
    if _same(way, planned.way):
        return None
    if way.channel not in allowed(profile, day):
        return Problem("channel", _("A reply cannot go through this channel. Choose another one."))
    if not way.reaches:
        return Problem("address", _("Give the address for this way."))
    if planned.needs_reason(way) and not reason.strip():
        return Problem(
            "reason",
            _("The order names another way for this reply. Write why it goes differently."),
            planned.clause,
        )
    return None


def deliveries(
    planned: Plan, chosen: Way | None, extra: Way | None, *, duplicates: bool
) -> tuple[Delivery, ...]:
    """Return what must be delivered before the case is answered, the main delivery first.

    A fixed way stays whatever was chosen: what was chosen then goes beside it (labour-novosibirsk:10.p2). With
    `duplicates` the reply goes through the client's additional channel as well (economy-novosibirsk:5.2.b), unless it
    goes there anyway.
    """
    main = chosen or planned.way
    found = [Delivery(main, clause=planned.clause if _same(main, planned.way) else "")]
    if planned.is_fixed and main.channel != planned.way.channel:
        found = [Delivery(planned.way, clause=planned.clause), Delivery(main)]
    if duplicates and extra is not None and not any(_same(extra, item.way) for item in found):
        found.append(Delivery(extra, is_duplicate=True, clause=DUPLICATE_CLAUSE))
    return tuple(found)


def _same(one: Way, other: Way) -> bool:
    return (one.channel, _plain(one.address)) == (other.channel, _plain(other.address))


def _plain(address: str) -> str:
    return " ".join(address.split()).casefold()
