"""Django's registration of the room."""

from django.apps import AppConfig


class AnalyticsConfig(AppConfig):
    """The room `analytics`."""

    name = "otklik.analytics"
    label = "analytics"
    default_auto_field = "django.db.models.BigAutoField"
