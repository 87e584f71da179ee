"""One gesture: what will be signed and with which key, what goes back and why, the passphrase once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters

from consistori.directory.access import StaffRequest, staff_page
from consistori.directory.second_factor import has_codes, has_shown, show_code, use_up
from consistori.kernel.errors import AlreadyDone, BadInput
from consistori.signature import selectors
from consistori.signature.jobs import leave_batch
from consistori.signature.models import SignatureBatch, SignatureRequest, SigningKey
from consistori.signature.panels import places_of
from consistori.signature.tray.gestures import Settled, batches_with, count_returned, settle
from consistori.signature.tray.selectors import summary_of, whose
from consistori.signature.tray.settings import asks_code
from consistori.signature.tray.waiting import members_of, waiting_lightly
from consistori.tenancy.models import Entity
from consistori.tenancy.scope import across, working_for

MOST_IN_SIGHT = 12
FIRST_IN_SIGHT = 8
BACK = "back-"
"""Before the key of a request: the reason for which it goes back instead of being signed."""


class KeyChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """Her keys, by name and issuer."""

    def label_from_instance(self, obj: SigningKey) -> str:
        words = _("Key of %(name)s (%(issuer)s)") % {"name": obj.name, "issuer": obj.issuer}
        return _("%(key)s, in a device") % {"key": words} if obj.is_in_a_device else words


class SignForm(forms.Form):
    """The key and what opens it: its passphrase, or the PIN of its device. It is never shown back.

    `code` is asked where a town wants the second factor each time. When all go back, nothing is asked.
    """

    use_required_attribute = False
    key = KeyChoice(queryset=SigningKey.objects.none(), label=gettext_lazy("Key"), empty_label=None)
    passphrase = forms.CharField(
        label=gettext_lazy("Signing passphrase"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off", "autofocus": True}),
        error_messages={"required": gettext_lazy("Write the passphrase of your key.")},
    )
    code = forms.CharField(
        label=gettext_lazy("Code of your phone"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
        help_text=gettext_lazy("This town asks for it each time that you sign."),
        error_messages={"required": gettext_lazy("Write the code of your phone.")},
    )

    def __init__(
        self,
        *args: object,
        keys: list[SigningKey],
        signs: bool = True,
        asks_code: bool = False,
        **options: object,
    ) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        self.keys = keys
        self.fields["key"].queryset = SigningKey.objects.filter(pk__in=[key.pk for key in keys])  # type: ignore[attr-defined]
        self.initial.setdefault("key", keys[0].pk if keys else None)
        field = self.fields["passphrase"]
        if self.opens_with == "pin":
            field.label = _("PIN of the device")
        elif self.opens_with == "either":
            field.label = _("Passphrase of the key, or PIN of the device")
        if not asks_code:
            del self.fields["code"]
        if not signs:
            for one in self.fields.values():
                one.required = False

    @property
    def opens_with(self) -> str:
        """What her keys ask for: `passphrase`, `pin` when all are in devices, or `either`."""
        kinds = {key.is_in_a_device for key in self.keys}
        return "either" if len(kinds) > 1 else "pin" if True in kinds else "passphrase"

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        key = said.get("key")
        if "passphrase" in self.errors and key is not None and key.is_in_a_device:
            self.errors["passphrase"] = self.error_class([_("Write the PIN of the device.")])
        return said

    def refuse(self, why: BadInput) -> None:
        """Say a refusal at its field, and ask no more for a code that has served."""
        self.add_error(why.field if why.field in self.fields else None, str(why))
        if why.field != "code":
            self.fields.pop("code", None)


@csrf_exempt
@staff_page(own_scope=True)
def choose(request: StaffRequest) -> HttpResponse:
    """The same page for what is ticked in the tray: five hundred identifiers do not fit in an address.

    It changes nothing and so it asks for no token, which would end in the addresses of the tray.
    """
    return _Gesture(request, request.POST or request.GET).page()


@staff_page(own_scope=True)
@sensitive_post_parameters("passphrase", "code")
def sign(request: StaffRequest) -> HttpResponse:
    """Say what will be signed and ask for the passphrase (GET); open a batch a town and give back the rest (POST).

    Without a town in the address it signs in all of hers at once, with the same passphrase. Sent again after losing
    the line it does nothing twice: it goes to the page that says what was done.
    """
    if request.method != "POST":
        return _Gesture(request, request.GET).page()
    gesture = _Gesture(request, request.POST, posted=True)
    return gesture.done_already() or gesture.go() or gesture.page(status=422)


class _Gesture:
    """What is asked, what of it goes back, and the form that opens the key."""

    def __init__(self, request: StaffRequest, data: QueryDict, *, posted: bool = False) -> None:
        self.request, self.data = request, data
        self.towns = [request.entity] if request.entity else list(request.entities)
        with across(self.towns):
            self.asked = _asked(request, data)
            self.needs_code = bool(self.asked) and asks_code()
        self.back = _reasons(data, self.asked)
        self.form = SignForm(
            data if posted else None,
            keys=selectors.usable_keys_of(request.person.pk),
            signs=len(self.back) < len(self.asked),
            asks_code=self.needs_code and not has_shown(request),
        )

    def done_already(self) -> HttpResponse | None:
        """Where what was done is said, when nothing of it waits any more."""
        return None if self.asked else self._told()

    def go(self) -> HttpResponse | None:
        """Do it; None when something is to be mended first."""
        if not self.asked or not self.form.is_valid():
            return None
        try:
            if "code" in self.form.fields and len(self.back) < len(self.asked):
                show_code(self.request, self.form.cleaned_data.get("code", ""))
            settled = [self._settle(entity) for entity in self._entities()]
        except BadInput as refused:
            self.form.refuse(refused)
            self._look_again()
            return None
        except AlreadyDone as late:
            # This same gesture may have come twice: the one that came first has done it.
            told = self._told()
            if told is None:
                self.form.add_error(None, str(late))
                self._look_again()
            return told
        use_up(self.request)
        batches = [one.batch for one in settled if one.batch is not None]
        if batches:
            return redirect(_address_of(batches))
        _say_returned(self.request, sum(one.returned for one in settled))
        return redirect("signature:tray")

    def page(self, *, status: int = 200) -> HttpResponse:
        """What will be signed: the first ones in sight, and the rest folded; before, what it contains."""
        with across(self.towns):
            kept = places_of(one.document_id for one in self.asked)
            rows = [_row(one, kept, self.back, self.request.person.pk) for one in self.asked]
            few = rows if len(rows) <= MOST_IN_SIGHT else rows[:FIRST_IN_SIGHT]
            context = {
                "asked": self.asked,
                "few": few,
                "rest": rows[len(few) :],
                "to_sign": len(self.asked) - len(self.back),
                "to_return": len(self.back),
                "summary": summary_of(self.asked, self.request.person.pk) if self.asked else None,
                "under_way": self._under_way(),
                "form": self.form,
                "keys": self.form.keys,
                "only_passkeys": "code" in self.form.fields and not has_codes(self.request.person),
            }
            return TemplateResponse(
                self.request, "signature/sign.html", context, status=status if self.asked else 200
            ).render()

    def _look_again(self) -> None:
        """What still waits: others may have settled some, or one of her towns is done."""
        with across(self.towns):
            self.asked = _asked(self.request, self.data)
        self.back = _reasons(self.data, self.asked)

    def _settle(self, entity: Entity) -> Settled:
        with working_for(entity):
            mine = [one for one in self.asked if one.entity_id == entity.pk]
            said = self.form.cleaned_data
            done = settle(
                mine, by=self.request.standings[entity.pk].actor, back=self.back, code_shown=self.needs_code,
                passphrase=said.get("passphrase", ""), key=said.get("key"),
            )  # fmt: skip
            if done.batch is not None:
                leave_batch(done.batch)
        if done.batch is not None:
            done.batch.entity = entity
        return done

    def _entities(self) -> list[Entity]:
        return list({one.entity_id: one.entity for one in self.asked}.values())

    def _under_way(self) -> list[SignatureBatch]:
        """What of what is named other batches of hers took: after losing the line in the middle, or in other towns."""
        named = set(_named(self.data)) - {one.pk for one in self.asked}
        return batches_with(self.request.person.pk, named) if named else []

    def _told(self) -> HttpResponse | None:
        named = _named(self.data)
        with across(self.towns):
            batches = batches_with(self.request.person.pk, named) if named else []
            returned = count_returned(self.request.person.pk, named) if named and not batches else 0
        if batches:
            return redirect(_address_of(batches))
        if returned:
            _say_returned(self.request, returned)
            return redirect(f"{reverse('signature:tray')}?tab=returned")
        return None


def _say_returned(request: StaffRequest, many: int) -> None:
    said = ngettext(
        "%(n)s document went back, with its reason.", "%(n)s documents went back, each with its reason.", many
    )
    messages.success(request, said % {"n": many})


def _row(
    one: SignatureRequest, kept: Mapping[UUID, Any], back: Mapping[UUID, str], person_id: UUID
) -> dict[str, Any]:
    return {
        "one": one,
        "place": kept.get(one.document_id),
        "back": back.get(one.pk, ""),
        "whose": whose(one, person_id),
    }


def _reasons(data: QueryDict, asked: list[SignatureRequest]) -> dict[UUID, str]:
    """What goes back, and why."""
    said = {one.pk: data.get(f"{BACK}{one.pk}", "").strip() for one in asked}
    return {pk: reason for pk, reason in said.items() if reason}


def _address_of(started: list[SignatureBatch]) -> str:
    if len(started) == 1:
        return started[0].url
    query = "&".join(f"batch={one.pk}" for one in started)
    return f"{reverse('signature:batches')}?{query}"


def _asked(request: StaffRequest, data: QueryDict) -> list[SignatureRequest]:
    """What of it waits for her here, oldest first: what is named, or all that a batch left.

    Others, and rubbish, are left out.
    """
    person_id, left = request.person.pk, data.get("left", "")
    if is_uuid(left):
        return selectors.waiting_of_batch(person_id, UUID(left))
    named = _named(data)
    groups = data.getlist("group")
    if groups:
        named += [UUID(pk) for pk in members_of(waiting_lightly(person_id), groups)]
    return selectors.waiting_among(person_id, named) if named else []


def _named(data: QueryDict) -> list[UUID]:
    """What is ticked, and what is marked to go back though it is not."""
    marked = [
        name.removeprefix(BACK) for name in data if name.startswith(BACK) and data.get(name, "").strip()
    ]
    return [UUID(text) for text in dict.fromkeys([*data.getlist("request"), *marked]) if is_uuid(text)]


def is_uuid(text: str) -> bool:
    """Whether what was sent is an identifier."""
    try:
        UUID(text)
    except ValueError:
        return False
    return True
