"""What the letters of the term hang on the registry: a job when something is filed, a panel on the page of an entry."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from consistori.registry.models import RegistryEntry


def hang() -> None:
    """Called once, when the program starts."""
    from consistori.eoffice.filing.term_letters import sealing
    from consistori.eoffice.filing.term_letters.web import panel_of
    from consistori.registry import ports
    from consistori.registry.panels import entry_panels
    from consistori.ui.help import screen_help

    sealing.hang()
    ports.entering.append(owe_letter)
    entry_panels.add(
        "term_letter",
        template="eoffice/term_letters/_panel.html",
        context=panel_of,
        order=30,
        when=_is_open_entry,
    )
    screen_help.add(
        "eoffice:term_letters",
        title=_("Letters of the term"),
        what=_(
            "Whoever files is told within ten working days when it entered, until when we have to answer and what it "
            "means if we do not (Law 39/2015, article 21.4)."
        ),
        acts=(
            _("What is filed by the electronic office goes to the folder by itself, with its exit number."),
            _("Of the rest, say when you give the letter by hand or send it by post."),
        ),
    )


def owe_letter(entry: RegistryEntry) -> None:
    """In the act that registers an entry of a procedure: its letter is begun by a job. Another administration, if it
    goes on to one, tells them of its own term."""
    from consistori.eoffice.filing.term_letters.jobs import begin_term_letter
    from consistori.tenancy import jobs

    if entry.procedure and not entry.is_exit and not entry.destination:
        jobs.defer(begin_term_letter, entry_id=str(entry.pk))


def _is_open_entry(_request: Any, entry: RegistryEntry) -> bool:
    return not entry.is_exit and entry.state.annulled_at is None
