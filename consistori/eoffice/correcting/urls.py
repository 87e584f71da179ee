"""Where somebody fixes what is asked of them."""

from django.urls import path

from consistori.eoffice.correcting import web

urlpatterns = [
    path(
        "carpeta/expedients/<str:number>/esmena/<uuid:pk>/",
        web.correction,
        name="folder_correction",
    )
]
