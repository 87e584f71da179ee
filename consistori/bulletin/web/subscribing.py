"""Receiving what is published by e-mail: asked, confirmed from the letter, left whenever one wants."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from consistori.bulletin import kinds
from consistori.bulletin.models import Subscriber
from consistori.bulletin.telling.services import ask_letters, confirm_letters, leave_letters
from consistori.bulletin.web.door import BoardRequest, board_page
from consistori.kernel.errors import BadInput, NotHere


class AskForm(forms.Form):
    """An address, and of what it wants to know: nothing ticked is everything."""

    email = forms.CharField(
        label=gettext_lazy("Your e-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"required": gettext_lazy("Write the address where you want to receive it.")},
    )
    kinds = forms.MultipleChoiceField(
        label=gettext_lazy("Of what"),
        required=False,
        choices=kinds.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("If you tick nothing, you receive everything."),
    )


@board_page
@require_http_methods(["GET", "HEAD", "POST"])
def subscribe(request: BoardRequest) -> HttpResponseBase:
    """Ask for it. What is answered does not say whether the address was known."""
    form = AskForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            ask_letters(
                email=form.cleaned_data["email"],
                language=(translation.get_language() or "ca")[:2],
                chosen=form.cleaned_data["kinds"],
            )
        except BadInput as refusal:
            form.add_error("email", str(refusal))
        else:
            return TemplateResponse(request, "bulletin/public/asked.html", {})
    status = 422 if form.errors else 200
    return TemplateResponse(request, "bulletin/public/subscribe.html", {"form": form}, status=status)


@board_page
@require_http_methods(["GET", "HEAD", "POST"])
def own(request: BoardRequest, pk: UUID, seal: str) -> HttpResponseBase:
    """The page of the link: confirm or leave, by a button (a program that opens links confirms nothing)."""
    subscriber = Subscriber.objects.filter(pk=pk).first()
    if subscriber is None or not subscriber.is_sealed_by(seal):
        raise NotHere()
    if request.method == "POST":
        if request.POST.get("do") == "leave":
            leave_letters(subscriber)
            messages.success(request, _("You will receive nothing more, and your address is erased."))
            return redirect("board:list")
        confirm_letters(subscriber)
        messages.success(request, _("Confirmed: you will receive what is published."))
        return redirect("board:own", pk, seal)
    names = [kinds.kind_of(code).name for code in subscriber.kinds]
    return TemplateResponse(
        request, "bulletin/public/own.html", {"subscriber": subscriber, "names": names, "seal": seal}
    )
