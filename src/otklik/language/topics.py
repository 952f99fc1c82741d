"""Topics by words: search in a classifier's titles, and suggestions learned from classified questions. Pure.

The weights are TF-IDF centroids on stems: a topic is the mean of its questions and of its own title, so that a topic
without questions is still found by its title. No library, no network.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Literal, NamedTuple

from otklik.language.morphology import analyzer
from otklik.language.search import stem_sequence, stems

Confidence = Literal["likely", "possible", "similar"]
SHOWN = 3
LIKELY, POSSIBLE, SIMILAR = 0.3, 0.18, 0.08
"""Cosines from which a suggestion is called so; set on questions kept apart (tests/language/topics.toml)."""
AHEAD = 0.18
"""By how much the first suggestion must be ahead of the second to be called likely."""
OWN_TITLE, TITLES_ABOVE = 1.0, 0.35
"""Weight of a topic's title, and of the titles above it, beside one question."""
LONGEST_CENTROID = 120
BEGINNING = 5
"""Letters by which longer words are near each other."""
SEEN_IN = 2
"""A word must stand in so many cases before it is learned: what one client alone wrote is not kept."""
_STOP = frozenset(
    stems(
        "и в во не что он на я с со как а то все она так его но да ты к у же вы за бы по только ее мне было вот от меня "
        "еще нет о из ему теперь когда даже ну вдруг ли если уже или ни быть был него до вас нибудь опять уж вам ведь там "
        "потом себя ничего ей может они тут где есть надо ней для мы тебя их чем была сам чтоб без будто чего раз тоже "
        "себе под будет ж тогда кто этот того потому этого какой совсем ним здесь этом один почти мой тем чтобы нее сейчас "
        "были куда зачем всех никогда можно при наконец два об другой хоть после над больше тот через эти нас про всего "
        "них какая много разве три эту моя свою этой перед иногда лучше чуть том нельзя такой им более всегда конечно всю "
        "между прошу просим пожалуйста здравствуйте уважаемый подскажите объясните сообщите почему наш наша наши мои"
    )
)


class TitleRow(NamedTuple):
    """An entry that may be given: its code, its title, the titles above it."""

    code: str
    title: str
    above: str = ""


class Sample(NamedTuple):
    """A classified question: its words, its topic, and the case that it belongs to."""

    text: str
    code: str
    case: int


class Guess(NamedTuple):
    """A suggested topic: its code, how surely, and the cosine."""

    code: str
    confidence: Confidence
    score: float


def words_of(text: str) -> list[str]:
    """Return what may tell something of a topic: the stems of the dictionary forms, and the beginnings of long words.

    «детям» counts as «ребёнок», «закупок» as «закупка»; by its beginning «отопительный» is near «отопление». Numbers and
    function words are left out.
    """
    found: dict[str, None] = {}
    for word in re.findall(r"[а-яa-z]{2,}", text.lower().replace("ё", "е")):
        stem = _stem(word)
        if len(stem) > 2 and stem not in _STOP:
            found[stem] = None
            if len(stem) > BEGINNING:
                found[f"{stem[:BEGINNING]}*"] = None
    return list(found)


@lru_cache(maxsize=50_000)
def _stem(word: str) -> str:
    """The stem of the word's dictionary form; of a word that the dictionary does not know, its own."""
    parse = analyzer().parse(word)[0]
    base = str(parse.normal_form) if parse.is_known else word
    return (stem_sequence(base) or [word])[0]


def search_titles(rows: Iterable[TitleRow], text: str, limit: int = 20) -> list[str]:
    """Return codes by the beginning of a code or by words in any form, those with the words in their own title first.

    A word that is still being typed counts by its beginning.
    """
    asked = text.strip()
    if re.fullmatch(r"[\d.]+", asked):
        return [row.code for row in rows if row.code.startswith(asked)][:limit]
    wanted = [_stem(word) for word in re.findall(r"\w{2,}", asked.lower().replace("ё", "е"))]
    if not wanted:
        return []
    own, inherited = list[str](), list[str]()
    for row in rows:
        title = _title_stems(row.title)
        if _has_all(title, wanted):
            own.append(row.code)
        elif row.above and _has_all((*title, *_title_stems(row.above)), wanted):
            inherited.append(row.code)
        if len(own) >= limit:
            break
    return (own + inherited)[:limit]


@lru_cache(maxsize=20_000)
def _title_stems(title: str) -> tuple[str, ...]:
    return tuple(_stem(word) for word in re.findall(r"\w{2,}", title.lower().replace("ё", "е")))


def _has_all(title: Sequence[str], wanted: Sequence[str]) -> bool:
    return all(any(word == stem or _begins(word, stem) for word in title) for stem in wanted)


def _begins(word: str, stem: str) -> bool:
    """«переселен» finds «переселение», «дорож» finds «дорожный»; two letters begin too many words."""
    return len(stem) > 3 and word.startswith(stem)


@dataclass(frozen=True, slots=True)
class Learned:
    """What was learned: how rare each word is, and for each word the topics that it speaks for."""

    rarity: Mapping[str, float]
    speaks_for: Mapping[str, Mapping[str, float]] = field(repr=False)
    usual: float = 0.0
    """Rarity of a word that was never seen; it still makes the text longer and the guess less sure."""

    def suggest(self, text: str, limit: int = SHOWN) -> list[Guess]:
        """Return the topics nearest to the text, the nearest first; none under the lowest bound."""
        words = words_of(text)
        weights = {word: self.rarity.get(word, self.usual) for word in words}
        length = math.sqrt(sum(weight * weight for weight in weights.values()))
        if not length:
            return []
        scores: defaultdict[str, float] = defaultdict(float)
        for word, weight in weights.items():
            for code, share in self.speaks_for.get(word, {}).items():
                scores[code] += weight * share
        ranked = sorted(scores.items(), key=lambda item: (-item[1], item[0]))[:limit]
        near = [(code, score / length) for code, score in ranked if score / length >= SIMILAR]
        return [
            Guess(code, _confidence(near, place, score), round(score, 3))
            for place, (code, score) in enumerate(near)
        ]

    def as_json(self) -> dict[str, Any]:
        """Return the weights as plain data."""
        rounded = {
            word: {code: round(share, 4) for code, share in codes.items()}
            for word, codes in self.speaks_for.items()
        }
        rarity = {word: round(weight, 4) for word, weight in self.rarity.items()}
        return {"rarity": rarity, "speaks_for": rounded, "usual": round(self.usual, 4)}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Learned":
        """Return what `as_json` wrote down."""
        return cls(data["rarity"], data["speaks_for"], data["usual"])


def _confidence(near: Sequence[tuple[str, float]], place: int, score: float) -> Confidence:
    following = near[place + 1][1] if place + 1 < len(near) else 0.0
    if place == 0 and score >= LIKELY and score - following >= AHEAD:
        return "likely"
    return "possible" if score >= POSSIBLE else "similar"


def learn(samples: Iterable[Sample], titles: Sequence[TitleRow]) -> Learned:
    """Learn from classified questions and from the titles; without questions the titles alone speak.

    Codes that are not among the titles (closed since) are not learned.
    """
    offered = {row.code for row in titles}
    documents = [
        (sample.code, sample.case, words_of(sample.text))
        for sample in samples
        if sample.code in offered
    ]
    in_cases: defaultdict[str, set[int]] = defaultdict(set)
    for _code, case, words in documents:
        for word in words:
            in_cases[word].add(case)
    of_titles = {row.code: (words_of(row.title), words_of(row.above)) for row in titles}
    title_words = {word for own, above in of_titles.values() for word in (*own, *above)}
    known = {word for word, cases in in_cases.items() if len(cases) >= SEEN_IN} | title_words
    total = len(documents) + len(titles)
    seen = Counter(word for _code, _case, words in documents for word in set(words) & known)
    seen.update(word for own, above in of_titles.values() for word in {*own, *above})
    rarity = {word: math.log((1 + total) / (1 + seen[word])) + 1 for word in sorted(known)}
    sums: dict[str, Counter[str]] = {code: Counter() for code in sorted(offered)}
    for code, _case, words in documents:
        _add(sums[code], [word for word in words if word in known], rarity, 1.0)
    for code, (own, above) in of_titles.items():
        _add(sums[code], own, rarity, OWN_TITLE)
        _add(sums[code], above, rarity, TITLES_ABOVE)
    speaks_for: defaultdict[str, dict[str, float]] = defaultdict(dict)
    for code, weights in sums.items():
        kept = weights.most_common(LONGEST_CENTROID)
        length = math.sqrt(sum(weight * weight for _word, weight in kept))
        for word, weight in kept:
            speaks_for[word][code] = weight / length
    return Learned(rarity, dict(speaks_for), math.log(1 + total) + 1)


def _add(
    total: Counter[str], words: Sequence[str], rarity: Mapping[str, float], weight: float
) -> None:
    """Add a text of length one, times its weight, to the sum."""
    length = math.sqrt(sum(rarity[word] ** 2 for word in words))
    for word in words:
        total[word] += weight * rarity[word] / length  # type: ignore[assignment]  # a Counter of floats


@dataclass(frozen=True, slots=True)
class Accuracy:
    """How often the topic that people gave was the first suggestion, and one of the three; of how many questions."""

    first: float
    three: float
    questions: int


def held_out_accuracy(
    samples: Sequence[Sample], titles: Sequence[TitleRow], *, folds: int = 5
) -> Accuracy | None:
    """Learn from four fifths of the cases and ask about the rest, each fifth in turn; None for too few cases.

    The questions of one case stay together: nothing is asked that was learned.
    """
    offered = {row.code for row in titles}
    usable = [sample for sample in samples if sample.code in offered]
    cases = sorted({sample.case for sample in usable})
    if len(cases) < folds * 2:
        return None
    fold_of = {case: place % folds for place, case in enumerate(cases)}
    first = three = 0
    for fold in range(folds):
        learned = learn([one for one in usable if fold_of[one.case] != fold], titles)
        for sample in usable:
            if fold_of[sample.case] != fold:
                continue
            codes = [guess.code for guess in learned.suggest(sample.text)]
            first += codes[:1] == [sample.code]
            three += sample.code in codes
    return Accuracy(first / len(usable), three / len(usable), len(usable))
