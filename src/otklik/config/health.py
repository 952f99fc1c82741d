"""Health pages: is the process alive, is it ready to serve."""

from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse

from otklik.web.access import public


@public
def alive(request: HttpRequest) -> JsonResponse:  # noqa: ARG001 - Django's contract
    """Say that this process answers."""
    return JsonResponse({"status": "ok"})


@public
def ready(request: HttpRequest) -> JsonResponse:  # noqa: ARG001 - Django's contract
    """Say whether the database answers; 503 when it does not."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return JsonResponse({"status": "unavailable", "database": "no answer"}, status=503)
    return JsonResponse({"status": "ok", "database": "ok"})
