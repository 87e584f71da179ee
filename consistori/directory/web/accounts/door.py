"""The page where people enter. Axes counts the wrong passwords; allauth leads through the second key."""

from __future__ import annotations

import logging
from typing import Any

from allauth.account.views import LoginView
from allauth.mfa.base.views import AuthenticateView
from axes.decorators import axes_dispatch, axes_form_invalid
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.decorators import method_decorator

from consistori.directory.account_selectors import keys_of
from consistori.directory.web.accounts.provider import PROVIDER, provider_for
from consistori.directory.web.lockout import attempts_left

logger = logging.getLogger(__name__)


@method_decorator(axes_dispatch, name="dispatch")
@method_decorator(axes_form_invalid, name="form_invalid")
class DoorView(LoginView):
    """E-mail and password, a passkey, or the account of the provider."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        known = super().get_context_data(**kwargs)
        if self.request.method == "POST" and known["form"].non_field_errors():
            known["tries_left"] = attempts_left(self.request, self.request.POST.get("login", ""))
        return {**known, "provider": provider_for(self.request)}

    def form_invalid(self, form: Any) -> Any:
        return super().form_invalid(form)


enter = DoorView.as_view()


class SecondKeyView(AuthenticateView):
    """The second key after the password: a touch where there is a passkey, six figures where there is a phone."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "keys": keys_of(self.stage.login.user)}


show_second_key = SecondKeyView.as_view()


def enter_with_provider(request: HttpRequest) -> HttpResponseBase:
    """Send her to the provider; one that does not answer is said, and the other ways still open."""
    from allauth.socialaccount.providers.openid_connect.views import login
    from requests import RequestException

    try:
        return login(request, PROVIDER)
    except RequestException:
        logger.warning("The provider of accounts (OIDC_ISSUER) does not answer.", exc_info=True)
        return render(request, "socialaccount/authentication_error.html", status=503)
