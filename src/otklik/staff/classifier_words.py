"""What is wrong with a line of a published classifier, in words."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from otklik.regulations.classifier_file import LineProblem

KINDS: dict[str, Promise] = {
    "no-code": gettext_lazy("there is no code: %(about)s"),
    "bad-code": gettext_lazy("it is no code of the classifier: %(about)s"),
    "no-title": gettext_lazy("the code %(about)s has no title"),
    "long-title": gettext_lazy("the title of the code %(about)s is too long"),
    "twice": gettext_lazy(
        "the code stands twice: %(about)s, the first time in the line in brackets"
    ),
    "no-parent": gettext_lazy("the entry above is missing: %(about)s"),
}


def problem_in_words(problem: LineProblem) -> str:
    """Return «line 12: …» in the reader's language."""
    said = str(KINDS[problem.kind]) % {"about": problem.about or "–"}
    return _("Line %(line)s: %(said)s.") % {"line": problem.line, "said": said}
