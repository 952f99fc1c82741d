"""Pages of the room; its addresses."""

from django.urls import URLPattern, path

from otklik.control.desk.term_calendar import renew, revoke, term_calendar

urlpatterns: list[URLPattern] = [
    path("term-calendar/", term_calendar, name="term-calendar"),
    path("term-calendar/renew", renew, name="term-calendar-renew"),
    path("term-calendar/revoke", revoke, name="term-calendar-revoke"),
]
