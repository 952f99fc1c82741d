"""Pages of the room; its addresses."""

from django.urls import URLPattern, path

from otklik.staff.desk.absences import absence, absences

urlpatterns: list[URLPattern] = [
    path("absences/", absences, name="absences"),
    path("absences/<int:pk>/", absence, name="absence"),
]
