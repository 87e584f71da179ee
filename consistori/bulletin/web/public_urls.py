"""Public addresses of the board, at the root of the town."""

from django.urls import path

from consistori.bulletin.web import feeds, public, subscribing

app_name = "board"
urlpatterns = [
    path("tauler/", public.listing, name="list"),
    path("tauler/rss/", feeds.rss, name="rss"),
    path("tauler/atom/", feeds.atom, name="atom"),
    path("tauler/historic/", public.past, name="past"),
    path("tauler/correu/", subscribing.subscribe, name="subscribe"),
    path("tauler/correu/<uuid:pk>/<str:seal>/", subscribing.own, name="own"),
    path("tauler/<int:year>/<int:number>/", public.edict, name="edict"),
    path("tauler/<int:year>/<int:number>/document/", public.document, name="document"),
    path("tauler/<int:year>/<int:number>/prova/", public.proof, name="proof"),
]
