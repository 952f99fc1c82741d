"""Large-print settings («версия для слабовидящих»): a cookie on top of the same pages."""

from dataclasses import dataclass, fields, replace
from urllib.parse import parse_qsl, urlencode

from django.http import HttpRequest, HttpResponse

COOKIE = "otklik-appearance"
CHOICES: dict[str, tuple[str, ...]] = {
    "size": ("100", "125", "150", "200"),
    "spacing": ("normal", "wide"),
    "colours": ("auto", "light", "dark", "black-on-white", "white-on-black", "blue"),
    "pictures": ("on", "off"),
}


@dataclass(frozen=True, slots=True)
class Appearance:
    """One visitor's settings; every value is one of `CHOICES`."""

    size: str = "100"
    spacing: str = "normal"
    colours: str = "auto"
    pictures: str = "on"

    @classmethod
    def read(cls, request: HttpRequest) -> "Appearance":
        """Read the cookie; what is unknown or damaged counts as not set."""
        given = dict(parse_qsl(request.COOKIES.get(COOKIE, "")))
        return cls().changed(given)

    def changed(self, given: dict[str, str]) -> "Appearance":
        """Return a copy with the known values of `given` taken over."""
        known = {name: given[name] for name in CHOICES if given.get(name) in CHOICES[name]}
        return replace(self, **known)

    @property
    def is_default(self) -> bool:
        """Whether nothing was set."""
        return self == Appearance()

    def write(self, response: HttpResponse, *, secure: bool) -> None:
        """Put the settings into the cookie for a year."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        response.set_cookie(
            COOKIE,
            urlencode(values),
            max_age=365 * 86400,
            samesite="Lax",
            httponly=True,
            secure=secure,
        )
