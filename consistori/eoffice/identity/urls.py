"""Addresses of the door."""

from django.urls import path

from consistori.eoffice.identity import web

urlpatterns = [
    path("enter/", web.enter, name="enter"),
    path("enter/<slug:way>/", web.begin, name="enter_with"),
    path("enter/<slug:way>/back/", web.back, name="enter_back"),
    path("leave/", web.leave, name="leave"),
]
