"""Rate limits by address and kind of page; counters live in the cache of each server process."""

import time
from collections.abc import Callable

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

RULES: tuple[tuple[str, str, int, int], ...] = (
    # method, path prefix, how many, in how many seconds
    ("POST", "/appeal", 60, 600),
    ("POST", "/s/", 60, 600),
    ("POST", "/survey/", 60, 600),
    ("POST", "/status", 60, 600),
    ("GET", "/calendar/", 600, 600),
    ("GET", "/api/v1/cases/", 120, 60),
    ("POST", "/api/v1/", 600, 60),
    ("POST", "/desk/account/", 60, 300),
)


class RateLimitMiddleware:
    """Answer 429 when an address asks for one kind of page too often."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Count the request and pass it on, or refuse it with the time to wait."""
        return refusal(request) or self.get_response(request)


def refusal(request: HttpRequest) -> HttpResponse | None:
    """Count the request; return the answer 429 with the time to wait when it is one too many."""
    if not settings.RATE_LIMITS:
        return None
    for method, prefix, limit, seconds in RULES:
        if request.method == method and request.path.startswith(prefix):
            wait = _over(f"{method}:{prefix}:{client_address(request)}", limit, seconds)
            return _refusal(request, wait) if wait else None
    return None


def client_address(request: HttpRequest) -> str:
    """Return the address that asks: the proxy's word for it only where a proxy of ours is declared."""
    if settings.TRUSTED_PROXY:
        forwarded = str(request.headers.get("X-Forwarded-For", ""))
        if forwarded:
            return forwarded.rsplit(",", 1)[-1].strip()
    return str(request.META.get("REMOTE_ADDR", ""))


def _over(key: str, limit: int, seconds: int) -> int:
    """Count one more in the present window; return the seconds to wait when that is too many, else 0."""
    now = int(time.time())
    window = now // seconds
    counter = f"limit:{window}:{key}"
    if cache.add(counter, 1, timeout=seconds + 1):
        return 0
    try:
        count = cache.incr(counter)
    except ValueError:
        return 0
    return (window + 1) * seconds - now if count > limit else 0


def _refusal(request: HttpRequest, wait: int) -> HttpResponse:
    headers = {"Retry-After": str(wait)}
    if request.path.startswith("/api/"):
        problem = {
            "type": "about:blank",
            "title": "Too many requests",
            "status": 429,
            "detail": f"Try again in {wait} seconds.",
        }
        return JsonResponse(
            problem, status=429, headers=headers, content_type="application/problem+json"
        )
    response = render(request, "web/error.html", {"kind": "too-many", "wait": wait}, status=429)
    response["Retry-After"] = str(wait)
    return response
