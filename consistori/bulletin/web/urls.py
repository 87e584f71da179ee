"""Addresses of the board, under /desk/."""

from django.urls import path

from consistori.bulletin.web import pages

app_name = "bulletin"
urlpatterns = [
    path("board/", pages.listing, name="list"),
    path("board/<uuid:pk>/", pages.edict, name="edict"),
    path("board/<uuid:pk>/decide/", pages.decide, name="decide"),
    path("board/<uuid:pk>/publish/", pages.publish, name="publish"),
    path("board/<uuid:pk>/extend/", pages.extend, name="extend"),
    path("board/<uuid:pk>/down/", pages.down, name="down"),
    path("board/<uuid:pk>/drop/", pages.drop, name="drop"),
    path("board/<uuid:pk>/certify/", pages.certify_again, name="certify"),
]
