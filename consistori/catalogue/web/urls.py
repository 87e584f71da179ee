"""Addresses of the catalogue, under `/desk/`."""

from django.urls import path

from consistori.catalogue.procedures.web.urls import urlpatterns as procedures
from consistori.catalogue.web import sheets, views

app_name = "catalogue"
urlpatterns = [
    *procedures,
    path("catalogue/", views.scheme_page, name="scheme"),
    path("catalogue/search/", views.series_found, name="search"),
    path("catalogue/types/", views.types_page, name="types"),
    path("catalogue/import/", sheets.bring_sheet, name="import"),
    path("catalogue/import/<uuid:draft_id>/", sheets.look_at_draft, name="draft"),
    path("catalogue/series/<path:code>/favourite/", views.favourite, name="favourite"),
    path("catalogue/series/<path:code>/adapt/", views.adapt, name="adapt"),
    path("catalogue/series/<path:code>/close/", views.close, name="close"),
    path("catalogue/series/<path:code>/", views.series_page, name="series"),
]
