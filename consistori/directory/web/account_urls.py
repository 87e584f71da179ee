"""Addresses of the door that are ours; those of allauth come after them."""

from django.urls import path

from consistori.directory.web.accounts import door, first_day, security

urlpatterns = [
    path("login/", door.enter),
    path("oidc/provider/login/", door.enter_with_provider),
    path("invitation/<str:token>/", first_day.invitation, name="directory_invitation"),
    path("2fa/", security.keys),
    path("2fa/webauthn/", security.keys),
    path("2fa/authenticate/", door.show_second_key),
    path("2fa/choose/", first_day.second_key, name="directory_second_key"),
    path("2fa/help/", first_day.let_me_in, name="directory_let_me_in"),
]
