"""Addresses of the registry, under `/desk/`."""

from django.urls import path

from consistori.registry.web import annotating, books, entering

app_name = "registry"
urlpatterns = [
    path("registry/", books.book, name="book"),
    path("registry/taken-out.csv", books.taken_out, name="taken_out"),
    path("registry/new/", entering.new_entry, name="new"),
    path("registry/<str:reference>/", books.entry_page, name="entry"),
    path("registry/<str:reference>/annotate/", annotating.annotate_page, name="annotate"),
]
