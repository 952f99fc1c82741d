"""Employees' pages of the room; their addresses."""

from django.urls import URLPattern, path

from otklik.intake.desk.entering import new_receipt
from otklik.intake.desk.files import open_file, open_original
from otklik.intake.desk.held import attach, dismiss, held, place, release
from otklik.intake.desk.inbox import inbox

urlpatterns: list[URLPattern] = [
    path("inbox/", inbox, name="inbox"),
    path("inbox/<int:pk>/", inbox, name="inbox-case"),
    path("inbox/new", new_receipt, name="new-receipt"),
    path("inbox/held/", held, name="held"),
    path("inbox/held/<int:pk>/", held, name="held-receipt"),
    path("inbox/held/<int:pk>/attach", attach, name="attach-receipt"),
    path("inbox/held/<int:pk>/place", place, name="place-receipt"),
    path("inbox/held/<int:pk>/dismiss", dismiss, name="dismiss-receipt"),
    path("inbox/held/<int:pk>/release", release, name="release-receipt"),
    path("inbox/receipts/<int:pk>/files/<int:file>", open_file, name="receipt-file"),
    path("inbox/receipts/<int:pk>/original", open_original, name="receipt-original"),
]
