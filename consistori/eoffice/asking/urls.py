"""Addresses of looking things up."""

from django.urls import path

from consistori.eoffice.asking import desk

urlpatterns = [path("desk/consults/<str:reference>/", desk.look, name="consult")]
