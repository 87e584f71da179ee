"""Addresses of batches, included by the room under `cases/`, before those of one case."""

from django.urls import path

from consistori.cases.lists import bulk
from consistori.cases.many import pages
from consistori.cases.many.help import hang_help

hang_help()

urlpatterns = [
    path("", pages.batches, name="batches"),
    path("<uuid:pk>/", pages.batch, name="batch"),
    path("<uuid:pk>/send/", pages.send, name="batch_send"),
    path("<uuid:pk>/mend/<str:way>/", bulk.mend, name="batch_mend"),
    path("<uuid:pk>/<str:do>/", pages.steer, name="batch_steer"),
]
