"""Public addresses of circuits: the page of whoever is asked to sign from outside."""

from django.urls import path

from consistori.signature.circuits.web import guests

app_name = "guests"
urlpatterns = [
    path("signa/<str:token>/", guests.guest, name="guest"),
    path("signa/<str:token>/document.pdf", guests.document, name="document"),
    path("signa/<str:token>/<int:number>.png", guests.page, name="page"),
]
