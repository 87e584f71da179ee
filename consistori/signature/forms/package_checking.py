"""Validating signed packages (ASiC-S, ASiC-E): their XML signatures and signature files, and what they leave out."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from consistori.formats import asic, xades_reading
from consistori.formats.eni.xml import Malformed
from consistori.signature.engine.facts import SignatureFacts, Standing
from consistori.signature.engine.trust import TrustList
from consistori.signature.forms.checking import UNSIGNED, FormReport, check_file, judge_xml, remark_of


@dataclass(frozen=True)
class _Judged:
    """A signature of the package, the files that it covers, and its remark."""

    facts: SignatureFacts
    files: frozenset[str]
    remark: str
    type_code: str


def check_package(data: bytes, trust: TrustList, *, ask: bool = True) -> FormReport:
    """The signatures of a signed package. What none of them covers is told: anybody could have put it there."""
    try:
        package = asic.read_package(data)
    except asic.NotAPackage as error:
        return FormReport("TF02", (), (), str(error))
    judged = [*_in_xml(package, trust, ask), *_in_files(package, trust, ask)]
    if not judged:
        return FormReport("TF02", (), (), "only-stamps" if package.has_only_stamps else "no-signatures")
    carried = frozenset(package.files)
    covered = frozenset[str]().union(*(one.files for one in judged))
    remarks = [one.remark or ("some" if carried - one.files and one.files else "") for one in judged]
    problem = UNSIGNED if carried - covered else ""
    return FormReport(judged[0].type_code, tuple(one.facts for one in judged), tuple(remarks), problem)


def _in_xml(package: asic.SignedPackage, trust: TrustList, ask: bool) -> Iterator[_Judged]:
    for data in package.xml_signatures:
        try:
            found = xades_reading.read_signatures(data, package.file)
        except Malformed:
            continue
        for one in found:
            if one.certificate:
                facts = judge_xml(one, trust, ask=ask)
                yield _Judged(facts, frozenset(one.files), remark_of(one), "TF02")


def _in_files(package: asic.SignedPackage, trust: TrustList, ask: bool) -> Iterator[_Judged]:
    for name, data in package.signature_files:
        manifest = package.manifest_of(name)
        if manifest is not None:
            content, files = manifest.data, frozenset(manifest.files)
        elif len(package.files) == 1:
            ((only, content),) = package.files.items()
            files = frozenset({only})
        else:
            content, files = None, frozenset()
        report = check_file(data, trust, content=content, ask=ask)
        if report is None:
            continue
        for facts, remark in zip(report.signatures, report.remarks, strict=True):
            is_whole = manifest is None or manifest.holds
            told = facts if is_whole else replace(facts, intact=False, standing=Standing.INVALID)
            yield _Judged(told, files, remark, "TF04")
