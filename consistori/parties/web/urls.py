"""Addresses of the parties, under `/desk/`."""

from django.urls import path

from consistori.parties.web import adding, views

app_name = "parties"
urlpatterns = [
    path("parties/", views.party_list, name="list"),
    path("parties/new/", views.new_party, name="new"),
    path("parties/suggest/", views.suggestions, name="suggest"),
    path("parties/<uuid:party_id>/", views.party_page, name="party"),
    path("parties/<uuid:party_id>/correct/", views.correct, name="correct"),
    path("parties/<uuid:party_id>/add/<slug:what>/", adding.add_something, name="add"),
    path("parties/<uuid:party_id>/protect/", adding.protect, name="protect"),
    path("parties/<uuid:party_id>/channels/<uuid:channel_id>/verify/", adding.verify, name="verify"),
]
