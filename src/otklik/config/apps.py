"""Django's registration of the room."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """The room `config`."""

    name = "otklik.config"
    label = "config"
    default_auto_field = "django.db.models.BigAutoField"
