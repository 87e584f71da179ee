"""The layers that hold a signed file, in words: who put each, when, and until when it holds."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consistori.signature.engine.facts import Layer, LayerKind, Report
from consistori.ui.dates import day_and_month, in_words

ICONS = {
    LayerKind.SIGNATURE: "pen",
    LayerKind.STAMP: "hourglass",
    LayerKind.EVIDENCE: "law",
    LayerKind.ARCHIVE: "archive",
}


def name_of(layer: Layer) -> str:
    """What the layer is."""
    return {
        LayerKind.SIGNATURE: _("Signature"),
        LayerKind.STAMP: _("Timestamp"),
        LayerKind.EVIDENCE: _("Evidence that the certificates were good"),
        LayerKind.ARCHIVE: _("Archive timestamp"),
    }[layer.kind]


def dates_of(layer: Layer) -> str:
    """Who put it and when, and until when it holds by itself."""
    said = {"who": layer.by or "—", "moment": in_words(layer.at) if layer.at else "—", "n": layer.answers}
    if not layer.holds:
        return _("%(who)s, %(moment)s. It does not hold, and it does not count.") % said
    if layer.kind is LayerKind.EVIDENCE:
        words = ngettext(
            "%(n)s answer of %(who)s, %(moment)s. The archive timestamp covers it.",
            "%(n)s answers of %(who)s, the last %(moment)s. The archive timestamp covers them.",
            layer.answers,
        )
        return words % said
    said["day"] = day_and_month(layer.until, year=True) if layer.until else "—"
    if layer.kind is LayerKind.SIGNATURE:
        return _("%(who)s, %(moment)s. Its certificate ends on %(day)s.") % said
    return _("%(who)s, %(moment)s. It holds until %(day)s.") % said


def until_when(report: Report) -> str:
    """What will be done, or is being done, so that it goes on holding."""
    levels = {one.level for one in report.signatures}
    if levels == {"B-LTA"}:
        return _(
            "Before that day the town hall covers it with another archive timestamp, and its code stays the same."
        )
    if levels and levels <= {"B-T", "B-LT", "B-LTA"}:
        return _(
            "What makes it last longer is not in it yet: the town hall adds it as soon as the authorities answer."
        )
    return _("Nothing in it proves when it was signed, so it does not hold beyond its certificates.")
