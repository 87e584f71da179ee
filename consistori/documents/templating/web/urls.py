"""Addresses of templates, under `/desk/templates/`; the room `documents` includes them."""

from django.urls import path

from consistori.documents.templating.web import acts, editing, pages

urlpatterns = [
    path("templates/", pages.templates_page, name="templates"),
    path("templates/new/", editing.new_template, name="template_new"),
    path("templates/bring/", editing.bring_word, name="template_bring"),
    path("templates/standard/", acts.bring_standard, name="template_standard"),
    path("templates/<slug:code>/", pages.template_page, name="template"),
    path("templates/<slug:code>/edit/", editing.edit_template, name="template_edit"),
    path("templates/<slug:code>/preview.pdf", pages.preview_pdf, name="template_pdf"),
    path("templates/<slug:code>/compare/", pages.compare_page, name="template_compare"),
    path("templates/<slug:code>/<slug:verb>/", acts.do, name="template_act"),
]
