"""Addresses of guides, under `/desk/`."""

from django.urls import path

from consistori.guides.web import acts, editing, in_case, pages, proposals

app_name = "guides"
urlpatterns = [
    path("guides/", pages.guides_page, name="guides"),
    path("guides/new/", editing.new_guide, name="new"),
    path("guides/bring/", editing.bring_process, name="bring"),
    path("guides/preview/", editing.preview, name="preview"),
    path("guides/standard/", acts.bring_standard, name="standard"),
    path("guides/proposals/", proposals.proposals_page, name="proposals"),
    path("guides/proposals/new/", proposals.new_proposal, name="propose"),
    path("guides/proposals/<uuid:pk>/", proposals.proposal_page, name="proposal"),
    path("guides/proposals/<uuid:pk>/<slug:verb>/", proposals.do, name="proposal_act"),
    path("guides/shown/<slug:verb>/", in_case.choose_to_see, name="see"),
    path("guides/<slug:code>/", pages.guide_page, name="guide"),
    path("guides/<slug:code>/edit/", editing.edit_guide, name="edit"),
    path("guides/<slug:code>/compare/", pages.compare_page, name="compare"),
    path("guides/<slug:code>/map/", pages.map_page, name="map"),
    path("guides/<slug:code>/<slug:verb>/", acts.do, name="act"),
    path("cases/<str:number>/guide/", in_case.guide_of_case, name="in_case"),
    path("cases/<str:number>/guide/<slug:verb>/", in_case.do, name="case_act"),
]
