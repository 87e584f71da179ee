"""Addresses of the parties, under `/desk/`."""

from django.urls import path

from consistori.parties.web import adding, importing, uniting, views

app_name = "parties"
urlpatterns = [
    path("parties/", views.party_list, name="list"),
    path("parties/new/", views.new_party, name="new"),
    path("parties/suggest/", views.suggestions, name="suggest"),
    path("parties/import/", importing.bring, name="import"),
    path("parties/import/<uuid:sheet_id>/", importing.sheet_page, name="sheet"),
    path("parties/import/<uuid:sheet_id>/left-out.<slug:kind>", importing.left_out, name="left_out"),
    path("parties/duplicates/", uniting.duplicates, name="duplicates"),
    path("parties/duplicates/look/", uniting.look_now, name="look_for_duplicates"),
    path("parties/duplicates/<uuid:pair_id>/two/", uniting.dismiss, name="dismiss"),
    path("parties/merges/<uuid:merge_id>/undo/", uniting.separate, name="separate"),
    path("parties/<uuid:party_id>/unite/", uniting.choose, name="choose"),
    path("parties/<uuid:party_id>/unite/<uuid:other_id>/", uniting.compare, name="compare"),
    path("parties/<uuid:party_id>/", views.party_page, name="party"),
    path("parties/<uuid:party_id>/correct/", views.correct, name="correct"),
    path("parties/<uuid:party_id>/add/<slug:what>/", adding.add_something, name="add"),
    path("parties/<uuid:party_id>/protect/", adding.protect, name="protect"),
    path("parties/<uuid:party_id>/channels/<uuid:channel_id>/verify/", adding.verify, name="verify"),
]
