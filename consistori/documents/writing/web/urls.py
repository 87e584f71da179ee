"""Addresses of the texts that are written here."""

from django.urls import path

from consistori.documents.writing.web import changes, outside, pages, pictures, saving
from consistori.formats.kinds import ODT

urlpatterns = [
    path("documents/write/", pages.write, name="write"),
    path("documents/pictures/<uuid:key>/", pictures.picture, name="picture"),
    path("documents/<uuid:pk>/text/", pages.text, name="text"),
    path("documents/<uuid:pk>/text/save/", saving.save, name="save_text"),
    path("documents/<uuid:pk>/text/pen/", saving.pen, name="text_pen"),
    path("documents/<uuid:pk>/text/keep/", pages.keep, name="keep_text"),
    path("documents/<uuid:pk>/text/again/", pages.again, name="write_again"),
    path("documents/<uuid:pk>/text/paper/", pages.paper, name="text_paper"),
    path("documents/<uuid:pk>/text/paper/<int:page>.png", pages.paper_page, name="text_paper_page"),
    path("documents/<uuid:pk>/text/pictures/", pictures.add, name="add_picture"),
    path("documents/<uuid:pk>/text/word/", outside.word, name="text_word"),
    path("documents/<uuid:pk>/text/writer/", outside.word, {"kind": ODT}, name="text_writer"),
    path("documents/<uuid:pk>/text/out/", outside.take_out, name="take_out_text"),
    path("documents/<uuid:pk>/text/back/", outside.bring_back, name="bring_back_text"),
    path("documents/<uuid:pk>/text/inside/", outside.stay, name="text_inside"),
    path("documents/<uuid:pk>/text/changes/<int:number>/", changes.since, name="text_changes"),
    path("documents/<uuid:pk>/text/drafts/<uuid:key>/", changes.draft, name="second_draft"),
]
