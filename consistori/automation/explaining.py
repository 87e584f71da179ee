"""The explanation file of an automated act: for people (a sealed PDF with its code) and for machines (canonical JSON).

It says which version of which rule, approved by whom, with which inputs (where each one was read and the hash of what
was read), what came of it and how it is disputed (Llei 40/2015, art. 41; Llei 26/2010, art. 44; RGPD, art. 22.3).
"""

from __future__ import annotations

import hashlib
import io
import json
from typing import Any
from uuid import UUID

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from consistori.automation.models import RuleApproval, RuleRun
from consistori.automation.reading import read_kept
from consistori.automation.rules.text import in_words
from consistori.automation.sentences import BODIES, yes_or_no
from consistori.cases.services import add_document
from consistori.catalogue.selectors import document_types
from consistori.documents import blobs
from consistori.documents.models import Document
from consistori.documents.services import append_evidence, create_from_bytes, freeze_document
from consistori.kernel import offers
from consistori.kernel.actor import Actor
from consistori.kernel.clock import now
from consistori.kernel.offers import NotNow, Outcome
from consistori.signature.engine.errors import ServiceSilent, SigningStopped
from consistori.signature.seals import NoSeal, seal_pdf, sealing_for
from consistori.tenancy.models import Entity
from consistori.tenancy.scope import working_for
from consistori.trail import act
from consistori.ui.dates import day_and_month
from consistori.ui.typst import compile_pdf, letterhead

SCHEME = "https://consistori.cat/explanation/1"
TYPE = "REPORT"


def explain(entity: Entity, run_id: UUID, outcome: Outcome) -> str:
    """Make the explanation of a run, seal it and file it; its code. What decides nothing of anybody has only the JSON.

    Begun again it goes on. Raises `NotNow` when the seal is silent, or is not there any more.
    """
    with working_for(entity):
        run = _run(run_id)
        kind = offers.acts[read_kept(run.approval.approved.text).does].seal
        if run.explained is None:
            run.explained = _said(entity, run, outcome)
            run.save(update_fields=["explained"])
    if not kind:
        return ""
    if run.explanation_id is None:
        pdf = _drawn(entity, run)
        with working_for(entity):
            _keep(run, pdf, by=Actor.program(entity.pk))
    return _sealed(entity, run_id, kind)


def canonical(said: Any) -> bytes:
    """The JSON whose hash is written in the paper: keys in order, no spaces, UTF-8."""
    return json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def hash_of(run: RuleRun) -> str:
    """SHA-256 (hexadecimal) of the explanation for machines."""
    return hashlib.sha256(canonical(run.explained)).hexdigest()


def _run(run_id: UUID) -> RuleRun:
    found: RuleRun = RuleRun.objects.select_related(
        "rule", "approval__approved", "case", "explanation__version"
    ).get(pk=run_id)
    return found


def _said(entity: Entity, run: RuleRun, outcome: Outcome) -> dict[str, Any]:
    approval, text = run.approval, read_kept(run.approval.approved.text)
    made = Document.objects.with_version().filter(pk__in=outcome.documents)
    return {
        "scheme": SCHEME,
        "entity": {"name": entity.name, "dir3": entity.dir3},
        "rule": {
            "code": text.code, "name": in_words(text.name, run.language), "version": approval.approved.number,
            "sha256": approval.approved.sha256, "when": text.when, "if": text.holds, "do": text.does,
            "article": text.article,
        },
        "approval": {
            "decree": approval.decree, "since": approval.starts_on.isoformat(),
            **{name: getattr(approval, name) for name in BODIES if getattr(approval, name)},
        },
        "subject": {"kind": run.subject_kind, "id": str(run.subject_id), "label": run.subject_label},
        "decided_at": run.at.isoformat(),
        "inputs": run.inputs,
        "holds": True,
        "outcome": {
            "words": outcome.words,
            "documents": [
                {"id": str(one.pk), "title": one.title, "code": one.code, "sha256": one.latest_blob.sha256}
                for one in made
            ],
        },
        "challenge": {
            "how": in_words(text.challenge, run.language), "before": approval.appeals_body,
        },
    }  # fmt: skip


def _drawn(entity: Entity, run: RuleRun) -> bytes:
    """The paper, without code nor seal yet, in the language of whoever it is for."""
    said, approval, text = run.explained, run.approval, read_kept(run.approval.approved.text)
    with translation.override(run.language):
        moment, title = timezone.localtime(run.at), title_of(run)
        blocks: list[dict[str, Any]] = [
            {"text": _("The program of the town hall did this by itself, without any person deciding it.")},
            {"heading": _("What was done"), "facts": _outcome(said)},
            {"heading": _("With what it was decided"), "facts": _inputs(run)},
            {"heading": _("The rule"), "facts": _rule(said, approval)},
            {"text": in_words(text.design, run.language)},
            {"heading": _("Who answers for it"), "facts": [
                (str(words), getattr(approval, name)) for name, words in BODIES.items() if name != "appeals_body"
            ]},
            {"heading": _("If you do not agree"), "text": _challenge(said)},
        ]  # fmt: skip
        facts = {
            "letterhead": letterhead(entity, lang=run.language),
            "kind": _("Automated act"),
            "number": run.subject_label,
            "title": title,
            "reading": "sans",
            "margin": [
                (_("Date"), day_and_month(moment.date(), year=True)),
                (_("Hour"), f"{moment:%H:%M:%S}"),
                (_("Rule"), f"{text.code}, v{approval.approved.number}"),
            ],
            "blocks": blocks,
        }
    return compile_pdf("letter", facts, title=title, lang=run.language, at=timezone.localtime(now()))


def title_of(run: RuleRun) -> str:
    """«Explanation of the automated act: …», in the language of the scope."""
    return (_("Explanation of the automated act: %(what)s") % {"what": run.subject_label})[:200]


def _outcome(said: dict[str, Any]) -> list[tuple[str, str]]:
    rows = [(_("Result"), said["outcome"]["words"])]
    for one in said["outcome"]["documents"]:
        rows.append((_("Document"), f"{one['title']} · {one['code']}"))
        rows.append(("SHA-256", _parted(one["sha256"])))
    return rows


def _inputs(run: RuleRun) -> list[tuple[str, str]]:
    fact = offers.facts.get(read_kept(run.approval.approved.text).when)
    rows = []
    for one in run.inputs:
        label = str(fact.names.get(one["name"], one["name"])) if fact else one["name"]
        rows.append((label, f"{yes_or_no(one['value'])} — {one['source']} ({one['sha256'][:16]})"))
    return rows


def _rule(said: dict[str, Any], approval: RuleApproval) -> list[tuple[str, str]]:
    rule = said["rule"]
    rows = [
        (_("Name"), rule["name"]),
        (_("Version"), f"{rule['version']} · SHA-256 {_parted(rule['sha256'])}"),
        (_("Condition"), rule["if"] or _("none")),
        (_("Approved by"), approval.decree),
    ]
    if rule["article"]:
        rows.append((_("Law"), rule["article"]))
    return rows


def _challenge(said: dict[str, Any]) -> str:
    before = _("Before whom: %(body)s.") % {"body": said["challenge"]["before"]}
    digest = hashlib.sha256(canonical(said)).hexdigest()
    file = _("The same for machines is a JSON file, that the town hall keeps; its SHA-256 is %(hash)s.")
    return f"{said['challenge']['how']} {before} {file % {'hash': _parted(digest)}}"


def _parted(digest: str) -> str:
    """A hash in groups of sixteen, so that it breaks at the end of a line."""
    return " ".join(digest[start : start + 16] for start in range(0, len(digest), 16))


@act
def _keep(run: RuleRun, pdf: bytes, *, by: Actor) -> None:
    locked = RuleRun.objects.select_for_update(of=("self",)).get(pk=run.pk)
    if locked.explanation_id is not None:
        return
    kind = next((one for one in document_types() if one.code == TYPE), None)
    with translation.override(run.language):
        title = title_of(run)
        document = create_from_bytes(
            by=by, data=pdf, name=f"{title}.pdf", title=title, type=kind, language=run.language
        )
        freeze_document(document, by=by, signer_posts=[_("Seal of the town hall")])
    locked.explanation = document
    locked.save(update_fields=["explanation"])


def _sealed(entity: Entity, run_id: UUID, kind: str) -> str:
    with working_for(entity):
        run = _run(run_id)
        document = Document.objects.with_version().get(pk=run.explanation_id)
        if document.version.blobs.filter(kind="signature").exists():
            return str(document.code)
        with blobs.open(document.latest_blob.sha256) as stream:
            pdf = stream.read()
        try:
            sealing = sealing_for(kind, entity)
        except NoSeal as lacking:
            raise NotNow(str(lacking)) from lacking
    if sealing is None:
        raise NotNow(kind)
    try:
        data = bytes(seal_pdf(sealing, pdf, reason=run.subject_label).data)
    except SigningStopped as stopped:
        if isinstance(stopped, ServiceSilent):
            raise NotNow(str(stopped)) from stopped
        raise
    with working_for(entity):
        _file(run, document.pk, data, by=Actor.program(entity.pk))
    return str(document.code)


@act
def _file(run: RuleRun, document_id: UUID, data: bytes, *, by: Actor) -> None:
    """Keep the seal, and put the explanation in the case beside what it explains, while that case is open."""
    document = Document.objects.with_version().get(pk=document_id)
    append_evidence(
        document.version, blob=blobs.receive(io.BytesIO(data), limit=len(data)), kind="signature", by=by
    )
    if run.case is not None and run.case.is_open:
        add_document(run.case, document, by=by)
