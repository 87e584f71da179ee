"""Public addresses of the register of residents, at the root of the town."""

from django.urls import path

from consistori.padro.web import public

app_name = "padro_public"
urlpatterns = [
    path("padro/", public.home, name="home"),
    path("padro/autoritzacio/", public.consent, name="consent"),
    path("padro/<uuid:pk>/", public.paper, name="paper"),
    path("padro/<uuid:pk>/explanation/", public.explanation_file, name="explanation"),
    path("padro/<uuid:pk>/document/", public.file, name="file"),
]
