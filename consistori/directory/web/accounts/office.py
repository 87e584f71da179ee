"""The administrator's side: inviting somebody, and the account of each person who works here."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from consistori.directory.access import StaffRequest, staff_page
from consistori.directory.account_selectors import (
    accesses_of,
    door_of,
    invitation_of,
    keys_of,
    of_ours,
    sessions_of,
)
from consistori.directory.models import LANGUAGES, Person, Unit
from consistori.directory.policies import may_manage_people
from consistori.directory.roles import Role
from consistori.directory.services import (
    bring_person,
    close_account,
    end_her_sessions,
    give_post,
    open_account,
    release_door,
    send_link_again,
)
from consistori.kernel.clock import now, today
from consistori.kernel.errors import NotHere, Refusal, ensure


class InviteForm(forms.Form):
    """Who she is and the post with which she begins."""

    given_name = forms.CharField(label=_("Given name"), max_length=60)
    family_name = forms.CharField(label=_("Family names"), max_length=90)
    email = forms.EmailField(
        label=_("Work e-mail"),
        help_text=_("Hers alone: with it she enters, and there the link goes."),
    )
    language = forms.ChoiceField(label=_("Language of the program"), choices=LANGUAGES)
    role = forms.ChoiceField(
        label=_("What she does"),
        choices=Role.choices,
        help_text=_("It says what she sees and what she may do."),
    )
    title_ca = forms.CharField(label=_("Her post, in Catalan"), max_length=120)
    title_es = forms.CharField(label=_("Her post, in Spanish"), max_length=120, required=False)
    unit = forms.ModelChoiceField(label=_("Unit"), queryset=None, required=False)  # type: ignore[var-annotated]
    starts_on = forms.DateField(
        label=_("She begins on"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    ends_on = forms.DateField(
        label=_("First day without the post"), required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit: Any = self.fields["unit"]
        unit.queryset = Unit.objects.filter(closed_on=None)

    def refused(self, refusal: Refusal) -> None:
        """Show the refusal of an act at its field, or on top."""
        self.add_error(refusal.field if refusal.field in self.fields else None, str(refusal))


@staff_page
def invite(request: StaffRequest) -> HttpResponse:
    """Invite somebody: a login, a post and the letter with the link, or nothing at all."""
    ensure(may_manage_people(request.actor))
    first = {"language": request.entity.language, "starts_on": today(), "role": Role.PROCESSOR}
    form = InviteForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            person, is_new = _bring(request, form.cleaned_data)
        except Refusal as refusal:
            form.refused(refusal)
        else:
            told = (
                _("The letter with the link is on its way to %(email)s.")
                if is_new
                else _("%(name)s had a login already: she enters as always, and is told at %(email)s.")
            )
            messages.success(request, told % {"email": person.email, "name": person.full_name})
            return redirect("directory:account", person.pk)
    return TemplateResponse(request, "directory/invite.html", {"form": form})


def _bring(request: StaffRequest, said: dict[str, Any]) -> tuple[Person, bool]:
    from django.db import transaction

    with transaction.atomic():
        person = bring_person(
            by=request.actor, email=said["email"], given_name=said["given_name"],
            family_name=said["family_name"], language=said["language"],
        )  # fmt: skip
        give_post(
            person, by=request.actor, role=said["role"], title_ca=said["title_ca"], title_es=said["title_es"],
            starts_on=said["starts_on"], ends_on=said["ends_on"], unit=said["unit"],
        )  # fmt: skip
    return person, not person.has_usable_password()


@staff_page
def account(request: StaffRequest, pk: UUID) -> HttpResponse:
    """How one person enters: her link, her door, her keys, her sessions; and what may be done."""
    ensure(may_manage_people(request.actor))
    person = _of_ours(pk)
    context = {
        "account": person,
        "invitation": invitation_of(person),
        "now": now(),
        "door": door_of(person),
        "keys": keys_of(person),
        "sessions": sessions_of(person),
        "accesses": accesses_of(person, limit=10, entity=request.entity),
        "is_me": person.pk == request.person.pk,
    }
    return TemplateResponse(request, "directory/account.html", context)


@staff_page
@require_POST
def act_on_account(request: StaffRequest, pk: UUID, act: str) -> HttpResponse:
    """Send a link, open the door, end the sessions, close or open the account."""
    person = _of_ours(pk)
    known = {"name": person.full_name, "email": person.email}
    if act == "link":
        send_link_again(person, by=request.actor)
        told = _("The letter with the link is on its way to %(email)s.")
    elif act == "release":
        release_door(person, by=request.actor)
        told = _("%(name)s may try again now.")
    elif act == "sessions":
        end_her_sessions(person, by=request.actor)
        told = _("The sessions of %(name)s have ended.")
    elif act == "close":
        close_account(person, by=request.actor)
        told = _("The account of %(name)s is closed, and its sessions have ended.")
    else:
        open_account(person, by=request.actor)
        told = _("The account of %(name)s may enter again.")
    messages.success(request, told % known)
    return redirect("directory:account", pk)


def _of_ours(pk: UUID) -> Person:
    """A person who holds or is offered a post here."""
    person = of_ours().filter(pk=pk).first()
    if person is None:
        raise NotHere(_("Nobody with this account works here."))
    return person
