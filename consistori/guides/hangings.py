"""What guides hang on the rooms below: the box beside the case, and help."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from consistori.cases.panels import case_panels
from consistori.cases.steps import palette
from consistori.documents.templating.panels import template_panels
from consistori.guides import selectors
from consistori.guides.models import GuideProposal
from consistori.guides.policies import may_propose, may_use_guide
from consistori.guides.rules.guide import in_words
from consistori.guides.rules.walking import Stand
from consistori.tenancy import modality
from consistori.ui.help import screen_help


def hang() -> None:
    """Called once, when the program starts."""
    case_panels.add(
        "guide", template="guides/_panel.html", context=panel, when=is_offered, order=5, label=_("Guide")
    )
    template_panels.add(
        "proposals", template="guides/_of_template.html", context=of_template, when=has_guides, order=20
    )
    _help()


def has_guides(request: Any, subject: Any) -> bool:
    """Where the town has guides, and with them what colleagues propose. No statement."""
    return modality.is_on(request.entity, "guides")


def of_template(request: Any, template: Any) -> Mapping[str, Any]:
    """What colleagues propose to change in a template, and the way to propose something. One statement."""
    rows = selectors.proposals(code=template.code, about=GuideProposal.About.TEMPLATE)
    may = bool(may_propose(request.actor))
    return {"rows": rows[:5], "more": max(len(rows) - 5, 0), "code": template.code, "may_propose": may}


def is_offered(request: Any, case: Any) -> bool:
    """Where the town has guides, of an open case. No statement."""
    return modality.is_on(request.entity, "guides") and case.is_open


def panel(request: Any, case: Any) -> Mapping[str, Any]:
    """The box: what it proposes, why, and the ways around it."""
    found = selectors.guide_in(case, request.actor)
    language = get_language() or "ca"
    context: dict[str, Any] = {
        "case": case,
        "guide": found,
        "may_use": bool(may_use_guide(request.actor, case)),
    }
    if found is None or found.is_left or found.is_hidden:
        return context
    told = found.walk
    return context | {
        "name": in_words(found.text.name, language),
        "next": shown(case, told.next, language) if told.next else None,
        "after": [in_words(one.step.title, language) for one in told.after],
        "behind": [shown(case, one, language) for one in told.behind],
        "in_hand": [shown(case, one, language) for one in told.in_hand],
        "skipped": [shown(case, one, language) for one in told.skipped],
    }


def shown(case: Any, stand: Stand, language: str) -> dict[str, Any]:
    """A step of the guide in words, with what «Do it» opens."""
    step = stand.step
    return {
        "stand": stand,
        "key": step.key,
        "title": in_words(step.title, language),
        "why": in_words(step.why, language),
        "article": step.article,
        "do": way_of(case, stand),
        "law_cares": step.law_cares,
        "is_wait": step.kind == "wait",
    }


def way_of(case: Any, stand: Stand) -> str:
    """Where «Do it» leads: the page that does it, with what it needs filled in; "" where the guide itself keeps it."""
    step = stand.step
    back = {"back": case.get_absolute_url()}
    line = palette.kind_of(step.does) if step.does else None
    if step.opens == "write" and line is not None and line.is_by_hand and line.papers:
        return reverse("cases:write_kind", args=[case.number, line.code])
    if step.opens == "write":
        return reverse("cases:write", args=[case.number])
    if step.opens == "sign":
        return reverse("cases:signing", args=[case.number])
    if step.opens == "close":
        return reverse("cases:closing", args=[case.number])
    if step.does:
        how = "todo" if step.kind == "wait" else "done"
        said = urlencode({"code": step.does, "how": how, **back})
        return f"{reverse('cases:new_step', args=[case.number])}?{said}"
    return ""


def _help() -> None:
    screen_help.add(
        "guides",
        title=_("The guides"),
        what=_(
            "A guide says how a kind of case usually goes. It proposes the next step with its reason, beside the case; "
            "it never forbids anything, and a case without a guide is as whole as any other."
        ),
        acts=(
            _("Each guide is a text with versions: cases go on with the version that they began with."),
            _(
                "What your town really does is shown in figures: propose a change, and your colleagues vote it."
            ),
            _("Your town adapts those of the province, and sees when they change."),
        ),
    )
