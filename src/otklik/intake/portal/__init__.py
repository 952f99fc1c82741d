"""Public pages of the room: start page, and the way from «what is it about» to the tracking code."""

from django.urls import URLPattern, path

from otklik.intake.portal import identity, paper, sending, start, steps

urlpatterns: list[URLPattern] = [
    path("", start.start, name="start"),
    path("appeal", steps.begin, name="appeal"),
    path("appeal/again", steps.again, name="appeal-again"),
    path("appeal/paper/<slug:body>", paper.paper, name="appeal-paper"),
    path("appeal/identity", identity.identity, name="appeal-identity"),
    path("appeal/check", sending.check, name="appeal-check"),
    path("appeal/done", sending.done, name="appeal-done"),
    path("appeal/<slug:name>", steps.step, name="appeal-step"),
]
