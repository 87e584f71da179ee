"""Addresses of what came in: what it carries inside, its words in their place, its versions side by side."""

from django.urls import path

from consistori.documents.arrivals import pages, reading
from consistori.documents.web import files

urlpatterns = [
    path("documents/<uuid:pk>/inside/<str:where>/", pages.piece, name="piece"),
    path("documents/<uuid:pk>/inside/<str:where>/download/", pages.download_piece, name="download_piece"),
    path("documents/<uuid:pk>/inside/<str:where>/<int:page>.png", pages.piece_png, name="piece_png"),
    path("documents/<uuid:pk>/take-out/", pages.take_pieces_out, name="take_out"),
    path("documents/<uuid:pk>/clean/", pages.clean, name="clean"),
    path("documents/<uuid:pk>/look-again/", pages.look_again, name="look_again"),
    path("documents/<uuid:pk>/rendition/", pages.download_rendition, name="rendition"),
    path("documents/<uuid:pk>/preview/<int:page>/layer/", reading.layer, name="layer"),
    path("documents/<uuid:pk>/find/", reading.find, name="find"),
    path("documents/<uuid:pk>/compare/<int:old>/<int:new>/", reading.compare, name="compare"),
    path("documents/<uuid:pk>/versions/<int:number>/<int:page>.png", files.version_png, name="version_png"),
]
