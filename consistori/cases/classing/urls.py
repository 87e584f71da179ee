"""Addresses of the classing of loose cases, under /desk/cases/classing/."""

from django.urls import path

from consistori.cases.classing import pages

urlpatterns = [
    path("", pages.classing, name="classing"),
    path("all/", pages.class_all, name="class_all"),
    path("<uuid:pk>/", pages.one, name="classing_one"),
    path("<uuid:pk>/undo/", pages.undo, name="classing_undo"),
]
