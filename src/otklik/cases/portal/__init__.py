"""«Where is my case»: by the tracking code, for whoever has it; no name is shown on the page."""

from django.urls import URLPattern, path

from otklik.cases.portal.acting import add, answer, stop
from otklik.cases.portal.reaching import KEY, SHOWN
from otklik.cases.portal.status import ask, by_link, file, shown

__all__ = ["KEY", "SHOWN", "urlpatterns"]

urlpatterns: list[URLPattern] = [
    path("status", ask, name="status"),
    path("status/shown", shown, name="status-shown"),
    path("status/<str:code>", by_link, name="status-link"),
    path("status/<str:code>/<int:pk>", file, name="status-file"),
    path("status/<str:code>/add", add, name="status-add"),
    path("status/<str:code>/answer/<int:pk>", answer, name="status-answer"),
    path("status/<str:code>/stop", stop, name="status-stop"),
]
