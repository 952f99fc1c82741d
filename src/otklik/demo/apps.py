"""Django's registration of the room."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """The room `demo`."""

    name = "otklik.demo"
    label = "demo"
    default_auto_field = "django.db.models.BigAutoField"
