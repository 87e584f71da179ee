"""What is asked of whoever wants an hour: as little as can be."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from consistori.appointments.models.offer import Way
from consistori.kernel.errors import Refusal


class AskerForm(forms.Form):
    """Who comes, and where we can tell them if something changes."""

    name = forms.CharField(
        label=_("Name and surname"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Write the name of whoever comes.")},
    )
    email = forms.CharField(
        label=_("E-mail"),
        max_length=254,
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=_(
            "We send a code there, and then the appointment, with the way to change it or cancel it."
        ),
    )
    phone = forms.CharField(
        label=_("Telephone"),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
        help_text=_("In case we must call you."),
    )
    about = forms.CharField(
        label=_("What do you want to speak of?"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One sentence is enough: so we have the papers at hand. Write nothing that is delicate."),
    )

    def __init__(self, *args: Any, way: str, is_known: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_known:
            self.fields["email"].help_text = _("There we send the appointment, and the way to change it.")
        if way == Way.PHONE:
            self.fields["phone"].required = True
            self.fields["phone"].help_text = _("We will call you at this telephone.")
            self.fields["phone"].error_messages["required"] = _("Write the telephone at which we will call.")
        if way == Way.VIDEO:
            self.fields["email"].required = True
            self.fields["email"].error_messages["required"] = _(
                "Write an e-mail: there we send the link to enter."
            )

    def refuse(self, refusal: Refusal) -> None:
        """Put a refusal of the act at its field, or at the top."""
        field = {"value": "email"}.get(refusal.field, refusal.field)
        self.add_error(field if field in self.fields else None, str(refusal))
