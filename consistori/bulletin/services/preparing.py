"""Before it is published: what the text tells of people is looked for, a person decides, and its version is made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from consistori.bulletin import kinds, sentences
from consistori.bulletin.clearing.replacing import replaced
from consistori.bulletin.clearing.source import CannotPublish, base_of, base_version
from consistori.bulletin.events import EdictDropped, EdictPrepared, PersonalDataDecided
from consistori.bulletin.models import Datum, Edict
from consistori.bulletin.models.edict import LONGEST_SUMMARY
from consistori.bulletin.policies import may_publish
from consistori.bulletin.ports import known_people
from consistori.bulletin.rules.personal import Do, What, find
from consistori.documents.companions import file_beside
from consistori.documents.models import Document
from consistori.documents.policies import may_read
from consistori.documents.received import ReceivedFile
from consistori.documents.services import (
    create_from_bytes,
    discard_document,
    freeze_document,
    new_version,
)
from consistori.documents.services.receiving import SameText
from consistori.kernel.actor import Actor
from consistori.kernel.clock import now
from consistori.kernel.errors import AlreadyDone, BadInput, ensure
from consistori.signature.models import SignatureRequest
from consistori.tenancy.models import Entity
from consistori.tenancy.scope import current_entity
from consistori.tenancy.search import vector
from consistori.trail import act, announce
from consistori.ui.dates import day_and_month

if TYPE_CHECKING:
    from consistori.bulletin.clearing.making import Shown

MOST_SAID = 40


class AlreadyPublished(AlreadyDone):
    """It has its number: what was published is not changed, it is taken down and published again."""

    default_code = "already-published"

    def __init__(self) -> None:
        super().__init__(
            gettext_lazy("It is published already, and does not change: take it down and publish it again.")
        )


@act
def prepare_edict(
    *,
    by: Actor,
    document: Document,
    kind: str,
    title: str = "",
    summary: str = "",
    organ: str = "",
    language: str = "",
    journal: str = "",
    asked_by: str = "",
) -> Edict:
    """Begin to publish a document: look in its text for what it tells of people, and propose what to do with each.

    `journal`: where else it is published (BOP, BOE); `asked_by`: the administration that asks for it. Raises
    `BadInput`.
    """
    ensure(may_publish(by))
    ensure(may_read(by, document))
    if kind not in kinds.everything():
        raise BadInput(_("Say what is published."), field="kind")
    line = kinds.kind_of(kind)
    if line.others and not asked_by.strip():
        raise BadInput(
            _("Say which administration asks for it: its certificate goes to them."), field="asked_by"
        )
    edict = Edict(
        kind=kind,
        title=_tidy(title or document.title, 200),
        summary=_tidy(summary, LONGEST_SUMMARY),
        organ=_tidy(organ, 120),
        language=language or document.language[:2] or current_entity().language[:2],
        source=document,
        source_version=document.version,
        journal=_tidy(journal, 160),
        asked_by=_tidy(asked_by, 200),
        prepared_by_id=by.person_id,
        prepared_by_name=by.name,
    )
    edict.save()
    data = _look(edict)
    announce(
        EdictPrepared(
            edict_id=edict.pk, document_id=document.pk, reference="", title=document.title, found=len(data)
        ),
        by=by,
    )
    return edict


def _look(edict: Edict) -> list[Datum]:
    """What its text, its title and its summary tell of people, kept to be decided. Raises `BadInput`."""
    from consistori.documents.making import frozen

    with frozen.temporary_folder() as folder:
        try:
            base = base_of(edict.source, Path(folder))
        except CannotPublish as refused:
            raise sentences.of_source(refused) from refused
    text = f"{edict.title}\n{edict.summary}\n{base.text}"
    found = find(
        text, purpose=edict.line.identity, known=known_people(edict.source), ours=_ours(current_entity())
    )
    return list(
        Datum.objects.bulk_create(
            Datum(
                edict=edict,
                position=place,
                what=one.what,
                text=one.text[:300],
                places=one.places,
                proposal=one.proposal,
                shown_as=one.shown_as,
                article=one.article,
                may_keep=one.may_keep,
            )
            for place, one in enumerate(found)
        )
    )


def _ours(entity: Entity) -> list[str]:
    return [entity.address, entity.phone, entity.email.rpartition("@")[2]]


def _tidy(text: str, most: int) -> str:
    return " ".join(text.split())[:most]


@act
def decide_data(edict: Edict, *, by: Actor, decisions: Mapping[Any, str], hide: Sequence[str] = ()) -> Edict:
    """Decide what is done with each thing that was found, and with what `hide` adds, and make the version that will be
    published. It may be decided again until it is published.

    Raises `BadInput` where one is not decided, where the law lets it not stay, or at `hide` for what can be
    read still.
    """
    ensure(may_publish(by, edict))
    edict = _draft(edict)
    data = list(Datum.objects.filter(edict=edict).exclude(what=What.SAID))
    for one in data:
        said = str(decisions.get(one.pk) or decisions.get(str(one.pk)) or "")
        if said not in {value for value, _label in one.options}:
            raise BadInput(
                _("Decide what is done with «%(text)s».") % {"text": one.text},
                field=f"datum-{one.pk}",
                article=one.article,
            )
        one.decision, one.decided_by_name, one.decided_at = said, by.name[:160], now()
    Datum.objects.filter(edict=edict, what=What.SAID).delete()
    data += _said(edict, hide, by, first=len(data))
    shown = _shown(edict, data)
    Datum.objects.bulk_update(data, ["decision", "decided_by_name", "decided_at"])
    _keep(edict, shown, data, by=by)
    announce(
        PersonalDataDecided(
            edict_id=edict.pk, document_id=edict.source_id, reference="", title=edict.title, hidden=shown.hidden,
            sha256=edict.shown_sha256,
        ),
        by=by,
    )  # fmt: skip
    return edict


def _draft(edict: Edict) -> Edict:
    """The edict, locked, if it has not been published. Raises `AlreadyPublished`."""
    locked: Edict = Edict.objects.select_for_update(of=("self",)).get(pk=edict.pk)
    if locked.published_at is not None or locked.dropped_at is not None:
        raise AlreadyPublished
    return locked


def _said(edict: Edict, hide: Sequence[str], by: Actor, *, first: int) -> list[Datum]:
    words = list(dict.fromkeys(" ".join(one.split())[:300] for one in hide if one.strip()))[:MOST_SAID]
    return list(
        Datum.objects.bulk_create(
            Datum(
                edict=edict, position=first + place, what=What.SAID, text=text, proposal=Do.HIDE, decision=Do.HIDE,
                may_keep=False, decided_by_name=by.name[:160], decided_at=now(),
            )
            for place, text in enumerate(words)
        )
    )  # fmt: skip


def _shown(edict: Edict, data: Sequence[Datum]) -> Shown:
    from consistori.bulletin.clearing.making import make_shown
    from consistori.documents.making import frozen

    with frozen.temporary_folder() as folder:
        try:
            return make_shown(edict, data, Path(folder))
        except CannotPublish as refused:
            raise sentences.of_source(refused) from refused


def _keep(edict: Edict, shown: Shown, data: Sequence[Datum], *, by: Actor) -> None:
    """The published version as a draft beside its document, so that only whoever reads that reads this."""
    goes = {one.text: one.shown_as if one.chosen == Do.MASK else "…" for one in data if one.chosen != Do.KEEP}
    edict.title = replaced(edict.title, goes)[:200]
    edict.summary = replaced(edict.summary, goes)[:LONGEST_SUMMARY]
    with translation.override(edict.language):
        title = _("Published version of %(title)s") % {"title": edict.title}
        name = _("edict")
    if edict.shown is None:
        edict.shown = create_from_bytes(
            by=by,
            data=shown.pdf,
            name=f"{name}.pdf",
            title=title,
            type=edict.source.type,
            language=edict.language,
            elaboration=Document.Elaboration.OTHER,
            source_identifier=edict.source.eni_identifier,
            state=Document.State.DRAFT,
        )
        file_beside(edict.source, [edict.shown], by=by)
    else:
        with suppress(SameText):
            new_version(edict.shown, by=by, received=ReceivedFile.from_bytes(f"{name}.pdf", shown.pdf))
    edict.shown_sha256, edict.shown_text = edict.shown.version.sha256, shown.text
    edict.source_version = edict.source.version
    edict.version += 1
    edict.save()
    Edict.objects.filter(pk=edict.pk).update(search=vector(edict.title, edict.summary, shown.text))


def fix_shown(edict: Edict) -> None:
    """Fix the text of the published version, with a code of its own that opens nothing else, as it is published."""
    from consistori.bulletin.clearing.making import drawn_as_published, shown_html

    data = list(Datum.objects.filter(edict=edict))
    hidden = sum(1 for one in data if one.chosen != Do.KEEP)
    with translation.override(edict.language):
        words = (
            ngettext(
                "Published version: %(n)d personal datum is hidden",
                "Published version: %(n)d personal data are hidden",
                hidden,
            )
            % {"n": hidden}
            if hidden
            else _("Published version")
        )
        words = " · ".join([words, *_signed_by(edict)])
        posts = [_("Seal of the town hall")]
    shown = Document.objects.with_version().get(pk=edict.shown_id)
    program = Actor.program(edict.entity_id)
    html = shown_html(edict, data)
    with drawn_as_published(html, edict.title, words), translation.override(edict.language):
        version = freeze_document(shown, by=program, signer_posts=posts)
    edict.shown, edict.shown_sha256 = shown, version.sha256


def _signed_by(edict: Edict) -> list[str]:
    """Who signed the document, by their post, and on which day: its signatures do not travel with what is published."""
    rows = SignatureRequest.objects.filter(
        version=edict.source.version_id, state=SignatureRequest.State.SIGNED
    ).order_by("settled_at")
    return [
        _("Signed: %(post)s, %(day)s")
        % {"post": row.signer_post, "day": day_and_month(row.settled_at, year=True)}
        for row in rows
        if row.settled_at
    ]


def is_stale(edict: Edict) -> bool:
    """Whether the document has another text since somebody looked for personal data in it."""
    return bool(base_version(edict.source).pk != _base_then(edict))


def _base_then(edict: Edict) -> Any:
    version = edict.source_version
    return version.source_id if version.making == version.Making.FROZEN and version.source_id else version.pk


@act
def drop_edict(edict: Edict, *, by: Actor) -> None:
    """Give up publishing it: what was prepared goes away. Raises `AlreadyPublished`."""
    ensure(may_publish(by, edict))
    edict = _draft(edict)
    edict.dropped_at = now()
    if edict.shown is not None and not edict.shown.is_discarded:
        discard_document(edict.shown, by=by)
    edict.save(update_fields=["dropped_at"])
    Datum.objects.filter(edict=edict).update(text="")
    announce(
        EdictDropped(edict_id=edict.pk, document_id=edict.source_id, reference="", title=edict.title), by=by
    )
