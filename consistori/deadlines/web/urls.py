"""Addresses of calendars and terms, under `/desk/`."""

from django.urls import path

from consistori.deadlines.web import alarms, calendars, computing, recounts, terms

app_name = "deadlines"
urlpatterns = [
    path("calendars/", calendars.year_page, name="calendars"),
    path("calendars/add/", calendars.add, name="add"),
    path("calendars/adopt/", calendars.adopt, name="adopt"),
    path("calendars/versions/<uuid:version_id>/", calendars.version_page, name="version"),
    path("calendars/recounts/<uuid:recount_id>/", recounts.recount_page, name="recount"),
    path("deadlines/compute/", computing.compute_page, name="compute"),
    path("deadlines/alarms/", alarms.alarms_page, name="alarms"),
    path("deadlines/alarms/from-when/", alarms.limits_page, name="limits"),
    path("deadlines/<uuid:deadline_id>/", terms.deadline_page, name="deadline"),
    *[
        path(f"deadlines/<uuid:deadline_id>/{deed}/", terms.act_page, {"deed": deed}, name=deed)
        for deed in ("stop", "extend", "meet", "close")
    ],
    path("deadlines/<uuid:deadline_id>/put/", terms.put_page, name="put"),
    path("deadlines/suspensions/<uuid:suspension_id>/resume/", terms.resume_page, name="resume"),
]
