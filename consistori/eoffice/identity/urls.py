"""Addresses of the door, in Catalan as all the public ones; those they had before lead to them."""

from django.urls import path

from consistori.eoffice.identity import web
from consistori.eoffice.web.moved import moved_to

urlpatterns = [
    path("entrar/", web.enter, name="enter"),
    path("entrar/<slug:way>/", web.begin, name="enter_with"),
    path("entrar/<slug:way>/tornada/", web.back, name="enter_back"),
    path("sortir/", web.leave, name="leave"),
    path("enter/", moved_to("eoffice:enter")),
    path("enter/<slug:way>/", moved_to("eoffice:enter_with")),
    path("enter/<slug:way>/back/", moved_to("eoffice:enter_back")),
    path("leave/", moved_to("eoffice:leave")),
]
