"""The gate before every page: closed unless the page says who may enter, and the visitor is that."""

from collections.abc import Callable
from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from otklik.staff.models import Employee
from otklik.staff.queries import powers_of
from otklik.web.access import PUBLIC, SIGNED_IN, access_of

THIRD_PARTY_PUBLIC = ("account_login", "account_logout", "mfa_authenticate")
"""Pages of the sign-in library that one sees before being signed in, by URL name."""
THIRD_PARTY_SIGNED_IN = (
    "account_reauthenticate",
    "account_change_password",
    "mfa_index",
    "mfa_activate_totp",
    "mfa_deactivate_totp",
    "mfa_reauthenticate",
    "mfa_generate_recovery_codes",
    "mfa_view_recovery_codes",
    "mfa_download_recovery_codes",
)
"""Pages of the sign-in library for whoever is signed in."""


class GateMiddleware:
    """Refuse each view that is not marked, and each visitor who has not what the mark asks for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on; the decision falls in `process_view`."""
        return self.get_response(request)

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., Any],
        args: tuple[Any],
        kwargs: dict[str, Any],
    ) -> HttpResponse | None:
        """Return a refusal, a redirect to sign-in, or None to let the visitor in."""
        del args, kwargs
        access = required_access(
            view, request.resolver_match.view_name if request.resolver_match else ""
        )
        if access is None:
            raise PermissionDenied(_("This page is closed."))
        if PUBLIC in access:
            return None
        user = request.user
        if not isinstance(user, Employee):
            return redirect_to_login(request.get_full_path())
        if not may_enter(user, access):
            raise PermissionDenied(_("Your role does not include this page."))
        url_name = request.resolver_match.url_name if request.resolver_match else ""
        if (
            settings.MFA_REQUIRED
            and url_name not in THIRD_PARTY_SIGNED_IN
            and not has_second_factor(user)
        ):
            return redirect("mfa_activate_totp")
        return None


def required_access(view: Callable[..., Any], name: str) -> tuple[str, ...] | None:
    """Return what the view asks for: its own mark, or the known one of a sign-in page."""
    if name in THIRD_PARTY_PUBLIC:
        return (PUBLIC,)
    if name in THIRD_PARTY_SIGNED_IN:
        return (SIGNED_IN,)
    return access_of(view)


def may_enter(employee: Employee, access: tuple[str, ...]) -> bool:
    """Whether the employee has one of the powers, or the page is for every employee."""
    return SIGNED_IN in access or bool(powers_of(employee) & set(access))


def has_second_factor(employee: Employee) -> bool:
    """Whether the employee has set up a second factor of sign-in."""
    return bool(is_mfa_enabled(employee))
