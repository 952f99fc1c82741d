"""Django's registration of the room."""

from django.apps import AppConfig


class StaffConfig(AppConfig):
    """The room `staff`."""

    name = "otklik.staff"
    label = "staff"
    default_auto_field = "django.db.models.BigAutoField"
