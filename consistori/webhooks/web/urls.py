from django.urls import path

from consistori.webhooks.web import keys, views

app_name = "webhooks"
urlpatterns = [
    path("programs/", keys.keys, name="keys"),
    path("programs/new/", keys.new, name="new-key"),
    path("programs/<uuid:pk>/", keys.show, name="key"),
    path("programs/<uuid:pk>/change/", keys.change, name="change-key"),
    path("programs/<uuid:pk>/rotate/", keys.rotate, name="rotate-key"),
    path("programs/<uuid:pk>/try/", keys.trial, name="try-key"),
    path("programs/<uuid:pk>/withdraw/", keys.revoke, name="revoke-key"),
    path("programs/told/", views.told, name="told"),
    path("programs/told/new/", views.new, name="new"),
    path("programs/told/<uuid:pk>/", views.show, name="endpoint"),
    path("programs/told/<uuid:pk>/change/", views.change, name="change"),
    path("programs/told/<uuid:pk>/try/", views.trial, name="try"),
    path("programs/told/<uuid:pk>/<slug:what>/", views.do, name="do"),
]
