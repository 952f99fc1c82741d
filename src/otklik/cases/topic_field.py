"""The field in which a topic is written: by its code, its title, or words in any form."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse_lazy
from django.utils.translation import gettext as _

from otklik import regulations
from otklik.cases import topics
from otklik.cases.topics import Suggestion
from otklik.regulations import Topic
from otklik.staff.classifiers import classifier_of, topic_by
from otklik.staff.models import Body

SEVERAL = 6
"""So many topics are named when words mean more than one."""


def written(entry: Topic) -> str:
    """Return a topic as a field shows it: the code, then the title."""
    return f"{entry.code} {entry.title}"


def written_topic(body: Body, code: str, version: str = "") -> str:
    """Return the topic of a code as a field shows it, by the version that it was given by; an unknown code stays bare."""
    entry = topic_by(body, code, version)
    return written(entry) if entry else code


class TopicField(forms.CharField):
    """A topic by its code, its title, or words that only one title has; gives the code.

    `about` are the words of the question, for which it offers suggestions; `kept` is the code that the question has
    already: it stays even when it has been closed since.
    """

    def __init__(
        self, *, body: Body | None = None, about: str = "", kept: str = "", **kwargs: Any
    ) -> None:
        super().__init__(required=False, max_length=1100, **kwargs)
        self.body, self.about, self.kept = body, about, kept
        self.widget.attrs.update(
            {
                "autocomplete": "off",
                "hx-get": reverse_lazy("desk:find-topics"),
                "hx-trigger": "input changed delay:250ms",
                "hx-target": "next .topic-found",
            }
        )

    @property
    def suggested(self) -> list[Suggestion]:
        """What the program suggests for the question; a person takes one of them, or another topic."""
        return topics.suggestions(self.body, self.about) if self.body is not None else []

    def clean(self, value: Any) -> str:
        """Return the code of the topic that was meant, or an empty text."""
        text = str(super().clean(value)).strip()
        classifier = classifier_of(self.body) if self.body else regulations.classifier()
        if not text:
            return ""
        first = text.split()[0]
        if first[:1].isdigit():
            if first == self.kept or (classifier.has(first) and classifier.topic(first).assignable):
                return first
            raise ValidationError(_closed_or_unknown(self.body, first))
        found = topics.search_topics(classifier, text, limit=SEVERAL)
        exact = [entry for entry in found if entry.title.casefold() == text.casefold()]
        if len(exact or found) == 1:
            return (exact or found)[0].code
        if not found:
            raise ValidationError(_("No topic has these words. Try fewer of them."))
        raise ValidationError(
            _("Several topics have these words: %(titles)s. Choose one of them.")
            % {"titles": "; ".join(entry.title for entry in found)}
        )


def _closed_or_unknown(body: Body | None, code: str) -> str:
    if body is not None and topics.is_closed(body, code) and topic_by(body, code):
        return _("This topic is closed in the present classifier. Choose another one.")
    return _("The classifier has no such topic.")
