"""Pages of the room; its addresses."""

from django.urls import URLPattern, path

from otklik.control.desk.board import board_chart, board_page
from otklik.control.desk.breaches import breaches, breaches_file
from otklik.control.desk.calendar import (
    calendar,
    calendar_day,
    calendar_decree,
    calendar_swap,
)
from otklik.control.desk.lists import control_list, control_list_file, control_lists
from otklik.control.desk.notices import notices, read_notices
from otklik.control.desk.term_calendar import renew, revoke, term_calendar

urlpatterns: list[URLPattern] = [
    path("control/", board_page, name="board"),
    path("control/load.svg", board_chart, name="board-chart"),
    path("notices/", notices, name="notices"),
    path("notices/read", read_notices, name="notices-read"),
    path("control/breaches/", breaches, name="breaches"),
    path("control/breaches/file.<slug:kind>", breaches_file, name="breaches-file"),
    path("control/lists/", control_lists, name="control-lists"),
    path("control/lists/<int:pk>/", control_list, name="control-list"),
    path("control/lists/<int:pk>/file.<slug:kind>", control_list_file, name="control-list-file"),
    path("calendar/", calendar, name="calendar"),
    path("calendar/day", calendar_day, name="calendar-day"),
    path("calendar/swap", calendar_swap, name="calendar-swap"),
    path("calendar/decree", calendar_decree, name="calendar-decree"),
    path("term-calendar/", term_calendar, name="term-calendar"),
    path("term-calendar/renew", renew, name="term-calendar-renew"),
    path("term-calendar/revoke", revoke, name="term-calendar-revoke"),
]
