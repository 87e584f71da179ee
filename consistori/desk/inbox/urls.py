"""Addresses of the inbox, inside those of the desk."""

from django.urls import path

from consistori.desk.inbox import acting, forwarding, loads, many, pages

urlpatterns = [
    path("", pages.show, name="inbox"),
    path("cases/", pages.find_cases, name="inbox_cases"),
    path("many/", many.many, name="inbox_many"),
    path("loads/", loads.loads, name="inbox_loads"),
    path("loads/<uuid:person_id>/", loads.loads, name="inbox_load"),
    path("<str:reference>/", pages.show_entry, name="inbox_entry"),
    path("<str:reference>/give/", acting.give, name="inbox_give"),
    path("<str:reference>/return/", acting.give_back, name="inbox_return"),
    path("<str:reference>/seen/", acting.seen, name="inbox_seen"),
    path("<str:reference>/undo/<uuid:taken_id>/", acting.undo, name="inbox_undo"),
    path("<str:reference>/sicres-4.zip", forwarding.as_sicres_4, name="inbox_sicres_4"),
    path("<str:reference>/sicres-3.xml", forwarding.as_sicres_3, name="inbox_sicres_3"),
    path("<str:reference>/<uuid:document_id>/", pages.show_entry, name="inbox_paper"),
]
