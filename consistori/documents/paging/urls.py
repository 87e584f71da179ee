"""Addresses of the pages of a document, under its own."""

from django.urls import path

from consistori.documents.paging import pages

urlpatterns = [
    path("documents/<uuid:pk>/pages/", pages.pages, name="pages"),
    path("documents/<uuid:pk>/pages/read/", pages.read, name="read_images"),
    path("documents/<uuid:pk>/pages/undo/<uuid:act>/", pages.undo, name="undo_pages"),
]
