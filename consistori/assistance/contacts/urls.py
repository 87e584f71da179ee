"""Addresses of contacts, the table of the front office and the desk of certificates."""

from django.urls import path

from consistori.assistance.contacts import web

urlpatterns = [
    path("contacts/", web.contacts, name="contacts"),
    path("contacts/new/", web.new_contact, name="new_contact"),
    path("contacts/table/", web.front_table, name="front_table"),
    path("contacts/table/<uuid:row_id>/end/", web.end_row, name="end_front_act"),
    path("contacts/certificates/", web.certificates, name="certificates"),
]
