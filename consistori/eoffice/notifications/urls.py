"""Addresses of notifications in the folder."""

from django.urls import path

from consistori.eoffice.notifications import web, wishing

_ONE = "carpeta/notificacions/<str:number>/"

urlpatterns = [
    path("carpeta/notificacions/", web.every, name="folder_notifications"),
    path("carpeta/avisos/", wishing.wishes, name="folder_notices"),
    path("carpeta/avisos/codi/<uuid:key>/", wishing.code, name="folder_notices_code"),
    path(_ONE, web.one, name="folder_notification"),
    path(f"{_ONE}rebutja/", web.refuse, name="folder_notification_reject"),
    path(f"{_ONE}justificant/", web.proof, name="folder_notification_proof"),
    path(f"{_ONE}tot/", web.everything, name="folder_notification_all"),
    path(f"{_ONE}electronica/", web.choose, name="folder_notification_choose"),
    path(f"{_ONE}papers/<slug:key>/", web.paper, name="folder_notification_paper"),
]
