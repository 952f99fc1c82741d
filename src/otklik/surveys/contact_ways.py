"""How a questionnaire names the types and channels of the cases; pure, read from data once."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class ContactWays:
    """The answers of one questionnaire that mean a type of work or a channel."""

    type_key: str = ""
    types: tuple[tuple[str, int], ...] = ()
    channel_key: str = ""
    channels: tuple[tuple[str, int], ...] = ()
    hints: tuple[tuple[int, str], ...] = ()

    def channel_of(self, hint: object) -> str:
        """Return the channel that an answer to the contact question means; empty when none."""
        return next((channel for number, channel in self.hints if number == hint), "")

    def given(self, type_code: str, channel: str) -> dict[str, str]:
        """Return the answers to fill in beforehand for a case of this type and channel."""
        pairs = (
            (self.type_key, dict(self.types).get(type_code)),
            (self.channel_key, dict(self.channels).get(channel)),
        )
        return {key: str(number) for key, number in pairs if key and number is not None}


@cache
def ways_of(questionnaire: str) -> ContactWays:
    """Return the reading of a questionnaire; an unknown one has none."""
    tables = tomllib.loads(
        files("otklik.surveys").joinpath("data/contact-ways.toml").read_text("utf-8")
    )
    table = tables.get(questionnaire)
    if table is None:
        return ContactWays()
    types, channels = table["types"], table["channels"]
    return ContactWays(
        type_key=str(types["code"]),
        types=_numbers(types),
        channel_key=str(channels["code"]),
        channels=_numbers(channels),
        hints=tuple((int(hint), str(channel)) for hint, channel in table["hints"].items()),
    )


def _numbers(table: dict[str, object]) -> tuple[tuple[str, int], ...]:
    return tuple(
        (name, number)
        for name, number in table.items()
        if isinstance(number, int) and name not in {"code", "clause"}
    )
