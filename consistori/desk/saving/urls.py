"""Addresses of what is not opened, inside those of the desk."""

from django.urls import path

from consistori.desk.saving import pages

urlpatterns = [
    path("", pages.saving, name="saving"),
    path("remind/", pages.remind, name="saving_remind"),
    path("reminding/", pages.choose, name="saving_choose"),
    path("<uuid:pk>/call/", pages.call, name="saving_call"),
]
