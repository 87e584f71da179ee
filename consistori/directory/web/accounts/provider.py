"""Entering with the account of the provider [compte de la diputació], when the settings name one (OpenID Connect)."""

from __future__ import annotations

from typing import Any

from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.stages import AuthenticateStage
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import render
from django.utils.http import urlencode

from consistori.directory.models import Person

PROVIDER = "provider"


class ProviderAdapter(DefaultSocialAccountAdapter):
    """Nobody is created: whoever comes from the provider is a person who works here already, known by her address."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        person = sociallogin.user if sociallogin.is_existing else _person_of(sociallogin)
        if person is None or not person.is_active:
            page = render(request, "socialaccount/nobody.html", {"email": _email_of(sociallogin)}, status=403)
            raise ImmediateHttpResponse(page)
        if not sociallogin.is_existing:
            sociallogin.connect(request, person)
        if _has_shown_two_things(sociallogin):
            record_authentication(request, person, "mfa", type=PROVIDER)


class SecondKeyStage(AuthenticateStage):
    """The second key of the house, unless the provider has just asked for its own and the settings trust it."""

    def _should_handle(self, request: HttpRequest) -> bool:
        shown = get_authentication_records(request, self.login.user)
        if any(one.get("type") == PROVIDER for one in shown):
            return False
        return bool(super()._should_handle(request))


def provider_for(request: Any) -> dict[str, str] | None:
    """The name and the address of the button at the door, or None when no provider is set.

    The provider knows one address to come back to, that of the program: a town's own host sends there first.
    """
    if not settings.OIDC_ISSUER:
        return None
    entity = getattr(request, "entity", None)
    after = entity.staff_url() if entity else "/desk/"
    path = f"/accounts/oidc/{PROVIDER}/login/?{urlencode({'next': after})}"
    is_ours = request.build_absolute_uri("/").rstrip("/") == settings.PUBLIC_URL.rstrip("/")
    if not is_ours and entity is not None:
        door = f"{settings.PUBLIC_URL}/e/{entity.slug}/accounts/login/"
        return {"name": settings.OIDC_NAME, "door": door}
    return {"name": settings.OIDC_NAME, "url": path}


def _person_of(sociallogin: Any) -> Person | None:
    """The person with that address, if the provider says, or the settings do, that the address is really hers."""
    email = _email_of(sociallogin)
    verified = settings.OIDC_EMAILS_ARE_VERIFIED or any(
        address.verified and address.email.lower() == email for address in sociallogin.email_addresses
    )
    return Person.objects.filter(email__iexact=email).first() if email and verified else None


def _email_of(sociallogin: Any) -> str:
    return str(sociallogin.user.email or "").strip().lower()


def _has_shown_two_things(sociallogin: Any) -> bool:
    """Whether the provider tells, in `amr` or `acr`, one of the words that the settings take as a second factor."""
    told = sociallogin.account.extra_data.get("id_token") or {}
    methods = told.get("amr") or []
    words = {*([methods] if isinstance(methods, str) else methods), str(told.get("acr", ""))}
    return bool(words & settings.OIDC_SECOND_FACTOR)
