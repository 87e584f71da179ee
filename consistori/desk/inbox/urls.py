"""Addresses of the inbox, inside those of the desk."""

from django.urls import path

from consistori.desk.inbox import acting, many, pages

urlpatterns = [
    path("", pages.show, name="inbox"),
    path("cases/", pages.find_cases, name="inbox_cases"),
    path("many/", many.many, name="inbox_many"),
    path("<str:reference>/", pages.show_entry, name="inbox_entry"),
    path("<str:reference>/give/", acting.give, name="inbox_give"),
    path("<str:reference>/return/", acting.give_back, name="inbox_return"),
    path("<str:reference>/seen/", acting.seen, name="inbox_seen"),
    path("<str:reference>/<uuid:document_id>/", pages.show_entry, name="inbox_paper"),
]
