"""Addresses of the office itself; those under `desk/` are of who keeps it."""

from django.urls import path

from consistori.eoffice.office import desk, feed, home, legal, pages

urlpatterns = [
    path("", home.home, name="home"),
    path("tramits/", pages.every_procedure, name="procedures"),
    path("tramits/cerca/", pages.find, name="find"),
    path("tramits/<str:code>/", pages.procedure, name="procedure"),
    path("seu/", legal.index, name="about"),
    path("seu/<slug:key>/", legal.page, name="legal"),
    path("avisos.rss", feed.rss, name="feed"),
    path("desk/office/", desk.overview, name="keep"),
    path("desk/office/hours/", desk.hours, name="keep_hours"),
    path("desk/office/texts/<slug:key>/", desk.text, name="keep_text"),
    path("desk/office/incidents/new/", desk.new_incident, name="new_incident"),
    path("desk/office/incidents/<uuid:incident_id>/", desk.incident, name="incident"),
    path("desk/office/notices/new/", desk.new_notice, name="new_public_notice"),
    path(
        "desk/office/notices/<uuid:notice_id>/withdraw/", desk.withdraw_notice, name="withdraw_public_notice"
    ),
]
