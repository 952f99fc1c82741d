"""Learning the topics of a body's questions from what people have classified."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max

from otklik.cases import topics
from otklik.cases.actions.moving import now
from otklik.cases.models import TopicModel
from otklik.journal import actions as journal
from otklik.journal.actors import Actor
from otklik.language.topics import Accuracy, Learned, Sample, held_out_accuracy, learn
from otklik.staff.classifiers import classifier_of
from otklik.staff.models import Body

AT_LEAST, GROWN = 20, 0.1
"""So many questions a model needs, and by this share they must have grown before it is learned anew."""
KEPT = 5
"""Models of a body that are kept, the newest."""
MEASURED_ON = 2000
"""Questions on which the accuracy is measured, so that the work stays short."""


def train_topics(body: Body, *, by: Actor, at: datetime | None = None) -> TopicModel | None:
    """Learn a new version of the body's model, measured on questions kept apart; None when nothing new is to be learned.

    The model only suggests: no case is changed by it. The long work is done before the transaction.
    """
    classifier = classifier_of(body)
    samples = topics.samples_of(body)
    last = topics.trained_of(body)
    if len(samples) < AT_LEAST or not _is_due(last, len(samples), classifier.version):
        return None
    titles = topics.title_rows(classifier)
    learned = learn(samples, titles)
    return _keep(
        body,
        learned,
        held_out_accuracy(samples[:MEASURED_ON], titles),
        samples,
        classifier.version,
        by,
        now(at),
    )


@transaction.atomic
def _keep(
    body: Body,
    learned: Learned,
    accuracy: Accuracy | None,
    samples: list[Sample],
    version: str,
    by: Actor,
    at: datetime,
) -> TopicModel:
    Body.objects.select_for_update().get(pk=body.pk)
    own = TopicModel.objects.filter(body=body)
    model = TopicModel.objects.create(
        body=body,
        number=(own.aggregate(last=Max("number"))["last"] or 0) + 1,
        trained_at=at,
        questions=len(samples),
        classifier_version=version,
        first_right=accuracy.first if accuracy else None,
        three_right=accuracy.three if accuracy else None,
        data=learned.as_json(),
    )
    own.filter(number__lte=model.number - KEPT).delete()
    journal.write(
        "cases.train-topics",
        f"topics:{model.pk}",
        actor=by,
        body=body.code,
        at=at,
        number=model.number,
        questions=len(samples),
    )
    return model


def _is_due(last: TopicModel | None, questions: int, version: str) -> bool:
    if last is None or last.classifier_version != version:
        return True
    return questions >= last.questions * (1 + GROWN)
