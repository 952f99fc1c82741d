"""Pages of the room: how the visitor wants to see the pages."""

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from otklik.web.access import public
from otklik.web.appearance import Appearance
from otklik.web.style import style


class AppearanceForm(forms.Form):
    """The large-print settings; the values are those of `appearance.CHOICES`."""

    size = forms.ChoiceField(
        label=_("Size of letters"),
        widget=forms.RadioSelect,
        choices=[
            ("100", _("Usual")),
            ("125", _("Larger by a quarter")),
            ("150", _("One and a half times larger")),
            ("200", _("Twice as large")),
        ],
    )
    spacing = forms.ChoiceField(
        label=_("Space between letters and lines"),
        widget=forms.RadioSelect,
        choices=[("normal", _("Usual")), ("wide", _("Wide"))],
    )
    colours = forms.ChoiceField(
        label=_("Colours"),
        widget=forms.RadioSelect,
        choices=[
            ("auto", _("As on my device")),
            ("light", _("Light")),
            ("dark", _("Dark")),
            ("black-on-white", _("Black on white")),
            ("white-on-black", _("White on black")),
            ("blue", _("Dark blue on light blue")),
        ],
    )
    pictures = forms.ChoiceField(
        label=_("Pictures"),
        widget=forms.RadioSelect,
        choices=[("on", _("Show")), ("off", _("Do not show"))],
    )


@public
@require_http_methods(["GET", "HEAD", "POST"])
def appearance(request: HttpRequest) -> HttpResponse:
    """Show the settings; a POST keeps them in a cookie and goes back to where the visitor was."""
    now = Appearance.read(request)
    if request.method != "POST":
        initial = {name: getattr(now, name) for name in ("size", "spacing", "colours", "pictures")}
        form = AppearanceForm(initial=initial)
        return render(
            request, "web/appearance.html", {"form": form, "next": _own_page(request, request.GET)}
        )
    chosen = Appearance() if "reset" in request.POST else now.changed(request.POST.dict())
    response = HttpResponseRedirect(_own_page(request, request.POST))
    chosen.write(response, secure=request.is_secure())
    return response


def _own_page(request: HttpRequest, given: dict[str, str]) -> str:
    """Return the page to go back to: one of ours, otherwise the start page."""
    address = given.get("next", "")
    ours = url_has_allowed_host_and_scheme(
        address, allowed_hosts=None, require_https=request.is_secure()
    )
    return address if ours and address.startswith("/") else reverse("portal:start")


urlpatterns: list[URLPattern] = [
    path("appearance", appearance, name="appearance"),
    path("desk/style", style, name="style"),
]
