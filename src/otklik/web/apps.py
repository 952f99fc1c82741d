"""Django's registration of the room."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """The room `web`."""

    name = "otklik.web"
    label = "web"
    default_auto_field = "django.db.models.BigAutoField"
