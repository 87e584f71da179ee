"""What is asked of who is to be told."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from consistori.trail.facts import event_classes
from consistori.webhooks.selectors import kinds_told

PLACES = re.compile(r"%\(\w+\)[sd]")


def kind_choices() -> list[tuple[str, str]]:
    """The kinds of facts, each with its sentence."""
    classes = event_classes()
    return [(kind, f"{kind} · {PLACES.sub('…', str(classes[kind].says))}") for kind in kinds_told()]


class EndpointForm(forms.Form):
    """A name, an address, and which facts."""

    name = forms.CharField(
        label=_("Program"), max_length=120, help_text=_("The name by which people know it.")
    )
    url = forms.CharField(
        label=_("Address"), max_length=500, help_text=_("It begins with https://. Its maker says which it is."),
        widget=forms.TextInput(attrs={"inputmode": "url", "placeholder": "https://"}),
    )  # fmt: skip
    kinds = forms.MultipleChoiceField(
        label=_("Only these facts"), required=False, help_text=_("If none is chosen, it is told everything."),
        widget=forms.SelectMultiple(attrs={"size": 8}),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["kinds"]
        field.choices = kind_choices()


class ReplayForm(forms.Form):
    """From which fact on it is told again."""

    after = forms.IntegerField(
        label=_("After the fact number"), min_value=0, help_text=_("The last that it heard; 0 for all.")
    )  # fmt: skip
