"""Pages of the keys of programs: which there are, what each may do, when it was last used; a new secret, a trial."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from consistori.directory.access import StaffRequest, staff_page
from consistori.directory.api_access.keys import key_of
from consistori.directory.models import ApiToken
from consistori.directory.policies import may_manage_people
from consistori.directory.roles import Role
from consistori.directory.services import change_token, create_token, revoke_token, rotate_token
from consistori.kernel.clock import now
from consistori.kernel.errors import NotHere, Refusal, ensure
from consistori.webhooks.web.key_forms import SCOPE_WORDS, KeyForm, RotateForm, TryForm


@staff_page
@require_safe
def keys(request: StaffRequest) -> HttpResponse:
    """The keys that serve and, below, those that do not any more."""
    ensure(may_manage_people(request.actor))
    found = list(ApiToken.objects.select_related("person").order_by("name", "created_at"))
    context = {
        "alive": [key for key in found if key.is_alive],
        "past": [key for key in found if not key.is_alive],
        "here": "keys",
    }
    return TemplateResponse(request, "webhooks/keys.html", context)


@staff_page
def new(request: StaffRequest) -> HttpResponse:
    """Give a program a key: its secret is shown once."""
    ensure(may_manage_people(request.actor))
    form = KeyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            key, secret = create_token(by=request.actor, **form.values())
        except Refusal as refusal:
            _put(form, refusal)
        else:
            return _page_of(request, key, secret=secret, status=201)
    return _form_page(request, form, _("A key for a program"), None)


@staff_page
def change(request: StaffRequest, pk: UUID) -> HttpResponse:
    """What it may do, until when, how much."""
    key = _key(request, pk)
    form = KeyForm(request.POST or None, initial=_initial(key))
    if request.method == "POST" and form.is_valid():
        try:
            change_token(key, by=request.actor, **form.values())
        except Refusal as refusal:
            _put(form, refusal)
        else:
            messages.success(request, _("Changed."))
            return redirect("webhooks:key", pk)
    return _form_page(request, form, key.name, key)


@staff_page
@require_safe
def show(request: StaffRequest, pk: UUID) -> HttpResponse:
    """One key: what it may do, its last use, a new secret, a trial."""
    return _page_of(request, _key(request, pk))


@staff_page
@require_POST
def rotate(request: StaffRequest, pk: UUID) -> HttpResponse:
    """A new secret, shown once; the one before serves as long as it is said."""
    key = _key(request, pk)
    form = RotateForm(request.POST)
    if not form.is_valid():
        return _page_of(request, key, rotating=form, status=422)
    secret = rotate_token(key, by=request.actor, overlap=timedelta(hours=form.cleaned_data["hours"]))
    return _page_of(request, key, secret=secret)


@staff_page
@require_POST
def trial(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Say whether a secret is of this key and serves."""
    key = _key(request, pk)
    form = TryForm(request.POST)
    if form.is_valid():
        found = key_of(ApiToken.digest_of(form.cleaned_data["secret"].strip()))
        if found is None or found.pk != key.pk:
            form.add_error("secret", _("It is not the secret of this key."))
        elif not found.is_alive:
            form.add_error("secret", _("It is of this key, which does not serve any more."))
        else:
            messages.success(
                request, _("It serves: with it the program enters as «%(name)s».") % {"name": key.name}
            )
            return redirect("webhooks:key", pk)
    return _page_of(request, key, trying=form, status=422)


@staff_page
@require_POST
def revoke(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Withdraw it: it stops serving at once."""
    revoke_token(_key(request, pk), by=request.actor)
    messages.success(request, _("Withdrawn: it does not serve any more."))
    return redirect("webhooks:keys")


def _key(request: StaffRequest, pk: UUID) -> ApiToken:
    ensure(may_manage_people(request.actor))
    found: ApiToken | None = ApiToken.objects.select_related("person").filter(pk=pk).first()
    if found is None:
        raise NotHere()
    return found


def _initial(key: ApiToken) -> dict[str, Any]:
    last = key.expires_at - timedelta(seconds=1) if key.expires_at else None
    return {
        "name": key.name,
        "scopes": key.scopes,
        "roles": key.roles,
        "expires_on": last.astimezone().date() if last else None,
        "requests_a_minute": key.requests_a_minute,
    }


def _put(form: forms.Form, refusal: Refusal) -> None:
    if refusal.status == 403:
        raise refusal
    form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))


def _form_page(request: StaffRequest, form: KeyForm, title: str, key: ApiToken | None) -> HttpResponse:
    context = {"form": form, "title": title, "key": key}
    return TemplateResponse(request, "webhooks/key_form.html", context, status=422 if form.errors else 200)


def _example(request: StaffRequest, secret: str) -> str:
    """A first request, to be copied."""
    address = request.build_absolute_uri("/api/v1/entity")
    return f'curl -H "Authorization: Bearer {secret}" -H "X-Entity: {request.entity.slug}" {address}'


def _page_of(
    request: StaffRequest, key: ApiToken, *, secret: str = "", rotating: RotateForm | None = None,
    trying: TryForm | None = None, status: int = 200,
) -> HttpResponse:  # fmt: skip
    context = {
        "key": key,
        "secret": secret,
        "scopes": [SCOPE_WORDS.get(scope, scope) for scope in key.scopes],
        "roles": [Role(role).label for role in key.roles if role in Role.values],
        "rotating": rotating or RotateForm(),
        "trying": trying or TryForm(),
        "limit": key.requests_a_minute or settings.API_REQUESTS_PER_MINUTE,
        "old_serves": key.old_until is not None and key.old_until > now(),
        "example": _example(request, secret),
    }
    return TemplateResponse(request, "webhooks/key.html", context, status=status)
