"""What would be done with an act and its addressees: by which way each, why, and what is lacking."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from consistori.deadlines.subjects import Subject
from consistori.documents.models import Document, DocumentText, VersionBlob
from consistori.kernel.actor import Actor
from consistori.kernel.clock import today
from consistori.kernel.errors import BadInput, ensure
from consistori.kernel.text import fold
from consistori.notifications import sentences
from consistori.notifications.models import Notification, ObligingRule
from consistori.notifications.policies import may_notify
from consistori.notifications.rules.channel import BY_HAND, Channel, ChannelFacts, Told, decide
from consistori.notifications.rules.contents import ActFacts, Lack, lacks
from consistori.notifications.rules.states import PRACTISED
from consistori.parties.models import Channel as Line
from consistori.parties.models import Party, WayChoice
from consistori.parties.rules.channels import duty_to_go_electronic

MOST_ADDRESSEES = 2000


@dataclass(frozen=True)
class AddresseeAsked:
    """Somebody to be notified.

    `representative`: who acts for them, to whom it is addressed (5.1). `as_professional` and `as_employee`: in what
    quality they take part here (14.2.c and e). `group` is that of an ordinance (14.3); `chose`, the way that their
    application asked for, on `chose_on`. `document`: their own copy with the data of others hidden (40.5);
    `shows_others`, why those data must be seen. `by_hand`: `asked_at_counter` or `delivered_by_employee` (41.1).
    """

    party: Party
    representative: Party | None = None
    as_professional: bool = False
    as_employee: bool = False
    group: str = ""
    chose: str = ""
    chose_on: date | None = None
    document: Document | None = None
    shows_others: str = ""
    counts: bool = True
    by_hand: str = ""
    language: str = ""

    @property
    def addressee(self) -> Party:
        """To whom it is addressed."""
        return self.representative or self.party


@dataclass(frozen=True)
class Planned:
    """What would be done with one addressee: the way and its reason in words; `lacks` is what stops it."""

    asked: AddresseeAsked
    channel: Channel
    reason: str
    lacks: tuple[Lack, ...] = ()
    exposes: tuple[str, ...] = ()

    @property
    def party(self) -> Party:
        return self.asked.party

    @property
    def addressee(self) -> Party:
        return self.asked.addressee

    @property
    def article(self) -> str:
        return self.channel.article


@dataclass(frozen=True)
class _Known:
    """What is known of the addressees, read at once for all."""

    told: Mapping[Any, tuple[Told, ...]] = field(default_factory=dict)
    reached: frozenset[Any] = frozenset()
    notified: frozenset[Any] = frozenset()
    rules: tuple[ObligingRule, ...] = ()


def preview(
    *,
    by: Actor,
    subject: Subject,
    act: ActFacts,
    addressees: Sequence[AddresseeAsked],
    document: Document | None = None,
) -> list[Planned]:
    """By which way each would be notified, why, and what is lacking. Some seven statements, however many they are."""
    ensure(may_notify(by, subject))
    return plan(subject=subject, act=act, addressees=addressees, document=document)


def plan(
    *, subject: Subject, act: ActFacts, addressees: Sequence[AddresseeAsked], document: Document | None
) -> list[Planned]:
    """The same, for who was asked already."""
    _look_at(addressees)
    known, common = _known_of(subject, act, addressees), tuple(lacks(act))
    if document is not None and not is_signed(document):
        common = (*common, Lack("document", "not_signed", "Llei 39/2015, art. 40.2"))
    exposed = _exposed(document, addressees) if document is not None else {}
    found = []
    for asked in addressees:
        channel = decide(_facts(asked, act, known))
        exposes = exposed.get(asked.party.pk, ()) if asked.document is None and not asked.shows_others else ()
        also = (Lack("addressees", "others", "Llei 39/2015, art. 40.5"),) if exposes else ()
        found.append(Planned(asked, channel, sentences.of_channel(channel), (*common, *also), exposes))
    return found


def is_signed(document: Document) -> bool:
    """Whether its text is fixed and somebody has signed it. One statement."""
    signed = VersionBlob.objects.filter(version_id=document.version_id, kind=VersionBlob.Kind.SIGNATURE)
    return document.is_frozen and signed.exists()


def _look_at(addressees: Sequence[AddresseeAsked]) -> None:
    if not addressees:
        raise BadInput(_("Choose whom to notify, at least one."), field="addressees")
    if len(addressees) > MOST_ADDRESSEES:
        raise BadInput(_("Too many at once: two thousand at most."), field="addressees")
    keys = [asked.party.pk for asked in addressees]
    if len(set(keys)) != len(keys):
        raise BadInput(_("Somebody is twice in the list: one notification each."), field="addressees")
    for asked in addressees:
        if asked.by_hand and asked.by_hand not in BY_HAND:
            raise BadInput(_("That is not a reason to deliver it by hand."), field="by_hand")


def _known_of(subject: Subject, act: ActFacts, addressees: Sequence[AddresseeAsked]) -> _Known:
    heads = {asked.addressee.pk: asked.addressee.merged_into_id or asked.addressee.pk for asked in addressees}
    also = Party.objects.filter(merged_into_id__in=heads.values()).values_list("pk", "merged_into_id")
    head_of = dict(also) | {head: head for head in heads.values()} | heads
    told: dict[Any, list[Told]] = {}
    for row in WayChoice.objects.filter(party_id__in=head_of).order_by("told_on", "id"):
        told.setdefault(head_of[row.party_id], []).append(Told(row.way, row.told_on, row.effective_on))
    lines = Line.objects.filter(
        party_id__in=head_of, until=None, kind__in=[Line.Kind.EMAIL, Line.Kind.MOBILE]
    )
    before = Notification.objects.of_subject(subject.kind, [subject.id]).filter(state__in=PRACTISED)
    seen = {key for row in before.values_list("party_id", "representative_id") for key in row if key}
    day = today()
    rules = [
        rule
        for rule in ObligingRule.objects.filter(procedure=act.procedure, since__lte=day)
        if act.procedure and (rule.until is None or day < rule.until)
    ]
    return _Known(
        told={key: tuple(told.get(head, ())) for key, head in heads.items()},
        reached=frozenset(_with(heads, head_of, lines.values_list("party_id", flat=True))),
        notified=frozenset(key for key in heads if key in seen or heads[key] in seen),
        rules=tuple(rules),
    )


def _with(heads: Mapping[Any, Any], head_of: Mapping[Any, Any], keys: Iterable[Any]) -> set[Any]:
    """Of these addressees, those who are one with any of the keys."""
    found = {head_of[key] for key in keys}
    return {key for key, head in heads.items() if head in found}


def _facts(asked: AddresseeAsked, act: ActFacts, known: _Known) -> ChannelFacts:
    whom = asked.addressee
    ordinance = next(
        (rule.ordinance for rule in known.rules if not rule.group or rule.group == asked.group), ""
    )
    represented = asked.party
    duty = duty_to_go_electronic(
        whom.kind,
        professional=asked.as_professional,
        public_employee=asked.as_employee,
        represents_obliged=whom.pk != represented.pk
        and bool(duty_to_go_electronic(represented.kind, obliging_rule=ordinance)),
        obliging_rule=ordinance,
    )
    return ChannelFacts(
        on=today(),
        duty=duty,
        chose=asked.chose,
        chose_on=asked.chose_on,
        told=known.told.get(whom.pk, ()),
        has_line=whom.pk in known.reached,
        was_notified=whom.pk in known.notified,
        begun_by_party=act.begun_by_party,
        has_unconvertible=act.has_unconvertible,
        pays=act.pays,
        by_hand=asked.by_hand,
    )


def _exposed(document: Document, addressees: Sequence[AddresseeAsked]) -> dict[Any, tuple[str, ...]]:
    """Of whom else the text says the number or the whole name, for each addressee (40.5). One statement.

    Firms have no personal data. Without the words of the text, nobody can say: whoever sends it looks.
    """
    people = {asked.party.pk: asked.party for asked in addressees if asked.party.is_person}
    if len(addressees) < 2 or not people:
        return {}
    text = DocumentText.objects.filter(version_id=document.version_id).values_list("text", flat=True).first()
    if not text:
        return {}
    words = fold(text)
    numbers = re.sub(r"[^0-9a-z]", "", words)
    said = {
        key: party.display_name
        for key, party in people.items()
        if (party.identifier and party.identifier.lower() in numbers) or fold(party.display_name) in words
    }
    return {
        asked.party.pk: tuple(name for key, name in said.items() if key != asked.party.pk)
        for asked in addressees
    }
