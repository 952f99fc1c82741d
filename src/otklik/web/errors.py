"""Pages for what went wrong: what happened and what to do, never a traceback."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

UNSHOWN = frozenset({"csrfmiddlewaretoken", "token", "form-key", "sha256", "revision"})
"""Fields that nobody typed."""


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - Django's contract
    """Show that a form had grown old; the typed text is shown so that nothing is lost."""
    typed = [
        (name, value)
        for name, value in request.POST.items()
        if name not in UNSHOWN and "password" not in name and len(value) > 1
    ]
    return render(request, "web/error.html", {"kind": "stale", "typed": typed}, status=403)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django's contract
    """400: the request could not be understood."""
    return render(request, "web/error.html", {"kind": "bad"}, status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: the employee has no power for it; the reason is said when it is known."""
    return render(
        request, "web/error.html", {"kind": "forbidden", "reason": str(exception)}, status=403
    )


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django's contract
    """404: no such page, or not for this employee."""
    return render(request, "web/error.html", {"kind": "missing"}, status=404)


def failed(request: HttpRequest) -> HttpResponse:
    """500: our fault; it is in the log."""
    return render(request, "web/error.html", {"kind": "failed"}, status=500)
