"""Addresses of the folder, in Catalan as all the public ones; those they had before lead to them."""

from django.urls import path

from consistori.eoffice.folder import files, staff, web
from consistori.eoffice.web.moved import moved_to

_ENTRY = "carpeta/assentaments/<str:reference>/"

urlpatterns = [
    path("carpeta/", web.folder, name="folder"),
    path("carpeta/papers/", web.papers, name="folder_papers"),
    path("carpeta/missatges/", web.talks, name="folder_messages"),
    path("carpeta/rebuts/", web.sent, name="folder_sent"),
    path("carpeta/rebuts/<str:reference>/<uuid:pk>/", files.sent_paper, name="folder_sent_paper"),
    path("carpeta/expedients/<str:number>/", web.case, name="folder_case"),
    path("carpeta/expedients/<str:number>/fer/<slug:deed>/", web.case_deed, name="folder_case_deed"),
    path(_ENTRY, web.entry, name="folder_entry"),
    path(f"{_ENTRY}rebut/", files.receipt, name="folder_receipt"),
    path(f"{_ENTRY}papers/<uuid:pk>/", files.paper, name="folder_paper"),
    path(f"{_ENTRY}fer/<slug:deed>/", web.entry_deed, name="folder_entry_deed"),
    path("desk/messages/", staff.messages_page, name="messages"),
    path("desk/messages/<uuid:pk>/", staff.conversation, name="message"),
    path("desk/messages/<uuid:pk>/settle/", staff.settle_it, name="message_settle"),
    path("desk/messages/case/<str:number>/", staff.write_in_case, name="message_case"),
    path("desk/messages/entry/<str:reference>/", staff.write_in_entry, name="message_entry"),
    path("folder/", moved_to("eoffice:folder")),
    path("folder/papers/", moved_to("eoffice:folder_papers")),
    path("folder/cases/<str:number>/", moved_to("eoffice:folder_case")),
    path("folder/entries/<str:reference>/", moved_to("eoffice:folder_entry")),
    path("folder/entries/<str:reference>/receipt/", moved_to("eoffice:folder_receipt")),
    path("folder/entries/<str:reference>/papers/<uuid:pk>/", moved_to("eoffice:folder_paper")),
]
