"""Addresses of data protection, under `/desk/`."""

from django.urls import path

from consistori.protection.web import views

app_name = "protection"
urlpatterns = [
    path("protection/", views.home, name="home"),
    path("protection/seals/", views.check, name="check"),
    path("protection/ask/<uuid:party_id>/", views.ask, name="ask"),
    path("protection/<uuid:pk>/", views.request_page, name="request"),
    path("protection/<uuid:pk>/prepare/", views.prepare, name="prepare"),
    path("protection/<uuid:pk>/answered/", views.answered, name="answered"),
]
