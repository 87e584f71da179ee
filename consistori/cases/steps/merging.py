"""What a step says in the templates of its text: the merge field `act`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consistori.cases.deadlines.selectors import KIND
from consistori.cases.models import CaseFile, CaseParty, Step
from consistori.cases.rules import Role
from consistori.cases.steps import palette, terms
from consistori.cases.steps.footers import Footing, footing_of
from consistori.cases.steps.rules import Sense, reasons_article
from consistori.deadlines.models import Deadline
from consistori.documents.templating import fields
from consistori.documents.templating.fields import Field, Subject
from consistori.documents.templating.house_fields import long_date
from consistori.parties.models import Party

RESOLVES = {
    Sense.GRANTED: gettext_lazy("grant what was asked"),
    Sense.PARTLY: gettext_lazy("grant a part of what was asked and refuse the rest"),
    Sense.REFUSED: gettext_lazy("refuse what was asked"),
    Sense.ENDED: gettext_lazy("declare the procedure ended, and file it"),
}

APPEALS = ("resolve_same_body", "resolve_above")
"""What the term to resolve of an appeal is for."""


@dataclass(frozen=True)
class ActText:
    """What a text is of: a step of its case, in which sense, with which reasons."""

    step: Step
    sense: str = ""
    reasons: str = ""


def hang() -> None:
    """Called once, when the program starts."""
    fields.add(
        "act",
        label=gettext_lazy("The step of which it is the text"),
        order=12,
        values=of_act,
        fields=[
            Field("name", gettext_lazy("Name of the step"), "Resolució o acord", "Resolución o acuerdo"),
            Field(
                "resolves",
                gettext_lazy("What is resolved"),
                "estimar el que es demana",
                "estimar lo que se pide",
            ),
            Field("must_say_why", gettext_lazy("Article by which it needs reasons"), "art. 35.1.a"),
            Field(
                "reasons",
                gettext_lazy("Its reasons"),
                "La façana fa menys de 4 metres",
                "La fachada mide menos de 4 metros",
            ),
            Field("term", gettext_lazy("Term that it gives"), "10 dies hàbils", "10 días hábiles"),
            Field("last_day", gettext_lazy("Last day of that term"), "11 de desembre", "11 de diciembre"),
            Field("appeal", gettext_lazy("Kind of appeal footer"), "ends_way"),
            Field("appeal_article", gettext_lazy("Its article"), "Llei 39/2015, arts. 123 i 124"),
        ],
    )


def of_act(subject: Subject) -> dict[str, Any]:
    """Of the step that the text is of; without it, only the footer of a resolution of the case."""
    matter, case = subject.matter, subject.thing
    if not isinstance(matter, ActText):
        footing = footing_of_case(case) if isinstance(case, CaseFile) else footing_of(decides=True)
        return {"appeal": footing.appeal, "appeal_article": footing.article}
    step, line = matter.step, matter.step.line
    footing = footing_of_case(step.case, line)
    sense = Sense(matter.sense) if matter.sense in set(Sense) else None
    return {
        "name": step.title or (line.name_in(subject.language) if line else ""),
        "resolves": str(RESOLVES.get(sense, "")) if sense else "",
        "must_say_why": must_say_why(line, matter.sense),
        "reasons": matter.reasons,
        "term": terms.why_of(step.term or (line.term if line else "")),
        "last_day": long_date(step.until, subject.language) if step.until else "",
        "appeal": footing.appeal,
        "appeal_article": footing.article,
    }


def must_say_why(line: palette.Kind | None, sense: str) -> str:
    """The article by which the act needs its reasons (R-ACT-01), or ""."""
    if line is None:
        return ""
    return reasons_article(sense) if line.says_sense else line.reasons


def footing_of_case(case: CaseFile, line: palette.Kind | None = None) -> Footing:
    """The footer of an act of a case; without a line of the palette, of its resolution. Two statements."""
    asks = CaseParty.objects.filter(case=case, role=Role.APPLICANT)
    return footing_of(
        decides=line is None or line.senses,
        series=case.series.code if case.series else "",
        of_appeal=Deadline.objects.of(KIND, [case.pk]).filter(purpose__in=APPEALS).exists(),
        to_administration=asks.filter(party__kind=Party.Kind.ADMINISTRATION).exists(),
    )


def footer_words(footing: Footing) -> str:
    """Which one goes in the text, in words."""
    return {
        "court_only": _(
            "It says that only the court is left: there is no appeal against the decision of an appeal."
        ),
        "step": _("It says that there is no appeal of its own: it decides nothing by itself."),
        "other_body": _("It says the way between administrations."),
        "local_tax": _("It says the reversal, compulsory before court."),
        "not_ends": _("It says the appeal to the superior."),
        "ends_way": _("It says the optional reversal and the court."),
    }[footing.appeal]
