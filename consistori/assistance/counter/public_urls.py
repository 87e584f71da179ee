"""The address of one use for a telephone, at the root of the town."""

from django.urls import path

from consistori.assistance.counter import public_web

urlpatterns = [path("fotos/<str:key>/", public_web.pictures, name="pictures")]
