"""Addresses of procedures, under `/desk/procedures/`; the room `catalogue` includes them."""

from django.urls import path

from consistori.catalogue.procedures.web import acts, editing, pages

urlpatterns = [
    path("procedures/", pages.procedures_page, name="procedures"),
    path("procedures/new/", editing.new_procedure, name="procedure_new"),
    path("procedures/standard/", acts.bring_standard, name="procedure_standard"),
    path("procedures/preview/", editing.preview, name="procedure_preview"),
    path("procedures/<slug:code>/", pages.procedure_page, name="procedure"),
    path("procedures/<slug:code>/edit/", editing.edit_procedure, name="procedure_edit"),
    path("procedures/<slug:code>/compare/", pages.compare_page, name="procedure_compare"),
    path("procedures/<slug:code>/<slug:verb>/", acts.do, name="procedure_act"),
]
