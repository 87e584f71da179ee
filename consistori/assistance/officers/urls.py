"""Addresses of the register of authorised officers."""

from django.urls import path

from consistori.assistance.officers import web

urlpatterns = [
    path("counter/officers/", web.officers, name="officers"),
    path("counter/officers/<slug:scope>/<uuid:key>/end/", web.end_one, name="end_officer"),
]
