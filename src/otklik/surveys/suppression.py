"""Small groups are hidden, and so is what would give them away; pure, the only place that does it.

Every table, chart and export in which anonymous answers are broken down, or which may be
published, goes through `suppress`. The internal form of appendix 2 does not: the order wants its
exact numbers from the unit to the responsible unit, and it is for internal use only.
"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Shown(Generic[Key]):
    """A breakdown as it may be shown: sizes of the groups that may be seen, and the hidden ones."""

    sizes: dict[Key, int]
    hidden: frozenset[Key]
    total: int | None
    """Size of all groups together; None when even that is too small to be shown."""

    def size(self, key: Key) -> int | None:
        """Return the size of a group, or None when it is hidden."""
        return None if key in self.hidden else self.sizes.get(key, 0)


def hidden_groups(sizes: Mapping[Key, int], threshold: int) -> frozenset[Key]:
    """Return the groups that must not be shown when the total of all is known.

    Primary: groups of 1 to `threshold` - 1. Complementary: further groups, the smallest first,
    until at least two are hidden and together they reach the threshold, so that taking the shown
    ones from the total tells nothing about a small group. Empty groups stay visible: they hold
    nobody. When the groups do not suffice, all that hold somebody are hidden.
    """
    filled = sorted(
        (key for key in sizes if sizes[key] > 0), key=lambda key: (sizes[key], str(key))
    )
    small = [key for key in filled if sizes[key] < threshold]
    if not small:
        return frozenset()
    hidden = list(small)
    rest = [key for key in filled if sizes[key] >= threshold]
    while rest and (len(hidden) < 2 or sum(sizes[key] for key in hidden) < threshold):
        hidden.append(rest.pop(0))
    return frozenset(hidden)


def suppress(sizes: Mapping[Key, int], threshold: int) -> Shown[Key]:
    """Return the breakdown as it may be shown.

    A total below the threshold is hidden itself, and with it all groups. A lone small group is
    hidden together with the total, which would tell its size.
    """
    total = sum(sizes.values())
    hidden = hidden_groups(sizes, threshold)
    in_hiding = sum(sizes[key] for key in hidden)
    total_tells = bool(hidden) and (len(hidden) < 2 or in_hiding < threshold)
    shown = {key: size for key, size in sizes.items() if key not in hidden}
    return Shown(shown, hidden, None if 0 < total < threshold or total_tells else total)
