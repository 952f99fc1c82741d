"""Pages of the room; its addresses."""

from django.urls import URLPattern, path

from otklik.staff.desk.absences import absence, absences
from otklik.staff.desk.distribution import distribution_page, signatory

urlpatterns: list[URLPattern] = [
    path("absences/", absences, name="absences"),
    path("absences/<int:pk>/", absence, name="absence"),
    path("distribution/", distribution_page, name="distribution"),
    path("distribution/<int:pk>/", signatory, name="signatory"),
]
