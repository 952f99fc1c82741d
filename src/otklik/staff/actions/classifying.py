"""Importing a version of the thematic classifier."""

import hashlib
import json
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from otklik import regulations
from otklik.journal import actions as journal
from otklik.journal.actors import Actor
from otklik.staff import classifiers
from otklik.staff.classifiers import ClassifierImport
from otklik.staff.models import Body, ClassifierVersion
from otklik.staff.refusals import Refusal


@transaction.atomic
def import_classifier(
    plan: ClassifierImport, *, by: Actor, at: datetime | None = None
) -> ClassifierVersion | None:
    """Make the list a version of its own from its first day; None when the list in force says all this already.

    Whole or not at all: one row holds it. Cases keep the codes and the version they were classified by
    (economy-novosibirsk:9.a). Raises `Refusal` for a list with problems or without entries.
    """
    if plan.problems:
        raise Refusal(_("The list has mistakes. Nothing was imported."), field="file")
    if not plan.entries:
        raise Refusal(_("The file holds no code of the classifier."), field="file")
    Body.objects.select_for_update().get(pk=plan.body.pk)
    pairs = classifiers.entry_pairs(plan)
    digest = hashlib.sha256(json.dumps(pairs, ensure_ascii=False).encode()).hexdigest()
    own = ClassifierVersion.objects.filter(body=plan.body)
    before = own.filter(valid_from__lte=plan.valid_from).order_by("valid_from", "id").last()
    if before is not None and before.sha256 == digest:
        return None
    row = ClassifierVersion.objects.create(
        body=plan.body,
        version=_free_name(plan),
        title=regulations.classifier().title,
        valid_from=plan.valid_from,
        entries=pairs,
        sha256=digest,
        source=plan.source,
        imported_at=at or timezone.now(),
    )
    journal.write(
        "staff.import-classifier",
        f"classifier:{row.pk}",
        actor=by,
        body=plan.body.code,
        at=at,
        version=row.version,
        entries=len(pairs),
        added=len(plan.changes.added),
        renamed=len(plan.changes.renamed),
        closed=len(plan.changes.closed),
        source=plan.source,
    )
    transaction.on_commit(classifiers.forget)
    return row


def _free_name(plan: ClassifierImport) -> str:
    """The first day, with a number where another list holds from the same day."""
    name, number = plan.valid_from.isoformat(), 1
    taken = set(ClassifierVersion.objects.filter(body=plan.body).values_list("version", flat=True))
    while name in taken:
        number += 1
        name = f"{plan.valid_from.isoformat()}-{number}"
    return name
