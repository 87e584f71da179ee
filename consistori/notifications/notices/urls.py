"""Addresses of notices for staff; the room includes them in its own."""

from django.urls import path

from consistori.notifications.notices import web

urlpatterns = [
    path("notifications/notices/", web.town, name="notices"),
    path("notifications/notices/again/", web.another_to_many, name="tell_many_again"),
    path("notifications/<uuid:pk>/notice/", web.another, name="tell_again"),
]
