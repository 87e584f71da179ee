"""Addresses of the terms of a case, under those of the case."""

from django.urls import path

from consistori.cases.deadlines import web

urlpatterns = [path("open/", web.opening, name="open_term")]
