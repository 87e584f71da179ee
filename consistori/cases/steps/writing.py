"""Writing the text of a step: from the template of its kind, with its sense, its reasons and its appeal footer."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consistori.cases.models import CaseFile, Step
from consistori.cases.models.steps import LONGEST_WORDS, SENSES
from consistori.cases.policies import may_add_documents
from consistori.cases.services import add_document
from consistori.cases.steps import palette
from consistori.cases.steps.making import held, keep, words_said
from consistori.cases.steps.merging import ActText, must_say_why
from consistori.cases.steps.rules import Fault
from consistori.cases.steps.words import refuse
from consistori.documents.models import Document, Template
from consistori.documents.templating.fields import Subject
from consistori.documents.writing.beginning import BeginForm, begin_text, begin_text_about
from consistori.kernel.actor import Actor
from consistori.kernel.errors import AlreadyDone, ensure
from consistori.trail import act


@act
def write_step(
    step: Step,
    *,
    by: Actor,
    template: Template | None,
    language: str,
    title: str = "",
    sense: str = "",
    reasons: str = "",
) -> Document:
    """Begin the text of a pending step and file it in its case: it is its document, and its sense and reasons stay.
    Of one that is not kept (a wait that has not begun), only its text.

    Raises `AlreadyDone` if it is not pending any more: what was resolved is not said otherwise by its text (R-SIL-04);
    `AgainstTheLaw` where the act needs reasons that were not said (R-ACT-01); and what `begin_text` raises.
    """
    is_kept = not step._state.adding
    step = held(step, by, None) if is_kept else step
    if not step.is_todo:
        raise AlreadyDone(_("That step is not pending any more."))
    case = step.case
    ensure(may_add_documents(by, case))
    said = words_said(reasons, "reasons")
    article = must_say_why(step.line, sense)
    if article and not said:
        refuse(Fault("reasons", "reasons", article))
    with translation.override(language):
        margin = [(_("Case"), case.number)]
        if case.series is not None:
            margin.append((_("Series"), case.series.label))
    if template is None or template.published is None:
        document = begin_text(by=by, template=None, language=language, title=title, margin=margin)
    else:
        about = Subject(by=by, language=language, thing=case, matter=ActText(step, sense, said))
        document = begin_text_about(about, template=template, title=title, about=case.title, margin=margin)
    add_document(case, document, by=by)
    if is_kept:
        step.document, step.sense, step.reasons = document, sense, said
        keep(step)
    return document


class WriteForm(BeginForm):
    """How a text begins, and what its step says: in which sense, and why where the law asks."""

    sense = forms.ChoiceField(
        label=gettext_lazy("In which sense"), choices=[("", gettext_lazy("Choose")), *SENSES.items()]
    )
    reasons = forms.CharField(
        label=gettext_lazy("Reasons"),
        required=False,
        max_length=LONGEST_WORDS,
        help_text=gettext_lazy("They go in the text; go on writing them there."),
        widget=forms.Textarea(attrs={"rows": 3, "data-behaviour": "autosize"}),
    )

    def __init__(self, *args: Any, line: palette.Kind | None, case: CaseFile, **options: Any) -> None:
        super().__init__(*args, series=case.series, **options)
        wanted = line.papers if line else ()
        rows = sorted(
            self.templates.items(),
            key=lambda row: (
                wanted.index(row[1].document_type) if row[1].document_type in wanted else len(wanted)
            ),
        )
        self.templates = dict(rows)
        field: Any = self.fields["template"]
        blank = field.choices[-1]
        field.choices = [(key, one.name) for key, one in rows] + [blank]
        if rows and wanted:
            self.initial["template"] = rows[0][0]
        if line is None or not line.says_sense:
            del self.fields["sense"]
            if line is None or not line.reasons:
                del self.fields["reasons"]
