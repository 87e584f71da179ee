"""The forms of careers, and how a refusal lands at its field."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from consistori.directory.models import MANNERS, Person, Post, Unit
from consistori.directory.roles import Role
from consistori.kernel.clock import today
from consistori.kernel.errors import Refusal

REFUSED = 422


class Day(forms.DateField):
    """A day, with the calendar of the browser."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
        super().__init__(**options)


class OnePerson(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A person by name."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("queryset", Person.objects.none())
        super().__init__(**options)

    def label_from_instance(self, obj: Person) -> str:
        return obj.full_name


class OnePost(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A post by its person and title."""

    def label_from_instance(self, obj: Post) -> str:
        return f"{obj.person.full_name} · {obj.title(get_language() or 'ca')}"


class PostForm(forms.Form):
    """A post: role, title, unit, dates."""

    role = forms.ChoiceField(label=_("What the post is"), choices=Role.choices)
    title_ca = forms.CharField(label=_("Title in Catalan"), max_length=120)
    title_es = forms.CharField(label=_("Title in Spanish"), max_length=120, required=False)
    unit = forms.ModelChoiceField(  # type: ignore[var-annotated]
        label=_("Unit"), queryset=None, required=False, empty_label=_("No unit")
    )
    heads_unit = forms.BooleanField(label=_("She heads the unit"), required=False)
    starts_on = Day(label=_("From"))
    ends_on = Day(
        label=_("First day without it"), required=False, help_text=_("Leave it empty if nobody knows yet.")
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["unit"].queryset = Unit.objects.filter(closed_on=None)  # type: ignore[attr-defined]
        self.fields["starts_on"].initial = today()


class ChangePostForm(PostForm):
    """Another post instead of this one, from a day."""

    on = Day(label=_("From"))
    field_order = ["role", "title_ca", "title_es", "unit", "heads_unit", "on"]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        del self.fields["starts_on"], self.fields["ends_on"]
        self.fields["on"].initial = today()


class EndPostForm(forms.Form):
    """The last day of a post, said as the first one without it."""

    ends_on = Day(
        label=_("First day without it"), help_text=_("With today’s date, it ends this very minute.")
    )


class UnitForm(forms.Form):
    """A unit of the house."""

    name = forms.CharField(label=_("Name of the unit"), max_length=120)
    code = forms.CharField(label=_("Code"), max_length=20, required=False)


class CloseUnitForm(forms.Form):
    """From when nothing new enters a unit."""

    closed_on = Day(label=_("Closed from"))


class AbsenceForm(forms.Form):
    """Days away, and who covers. The cause is not asked."""

    starts_on = Day(label=_("First day away"))
    ends_on = Day(
        label=_("First day back"), required=False, help_text=_("Leave it empty if nobody knows yet.")
    )
    covered_by = OnePerson(
        label=_("Who covers her"), required=False, empty_label=_("Nobody"),
        help_text=_("She sees meanwhile what is hers. Nothing is moved, and nothing must come back."),
    )  # fmt: skip
    note = forms.CharField(
        label=_("What colleagues should know"), required=False, max_length=300,
        help_text=_("Everybody reads it. Do not say why she is away: the program does not keep it."),
    )  # fmt: skip

    def __init__(self, *args: Any, people: Iterable[Person], **options: Any) -> None:
        super().__init__(*args, **options)
        ids = [one.pk for one in people]
        self.fields["covered_by"].queryset = Person.objects.filter(pk__in=ids)  # type: ignore[attr-defined]
        self.fields["starts_on"].initial = today()


class BackForm(forms.Form):
    """The day on which she is back."""

    on = Day(label=_("First day back"))


class DelegationForm(forms.Form):
    """A decree by which somebody acts in the place of another."""

    manner = forms.ChoiceField(
        label=_("What the decree gives"), choices=list(MANNERS.items()), widget=forms.RadioSelect
    )
    of_post = OnePost(label=_("In the place of"), queryset=None, empty_label=None)
    to = OnePerson(label=_("Who will act"), empty_label=None)
    matters = forms.CharField(
        label=_("For what"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("As the decree says it. A substitution is for everything."),
    )  # fmt: skip
    decree = forms.CharField(
        label=_("Decree or agreement"), max_length=80, help_text=_("Its number: Decree 2026/214.")
    )
    decree_on = Day(label=_("Signed on"))
    said_from = Day(
        label=_("From the day that the decree says"), required=False,
        help_text=_("Empty: a delegation takes effect the day after (ROF, art. 44.2)."),
    )  # fmt: skip
    notified_on = Day(
        label=_("Notified on"), required=False,
        help_text=_("The three working days to accept it run from then (ROF, art. 114.1)."),
    )  # fmt: skip
    ends_on = Day(label=_("First day without it"), required=False, help_text=_("Empty: until it is revoked."))

    def __init__(self, *args: Any, people: Iterable[Person], posts: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        ids = [one.pk for one in people]
        self.fields["to"].queryset = Person.objects.filter(pk__in=ids)  # type: ignore[attr-defined]
        self.fields["of_post"].queryset = posts  # type: ignore[attr-defined]
        self.fields["decree_on"].initial = today()


class EndDelegationForm(forms.Form):
    """From when it is revoked, and by which decree."""

    ends_on = Day(label=_("First day without it"))
    decree = forms.CharField(label=_("Decree that revokes it"), max_length=80, required=False)


class PublishForm(forms.Form):
    """The day of the bulletin."""

    published_on = Day(label=_("Published on"))


def put_refusal(form: forms.Form, refusal: Refusal) -> None:
    """Write a refusal at its field, or above the form, with its article."""
    words = f"{refusal} ({refusal.article})" if refusal.article else str(refusal)
    form.add_error(refusal.field if refusal.field in form.fields else None, words)
