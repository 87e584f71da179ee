"""Addresses of the list, included by the room under `cases/`."""

from django.urls import path

from consistori.cases.lists import bulk, pages
from consistori.cases.lists.help import hang_help

hang_help()

urlpatterns = [
    path("", pages.case_list, name="list"),
    path("choose/", pages.choose, name="list_choose"),
    path("views/save/", pages.save_view, name="view_save"),
    path("views/like/", pages.like, name="view_like"),
    path("views/<uuid:view_id>/forget/", pages.forget_view, name="view_forget"),
    path("bulk/", bulk.bulk, name="bulk"),
    path("export/", bulk.export, name="list_export"),
]
