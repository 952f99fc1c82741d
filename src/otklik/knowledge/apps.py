"""Django's registration of the room."""

from django.apps import AppConfig


class KnowledgeConfig(AppConfig):
    """The room `knowledge`."""

    name = "otklik.knowledge"
    label = "knowledge"
    default_auto_field = "django.db.models.BigAutoField"
