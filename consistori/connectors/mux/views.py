"""Giving numbers of our books to MUX: it sends the transaction whole, and has its answer at once, always the same."""

from __future__ import annotations

import logging

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from consistori.connectors.mux.client import pairs
from consistori.formats import mux
from consistori.kernel.actor import Actor
from consistori.kernel.errors import Refusal
from consistori.registry.exchange.transactions import answer_of, enter_transaction
from consistori.tenancy import modality
from consistori.tenancy.models import Entity
from consistori.tenancy.scope import working_for

log = logging.getLogger(__name__)


@csrf_exempt
@require_POST
def register(request: HttpRequest) -> HttpResponse:
    """One number for each transaction and sense. A refusal is an answer; only who has no key is turned away."""
    entity: Entity | None = getattr(request, "entity", None)
    if entity is None or not modality.is_on(entity, "registry"):
        return HttpResponse(status=404)
    key = pairs(settings.MUX_KEYS).get(entity.slug, "")
    scheme, _space, bearer = request.headers.get("Authorization", "").partition(" ")
    if not key or scheme.lower() != "bearer" or not mux.is_token(bearer.strip(), key):
        return HttpResponse(status=401, headers={"WWW-Authenticate": "Bearer"})
    try:
        said = mux.read_transaction(request.body)
    except mux.Unreadable as fault:
        return _said(mux.MuxAnswer("", "", error=mux.UNREADABLE, message=str(fault)), status=400)
    sense = mux.EXIT if said.sense == mux.EXIT else _asked_sense(request)
    return _said(_entered(entity, said, sense, request.body))


def _asked_sense(request: HttpRequest) -> str:
    """A transaction that is both comes once in each sense: `?sentit=S` is for the exit."""
    return mux.EXIT if request.GET.get("sentit") == mux.EXIT else mux.ENTRY


def _entered(entity: Entity, said: mux.Transaction, sense: str, raw: bytes) -> mux.MuxAnswer:
    try:
        with translation.override(entity.language), working_for(entity):
            entry = enter_transaction(by=Actor.program(entity.pk), said=said, sense=sense, raw=raw)
            return answer_of(entry, said, sense)
    except Refusal as refusal:
        return mux.MuxAnswer(said.identifier, sense, error=mux.REFUSED, message=str(refusal.message))
    except Exception:
        log.exception("the transaction %s could not be entered", said.identifier)
        return mux.MuxAnswer(said.identifier, sense, error=mux.IN_PROGRESS, message="torneu-ho a provar")


def _said(answer: mux.MuxAnswer, *, status: int = 200) -> HttpResponse:
    return HttpResponse(mux.write_answer(answer), status=status, content_type="application/json")
