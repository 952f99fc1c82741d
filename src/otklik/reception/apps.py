"""Django's registration of the room."""

from django.apps import AppConfig


class ReceptionConfig(AppConfig):
    """The room `reception`."""

    name = "otklik.reception"
    label = "reception"
    default_auto_field = "django.db.models.BigAutoField"
