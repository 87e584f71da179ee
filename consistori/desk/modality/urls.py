"""Addresses of how the town works, under /desk/method/."""

from django.urls import path

from consistori.desk.modality import pages

urlpatterns = [
    path("", pages.modality, name="modality"),
    path("complete/", pages.complete, name="modality_complete"),
    path("<slug:name>/", pages.turn, name="modality_turn"),
]
