"""Addresses of the correction requests of a case, under those of the case."""

from django.urls import path

from consistori.cases.correcting import pages

urlpatterns = [
    path("new/", pages.asking, name="ask_correction"),
    path("ask/", pages.ask, name="asked_correction"),
    path("<uuid:pk>/", pages.one, name="correction"),
    path("<uuid:pk>/notified/", pages.notified, name="correction_notified"),
    path("<uuid:pk>/more-days/", pages.more_days, name="correction_more"),
    path("<uuid:pk>/answer/", pages.answer, name="correction_answer"),
    path("<uuid:pk>/withdraw/", pages.withdraw, name="correction_withdraw"),
    path("<uuid:pk>/end/", pages.end, name="correction_end"),
]
