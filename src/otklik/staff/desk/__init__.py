"""Pages of the room; its addresses."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
