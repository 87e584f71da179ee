"""Telling the stories of one entity through the acts of the rooms: no row is written here."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from consistori.cases import services as cases
from consistori.cases.models import CaseDocument, CaseFile, CaseParty, Folder
from consistori.cases.steps.acts import add_step
from consistori.catalogue.models import DocumentType, Series
from consistori.catalogue.selectors import document_types, openable_series
from consistori.config.demo.moments import at, moment_of
from consistori.config.demo.people import Cast, program
from consistori.config.demo.stories import FILES, Step, Story, read
from consistori.directory.models import Unit
from consistori.directory.services import create_unit
from consistori.documents.models import Document
from consistori.documents.services import ReceivedFile, describe_document, receive_document
from consistori.kernel.actor import Actor
from consistori.kernel.clock import today
from consistori.kernel.errors import Refusal
from consistori.parties import services as parties
from consistori.parties.models import Party
from consistori.signature.models import SignatureRequest
from consistori.signature.services import request_signatures, return_request
from consistori.tenancy.models import Entity
from consistori.tenancy.scope import working_for


@dataclass
class ToSign:
    """A document that the seed has its signer sign once all the past is told."""

    request: SignatureRequest
    signer: str
    case_title: str
    is_signed: bool = False


@dataclass
class Told:
    """What has been told of an entity so far."""

    entity: Entity
    cast: Cast
    now: datetime
    series: dict[str, Series] = field(default_factory=dict)
    types: dict[str, DocumentType] = field(default_factory=dict)
    units: dict[str, Unit] = field(default_factory=dict)
    parties: dict[str, Party] = field(default_factory=dict)
    cases: dict[str, CaseFile] = field(default_factory=dict)
    files: dict[str, Document] = field(default_factory=dict)
    to_sign: list[ToSign] = field(default_factory=list)
    late: list[tuple[Story, Step]] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)

    def actor(self, name: str) -> Actor:
        return self.cast.actor(name, self.entity.slug)

    def who(self, key: str) -> Party:
        """A party, entered in this town the first time that it comes."""
        if key not in self.parties:
            self.parties[key] = _enter(key, self)
        return self.parties[key]

    @contextmanager
    def unless_refused(self, what: str) -> Iterator[None]:
        """A refusal does not stop the demo: it is kept to be shown."""
        try:
            yield
        except Refusal as refusal:
            self.troubles.append(f"{self.entity.short_name}, {what}: {refusal}")


def tell(stories: list[Story], told: Told) -> None:
    """Tell the stories of the entity, day by day, so that numbers and chain grow as time passes."""
    _look_around(told)
    known = set(told.cases)
    days = [day for story in stories if story.title not in known for day in _days(story, told.now)]
    for moment, story, steps, opens in sorted(days, key=lambda day: day[0]):
        with at(moment), working_for(told.entity), told.unless_refused(story.title):
            _tell_day(story, steps, opens, told)
    told.late = [(s, step) for s in stories if s.title not in known for step in s.told if step.is_late]


def _tell_day(story: Story, steps: list[Step], opens: bool, told: Told) -> None:
    """What happens in a case in one day; whoever did something in it has seen it as it is."""
    if opens:
        _open(story, told)
    if story.title not in told.cases:
        return
    case = told.cases[story.title]
    for step in steps:
        with told.unless_refused(f"{story.title}, {step.kind}"):
            DOERS[step.kind](case, step, told)
    for name in dict.fromkeys(([story.by] if opens else []) + [step.by for step in steps]):
        cases.look_at(case, by=told.actor(name))


def _days(story: Story, now: datetime) -> Iterator[tuple[datetime, Story, list[Step], bool]]:
    """When each day of the story happens, one after another also when a weekend brings two together."""
    before: datetime | None = None
    for ago, steps in story.days():
        moment = moment_of(ago, story.title, now=now)
        if before is not None:
            moment = max(moment, min(before + timedelta(minutes=20), now))
        yield moment, story, steps, before is None
        before = moment


def _look_around(told: Told) -> None:
    with working_for(told.entity):
        told.series = {series.code: series for series in openable_series()}
        told.types = {kind.code: kind for kind in document_types()}
        told.units = {unit.name: unit for unit in Unit.objects.all()}
        told.cases = {case.title: case for case in CaseFile.objects.all()}


def _enter(key: str, told: Told) -> Party:
    said = dict(read("parties.toml")[key])
    known: Party | None = Party.objects.filter(identifier=said["identifier"]).first()
    if known is not None:
        return known
    first, second = said.pop("surnames", ["", ""])
    if said.get("address"):
        said |= {"place": told.entity.short_name, "postcode": told.entity.postcode}
    return parties.add_party(by=_clerk(told), surname1=first, surname2=second, **said)


def _clerk(told: Told) -> Actor:
    """Whoever enters people in this town."""
    here = [told.actor(name) for name in told.cast.people]
    return next(actor for role in ("processor", "secretary") for actor in here if actor.holds(role))


def _open(story: Story, told: Told) -> None:
    by = told.actor(story.by)
    case = told.cases[story.title] = cases.open_case(
        by=by,
        title=story.title,
        series=told.series[story.series] if story.series else None,
        unit=_unit(story.unit, told) if story.unit else None,
        parties=[
            cases.OpeningParty(told.who(said["who"]), said.get("role", "applicant"))
            for said in story.parties
            if "represents" not in said
        ],
    )
    for said in story.parties:
        if "represents" in said:
            _represent(case, said, told, by)
    for name in story.labels:
        cases.label_case(case, by=by, name=name)
    for name in story.followers:
        cases.follow_case(case, by=told.actor(name))


def _unit(name: str, told: Told) -> Unit:
    """The unit of that name, made the first time that a story needs it."""
    if name not in told.units:
        told.units[name] = create_unit(by=program(told.entity), name=name)
    return told.units[name]


def _represent(case: CaseFile, said: dict[str, Any], told: Told, by: Actor) -> None:
    whom = CaseParty.objects.get(case=case, party=told.who(said["represents"]))
    until = told.now.date() + timedelta(days=said["days"]) if "days" in said else None
    cases.add_party(
        case, told.who(said["who"]), by=by, role=said["role"], represents=whom, power=said["power"],
        power_until=until,
    )  # fmt: skip


# --- the steps ---------------------------------------------------------------------------------------------


def _file(case: CaseFile, step: Step, told: Told) -> None:
    by = told.actor(step.by)
    document = told.files.get(step.value) if not step.get("sign") else None
    if document is None:
        document = told.files[step.value] = _receive(step, told, by)
    where = step.get("in")
    cases.add_document(
        case,
        document,
        by=by,
        folder=Folder.objects.get(case=case, name=where) if where else None,
        is_auxiliary=step.get("auxiliary", False),
        is_requested_report=step.get("report", False),
    )
    if step.get("sign"):
        _ask(case, document, step, told)


def _receive(step: Step, told: Told, by: Actor) -> Document:
    said: dict[str, Any] = {}
    if paper := step.get("paper"):
        said |= {"support": "both", "paper_place": paper}
    if step.get("draft"):
        said["state"] = "draft"
    if step.get("sign"):
        said |= {"date_on": today(), "language": told.entity.language}
    with (FILES / step.value).open("rb") as stream:
        received = ReceivedFile.from_stream(step.value, stream)
    kind = told.types[step.get("type")] if step.get("type") else None
    return receive_document(by=by, received=received, title=step.get("title", ""), type=kind, **said)


def _ask(case: CaseFile, document: Document, step: Step, told: Told) -> None:
    names = step.get("sign")
    asked = request_signatures(
        by=told.actor(step.by),
        document=document,
        signers=[told.cast.people[name] for name in names],
        note=step.get("say", ""),
    )
    if step.get("signed"):
        told.to_sign.append(ToSign(asked[0], names[0], case.title))
    if reason := step.get("returned"):
        return_request(asked[0], by=told.actor(names[0]), reason=reason)


def _note(case: CaseFile, step: Step, told: Told) -> None:
    cases.comment_on_case(case, by=told.actor(step.by), text=step.value)


def _hand_over(case: CaseFile, step: Step, told: Told) -> None:
    to = told.cast.people[step.value]
    cases.hand_over(case, by=told.actor(step.by), to=to, note=step.get("note", ""))


def _state(case: CaseFile, step: Step, told: Told) -> None:
    cases.change_state(case, by=told.actor(step.by), state=step.value)


def _step(case: CaseFile, step: Step, told: Told) -> None:
    """A step of the procedure: done `on` so many days before, to do for a day, a wait of `waits` days, or skipped."""
    paper = step.get("paper")
    leaf = CaseDocument.objects.filter(case=case, document__title=paper).select_related("document").first()
    said: dict[str, Any] = {name: step.get(name, "") for name in ("title", "note", "sense")}
    said["reasons"] = step.get("skip", step.get("reasons", ""))
    standing = "skipped" if step.get("skip") else "todo" if step.get("todo") else "done"
    if standing == "done":
        said["on"] = today() - timedelta(days=step.get("on", 0))
    elif "waits" in step.said:
        said |= {"until": today() + timedelta(days=step.get("waits")), "until_why": step.get("why", "")}
    elif "due" in step.said:
        said["due_on"] = today() + timedelta(days=step.get("due"))
    if who := step.get("who"):
        said["assigned_to"] = told.cast.people[who]
    add_step(
        case, by=told.actor(step.by), code="" if step.value == "own" else step.value,
        kind=step.get("kind", ""), standing=standing, document=leaf.document if leaf else None, **said,
    )  # fmt: skip


def _folder(case: CaseFile, step: Step, told: Told) -> None:
    cases.create_folder(case, by=told.actor(step.by), name=step.value)


def _relate(case: CaseFile, step: Step, told: Told) -> None:
    other = told.cases[step.value]
    cases.relate_cases(case, other, by=told.actor(step.by), kind=step.get("kind", "related"))


def _reserve(case: CaseFile, step: Step, told: Told) -> None:
    cases.reserve_case(
        case, by=told.actor(step.by), reason=step.value, roles=step.get("roles", ["secretary"])
    )


def close(case: CaseFile, step: Step, told: Told) -> None:
    """Close the case as the story says, once its documents say what they are."""
    confirm_metadata(case, told.actor(step.by))
    cases.close_case(case, by=told.actor(step.by), ending=step.value, note=step.get("note", ""))


def confirm_metadata(case: CaseFile, by: Actor) -> None:
    """Say what is missing in the documents of the case, as a clerk does before closing."""
    wanted: dict[str, Any] = {"date_on": case.opened_on, "language": case.entity.language}
    for leaf in CaseDocument.objects.filter(case=case).alive().select_related("document"):
        missing = {name: value for name, value in wanted.items() if not getattr(leaf.document, name)}
        if missing and not leaf.document.is_frozen:
            describe_document(leaf.document, by=by, **missing)


DOERS: dict[str, Callable[[CaseFile, Step, Told], None]] = {
    "step": _step,
    "file": _file,
    "note": _note,
    "to": _hand_over,
    "state": _state,
    "folder": _folder,
    "relate": _relate,
    "reserve": _reserve,
    "close": close,
}
