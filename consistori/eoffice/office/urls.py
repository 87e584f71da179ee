"""Addresses of the office itself."""

from django.urls import path

from consistori.eoffice.office import home

urlpatterns = [path("", home.home, name="home")]
