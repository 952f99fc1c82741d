"""The API root: one OpenAPI document, its readable page, problem documents for every error."""

import logging
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import URLPattern, URLResolver, path, re_path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from ninja import NinjaAPI
from ninja.errors import ValidationError

from otklik.intake.api import router as intake
from otklik.intake.documentation import operations
from otklik.intake.problems import Problem
from otklik.web.access import public

logger = logging.getLogger(__name__)

api = NinjaAPI(
    title="Otklik API",
    version="1",
    description="File an appeal with a ministry and follow it. Described in docs/api.md.",
    openapi_url="/openapi.json",
    docs_url=None,
    urls_namespace="api",
)
api.add_router("", intake)


@api.exception_handler(Problem)
def _problem(request: HttpRequest, problem: Problem) -> HttpResponse:  # noqa: ARG001 - the library's contract
    return problem.response()


@api.exception_handler(ValidationError)
def _wrong_parameter(request: HttpRequest, error: ValidationError) -> HttpResponse:  # noqa: ARG001 - as above
    fields = {
        str(item["loc"][-1]): _("This value could not be understood.") for item in error.errors
    }
    return Problem(422, "invalid", _("Some fields have mistakes."), fields).response()


@api.exception_handler(Http404)
def _nothing_here(request: HttpRequest, error: Http404) -> HttpResponse:  # noqa: ARG001 - as above
    return Problem(404, "unknown-address", _("There is nothing at this address.")).response()


@api.exception_handler(Exception)
def _failure(request: HttpRequest, error: Exception) -> HttpResponse:
    """Our fault: it goes to the log, the sender learns that he may try again."""
    logger.error("%s %s failed", request.method, request.path, exc_info=error)
    detail = _("An error on our side. Nothing is lost: send it again with the same key.")
    return Problem(500, "failed", detail).response()


@public
def documentation(request: HttpRequest) -> HttpResponse:
    """Show the OpenAPI document as a page that needs no script and nothing from elsewhere."""
    schema = api.get_openapi_schema(path_prefix=reverse("api:api-root"))
    context = {"schema": schema, "operations": operations(schema)}
    return render(request, "intake/api/documentation.html", context)


@public
@csrf_exempt
def unknown_address(request: HttpRequest) -> HttpResponse:
    """Answer any other address below the API with a problem document."""
    del request
    return Problem(404, "unknown-address", _("There is nothing at this address.")).response()


def _addresses() -> tuple[list[URLPattern | URLResolver], str, str]:
    """Return the API's addresses, each marked as public; the gate refuses unmarked ones."""
    patterns, app_name, namespace = api.urls
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            pattern.callback = public(_with_problems(pattern.callback))
    own = [
        path("docs", documentation, name="docs"),
        re_path(r".*", unknown_address, name="unknown"),
    ]
    return [*patterns, *own], app_name, namespace


def _with_problems(view: Any) -> Any:
    """Wrap a view of the library so that its own refusals are problem documents too."""

    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            response: HttpResponseBase = view(request, *args, **kwargs)
        except Http404 as error:
            return _nothing_here(request, error)
        if response.status_code != 405:
            return response
        problem = Problem(405, "wrong-method", _("This address takes another method.")).response()
        problem["Allow"] = response.headers.get("Allow", "")
        return problem

    answer.csrf_exempt = True  # type: ignore[attr-defined]  # a mark on the function; no cookies here
    return answer


urls = _addresses()
