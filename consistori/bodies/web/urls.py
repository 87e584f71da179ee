"""Addresses of the decree book, under `/desk/`."""

from django.urls import path

from consistori.bodies.web import book, extracts, one, transcribing

app_name = "bodies"
urlpatterns = [
    path("decrees/", book.book, name="book"),
    path("decrees/transcribe/", transcribing.waiting, name="transcribe"),
    path("decrees/extracts/", extracts.extracts, name="extracts"),
    path("decrees/extracts/<uuid:pk>/sent/", extracts.sent, name="extract_sent"),
    path("decrees/extracts/<uuid:pk>/board/", extracts.to_board, name="extract_board"),
    path("decrees/years/", book.years, name="years"),
    path("decrees/years/<int:year>/close/", book.close, name="close"),
    path("decrees/<int:year>/<int:number>/", one.decree, name="decree"),
    path("decrees/<int:year>/<int:number>/annul/", one.annul, name="annul"),
]
