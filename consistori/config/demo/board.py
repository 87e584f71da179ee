"""The board of the demo: what is exposed, what ended with its certificate, what is being prepared, and its rounds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from consistori.bulletin.exposing import rounds
from consistori.bulletin.exposing.certifying import certify
from consistori.bulletin.exposing.sealing import NotSealedYet
from consistori.bulletin.models import Datum, Edict
from consistori.bulletin.rules.rounds import Seen
from consistori.bulletin.services import decide_data, publish_edict
from consistori.cases.board.acts import publish_from_case
from consistori.cases.models import CaseFile
from consistori.cases.services import add_document
from consistori.config.demo.moments import HERE, at, working_day
from consistori.config.demo.telling import Told
from consistori.documents.writing.services import start_text
from consistori.kernel.actor import Actor
from consistori.kernel.clock import today
from consistori.tenancy import modality
from consistori.tenancy.scope import working_for

TOWN = "vall-llobera"


@dataclass(frozen=True)
class _Told:
    """An edict of a case: how many days ago it was published, 0 if it waits to be, and how many days it stays."""

    case: str
    title: str
    kind: str
    summary: str
    organ: str
    html: str
    ago: int = 0
    days: int = 0
    journal: str = ""


EDICTS = (
    _Told(
        "Ple ordinari de novembre", "Convocatòria del Ple ordinari", "session",
        "A les 20 h, a la sala de plens i en directe.", "Alcaldia",
        "<p>Es convoca el Ple ordinari, a les 20 hores, a la sala de plens. Ordre del dia: aprovació de l’acta "
        "anterior; modificació de crèdit 7/2026; precs i preguntes.</p>", 9, 3,
    ),
    _Told(
        "Ordenances fiscals de l’any vinent", "Ordenances fiscals de l’any vinent: aprovació inicial", "plurality",
        "Hi podeu dir la vostra fins que surti del tauler.", "Intervenció",
        "<p>El Ple ha aprovat inicialment les ordenances fiscals de l’any vinent. L’expedient és a disposició "
        "de tothom a la secretaria i en aquesta seu. Qui hi tingui interès pot presentar-hi al·legacions.</p>", 4, 30,
        "BOP de Vall-llobera",
    ),
    _Told(
        "Plaça d’auxiliar administratiu", "Una plaça d’auxiliar administratiu: admesos i exclosos", "selection",
        "Qui hagi quedat fora ho pot esmenar en deu dies hàbils.", "Secretaria",
        "<h2>Llista provisional</h2><p>Admesos: Marta Serrabona Puig, DNI 12345678Z; Pau Vilarrasa Coll, NIE X1234567L."
        "</p><p>Exclosos: cap.</p><p>Per a qualsevol dubte: 600 12 34 56.</p>", 2, 14,
    ),
    _Told(
        "Terrassa a la plaça de l’Església", "Terrassa a la plaça de l’Església: informació als veïns", "other",
        "Hi podeu dir la vostra.", "Alcaldia",
        "<p>Laia Riubrugent Pou, amb DNI 11223344B i domicili al carrer del Forn, 12, 2n 1a, telèfon 611 22 33 44, "
        "demana una terrassa de 24 m² a la plaça de l’Església, per al Forn de l’Església, SL.</p>",
    ),
)  # fmt: skip


def fill_board(told: Told) -> None:
    """Publish what is told of the town, once, with the rounds of each hour since, and certify what has ended."""
    if told.entity.slug != TOWN or not modality.is_on(told.entity, "bulletin"):
        return
    with working_for(told.entity):
        if Edict.objects.exists():
            return
    for one in EDICTS:
        day = working_day(one.ago, today=told.now.astimezone(HERE).date())
        moment = datetime(day.year, day.month, day.day, 9, 5, tzinfo=HERE)
        with told.unless_refused(one.title), at(min(moment, told.now)), working_for(told.entity):
            _publish(one, told)
    _go_rounds(told)
    with working_for(told.entity):
        over = list(Edict.objects.to_certify(today()).values_list("pk", flat=True))
    for key in over:
        try:
            certify(told.entity, key)
        except NotSealedYet as away:
            told.troubles.append(f"{told.entity.short_name}, board: {away}")


def _publish(one: _Told, told: Told) -> None:
    case = CaseFile.objects.filter(title=one.case).first()
    if case is None or case.is_closed:
        return
    by = told.actor("nuria.camps")
    document = start_text(by=by, title=one.title, html=one.html, language="ca", takes_pen=False)
    add_document(case, document, by=by)
    edict = publish_from_case(
        case, document, by=by, kind=one.kind, title=one.title, summary=one.summary, organ=one.organ,
        journal=one.journal,
    )  # fmt: skip
    if one.ago:
        decide_data(
            edict, by=by, decisions={row.pk: row.proposal for row in Datum.objects.filter(edict=edict)}
        )
        publish_edict(edict, by=by, until_on=today() + timedelta(days=one.days))


def _go_rounds(told: Told) -> None:
    """What the public page would have served each hour since the first of them: the demo was not there to read it."""
    by = Actor.program(told.entity.pk)
    with working_for(told.entity):
        published = Edict.objects.published().order_by("published_at").first()
        moment = (published.published_at if published else told.now).replace(
            minute=7, second=0, microsecond=0
        )
        while moment < told.now:
            with at(moment):
                there = Edict.objects.exposed(today()).filter(published_at__lte=moment)
                looked = [
                    rounds.Looked(one.pk, one.reference, Seen.SERVED, one.shown_sha256) for one in there
                ]
                rounds.keep(looked, by=by)
            moment += timedelta(hours=1)
