"""Acts of the telephone: fill in a draft with whoever calls, leave it for them, send them its address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from consistori.assistance.contacts.policies import may_help
from consistori.assistance.models import HelpedDraft
from consistori.assistance.phone import codes
from consistori.assistance.phone.events import DraftHanded, HelpLeft
from consistori.assistance.phone.rules import may_be_helped
from consistori.catalogue.procedures.selectors import Shown, procedure
from consistori.catalogue.procedures.sheet import in_words
from consistori.documents.received import ReceivedFile
from consistori.eoffice.filing.drafts import (
    PAPERS,
    WHO,
    Content,
    checked_contact,
    erase,
    prepare_draft,
    save_answers,
    touch,
)
from consistori.eoffice.filing.papers import Waiting, papers_of, places_of, put_paper, take_paper
from consistori.eoffice.forms.checking import Checked, check
from consistori.eoffice.forms.definition import read_form
from consistori.eoffice.forms.fields import Form, Page
from consistori.eoffice.models import Draft
from consistori.kernel.actor import Actor
from consistori.kernel.clock import now, today
from consistori.kernel.errors import AlreadyDone, BadInput, NotHere, Refusal, ensure
from consistori.parties.lines.services import kinds_offered
from consistori.parties.models import Channel, Party
from consistori.tenancy.jobs import defer
from consistori.trail import act, announce
from consistori.trail.readings import record_reading

State = HelpedDraft.State


class IsTheirsNow(Refusal):
    """Whoever will sign it has opened the draft: from then on nobody else reads it."""

    status = 409
    default_code = "draft-is-theirs"

    def __init__(self, name: str) -> None:
        super().__init__(
            _(
                "%(name)s has opened the draft: it is theirs now, and you no longer see what it says. "
                "They can tell you."
            )
            % {"name": name}
        )


@dataclass(frozen=True)
class OpenedHelp:
    """A draft that is being filled in with somebody, as whoever helps sees it."""

    helped: HelpedDraft
    draft: Draft
    shown: Shown
    form: Form
    content: Content

    @property
    def language(self) -> str:
        return self.draft.language

    @property
    def papers(self) -> list[Waiting]:
        return papers_of(self.draft)


def may_fill(actor: Actor, shown: Shown) -> bool:
    """Whether a draft of this procedure can be prepared: people start it, and it is sent from the office."""
    return bool(may_help(actor)) and shown.sheet.is_for_citizens and "online" in shown.sheet.channels


@act
def begin_help(party: Party, shown: Shown, *, by: Actor, channel: str = "phone") -> HelpedDraft:
    """Begin to fill in a procedure with somebody who calls or comes [ajudar a omplir / ayudar a rellenar].

    The draft is theirs: it is opened with their number. Raises `NotPermitted` (a firm, nobody's number), `NotHere`.
    """
    ensure(may_help(by))
    party = party.standing
    ensure(may_be_helped(party))
    if not may_fill(by, shown):
        raise NotHere
    draft = prepare_draft(
        shown, by=by, identifier=party.identifier, contact=_contact_of(party), language=party.language
    )
    for _try in range(5):
        try:
            with transaction.atomic():
                helped: HelpedDraft = HelpedDraft.objects.create(
                    draft=draft, party=party, procedure=shown.code, code=codes.drawn(), channel=channel[:11],
                    title=(in_words(shown.sheet.name, "ca") or shown.code)[:250],
                    helper_id=by.person_id, helper_name=by.name[:160],
                )  # fmt: skip
            return helped
        except IntegrityError:  # one in 378 thousand million: another draw
            continue
    raise AlreadyDone(_("Try again."))


def _contact_of(party: Party) -> dict[str, str]:
    found: dict[str, str] = {}
    for one in Channel.objects.filter(party=party, until=None):
        name = "email" if one.kind == Channel.Kind.EMAIL else "phone"
        found.setdefault(name, one.value)
    return found


def open_help(key: UUID, *, by: Actor, locked: bool = False) -> OpenedHelp:
    """The draft that is being filled in, for whoever helps. Its reading is written down.

    Raises `NotHere` (thrown away, over, sent), `IsTheirsNow` when its owner has opened it.
    """
    ensure(may_help(by))
    helped = HelpedDraft.objects.select_related("party__merged_into").filter(pk=key).first()
    if helped is None or helped.draft_id is None:
        raise NotHere
    rows = Draft.objects.select_for_update() if locked else Draft.objects
    draft = rows.filter(pk=helped.draft_id).first()
    if draft is None or draft.is_sent:
        raise NotHere
    if WHO in draft.done:
        raise IsTheirsNow(helped.party.display_name)
    shown = procedure(helped.procedure)
    if not locked:
        record_reading(by=by, kind="draft", id=draft.pk, label=helped.title)
    return OpenedHelp(helped, draft, shown, read_form(shown.sheet.form), Content.of(draft))


@act
def write_page(opened: OpenedHelp, page: Page, posted: Mapping[str, list[str]]) -> Checked:
    """Keep what was said in a page, right or wrong. The draft of `opened` is locked."""
    _ensure_open(opened)
    checked = check(page, posted, dict(opened.content.answers), opened.language, today=today())
    save_answers(opened.draft, checked.answers, page=page.key, is_right=checked.ok)
    opened.content.answers = checked.answers
    return checked


@act
def put_in_draft(opened: OpenedHelp, key: str, received: ReceivedFile) -> Waiting:
    """Put a paper that they brought in its place. The draft of `opened` is locked. Raises what `put_paper` raises."""
    _ensure_open(opened)
    places = {place.key: place for place in places_of(opened.shown.sheet, opened.form, opened.language)}
    if key not in places:
        raise BadInput(_("Say which paper it is."), field="place")
    made = put_paper(opened.draft, places[key], received)
    if PAPERS not in opened.draft.done:
        opened.draft.done = [*opened.draft.done, PAPERS]
        opened.draft.save(update_fields=["done"])
    return made


@act
def take_from_draft(opened: OpenedHelp, key: UUID) -> None:
    """Take a paper out of it."""
    _ensure_open(opened)
    take_paper(opened.draft, key)


def _ensure_open(opened: OpenedHelp) -> None:
    if opened.helped.state == State.SIGNING:
        raise AlreadyDone(_("It waits for the officer’s signature: it does not change. Leave that first."))


@act
def hand_over(opened: OpenedHelp, *, by: Actor, kind: str = "", value: str = "") -> HelpedDraft:
    """Leave the draft for its owner; with `kind` and `value`, its address is sent there (e-mail or mobile), by a job.

    The address opens nothing by itself: whoever opens it identifies (Llei 39/2015, art. 9). Raises `BadInput`.
    """
    ensure(may_help(by))
    _ensure_open(opened)
    helped = opened.helped
    if kind:
        if kind not in kinds_offered():
            raise BadInput(_("From here it can be sent by e-mail only."), field="value")
        field = "email" if kind == "email" else "phone"
        if not value.strip():
            raise BadInput(_("Say where it is sent."), field="value")
        try:
            said = checked_contact({field: value})
        except BadInput as wrong:
            raise BadInput(wrong.message, field="value") from wrong
        opened.content.contact = {**opened.content.contact, **said}
        opened.content.put(opened.draft)
        opened.draft.save(update_fields=["sealed", "saved_at", "expires_at", "warned_at"])
        from consistori.assistance.phone.jobs import send_its_address

        defer(send_its_address, helped_id=str(helped.pk), kind=kind)
    else:
        touch(opened.draft)
    helped.state, helped.handed_at, helped.handed_by = State.HANDED, now(), kind[:6]
    helped.save(update_fields=["state", "handed_at", "handed_by"])
    announce(DraftHanded(helped_id=helped.pk, procedure=helped.procedure, by_which=kind or "aloud"), by=by)
    return helped


@act
def leave_help(opened: OpenedHelp, *, by: Actor) -> None:
    """They do not want it: the draft and its papers are thrown away, for ever."""
    ensure(may_help(by))
    _ensure_open(opened)
    helped = opened.helped
    HelpedDraft.objects.filter(pk=helped.pk).update(draft=None, state=State.LEFT, left_at=now())
    erase(opened.draft)
    announce(HelpLeft(helped_id=helped.pk, procedure=helped.procedure), by=by)
