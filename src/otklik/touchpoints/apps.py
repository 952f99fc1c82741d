"""Django's registration of the room."""

from django.apps import AppConfig


class TouchpointsConfig(AppConfig):
    """The room `touchpoints`."""

    name = "otklik.touchpoints"
    label = "touchpoints"
    default_auto_field = "django.db.models.BigAutoField"
