"""The first day of a person: the link of the invitation, her password, her second key, her recovery codes."""

from __future__ import annotations

from typing import Any

from allauth.account.internal.flows.login import perform_password_login
from allauth.account.models import Login
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from consistori.directory.account_selectors import keys_of
from consistori.directory.models import Invitation
from consistori.directory.services import accept_invitation
from consistori.directory.services.alarms import administrators_here, ask_to_be_let_in
from consistori.directory.web.accounts.forms import InvitationForm
from consistori.directory.web.accounts.watch import FIRST_KEYS
from consistori.kernel.clock import now
from consistori.kernel.errors import BadInput, NotHere
from consistori.tenancy.models import Entity
from consistori.tenancy.scope import working_for


@never_cache
@sensitive_post_parameters("password")
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """The page that the link opens. A link that was used, replaced or ran out says so, and what to do."""
    entity: Entity | None = getattr(request, "entity", None)
    key = Invitation.key_of(token)
    if entity is None or key is None:
        raise Http404
    with working_for(entity):
        found = Invitation.objects.select_related("person").filter(pk=key).first()
    if found is None:
        raise Http404
    with translation.override(found.person.language):
        if not found.is_open(now()) or not found.person.is_active:
            return _no_longer(request, found)
        form = InvitationForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            try:
                with working_for(entity):
                    person = accept_invitation(found, password=form.cleaned_data["password"])
            except BadInput as refusal:
                form.refused(refusal)
            except NotHere:
                return _no_longer(request, found)
            else:
                request.session[FIRST_KEYS] = True
                login = Login(user=person, redirect_url=reverse("directory_second_key"))
                response = perform_password_login(request, {"email": person.email}, login)
                response.set_cookie("language", person.language, samesite="Lax")
                return response
        page = TemplateResponse(request, "account/invitation.html", {"form": form, "invitation": found})
        return page.render()


def _no_longer(request: HttpRequest, found: Invitation) -> HttpResponse:
    context = {"invitation": found, "was_used": found.used_at is not None}
    return TemplateResponse(request, "account/invitation_over.html", context, status=410).render()


@login_required
def second_key(request: Any) -> HttpResponse:
    """Which second key: a passkey of this machine or of the phone, or the codes of the phone."""
    if keys_of(request.user).is_ready:
        return redirect("mfa_index")
    return TemplateResponse(request, "mfa/choose.html", {})


@never_cache
def let_me_in(request: Any) -> HttpResponse:
    """She wrote her password well and has no second key at hand: the administrator of the town is asked."""
    from allauth.account.internal.stagekit import clear_login, unstash_login

    login = unstash_login(request, peek=True)
    person = login.user if login else None
    entity = _where(request, person)
    if person is None or entity is None:
        return redirect("account_login")
    if request.method == "POST":
        them = ask_to_be_let_in(person, entity)
        clear_login(request)
        return TemplateResponse(request, "account/help_asked.html", {"them": them})
    with working_for(entity):
        them = administrators_here()
    return TemplateResponse(request, "account/help.html", {"them": them})


def _where(request: Any, person: Any) -> Entity | None:
    from consistori.directory.selectors import standings_of

    if person is None:
        return None
    standings = standings_of(person)
    asked = getattr(request, "entity", None)
    if asked is not None and asked.pk in standings:
        return asked
    return next((s.entity for s in standings.values()), None)
