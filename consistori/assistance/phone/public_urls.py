"""The short address of a draft, at the root of the town: what is read aloud by telephone."""

from django.urls import path

from consistori.assistance.phone import handed

urlpatterns = [
    path("preparat/", handed.ask, name="prepared"),
    path("preparat/<str:code>/", handed.handed, name="handed"),
]
