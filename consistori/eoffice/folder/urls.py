"""Addresses of the folder."""

from django.urls import path

from consistori.eoffice.folder import web

urlpatterns = [
    path("folder/", web.folder, name="folder"),
    path("folder/papers/", web.papers, name="folder_papers"),
    path("folder/cases/<str:number>/", web.case, name="folder_case"),
    path("folder/entries/<str:reference>/", web.entry, name="folder_entry"),
    path("folder/entries/<str:reference>/receipt/", web.receipt, name="folder_receipt"),
    path("folder/entries/<str:reference>/papers/<uuid:pk>/", web.paper, name="folder_paper"),
]
