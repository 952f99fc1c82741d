"""Invented people and organisations, drawn from lists of common names. Pure: the chance comes in."""

from dataclasses import dataclass
from random import Random
from typing import Any

from otklik.demo.content import Kit, common

_LATIN = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "e", "ж": "zh", "з": "z", "и": "i", "й": "y",
    "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f",
    "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ы": "y", "э": "e", "ю": "yu", "я": "ya", "-": "-",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who does not exist; addresses lead to example.org and to streets that are nowhere."""

    kind: str
    surname: str
    given_name: str
    patronymic: str
    organisation: str
    municipality: str
    email: str
    phone: str
    post: str

    def contacts(self) -> dict[str, str]:
        """Return the addresses by channel."""
        return {"email": self.email, "phone": self.phone, "post": self.post}


def draw_name(rng: Random) -> tuple[str, str, str]:
    """Return surname, given name and patronymic (sometimes none), agreeing in gender."""
    names = common().people
    if rng.random() < names["turkic_share"]:
        group = names["turkic"]
        side = group[rng.choice(("male", "female"))]
        patronymic = rng.choice(side["patronymics"]) if rng.random() < 0.6 else ""
        return rng.choice(side["surnames"]), rng.choice(side["names"]), patronymic
    side = names[rng.choice(("male", "female", "female"))]
    surname = rng.choice(side["surnames"])
    if rng.random() < names["hyphen_share"]:
        surname = f"{surname}-{rng.choice(side['second_surnames'])}"
    patronymic = (
        "" if rng.random() < names["no_patronymic_share"] else rng.choice(side["patronymics"])
    )
    return surname, rng.choice(side["names"]), patronymic


def draw_person(
    rng: Random, kit: Kit, number: int, *, business: bool, municipalities: tuple[str, ...]
) -> Person:
    """Return a new person, or a firm with the person who writes for it; `number` keeps addresses apart."""
    surname, given_name, patronymic = draw_name(rng)
    kind, organisation = "person", ""
    if business:
        kind = rng.choices(("organisation", "entrepreneur", "self-employed"), (5, 4, 2))[0]
        organisation = _organisation(rng) if kind == "organisation" else ""
    municipality = rng.choice(municipalities) if municipalities else ""
    place: dict[str, Any] = dict(kit.place)
    street = rng.choice(common().people["streets"])
    return Person(
        kind=kind,
        surname=surname,
        given_name=given_name,
        patronymic=patronymic,
        organisation=organisation,
        municipality=municipality,
        email=f"{latin(surname)}.{latin(given_name[:1])}{number}@{place['mail']}.example.org",
        phone=f"8 (000) {number // 100 % 1000:03d}-{number % 100:02d}-{rng.randrange(100):02d}",
        post=f"{place['postcode']}, {place['town']}, {street}, д. {rng.randrange(1, 99)}, кв. {rng.randrange(1, 120)}",
    )


def _organisation(rng: Random) -> str:
    names = common().people
    if rng.random() < 0.2:
        return (
            f"{rng.choice(names['association_forms'])} «{rng.choice(names['association_names'])}»"
        )
    return f"{rng.choice(names['firm_forms'])} «{rng.choice(names['firm_names'])}»"


def latin(text: str) -> str:
    """Return a name in Latin letters for an invented e-mail address."""
    return "".join(_LATIN.get(sign, "") for sign in text.lower()) or "x"
