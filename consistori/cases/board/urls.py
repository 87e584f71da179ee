"""Addresses of publishing, under those of a case."""

from django.urls import path

from consistori.cases.board import pages

urlpatterns = [
    path("new/", pages.choosing, name="publish"),
    path("begin/", pages.begin, name="publish_begin"),
]
