"""Addresses of the appointments, under `/desk/`."""

from django.urls import path

from consistori.appointments.web import agenda, figures, giving, keeping, one

app_name = "appointments"
urlpatterns = [
    path("appointments/", agenda.agenda, name="agenda"),
    path("appointments/new/", giving.new, name="new"),
    path("appointments/figures/", figures.by_month, name="figures"),
    path("appointments/offer/", keeping.overview, name="offer"),
    path("appointments/offer/services/new/", keeping.service, name="new_service"),
    path("appointments/offer/services/<slug:key>/", keeping.service, name="service"),
    path("appointments/offer/desks/new/", keeping.desk, name="new_desk"),
    path("appointments/offer/desks/<int:number>/", keeping.desk, name="desk"),
    path("appointments/offer/closed/new/", keeping.close, name="close"),
    path("appointments/offer/closed/<uuid:pk>/open/", keeping.open_again, name="open_again"),
    path("appointments/<uuid:pk>/", one.appointment, name="appointment"),
    path("appointments/<uuid:pk>/acts/<slug:what>/", one.act_on, name="act"),
    path("appointments/<uuid:pk>/move/", one.move, name="move"),
    path("appointments/<uuid:pk>/cancel/", one.cancel, name="cancel"),
    path("appointments/<uuid:pk>/video/", one.video, name="video"),
]
