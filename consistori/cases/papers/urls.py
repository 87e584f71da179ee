"""Addresses of the workbench of papers, under those of a case."""

from django.urls import path

from consistori.cases.papers import acts, pages

urlpatterns = [
    path("", pages.contact, name="papers"),
    path("review/", pages.review, name="review"),
    path("twins/", pages.twins, name="twins"),
    path("twins/keep/", acts.keep_twins, name="keep_twins"),
    path("twins/again/<uuid:record>/", acts.propose_twins, name="propose_twins"),
    path("review/<uuid:leaf>/", acts.keep, name="keep_paper"),
    path("describe/", acts.describe_many, name="describe_many"),
    path("describe/undo/<uuid:record>/", acts.undo_describing, name="undo_describing"),
    path("pages/undo/<uuid:act>/", acts.undo_pages, name="undo_page_act"),
    path("join/", acts.join, name="join_papers"),
    path("read/", acts.read, name="read_papers"),
    path("bin/", acts.bin_many, name="bin_papers"),
    path("move/", acts.move_many, name="move_papers"),
]
