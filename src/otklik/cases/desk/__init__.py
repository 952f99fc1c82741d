"""Pages of the room; its addresses."""

from django.urls import URLPattern, path

from otklik.cases.desk import asking
from otklik.cases.desk.assign import assign
from otklik.cases.desk.case import case_page, open_file
from otklik.cases.desk.overview import case_list
from otklik.cases.desk.register import dismiss, register

urlpatterns: list[URLPattern] = [
    path("cases/", case_list, name="cases"),
    path("cases/<int:pk>/", case_page, name="case"),
    path("cases/<int:pk>/files/<int:file>", open_file, name="case-file"),
    path("cases/<int:pk>/register", register, name="register"),
    path("cases/<int:pk>/dismiss", dismiss, name="dismiss"),
    path("cases/<int:pk>/assign", assign, name="assign"),
    path("cases/<int:pk>/clarify", asking.clarify, name="clarify"),
    path("cases/<int:pk>/invite", asking.invite, name="invite"),
    path("cases/<int:pk>/clarified/<int:number>", asking.answer, name="note-clarified"),
    path("cases/<int:pk>/interim", asking.write_interim, name="write-interim"),
    path("cases/<int:pk>/interim/<int:number>", asking.note_materials, name="note-materials"),
    path("cases/<int:pk>/withdraw", asking.withdraw, name="withdraw"),
]
