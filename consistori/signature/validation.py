"""Validating any signed PDF with the trust list of this installation, in facts and in words (N-SIG-04)."""

from consistori.signature import sentences
from consistori.signature.engine.facts import Report
from consistori.signature.ports import trust_list


def report_on(data: bytes, *, ask: bool = True) -> Report:
    """What can be said of the signatures of a PDF now. Asks their issuers about revocation unless `ask` is
    false, so it must not be called inside a transaction that holds anything."""
    # Loaded when first needed: pyHanko costs most of a second of every start.
    from consistori.signature.engine import validation as engine

    return engine.report_on(data, trust_list(), ask=ask)


def in_words(report: Report) -> list[str]:
    """The report as sentences in the language of the moment: the whole, then each signature."""
    said = [sentences.overall(report)]
    for one in report.signatures:
        who = ", ".join(part for part in (one.signer, one.post) if part)
        when, holds = sentences.when_signed(one), sentences.whether_it_holds(one)
        said.append(f"{who}. {when}. {holds} {sentences.what_came_after(one)}")
    return said
