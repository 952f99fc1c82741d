"""Django's registration of the room."""

from django.apps import AppConfig


class MessagesConfig(AppConfig):
    """The room `messages`."""

    name = "otklik.messages"
    label = "otklik_messages"  # Django has a `messages` of its own
    default_auto_field = "django.db.models.BigAutoField"
