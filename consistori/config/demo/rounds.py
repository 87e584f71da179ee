"""Circuits of the demo: decrees and reports that go round, one returned, one late, and one that waits for a director of
works from outside."""

from __future__ import annotations

from datetime import timedelta

from consistori.config.demo.moments import at
from consistori.config.demo.telling import Told
from consistori.directory.models import Post
from consistori.directory.roles import Role
from consistori.documents.writing.services import start_text
from consistori.kernel.clock import today
from consistori.signature.circuits.asked import GuestAsked, StepAsked, seat_of
from consistori.signature.circuits.rules import Kind
from consistori.signature.circuits.services import begin_circuit, return_step
from consistori.signature.models import Circuit, CircuitStep
from consistori.tenancy.scope import working_for

TOWN = "vall-llobera"
# One of those who can identify themselves in the demonstration.
DIRECTOR = GuestAsked(
    "Xènia Torrentó Massot", "99001234B", "xenia.torrento@example.cat", "Directora de l’obra"
)
PAPERS = (
    ("Decret: ocupació de la plaça per la fira de Nadal", 1, ""),
    ("Decret: contractació menor de la calefacció de l’escola", 9, ""),
    ("Decret: subvenció a l’entitat de pesca", 4, "Falta l’informe d’intervenció sobre el crèdit."),
)


def send_round(told: Told) -> None:
    """Send some texts of the town round, once."""
    if told.entity.slug != TOWN:
        return
    with working_for(told.entity), told.unless_refused("circuits"):
        if Circuit.objects.exists():
            return
        posts = {post.role: post for post in Post.objects.live(today()).select_related("person")}
    for title, ago, returned in PAPERS:
        with at(told.now - timedelta(days=ago)), working_for(told.entity), told.unless_refused(title):
            _send(told, title, posts[Role.SECRETARY], posts[Role.MAYOR], returned)
    with working_for(told.entity), told.unless_refused("guest"):
        _send_outside(told)


def _send(told: Told, title: str, secretary: Post, mayor: Post, returned: str) -> None:
    by = told.actor("nuria.camps")
    text = start_text(
        by=by, title=title, type=told.types.get("DECREE"), html=f"<p>{title}.</p><p>Resolc:</p>"
    )
    steps = [
        StepAsked(Kind.VISA, 0, seat=seat_of(secretary), days=2),
        StepAsked(Kind.SIGNATURE, 1, seat=seat_of(mayor), days=3),
    ]
    circuit = begin_circuit(by=by, document=text, steps=steps, name="Decret amb el vistiplau de secretaria")
    if returned:
        step = CircuitStep.objects.select_related("circuit").get(circuit=circuit, place=0)
        return_step(step, by=told.actor("merce.soldevila"), reason=returned)


def _send_outside(told: Told) -> None:
    by = told.actor("nuria.camps")
    title = "Certificació 2 de les obres del carrer Nou"
    text = start_text(
        by=by, title=title, type=told.types.get("CERTIFICATE"), html="<p>Import: 12.480,00 €.</p>"
    )
    begin_circuit(
        by=by, document=text, steps=[StepAsked(Kind.SIGNATURE, 0, guest=DIRECTOR, days=5)],
        note="Ens cal abans de final de mes.",
    )  # fmt: skip
