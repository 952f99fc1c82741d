"""Django's registration of the room."""

from django.apps import AppConfig


class ControlConfig(AppConfig):
    """The room `control`."""

    name = "otklik.control"
    label = "control"
    default_auto_field = "django.db.models.BigAutoField"
