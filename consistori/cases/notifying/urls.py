"""Addresses of notifying, under those of the case."""

from django.urls import path

from consistori.cases.notifying import pages

urlpatterns = [
    path("new/", pages.notifying, name="notify"),
    path("send/", pages.send, name="notified_act"),
    path("acts/<uuid:document>/", pages.act, name="act"),
]
