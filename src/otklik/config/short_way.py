"""The short way of the API: past sessions, forms and pages, which its callers do not use."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.urls import resolve

from otklik.web import limits
from otklik.web.access import PUBLIC, access_of

PREFIX = "/api/v1/cases"
POLICY = "default-src 'none'; frame-ancestors 'none'"
"""What a browser that opens an answer of the API may do with it: nothing."""


class ShortWayMiddleware:
    """Call the view of an API address at once; every other request goes on through all middlewares.

    The API knows no cookies, so session, sign-in, form protection and the headers of pages are work
    without use, a fifth of the time of accepting an appeal. What stays: HTTPS and headers of the
    middleware before this one, the rate limits, Django's handling of errors, and the gate's rule that
    only a view marked as public is open (docs/decisions/0021-short-way-of-the-api.md).
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer a request of the API, or pass it on."""
        if not request.path_info.startswith(PREFIX):
            return self.get_response(request)
        match = resolve(request.path_info)
        if access_of(match.func) != (PUBLIC,):
            return self.get_response(request)
        request.resolver_match = match
        response = limits.refusal(request) or match.func(request, *match.args, **match.kwargs)
        response["Content-Security-Policy"] = POLICY
        response["Content-Length"] = str(len(response.content))
        return response
