"""Pages of the room; its addresses."""

from django.urls import URLPattern

from otklik.messages.desk import outbox, post, post_lists

urlpatterns: list[URLPattern] = [
    *outbox.urlpatterns,
    *post.urlpatterns,
    *post_lists.urlpatterns,
]
