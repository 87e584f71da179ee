"""Addresses of the telephone and of what is filed before an officer."""

from django.urls import path

from consistori.assistance.phone import desk, filling, officer

urlpatterns = [
    path("phone/", desk.phone, name="phone"),
    path("phone/caller/", desk.new_caller, name="new_caller"),
    path("phone/begin/", desk.begin, name="begin_help"),
    path("phone/line/", desk.line, name="phone_line"),
    path("phone/drafts/<uuid:key>/", filling.helped, name="helped"),
    path("phone/drafts/<uuid:key>/papers/", filling.papers, name="helped_papers"),
    path("phone/drafts/<uuid:key>/papers/<uuid:paper>/out/", filling.take_out, name="helped_take_out"),
    path("phone/drafts/<uuid:key>/hand/", filling.hand, name="helped_hand"),
    path("phone/drafts/<uuid:key>/leave/", filling.leave, name="helped_leave"),
    path("phone/drafts/<uuid:key>/officer/", officer.begin, name="assisted_begin"),
    path("phone/drafts/<uuid:key>/<int:number>/", filling.page, name="helped_page"),
    path("phone/drafts/<uuid:key>/<int:number>/save/", filling.save, name="helped_save"),
    path("phone/filings/<uuid:key>/", officer.filing, name="assisted"),
    path("phone/filings/<uuid:key>/consent.pdf", officer.consent_file, name="assisted_consent"),
    path("phone/filings/<uuid:key>/leave/", officer.leave, name="assisted_leave"),
]
