"""Topics of a body's questions: the entries on offer, their search, and what the program suggests."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.db.models import Max
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from otklik.cases.models import Classification, Question, TopicModel
from otklik.language.topics import Guess, Learned, Sample, TitleRow, learn, search_titles
from otklik.regulations import Classifier, Topic
from otklik.staff.classifiers import classifier_of, topic_by
from otklik.staff.models import Body

WORDS: dict[str, Promise] = {
    "likely": _("probably"),
    "possible": _("possibly"),
    "similar": _("similar words"),
}
"""How sure a suggestion is, in plain words."""
LEARNED_FROM = 20_000
"""The newest classified questions of which a model is learned."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A topic that the program suggests for a question; a person takes it or another one."""

    topic: Topic
    written: str
    confidence: str
    words: Promise


def title_rows(classifier: Classifier) -> tuple[TitleRow, ...]:
    """Return the entries that a question may carry with the titles above them."""
    return _rows(_Key(classifier))


class _Key:
    """A classifier as a key: a version of a body or the built-in tree is one object as long as it lives."""

    __slots__ = ("classifier",)

    def __init__(self, classifier: Classifier) -> None:
        self.classifier = classifier

    def __hash__(self) -> int:
        return id(self.classifier)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and other.classifier is self.classifier


@lru_cache(maxsize=16)
def _rows(key: _Key) -> tuple[TitleRow, ...]:
    titles = {entry.code: entry.title for entry in key.classifier.entries}
    rows = []
    for entry in key.classifier.entries:
        if not entry.assignable:
            continue
        above, parent = [], entry.parent
        while parent is not None:
            above.append(titles[parent])
            parent = key.classifier.topic(parent).parent
        rows.append(TitleRow(entry.code, entry.title, " ".join(above[:-1])))
    return tuple(rows)


def search_topics(classifier: Classifier, text: str, limit: int = 20) -> list[Topic]:
    """Return the topics on offer that the words, in any form, or the beginning of a code mean."""
    codes = search_titles(title_rows(classifier), text, limit)
    return [classifier.topic(code) for code in codes]


def topic_title(body: Body, question: Question) -> str:
    """Return the title of a question's topic as its own classifier version has it; the bare code of an unknown one."""
    topic = topic_by(body, question.topic_code, question.topic_version)
    return topic.title if topic else question.topic_code


def is_closed(body: Body, code: str) -> bool:
    """Whether a topic is no longer on offer."""
    return bool(code) and not classifier_of(body).has(code)


def suggest(body: Body, texts: Sequence[str]) -> list[list[Guess]]:
    """Return for each text the topics that the program would suggest, none that is closed."""
    classifier = classifier_of(body)
    learned = _learned_of(body, classifier)
    offered = [learned.suggest(text) for text in texts]
    return [[guess for guess in guesses if classifier.has(guess.code)] for guesses in offered]


def suggestions(body: Body, text: str) -> list[Suggestion]:
    """Return at most three suggestions for one question in words."""
    classifier = classifier_of(body)
    return [
        Suggestion(
            topic := classifier.topic(guess.code),
            f"{topic.code} {topic.title}",
            guess.confidence,
            WORDS[guess.confidence],
        )
        for guess in (suggest(body, [text])[0] if text.strip() else [])
    ]


def _learned_of(body: Body, classifier: Classifier) -> Learned:
    """The body's newest model; until it is trained, the words of the titles speak."""
    newest = TopicModel.objects.filter(body=body.pk, classifier_version=classifier.version)
    pk = newest.aggregate(last=Max("pk"))["last"]
    return _stored(pk) if pk is not None else _of_titles(_Key(classifier))


@lru_cache(maxsize=16)
def _stored(pk: int) -> Learned:
    return Learned.from_json(TopicModel.objects.values_list("data", flat=True).get(pk=pk))


@lru_cache(maxsize=16)
def _of_titles(key: _Key) -> Learned:
    return learn((), _rows(key))


def samples_of(body: Body) -> list[Sample]:
    """Return the body's classified questions, the newest ones, each with the topic that people gave it last."""
    rows = (
        Question.objects.filter(case__body=body)
        .exclude(topic_code="")
        .order_by("-case__received_at", "-id")
        .values_list("text", "topic_code", "case_id")[:LEARNED_FROM]
    )
    return [Sample(*row) for row in rows]


@dataclass(frozen=True, slots=True)
class Taken:
    """How often people took what was suggested: of so many questions the first one, or one of the three."""

    questions: int
    first: int
    three: int


def taken_suggestions(body: Body, limit: int = 5000) -> Taken:
    """Compare what was suggested with what people chose, over the newest classified questions."""
    rows = (
        Classification.objects.filter(question__case__body=body)
        .exclude(suggested=[])
        .order_by("-at")
        .values_list("topic_code", "suggested")[:limit]
    )
    pairs = list(rows)
    return Taken(
        len(pairs),
        sum(codes[:1] == [code] for code, codes in pairs),
        sum(code in codes for code, codes in pairs),
    )


def trained_of(body: Body) -> TopicModel | None:
    """Return the newest model of the body without its weights, or None."""
    return TopicModel.objects.filter(body=body).defer("data").order_by("-number").first()
