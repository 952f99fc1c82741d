"""Texts that say much the same: the nearest by their words, rare words weigh more. Pure."""

import math
from collections import Counter
from collections.abc import Mapping

CANDIDATES = 200
"""Answered questions of the same topics that are compared; the newest."""
SHOWN = 3
NEAR = 0.2
"""Cosine from which two texts are called similar."""


def nearest(
    text: str, others: Mapping[int, str], limit: int = SHOWN * 2
) -> list[tuple[int, float]]:
    """Return ids and cosines of the texts nearest to `text`, the nearest first; texts are stems divided by blanks.

    Words are weighed by TF-IDF among the texts compared; those under `NEAR` are left out.
    """
    counted = {key: Counter(words.split()) for key, words in others.items()}
    own = Counter(text.split())
    seen: Counter[str] = Counter()
    for words in (own, *counted.values()):
        seen.update(words.keys())
    total = len(counted) + 1
    mine = _weighed(own, seen, total)
    scored = [(key, _cosine(mine, _weighed(words, seen, total))) for key, words in counted.items()]
    kept = [(key, score) for key, score in scored if score >= NEAR]
    return sorted(kept, key=lambda item: (-item[1], item[0]))[:limit]


def _weighed(words: Counter[str], seen: Counter[str], total: int) -> dict[str, float]:
    return {
        word: (1 + math.log(count)) * (math.log((1 + total) / (1 + seen[word])) + 1)
        for word, count in words.items()
    }


def _cosine(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    shared = sum(weight * other[word] for word, weight in one.items() if word in other)
    length = math.sqrt(sum(w * w for w in one.values()) * sum(w * w for w in other.values()))
    return shared / length if length else 0.0
