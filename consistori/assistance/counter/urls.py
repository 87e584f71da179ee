"""Addresses of the counter."""

from django.urls import path

from consistori.assistance.counter import web, web_done, web_pages, web_parts

urlpatterns = [
    path("counter/", web.counter, name="counter"),
    path("counter/people/", web_parts.people, name="counter_people"),
    path("counter/procedures/", web_parts.procedures, name="counter_procedures"),
    path("counter/scanner/", web_parts.scanner_part, name="counter_scanner"),
    path("counter/telephone/", web_parts.telephone, name="counter_telephone"),
    path("counter/papers/<uuid:key>/", web_pages.pages, name="counter_pages"),
    path("counter/papers/<uuid:key>/<int:page>.png", web_parts.page_png, name="counter_page"),
    path("counter/done/<str:reference>/", web_done.done, name="done"),
    path("counter/done/<str:reference>/receipt.pdf", web_done.receipt, name="counter_receipt"),
    path("counter/done/<str:reference>/given-back/", web_done.given_back, name="given_back"),
]
