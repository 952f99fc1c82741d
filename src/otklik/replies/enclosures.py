"""The files that go with a letter."""

from django.db.models import QuerySet

from otklik.cases.models import Case
from otklik.replies.models import Reply, ReplyFile


def files_of(reply: Reply) -> QuerySet[ReplyFile]:
    """Return the files of the letter in the order in which it lists them."""
    return ReplyFile.objects.filter(reply=reply).select_related("file")


def signed_files(case: Case) -> QuerySet[ReplyFile]:
    """Return the files that went with the signed letters of a case: what its client may take."""
    return ReplyFile.objects.filter(
        reply__case=case, reply__stage__in=[Reply.Stage.SIGNED, Reply.Stage.DISPATCHED]
    ).select_related("file")


def titles_of(reply: Reply | None) -> tuple[str, ...]:
    """Return what the letter says of its files, one line each; nothing before the letter is begun."""
    if reply is None or reply.pk is None:
        return ()
    return tuple(item.title for item in files_of(reply))


def frozen_files(reply: Reply) -> list[dict[str, str]]:
    """Return the files as a version freezes them: approval and signature bind to their hashes too."""
    return [{"name": item.name, "sha256": item.file.sha256} for item in files_of(reply)]
