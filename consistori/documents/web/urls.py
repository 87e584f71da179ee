"""Addresses of documents, under the desk: always by the document's own identifier, never by a hash."""

from django.urls import include, path

from consistori.documents.web import files, pages

app_name = "documents"

urlpatterns = [
    path("documents/bin/", pages.bin_page, name="bin"),
    path("documents/<uuid:pk>/", pages.document_page, name="document"),
    path("documents/<uuid:pk>/type/", pages.say_type, name="type"),
    path("documents/<uuid:pk>/version/", pages.bring_version, name="version"),
    path("documents/<uuid:pk>/discard/", pages.discard, name="discard"),
    path("documents/<uuid:pk>/restore/", pages.restore, name="restore"),
    path("documents/<uuid:pk>/download/", files.download, name="download"),
    path("documents/<uuid:pk>/download/<int:number>/", files.download_version, name="download_version"),
    path("documents/<uuid:pk>/preview/", files.preview, name="preview"),
    path("documents/<uuid:pk>/preview/<int:page>.png", files.page_png, name="page_png"),
    path("documents/<uuid:pk>/preview/<int:page>.txt", files.page_text, name="page_text"),
    path("", include("consistori.documents.paging.urls")),
    path("", include("consistori.documents.templating.web.urls")),
    path("", include("consistori.documents.arrivals.urls")),
    path("", include("consistori.documents.writing.web.urls")),
]
