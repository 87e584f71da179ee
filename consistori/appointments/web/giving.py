"""Giving an hour to whoever is at the counter or on the phone: one page, a service, an hour, a name."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from consistori.appointments import selectors
from consistori.appointments.models import Appointment, Service
from consistori.appointments.models.offer import Way
from consistori.appointments.policies import may_give
from consistori.appointments.services import Asker, give_appointment
from consistori.appointments.web.here import day_in, ensure_here, hour_in
from consistori.directory.access import StaffRequest, staff_page
from consistori.kernel.clock import today
from consistori.kernel.errors import Refusal, ensure
from consistori.parties.models import Channel, Party
from consistori.parties.policies import may_see_parties
from consistori.ui.dates import hour as said_hour
from consistori.ui.dates import long_day


class GivingForm(forms.Form):
    """Who comes and how to reach them."""

    name = forms.CharField(label=gettext_lazy("Name and surname"), max_length=200)
    phone = forms.CharField(label=gettext_lazy("Telephone"), max_length=20, required=False)
    email = forms.CharField(
        label=gettext_lazy("E-mail"), max_length=254, required=False, widget=forms.EmailInput(),
        help_text=gettext_lazy("There go the appointment, the reminder, and the way to change it."),
    )  # fmt: skip
    way = forms.ChoiceField(label=gettext_lazy("How"), choices=[])
    about = forms.CharField(
        label=gettext_lazy("What it is about"), max_length=300, required=False, widget=forms.TextInput()
    )
    through = forms.ChoiceField(
        label=gettext_lazy("How they ask for it"),
        choices=[(Appointment.Through.COUNTER, Appointment.Through.COUNTER.label),
                 (Appointment.Through.PHONE, Appointment.Through.PHONE.label)],
    )  # fmt: skip

    def __init__(self, *args: Any, service: Service, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ways = selectors.ways_of(service)
        field = self.fields["way"]
        field.choices = [(value, label) for value, label in Way.choices if value in ways]  # type: ignore[attr-defined]

    def refuse(self, refusal: Refusal) -> None:
        """Put a refusal of the act at its field, or at the top."""
        self.add_error(refusal.field if refusal.field in self.fields else None, str(refusal))


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: StaffRequest) -> HttpResponse:
    """The service, the week with its free hours, and the name; the first free hour is already chosen."""
    ensure_here(request)
    ensure(may_give(request.actor))
    services = selectors.offered_services()
    chosen = next((one for one in services if one.key == request.GET.get("service", "")), None)
    chosen = chosen or (services[0] if services else None)
    if chosen is None:
        return TemplateResponse(request, "appointments/new.html", {"services": []})
    party = _party(request)
    form = GivingForm(request.POST or None, service=chosen, initial=_known(party))
    if request.method == "POST" and form.is_valid():
        made = _give(request, chosen, form, party)
        if made is not None:
            said = {"day": long_day(made.starts_at), "hour": said_hour(made.starts_at), "code": made.code}
            messages.success(request, _("Appointment %(code)s: %(day)s, %(hour)s.") % said)
            return redirect(made)
    on = day_in(request.GET.get("on", ""), selectors.first_day_with_hours(chosen, at_once=True))
    context = {
        "services": services,
        "service": chosen,
        "party": party,
        "form": form,
        **week_context(chosen, on, request.POST.get("hour", request.GET.get("hour", ""))),
    }
    status = 422 if form.errors else 200
    return TemplateResponse(request, "appointments/new.html", context, status=status)


def week_context(service: Service, on: Any, hour: str) -> dict[str, Any]:
    """The week that a form offers, with the hour that was chosen or the first one."""
    days = selectors.week_offer(service, on, at_once=True)
    wanted = hour_in(hour)
    free = [at for day in days for at in day.hours]
    chosen = wanted if wanted in free else (free[0] if free else None)
    first = days[0].on
    return {
        "days": [(day, list(day.hours)) for day in days],
        "hour": chosen,
        "monday": first,
        "before": first - timedelta(days=7) if first > today() else None,
        "after": first + timedelta(days=7),
    }


def _give(
    request: StaffRequest, service: Service, form: GivingForm, party: Party | None
) -> Appointment | None:
    said = form.cleaned_data
    hour = hour_in(request.POST.get("hour", ""))
    if hour is None:
        form.add_error(None, _("Choose an hour."))
        return None
    asker = Asker(
        name=said["name"],
        email=said["email"],
        phone=said["phone"],
        about=said["about"],
        language=party.language if party else request.entity.language,
        party=party,
        proven="staff",
    )
    try:
        return give_appointment(
            by=request.actor,
            service=service,
            starts_at=hour,
            way=said["way"],
            asker=asker,
            through=said["through"],
        )
    except Refusal as refusal:
        form.refuse(refusal)
        return None


def _party(request: StaffRequest) -> Party | None:
    text = request.POST.get("party", request.GET.get("party", ""))
    try:
        key = UUID(text)
    except ValueError:
        return None
    ensure(may_see_parties(request.actor))
    found: Party | None = Party.objects.filter(pk=key).first()
    return found


def _known(party: Party | None) -> dict[str, str]:
    if party is None:
        return {}
    known = {"name": party.display_name}
    for channel in Channel.objects.filter(party=party):
        field = "email" if channel.kind == Channel.Kind.EMAIL else "phone"
        known.setdefault(field, channel.value)
    return known
