"""Names of ministries in a letter: one that nearly says a known ministry's name is a slip. Pure."""

import re
from collections.abc import Iterator
from functools import cache

from otklik import language, regulations
from otklik.replies.checks.anatomy import Anatomy
from otklik.replies.checks.finding import Remark

_REGION = r"(?:Новосибирской\s+области|Магаданской\s+области|Республики\s+Мордовия)"
_NAMED = re.compile(rf"[Мм]инистерств\w*\s+(?P<tail>(?:[а-яё,]+\s+){{1,9}}?(?P<region>{_REGION}))")
FIRST = 5
"""Letters by which what a ministry does is known again: «экономики», «экономического развития»."""


@cache
def _known() -> dict[str, tuple[tuple[str, ...], str]]:
    """By region and the first word of what a ministry does: the stems of its whole name, and the name."""
    found = {}
    for code in regulations.bodies():
        name = regulations.profile(code).name.full
        tail = name.partition(" ")[2]
        stems = tuple(language.stems(tail))
        region = " ".join(tail.split()[-2:]).lower()
        found[f"{region} {stems[0][:FIRST]}"] = (stems, name)
    return found


def check(letter: Anatomy) -> Iterator[Remark]:
    """«Министерство труда и социальной защиты Новосибирской области»: such a ministry does not exist."""
    for line in letter.lines:
        for found in _NAMED.finditer(line.text):
            stems = tuple(language.stems(found["tail"]))
            region = " ".join(found["region"].split()).lower()
            known = _known().get(f"{region} {stems[0][:FIRST]}")
            if known is not None and known[0] != stems:
                message = f"Министерство называется иначе: «{known[1]}»."
                yield Remark(
                    "body-name", line.start + found.start(), line.start + found.end(), message
                )
