"""Addresses of the weekly meeting; every week has its own, by its Monday."""

from django.urls import path

from consistori.desk.meeting import acting, pages

app_name = "meeting"
urlpatterns = [
    path("", pages.now, name="now"),
    path("begin/", acting.begin, name="begin"),
    path("decide/", acting.decide, name="decide"),
    path("agree/", acting.agree, name="agree"),
    path("next/", acting.go_on, name="next"),
    path("close/", acting.close, name="close"),
    path("why-not/", acting.why_not, name="why_not"),
    path("agreements/<uuid:agreement_id>/undo/", acting.undo, name="undo"),
    path("state/", pages.state, name="state"),
    path("agenda/", pages.paper, name="paper"),
    path("all/", pages.meetings, name="all"),
    path("<str:week>/", pages.week, name="week"),
]
