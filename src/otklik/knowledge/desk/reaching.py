"""What the pages share: who asks, the row he may see, the links between the pages."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from otklik import regulations
from otklik.knowledge import queries
from otklik.knowledge.models import Material, ReplyTemplate, TypicalQuestion
from otklik.staff.classifiers import topic_by
from otklik.staff.models import Body, Employee

WORDS_MAX = 200


def employee_of(request: HttpRequest) -> Employee:
    """Return who is signed in; 403 for somebody without a body."""
    if not isinstance(request.user, Employee) or request.user.body_id is None:
        raise PermissionDenied
    return request.user


def words_of(request: HttpRequest) -> str:
    """Return the words searched for (`?q=`)."""
    return " ".join(request.GET.get("q", "").replace("\x00", "").split())[:WORDS_MAX]


def template_of(employee: Employee, pk: int) -> ReplyTemplate:
    """Return a template of the employee's body; 404 for another."""
    found = queries.templates_for(employee).select_related("body").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def material_of(employee: Employee, pk: int) -> Material:
    """Return a material of the employee's body; 404 for another."""
    found = queries.materials_for(employee).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def question_of(employee: Employee, pk: int) -> TypicalQuestion:
    """Return a typical question of the employee's body; 404 for another."""
    found = queries.questions_for(employee).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def topic_title(code: str, body: Body | None = None) -> str:
    """Return code and title of a topic, of a closed one too; the code alone where no version of the classifier has it."""
    if not code:
        return ""
    tree = regulations.classifier()
    built_in = tree.topic(code) if tree.has(code) else None
    known = topic_by(body, code) if body else built_in
    return f"{known.code} {known.title}" if known else code


def tabs() -> list[tuple[object, ...]]:
    """Return the links between the pages of the knowledge base; a page that does not exist is left out."""
    pages = (
        (_("Reply templates"), "desk:templates"),
        (_("Typical questions"), "desk:typical-questions"),
        (_("Life situations"), "desk:situations"),
        (_("Materials"), "desk:materials"),
        (_("The order"), "desk:order"),
    )
    found: list[tuple[object, ...]] = []
    for title, name in pages:
        try:
            found.append((title, reverse(name)))
        except NoReverseMatch:
            continue
    return found
