"""Addresses of the office itself; those under `desk/` are of who keeps it."""

from django.urls import path

from consistori.eoffice.office import attention_desk, desk, feed, home, legal, pages, plain

urlpatterns = [
    path("", home.home, name="home"),
    path("tramits/", pages.every_procedure, name="procedures"),
    path("tramits/cerca/", pages.find, name="find"),
    path("tramits/<str:code>/", pages.procedure, name="procedure"),
    path("seu/", legal.index, name="about"),
    path("seu/llenguatge-planer/", plain.plain_language, name="plain"),
    path("seu/<slug:key>/", legal.page, name="legal"),
    path("avisos.rss", feed.rss, name="feed"),
    path("desk/office/", desk.overview, name="keep"),
    path("desk/office/hours/", desk.hours, name="keep_hours"),
    path("desk/office/phone-only/", attention_desk.phone_only_page, name="keep_phone_only"),
    path("desk/office/phone-only/on/", attention_desk.switch_on, name="phone_only_on"),
    path("desk/office/phone-only/off/", attention_desk.switch_off, name="phone_only_off"),
    path("desk/office/texts/<slug:key>/", desk.text, name="keep_text"),
    path("desk/office/incidents/new/", desk.new_incident, name="new_incident"),
    path("desk/office/incidents/<uuid:incident_id>/", desk.incident, name="incident"),
    path("desk/office/notices/new/", desk.new_notice, name="new_public_notice"),
    path(
        "desk/office/notices/<uuid:notice_id>/withdraw/", desk.withdraw_notice, name="withdraw_public_notice"
    ),
]
