"""Addresses of the register of residents for staff, under `/desk/`."""

from django.urls import path

from consistori.padro.web import desk, register

app_name = "padro"
urlpatterns = [
    path("padro/", desk.desk, name="desk"),
    path("padro/papers/<uuid:pk>/", desk.paper, name="paper"),
    path("padro/papers/<uuid:pk>/refuse/", desk.refuse, name="refuse"),
    path("padro/papers/<uuid:pk>/file/", desk.file, name="file"),
    path("padro/register/", register.versions, name="register"),
    path("padro/register/<uuid:pk>/", register.version, name="version"),
]
