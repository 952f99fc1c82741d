"""How hard a draft is to read: hints for its writer, with the limits of the profile. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from otklik import language
from otklik.regulations import Profile


@dataclass(frozen=True, slots=True)
class Hints:
    """What a reader will stumble over: counts of the whole text and its too long sentences."""

    words: int
    sentences: int
    words_per_sentence: int
    grade: int | None
    """About the school year that reads the text freely."""
    hard: bool
    """Whether the reading ease lies under the profile's limit."""
    limit: int
    long: tuple[language.LongSentence, ...]


def hints_for(profile: Profile, draft: Mapping[str, object]) -> Hints:
    """Measure the words that the executor wrote himself: first paragraph, answers, closing."""
    text = own_words(draft)
    measured = language.measure(text)
    long_check, read_check = (
        profile.letter.check("long-sentence"),
        profile.letter.check("readability"),
    )
    limit = long_check.limit if long_check and long_check.limit else 0
    grade = None if measured.grade is None else max(1, round(measured.grade))
    ease, easiest = measured.reading_ease, read_check.limit if read_check else None
    return Hints(
        words=measured.words,
        sentences=measured.sentences,
        words_per_sentence=round(measured.words_per_sentence),
        grade=grade,
        hard=ease is not None and easiest is not None and ease < easiest,
        limit=limit,
        long=tuple(language.long_sentences(text, limit)) if limit else (),
    )


def own_words(draft: Mapping[str, object]) -> str:
    """Return the parts of a draft as one text."""
    answers = draft.get("answers")
    texts = list(answers.values()) if isinstance(answers, dict) else []
    parts = [draft.get("opening"), *texts, draft.get("closing")]
    return "\n".join(str(part) for part in parts if part)
