"""Addresses of calendars and terms, under `/desk/`."""

from django.urls import path

from consistori.deadlines.web import calendars, computing

app_name = "deadlines"
urlpatterns = [
    path("calendars/", calendars.year_page, name="calendars"),
    path("calendars/add/", calendars.add, name="add"),
    path("calendars/adopt/", calendars.adopt, name="adopt"),
    path("calendars/versions/<uuid:version_id>/", calendars.version_page, name="version"),
    path("deadlines/compute/", computing.compute_page, name="compute"),
]
