"""Addresses of the drawing of the town."""

from django.urls import path

from consistori.eoffice.places import web

urlpatterns = [
    path("planol.svg", web.plan, name="plan"),
    path("planol/prop/", web.near, name="place_near"),
    path("desk/office/plan/", web.keep_plan, name="keep_plan"),
]
