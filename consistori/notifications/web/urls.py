"""Addresses of notifications for staff, under `/desk/`."""

from django.urls import path

from consistori.notifications.notices.urls import urlpatterns as _notices
from consistori.notifications.paper.urls import urlpatterns as _paper
from consistori.notifications.web import listing, one

app_name = "notifications"
urlpatterns = [
    path("notifications/", listing.town, name="list"),
    path("notifications/incident/", listing.incident, name="incident"),
    path("notifications/<uuid:pk>/", one.page, name="one"),
    path("notifications/<uuid:pk>/proof/", one.proof, name="proof"),
    path("notifications/<uuid:pk>/proofs/<uuid:proof>/<slug:part>/", one.part, name="part"),
    path("notifications/<uuid:pk>/withdraw/", one.take_back, name="withdraw"),
    path("notifications/<uuid:pk>/way/", one.way, name="way"),
    path("notifications/dispatches/<uuid:pk>/send/", one.send, name="send"),
    *_notices,
    *_paper,
]
