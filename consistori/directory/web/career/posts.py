"""Giving, changing and ending posts: first «what would change in what she sees?», then the act."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from consistori.directory import careers
from consistori.directory.access import StaffRequest, staff_page
from consistori.directory.models import Person, Post
from consistori.directory.policies import may_manage_people
from consistori.directory.services.posts import change_post, end_post, give_post
from consistori.directory.sights import Preview, sights
from consistori.directory.web.career.forms import (
    REFUSED,
    ChangePostForm,
    EndPostForm,
    PostForm,
    put_refusal,
)
from consistori.directory.web.career.people import person_or_404
from consistori.kernel.clock import today
from consistori.kernel.errors import NotHere, Refusal, ensure
from consistori.ui.dates import day_and_month


@staff_page
def give(request: StaffRequest, person_id: UUID) -> HttpResponse:
    """Give a person a post."""
    ensure(may_manage_people(request.actor))
    person = person_or_404(person_id)
    form = PostForm(request.POST or None)

    def preview(values: dict[str, Any]) -> Preview:
        on = max(values["starts_on"], today())
        return _compare(person, on, added=_draft(person, values, values["starts_on"]))

    return _two_steps(
        request,
        person,
        form,
        preview,
        lambda values: give_post(person, by=request.actor, **values),
        {"title": _("Give a post to %(name)s") % {"name": person.full_name}, "act": _("Give the post")},
    )


@staff_page
def change(request: StaffRequest, post_id: UUID) -> HttpResponse:
    """Change a post from a day: another unit, another role, another title."""
    ensure(may_manage_people(request.actor))
    post = _post(post_id)
    kept = ("role", "title_ca", "title_es", "unit", "heads_unit")
    form = ChangePostForm(request.POST or None, initial={name: getattr(post, name) for name in kept})

    def preview(values: dict[str, Any]) -> Preview:
        draft = _draft(post.person, values, values["on"])
        return _compare(post.person, max(values["on"], today()), added=draft, without=post)

    return _two_steps(
        request,
        post.person,
        form,
        preview,
        lambda values: change_post(post, by=request.actor, **values),
        {
            "title": _("Change the post «%(title)s» of %(name)s")
            % {"title": post.title(request.person.language), "name": post.person.full_name},
            "act": _("Change the post"),
        },
    )


@staff_page
def end(request: StaffRequest, post_id: UUID) -> HttpResponse:
    """End a post on a day."""
    ensure(may_manage_people(request.actor))
    post = _post(post_id)
    form = EndPostForm(request.POST or None)
    return _two_steps(
        request,
        post.person,
        form,
        lambda values: _compare(post.person, max(values["ends_on"], today()), without=post),
        lambda values: end_post(post, by=request.actor, ends_on=values["ends_on"]),
        {
            "title": _("End the post «%(title)s» of %(name)s")
            % {"title": post.title(request.person.language), "name": post.person.full_name},
            "act": _("End the post"),
        },
    )


def _two_steps(
    request: StaffRequest, person: Person, form: forms.Form, preview: Callable[[dict[str, Any]], Preview],
    act: Callable[[dict[str, Any]], Any], words: dict[str, str],
) -> HttpResponse:  # fmt: skip
    """The form; then what would change, with the same form still there; then the act."""
    shown: Preview | None = None
    if request.method == "POST" and form.is_valid():
        if "do" in request.POST:
            try:
                act(form.cleaned_data)
            except Refusal as refusal:
                put_refusal(form, refusal)
            else:
                messages.success(request, _("Done. The trail keeps it."))
                return redirect("directory:person", person.pk)
        else:
            shown = preview(form.cleaned_data)
    day = next((form.cleaned_data.get(name) for name in ("on", "starts_on", "ends_on")
                if shown and form.cleaned_data.get(name)), None)  # fmt: skip
    context = {"one": person, "form": form, "preview": shown, "words": words, "day": day,
               "in_words": day_and_month(day, year=True) if day else ""}  # fmt: skip
    status = REFUSED if form.errors else 200
    return TemplateResponse(request, "directory/post_form.html", context, status=status)


def _post(post_id: UUID) -> Post:
    found = Post.objects.select_related("person", "unit").filter(pk=post_id).first()
    if found is None:
        raise NotHere(_("That post does not exist."))
    post: Post = found
    return post


def _draft(person: Person, values: dict[str, Any], starts_on: date) -> Post:
    """The post as it would be, not saved."""
    names = ("role", "title_ca", "title_es", "unit", "heads_unit")
    return Post(person=person, starts_on=starts_on, **{name: values[name] for name in names})


def _compare(person: Person, on: date, *, added: Post | None = None, without: Post | None = None) -> Preview:
    """Her as an actor on that day with her posts, and with them as they would be."""
    before = careers.live_posts(person, on)
    after = [post for post in before if without is None or post.pk != without.pk]
    if added is not None:
        after.append(added)
    return sights.between(careers.actor_with(person, before), careers.actor_with(person, after))
