"""The invented lives of cases: who wrote what, when, and what became of it. No row is written here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from random import Random
from zlib import crc32

from otklik.cases.deadlines import Planned, plan
from otklik.demo.content import Ask, Kit, Matter, common
from otklik.demo.moments import Pace
from otklik.demo.people import Person, draw_person
from otklik.messages.codes import tracking_code
from otklik.regulations import Channel, Profile
from otklik.touchpoints.models import Touchpoint

BY_HAND = frozenset(
    {
        "post",
        "in-person",
        "epgu",
        "pos",
        "phone",
        "covering-letter",
        "vk",
        "ok",
        "telegram",
        "max",
        "internal",
    }
)
"""Channels whose messages a person carries; the others go by themselves."""
IDENTIFIED = {
    "epgu": "epgu",
    "pos": "epgu",
    "post": "paper-signature",
    "in-person": "passport",
}
DISMISSED_SHARE = 0.022
OFFICIAL = frozenset({"deputy-enquiry", "agency-enquiry"})
QUICK = frozenset({"message", "internal-request"})
"""Types that are answered within hours."""
_WORDS = {"promised": "promised", "possible": "possible", "impossible": "refused"}
LATE_SHARE = 0.28
"""Of the replies that would come near the end of their term, so many come after it."""
REPEAT_SHARE = 0.2


@dataclass(frozen=True, slots=True)
class Asked:
    """One question with what became of it."""

    question: str
    topic: str
    outcome: str
    answer: str
    reason: str = ""
    promised_on: date | None = None


@dataclass(frozen=True, slots=True)
class Life:
    """One case from its arrival to its reply; a moment is None for what has not happened yet."""

    code: str
    person: Person
    type: str
    form: str
    channel: str
    text: str
    summary: str
    addressee: str
    reply_channel: str
    reply_address: str
    unit: str
    executor: int
    touchpoint: Touchpoint | None
    received: datetime
    asked: tuple[Asked, ...] = ()
    registered: datetime | None = None
    assigned: datetime | None = None
    submitted: datetime | None = None
    signed: datetime | None = None
    delivered: datetime | None = None
    planned: tuple[Planned, ...] = ()
    extra_channel: str = ""
    extra_address: str = ""
    identification: str = ""
    life_situation: str = ""
    instruction: str = ""
    earlier: str = ""
    """Tracking code of the client's earlier case on the same matter."""
    note: str = ""
    dismissed: str = ""
    returned: datetime | None = None
    """When a signer sent the letter back; then nothing further has happened."""
    rejected: datetime | None = None
    """When an approver sent it back with a remark at its place; then nothing further has happened."""
    held: bool = False
    """Whether the letter still lies with an approver."""
    unnumbered: bool = False
    """Whether a signed letter still waits for its number, where the record system gives it."""
    drafted: bool = False
    """Whether a draft is begun although nothing was sent for signature."""

    @property
    def reply_due(self) -> datetime | None:
        """The end of the reply term that the law or the order gives."""
        kinds = ("reply", "social_reply", "internal_answer", "internal_written_answer")
        return next((item.due for item in self.planned if item.kind in kinds), None)


@dataclass(slots=True)
class Teller:
    """Draws lives for one body; the same chance draws the same lives."""

    rng: Random
    kit: Kit
    profile: Profile
    pace: Pace
    touchpoints: Sequence[Touchpoint]
    executors: Mapping[str, int]
    """Unit code → how many executors it has."""
    known: list[tuple[Person, Matter]] = field(default_factory=list)
    last: dict[str, tuple[str, datetime]] = field(default_factory=dict)
    """E-mail of a client → code and receipt of his last case."""

    def life(self, day: date) -> Life:
        """Return a life that begins on the day (or, brought in person on a day off, on the next working one)."""
        rng = self.rng
        type_code = self._type()
        channel = self._channel(type_code, day)
        repeated = self._repeated(type_code)
        if repeated is None:
            matter = self._matter(type_code)
            person = self._person(matter, type_code)
        else:
            person, matter = repeated
        known_channel = self.profile.channel(channel)
        received = self.pace.arrival(day, online=known_channel.kind == "online")
        earlier = self._earlier(person, received) if repeated is not None else ""
        reply_channel, reply_address = self._reply_way(channel, person)
        life = Life(
            code=tracking_code(rng),
            person=person,
            type=type_code,
            form="oral" if channel == "in-person" and rng.random() < 0.4 else known_channel.form,
            channel=channel,
            text=self._text(matter, person, day, again=bool(earlier)),
            summary=matter.about,
            addressee=self._addressee(),
            reply_channel=reply_channel,
            reply_address=reply_address,
            unit=matter.unit,
            executor=rng.randrange(self.executors[matter.unit]),
            touchpoint=self._touchpoint(channel, type_code),
            received=received,
            identification=IDENTIFIED.get(channel, ""),
            life_situation=rng.choice(common().lines("life_situations")),
            instruction=rng.choice(common().lines("instructions")),
            earlier=earlier,
        )
        self.last[person.email] = (life.code, received)
        self.known.append((person, matter))
        if rng.random() < DISMISSED_SHARE:
            return self._dismissed(life)
        return self._went_on(self._extra_way(life), matter)

    # --- what is drawn ------------------------------------------------------------------------

    def _type(self) -> str:
        offered = {item.code for item in self.profile.offered_types()}
        shares = {
            code: share
            for code, share in common().weights("type_shares").items()
            if code in offered
        }
        if not self.kit.internal:
            shares.pop("internal-request", None)
        if not self.kit.messages:
            shares.pop("message", None)
        return self.rng.choices(list(shares), list(shares.values()))[0]

    def _channel(self, type_code: str, day: date) -> str:
        if type_code == "internal-request":
            return "internal"
        shares = common().weights("channel_shares")
        open_ones: dict[str, Channel] = {
            item.code: item for item in self.profile.channels_for(type_code, day)
        }
        allowed = {code: share for code, share in shares.items() if code in open_ones}
        if type_code == "message":
            allowed = {code: share for code, share in allowed.items() if open_ones[code].types}
        elif type_code in OFFICIAL:
            allowed = {
                code: allowed[code]
                for code in ("post", "covering-letter", "email")
                if code in allowed
            }
        else:
            allowed.pop("covering-letter", None)
            if self.rng.random() < 0.03 and "covering-letter" in open_ones:
                return "covering-letter"
        return self.rng.choices(list(allowed), list(allowed.values()))[0]

    def _matter(self, type_code: str) -> Matter:
        if type_code == "internal-request":
            return self.rng.choice(self.kit.internal)
        if type_code == "message":
            return self.rng.choice(self.kit.messages)
        fitting = [matter for matter in self.kit.matters if type_code in matter.types]
        return self.rng.choice(fitting or list(self.kit.matters))

    def _repeated(self, type_code: str) -> tuple[Person, Matter] | None:
        if type_code in OFFICIAL | QUICK or self.rng.random() > REPEAT_SHARE:
            return None
        recent = self.known[-150:]
        fitting = [
            pair for pair in recent if type_code in pair[1].types and pair[0].kind != "official"
        ]
        if not fitting:
            return None
        person, matter = self.rng.choice(fitting)
        if self.rng.random() < 0.45:
            matter = self._matter(type_code)
        return person, matter

    def _person(self, matter: Matter, type_code: str) -> Person:
        business = matter.who == "business" or (matter.who == "any" and self.rng.random() < 0.4)
        person = draw_person(
            self.rng,
            self.kit,
            len(self.known) + 1,
            business=business and type_code not in OFFICIAL,
            municipalities=self.profile.region.municipalities,
        )
        if type_code in OFFICIAL:
            return replace(person, kind="official", organisation="")
        if type_code == "internal-request":
            return replace(person, kind="employee", organisation="")
        return person

    def _earlier(self, person: Person, received: datetime) -> str:
        code, before = self.last.get(person.email, ("", received))
        return code if code and received - before > timedelta(days=35) else ""

    def _text(self, matter: Matter, person: Person, day: date, *, again: bool) -> str:
        rng, words = self.rng, common()
        values = {
            "place": person.municipality or "областной центр",
            "month": words.lines("months")[(day.month - rng.randrange(2, 5)) % 12],
            "sum": rng.choice(words.lines("sums")),
            "firm": rng.choice(words.lines("firms")),
            "count": str(rng.randrange(2, 40)),
            "year": str(day.year),
        }
        parts = [
            rng.choice(words.lines("greetings")),
            rng.choice(words.lines("repeated")) if again else "",
            matter.text.format_map(values),
            rng.choice(words.lines("places")).format_map(values),
            " ".join(ask.question for ask in matter.asks) if rng.random() < 0.75 else "",
            rng.choice(words.lines("closings")),
        ]
        return "\n".join(part for part in parts if part)

    def _addressee(self) -> str:
        if self.rng.random() < 0.12:
            return self.rng.choice(common().lines("addressees_more"))
        return self.profile.name.full

    def _reply_way(self, channel: str, person: Person) -> tuple[str, str]:
        if channel == "web":
            return ("email", person.email) if self.rng.random() < 0.7 else ("web", "")
        if channel in {"in-person", "covering-letter"}:
            return "post", person.post
        if channel == "phone":
            return "email", person.email
        addresses = {
            "email": person.email,
            "post": person.post,
            "epgu": str(10**9 + crc32(person.email.encode()) % (9 * 10**8)),
            "vk": "vk.example.org/" + person.email.partition("@")[0],
        }
        addresses |= {
            other: addresses["vk"].replace("vk.", f"{other}.")
            for other in ("ok", "telegram", "max")
        }
        return channel, addresses.get(channel, "")

    def _extra_way(self, life: Life) -> Life:
        if not self.profile.switch("duplicate_channel") or self.rng.random() > 0.12:
            return life
        if life.reply_channel == "email":
            return replace(life, extra_channel="post", extra_address=life.person.post)
        return replace(life, extra_channel="email", extra_address=life.person.email)

    def _touchpoint(self, channel: str, type_code: str) -> Touchpoint | None:
        same = [row for row in self.touchpoints if row.channel == channel]
        if not same:
            return next(iter(self.touchpoints), None)
        about_information = [row for row in same if "информац" in row.direction.lower()]
        if type_code == "information-request" and about_information:
            return self.rng.choice(about_information)
        return self.rng.choice(same)

    # --- what becomes of it -------------------------------------------------------------------

    def _dismissed(self, life: Life) -> Life:
        reason = self.rng.choice(common().lines("dismissals"))
        return replace(life, dismissed=reason, registered=self.pace.later(life.received, 20, 500))

    def _went_on(self, life: Life, matter: Matter) -> Life:
        rng, pace = self.rng, self.pace
        quick = life.type in QUICK
        slow_desk = rng.random() < 0.03
        registered = pace.later(life.received, 10, 60 if quick else (2400 if slow_desk else 700))
        assigned = pace.later(registered, 10, 60 if quick else 800)
        planned = plan(
            self.profile,
            pace.calendar,
            type=life.type,
            form=life.form,
            channel=life.channel,
            received=life.received,
            registered=registered,
        )
        life = replace(life, registered=registered, assigned=assigned, planned=planned)
        signed = self._signed(life, quick=quick)
        life = replace(
            life, asked=tuple(self._asked(matter, ask, life, signed) for ask in matter.asks)
        )
        submitted = max(
            pace.calendar.add_working_minutes(signed, -rng.randrange(60, 500)),
            pace.later(assigned, 20, 90),
        )
        delivered = self._delivered(life, signed)
        return replace(life, submitted=submitted, signed=signed, delivered=delivered)

    def _signed(self, life: Life, *, quick: bool) -> datetime:
        """Draw when the reply is signed: by the unit's pace, rarely after the term."""
        rng, pace = self.rng, self.pace
        assigned, due = life.assigned, life.reply_due
        if assigned is None:
            raise ValueError("an unassigned case has no reply")
        if quick:
            return pace.later(assigned, 90, 330)
        unit = next(unit for unit in self.kit.units if unit.code == life.unit)
        middle = 13.0 if life.type == "information-request" else 19.0
        days = rng.lognormvariate(0, 0.38) * middle * unit.pace
        signed = pace.days_later(assigned, max(days, 0.5))
        if due is None or signed < due - timedelta(hours=4):
            return signed
        if rng.random() < LATE_SHARE:
            return pace.days_later(due, rng.choice((0.6, 1, 1, 2, 3, 5, 8, 12)))
        last = pace.calendar.working_day_on_or_before(
            (due - timedelta(days=rng.randrange(1, 4))).date()
        )
        opening = pace.calendar.opening_of(last)
        return max(
            pace.later(opening, 10, 300) if opening else signed, pace.later(assigned, 60, 120)
        )

    def _delivered(self, life: Life, signed: datetime) -> datetime:
        if life.reply_channel == "post":
            return self.pace.later(signed, 200, 900)
        if life.reply_channel in BY_HAND:
            return self.pace.later(signed, 10, 120)
        return signed + timedelta(seconds=self.rng.randrange(40, 400))

    def _asked(self, matter: Matter, ask: Ask, life: Life, signed: datetime) -> Asked:
        outcome = self._outcome(ask, life.type)
        if outcome == "solved":
            return Asked(ask.question, matter.topic, outcome, ask.answer)
        answer = self.rng.choice(common().lines(_WORDS[outcome]))
        if outcome == "impossible":
            return Asked(ask.question, matter.topic, outcome, answer, reason=ask.no)
        promised_on = self._promise(signed) if outcome == "promised" else None
        return Asked(ask.question, matter.topic, outcome, answer, promised_on=promised_on)

    def _outcome(self, ask: Ask, type_code: str) -> str:
        if type_code in QUICK:
            return "solved"
        shares = (60, 14, 9, 26 if ask.no else 0)
        if type_code == "information-request":
            shares = (88, 5, 0, 12 if ask.no else 0)
        return self.rng.choices(("solved", "promised", "possible", "impossible"), shares)[0]

    def _promise(self, signed: datetime) -> date:
        day = signed.astimezone(self.pace.calendar.zone).date()
        until = day + timedelta(days=self.rng.randrange(15, 120))
        return self.pace.calendar.working_day_on_or_after(until)


def draft_of(
    life: Life, salutation: str, opening: str, question_ids: Sequence[int], closing: str
) -> dict[str, object]:
    """Return the parts of the letter as an executor would have typed them."""
    return {
        "salutation": salutation,
        "opening": opening,
        "answers": {
            str(pk): asked.answer for pk, asked in zip(question_ids, life.asked, strict=True)
        },
        "closing": closing,
    }


def opening_of(profile: Profile, life: Life) -> str:
    """Return the first paragraph: the question and the addressee, in the profile's words."""
    pattern = profile.letter.first_paragraph.patterns[0]
    return pattern.format(question=life.summary.rstrip(".?! "), addressee=life.addressee)
