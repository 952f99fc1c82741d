"""Django's registration of the room."""

from django.apps import AppConfig


class RepliesConfig(AppConfig):
    """The room `replies`."""

    name = "otklik.replies"
    label = "replies"
    default_auto_field = "django.db.models.BigAutoField"
