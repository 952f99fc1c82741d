"""Django's registration of the room."""

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    """The room `intake`."""

    name = "otklik.intake"
    label = "intake"
    default_auto_field = "django.db.models.BigAutoField"
