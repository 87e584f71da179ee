"""Addresses of the folder, in Catalan as all the public ones; those they had before lead to them."""

from django.urls import path

from consistori.eoffice.folder import web
from consistori.eoffice.web.moved import moved_to

_ENTRY = "carpeta/assentaments/<str:reference>/"

urlpatterns = [
    path("carpeta/", web.folder, name="folder"),
    path("carpeta/papers/", web.papers, name="folder_papers"),
    path("carpeta/expedients/<str:number>/", web.case, name="folder_case"),
    path(_ENTRY, web.entry, name="folder_entry"),
    path(f"{_ENTRY}rebut/", web.receipt, name="folder_receipt"),
    path(f"{_ENTRY}papers/<uuid:pk>/", web.paper, name="folder_paper"),
    path("folder/", moved_to("eoffice:folder")),
    path("folder/papers/", moved_to("eoffice:folder_papers")),
    path("folder/cases/<str:number>/", moved_to("eoffice:folder_case")),
    path("folder/entries/<str:reference>/", moved_to("eoffice:folder_entry")),
    path("folder/entries/<str:reference>/receipt/", moved_to("eoffice:folder_receipt")),
    path("folder/entries/<str:reference>/papers/<uuid:pk>/", moved_to("eoffice:folder_paper")),
]
