"""Django's registration of the room."""

from django.apps import AppConfig


class ClientsConfig(AppConfig):
    """The room `clients`."""

    name = "otklik.clients"
    label = "clients"
    default_auto_field = "django.db.models.BigAutoField"
