"""Addresses of the appointments of the public."""

from django.urls import path

from consistori.eoffice.visits import asking, own, screen

OWN = "cita/meva/<uuid:pk>/<str:seal>/"

urlpatterns = [
    path("cita/", asking.services, name="visits"),
    path("cita/pantalla/", screen.screen, name="visit_screen"),
    path("cita/meves/", own.mine, name="my_visits"),
    path(OWN, own.visit, name="visit"),
    path(f"{OWN}codi/", asking.code, name="visit_code"),
    path(f"{OWN}canvia/", own.move, name="visit_move"),
    path(f"{OWN}cancella/", own.cancel, name="visit_cancel"),
    path(f"{OWN}arribada/", own.arrived, name="visit_arrived"),
    path(f"{OWN}cita.ics", own.calendar, name="visit_calendar"),
    path(f"{OWN}video/", own.video, name="visit_video"),
    path("cita/<slug:key>/", asking.ways, name="visit_ways"),
    path("cita/<slug:key>/<slug:way>/", asking.week, name="visit_week"),
    path("cita/<slug:key>/<slug:way>/dades/", asking.details, name="visit_details"),
]
