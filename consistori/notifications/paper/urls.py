"""Addresses of paper and of the delivery by hand; the room puts them in its own."""

from django.urls import path

from consistori.notifications.counter import pages as counter
from consistori.notifications.paper import announce_pages, one_pages, pages

urlpatterns = [
    path("notifications/paper/", pages.paper, name="paper"),
    path("notifications/paper/print/", pages.print_, name="paper_print"),
    path("notifications/paper/read/", pages.read, name="paper_read"),
    path("notifications/paper/batches/<uuid:pk>/", pages.batch, name="paper_batch"),
    path("notifications/paper/batches/<uuid:pk>/file/", pages.batch_file, name="paper_batch_file"),
    path("notifications/<uuid:pk>/paper/", one_pages.one, name="paper_one"),
    path("notifications/<uuid:pk>/paper/address/", one_pages.address, name="paper_address"),
    path("notifications/<uuid:pk>/paper/acts/<slug:what>/", one_pages.act_on, name="paper_act"),
    path("notifications/<uuid:pk>/announcement/", announce_pages.announcement, name="paper_announcement"),
    path("notifications/<uuid:pk>/announcement/published/", announce_pages.published, name="paper_published"),
    path("notifications/<uuid:pk>/announcement/text/", announce_pages.text, name="paper_text"),
    path("notifications/<uuid:pk>/by-hand/", counter.by_hand, name="by_hand"),
    path("notifications/<uuid:pk>/by-hand/scan/", counter.scan, name="by_hand_scan"),
]
