"""The report of the signatures that others made, in plain words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consistori.signature import sentences
from consistori.signature.arrivals import facts_kept
from consistori.signature.engine.facts import SignatureFacts, Standing
from consistori.signature.models import ArrivalReport

REMARKS: dict[str, Any] = {
    "weak": gettext_lazy(
        "It uses an old arithmetic (SHA-1) that is not trusted any more: it proves nothing by itself."
    ),
    "plain": gettext_lazy("It is a plain XML signature: it does not say under which rules it was made."),
    "counter": gettext_lazy("It is a countersignature: it ratifies another signature of the file."),
    "some": gettext_lazy("It signs only some of the files of the package."),
    "part": gettext_lazy("It signs only a part of the file."),
    "apart": gettext_lazy(
        "What it signs is not here yet: bring the file that it signs and it is checked again."
    ),
    "transform": gettext_lazy("It is made in a way that this program does not judge."),
    "algorithm": gettext_lazy("It uses an arithmetic that this program does not judge."),
    "canonicalisation": gettext_lazy("It is made in a way that this program does not judge."),
    "later": gettext_lazy("After it other things were added to the file, and nobody can say here which."),
    "ambiguous": gettext_lazy(
        "The file has more than one part with the name of what is signed: somebody may have put another in its "
        "place."
    ),
}
PROBLEMS: dict[str, Any] = {
    "no-certificate": gettext_lazy(
        "Some signature does not carry its certificate, so nobody can say whose it is."
    ),
    "no-signatures": gettext_lazy("The file has no signatures."),
    "not-pdf": gettext_lazy("The file cannot be read as a PDF."),
    "unsigned-files": gettext_lazy(
        "The package carries something that none of its signatures covers: anybody could have put it there."
    ),
    "only-stamps": gettext_lazy(
        "The package carries timestamps, which say since when it exists, and no signature."
    ),
    "package-broken": gettext_lazy("The package cannot be opened: it is damaged, or not whole."),
    "package-large": gettext_lazy(
        "The package is too large to be checked here. Its files can be opened one by one."
    ),
    "package-ambiguous": gettext_lazy(
        "The package carries two files with the same name, so nobody can say which of them is signed."
    ),
}


@dataclass(frozen=True)
class SaidOfOne:
    """One signature as the page says it: whose, when, whether it holds, and a remark."""

    who: str
    organisation: str
    issuer: str
    when: str
    holds: str
    remark: str
    standing: str


@dataclass
class SaidOfFile:
    """A report as the page says it. `tone`: olive, ochre or rubric. `other`: the text, or the signature, apart."""

    report: ArrivalReport
    overall: str
    tone: str
    icon: str
    signatures: tuple[SaidOfOne, ...]
    problem: str
    other: Any = None
    other_words: str = ""

    @property
    def form(self) -> str:
        """How the signatures travel, in words."""
        return str(self.report.get_form_display())


def in_words(report: ArrivalReport) -> SaidOfFile:
    """The report in the language of the moment."""
    standing = Standing(report.standing)
    facts = facts_kept(report)
    tone, icon = {
        Standing.VALID: ("olive", "check"),
        Standing.INVALID: ("rubric", "warning"),
        Standing.UNKNOWN: ("ochre", "info"),
    }[standing]
    problem = str(PROBLEMS.get(report.problem, ""))
    return SaidOfFile(
        report, _overall(standing, facts), tone, icon, tuple(_one(*pair) for pair in facts), problem
    )


def _overall(standing: Standing, facts: Iterable[tuple[SignatureFacts, str]]) -> str:
    count = len(list(facts))
    if not count:
        return _("Its signatures cannot be read.")
    return {
        Standing.VALID: _("All its signatures hold."),
        Standing.INVALID: _("Some signature does not hold."),
        Standing.UNKNOWN: _("Not everything could be checked."),
    }[standing]


def _one(facts: SignatureFacts, remark: str) -> SaidOfOne:
    holds = sentences.whether_it_holds(facts)
    said = str(REMARKS.get(remark, ""))
    if remark in ("apart", "transform", "algorithm", "canonicalisation", "ambiguous", "weak", "later"):
        holds, said = said, ""
    return SaidOfOne(
        who=", ".join(part for part in (facts.signer, facts.post) if part),
        organisation=facts.organisation,
        issuer=facts.issuer,
        when=sentences.when_signed(facts),
        holds=holds,
        remark=said,
        standing=facts.standing.value,
    )
