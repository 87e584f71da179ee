"""My own page, and who works here."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from consistori.directory.access import StaffRequest, staff_page
from consistori.directory.models import LANGUAGES
from consistori.directory.panels import me_panels
from consistori.directory.services import choose_language


class LanguageForm(forms.Form):
    language = forms.ChoiceField(label=_("Language of the program"), choices=LANGUAGES)


@staff_page
def me(request: StaffRequest) -> HttpResponse:
    """Who I am here: posts, language, last access, second factor."""
    form = LanguageForm(request.POST or None, initial={"language": request.person.language})
    if request.method == "POST" and form.is_valid():
        choose_language(request.person, language=form.cleaned_data["language"], by=request.actor)
        with translation.override(form.cleaned_data["language"]):
            messages.success(request, _("From now on the program speaks to you in this language."))
        return redirect("directory:me")
    panels = me_panels.drawn(request, request.person)
    context = {"form": form, "posts": request.actor.posts, "panels": panels}
    return TemplateResponse(request, "directory/me.html", context)
