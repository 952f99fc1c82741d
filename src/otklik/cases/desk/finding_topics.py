"""What a topic field finds while somebody types: topics by code, or by words in any form."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from otklik.cases import topics
from otklik.cases.desk.reaching import employee_of
from otklik.staff.classifiers import classifier_of
from otklik.staff.models import Power
from otklik.staff.queries import body_of
from otklik.web.access import needs

SHOWN = 8
LONGEST = 200


@needs(Power.REGISTER, Power.ASSIGN, Power.EXECUTE)
@require_safe
def find_topics(request: HttpRequest) -> HttpResponse:
    """Return the topics that the only value of the query means; a whole topic as the field shows it needs none."""
    name, asked = next(iter(request.GET.items()), ("", ""))
    asked = str(asked)[:LONGEST].strip()
    classifier = classifier_of(body_of(employee_of(request)))
    chosen = bool(asked) and classifier.has(asked.split()[0])
    found = topics.search_topics(classifier, asked, SHOWN) if len(asked) > 2 and not chosen else []
    context = {
        "found": found,
        "asked": asked if len(asked) > 2 and not chosen else "",
        "target": f"id_{name}",
    }
    return render(request, "cases/desk/topics_found.html", context)
