"""What the page of the counter shows, gathered for its templates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language

from consistori.assistance.counter import scanner
from consistori.assistance.counter.fast import fast_acts
from consistori.assistance.counter.forms import NewPersonForm, SayForm
from consistori.assistance.counter.panels import counter_panels
from consistori.assistance.counter.papers import Nature, registered_before, why_not
from consistori.assistance.counter.selectors import attention_of, door_open_until, left_by, papers_of
from consistori.assistance.models import Attention, AttentionPaper
from consistori.assistance.policies import may_copy_papers
from consistori.catalogue.procedures.selectors import Shown, procedure
from consistori.catalogue.procedures.sheet import in_words
from consistori.directory.access import StaffRequest
from consistori.kernel.errors import NotHere, Refusal, Verdict
from consistori.parties.models import Party
from consistori.parties.rules.identifiers import compact, guess_kind
from consistori.parties.selectors import search_parties


@dataclass(frozen=True)
class ShownPaper:
    """A paper as its row shows it."""

    paper: AttentionPaper
    why_not: str
    before: str
    may_be_original: bool


def area(request: StaffRequest, worked: Any, *, place: str) -> dict[str, Any]:
    """Context of the page and of the part of it that is drawn again."""
    attention = attention_of(request.actor)
    papers = papers_of(attention) if attention else []
    may_copy = may_copy_papers(request.actor) if papers else Verdict(True)
    shown = _shown(papers, may_copy=bool(may_copy))
    party = attention.party if attention else None
    return {
        "attention": attention,
        "party": party,
        "duty": _duty(attention),
        "say": SayForm(attention),
        "papers": shown,
        "titles": _titles(attention),
        "may_copy": may_copy,
        "unsaid": sum(1 for one in papers if one.nature == Nature.UNSAID),
        "can_all": sum(1 for one in papers if one.nature == Nature.UNSAID and not one.why_not) > 1,
        "originals": sum(1 for one in papers if one.nature == Nature.ORIGINAL),
        "asks": _asks(attention),
        "refusal": worked.refusal,
        "searches": _searches(worked),
        "left": [] if attention and (party or papers) else left_by(request.actor),
        "fast": fast_acts.for_actor(request.actor),
        "panels": counter_panels.drawn(request, party) if party else [],
        "door_until": door_open_until(attention) if attention else None,
        **scanned(request, place),
    }


def scanned(request: StaffRequest, place: str) -> dict[str, Any]:
    """What the scanner has left, and whether there is one."""
    places = scanner.places(request.entity)
    here = place if place in places else ""
    trouble: Refusal | None = None
    found: list[scanner.Scanned] = []
    try:
        found = scanner.waiting(request.entity, here)
    except scanner.FolderAway as away:
        trouble = away
    return {
        "has_scanner": scanner.is_used(request.entity),
        "scanned": found,
        "scanned_whole": sum(1 for one in found if one.is_whole),
        "scanned_mark": scanner.mark(found),
        "scanner_trouble": trouble,
        "scanner_places": places,
        "scanner_place": here,
    }


def people_found(words: str, target: str, form: NewPersonForm | None = None) -> dict[str, Any]:
    """Who answers to what was typed, and the form of somebody new begun with it."""
    words = words.strip()
    return {
        "q": words,
        "target": target,
        "found": search_parties(words, limit=6) if words else [],
        "new": form or NewPersonForm(initial=_guessed(words)),
        "is_wrong": form is not None,
    }


def procedures_found(found: list[Any]) -> list[dict[str, str]]:
    """Procedures as they are offered: code, name, why."""
    language = (get_language() or "ca")[:2]
    return [
        {"code": one.shown.code, "name": in_words(one.shown.sheet.name, language), "why": one.why}
        for one in found
    ]


def _searches(worked: Any) -> dict[str, dict[str, Any]]:
    return {target: people_found(words, target, worked.new_person) for target, words in worked.find.items()}


def _guessed(words: str) -> dict[str, str]:
    if guess_kind(words) is not None or any(sign.isdigit() for sign in words):
        return {"identifier": compact(words)}
    parts = words.split()
    if len(parts) < 2:
        return {"name": words.title() if words.islower() else words}
    name, first, second = parts[0], parts[1], " ".join(parts[2:])
    said = {"name": name, "surname1": first, "surname2": second}
    return {key: text.title() if words.islower() else text for key, text in said.items()}


def _shown(papers: list[AttentionPaper], *, may_copy: bool) -> list[ShownPaper]:
    before = registered_before(papers) if papers else {}
    return [
        ShownPaper(paper, why_not(paper), before.get(paper.sha256, ""), may_copy and not paper.why_not)
        for paper in papers
    ]


def _duty(attention: Attention | None) -> Verdict | None:
    """Whether whoever presents it had to do so electronically: the one in whose name it is, first (R-ELE-01)."""
    whose: Party | None = (attention.on_behalf_of or attention.party) if attention else None
    return whose.obliged_electronic if whose else None


def _sheet(attention: Attention | None) -> Shown | None:
    if attention is None or not attention.procedure:
        return None
    try:
        return procedure(attention.procedure)
    except NotHere:
        return None


def _asks(attention: Attention | None) -> dict[str, Any] | None:
    """What the procedure asks for: its name and its papers, to be looked at with the person in front."""
    shown = _sheet(attention)
    if shown is None:
        return None
    language = (get_language() or "ca")[:2]
    return {
        "code": shown.code,
        "name": in_words(shown.sheet.name, language),
        "papers": [
            {"title": in_words(paper.title, language), "required": paper.required}
            for paper in shown.sheet.papers
        ],
    }


def _titles(attention: Attention | None) -> list[str]:
    """Titles to choose from, in the language of the person."""
    shown = _sheet(attention)
    if shown is None or attention is None:
        return []
    language = attention.party.language if attention.party else "ca"
    return [in_words(paper.title, language) for paper in shown.sheet.papers]
