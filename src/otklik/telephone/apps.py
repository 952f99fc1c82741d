"""Django's registration of the room."""

from django.apps import AppConfig


class TelephoneConfig(AppConfig):
    """The room `telephone`."""

    name = "otklik.telephone"
    label = "telephone"
    default_auto_field = "django.db.models.BigAutoField"
