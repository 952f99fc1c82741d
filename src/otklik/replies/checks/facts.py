"""What only the case can tell of a letter. Pure."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """What only the case can tell; each empty value leaves its check to the letter's own words.

    `gender` is `m`, `f` or empty; `name` is given name and patronymic, the surname may stand before them.
    """

    gender: str = ""
    name: str = ""
    addressee: str = ""
    questions: tuple[str, ...] = ()
    type: str = ""
    people: tuple[str, ...] = field(default=())
    """Surnames that may stand in the letter: the client's own."""
