"""What a story about filing needs: a procedure in force, somebody who has come in, and a browser without script."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

SHEET = (Path(__file__).parent / "sheet.toml").read_text(encoding="utf-8")
CODE = "VIA-04"


@pytest.fixture
def shown(at_work: Any) -> Any:
    """The terrace of a bar, in force."""
    from consistori.catalogue.procedures.selectors import procedure
    from consistori.catalogue.procedures.services import create_procedure, publish
    from consistori.kernel.actor import Actor

    by = Actor.program(at_work.pk)
    publish(create_procedure(by=by, text=SHEET), by=by)
    return procedure(CODE)


@pytest.fixture
def form(shown: Any) -> Any:
    from consistori.eoffice.forms.definition import read_form

    return read_form(shown.sheet.form)


def a_citizen(identifier: str = "12345678Z", **said: Any) -> Any:
    """Laia, come in by what identifies her well enough to sign."""
    from consistori.eoffice.identity.citizens import Citizen
    from consistori.kernel.clock import now

    known: dict[str, Any] = {
        "method": "valid",
        "level": "substantial",
        "identifier": identifier,
        "name": "Laia",
        "surname1": "Riubrugent",
        "email": "laia@example.cat",
        "evidence": "a" * 64,
        "entered_at": now().isoformat(),
    }
    return Citizen(**known | said)


@pytest.fixture
def citizen() -> Any:
    return a_citizen()


@pytest.fixture
def begun(shown: Any, citizen: Any) -> Any:
    """A draft of hers with nothing in it yet, locked."""
    from consistori.eoffice.filing.drafts import begin_draft, own_draft

    draft = begin_draft(shown, citizen=citizen, contact={"email": "laia@example.cat"})
    return own_draft(citizen, CODE, draft.pk, locked=True)


@pytest.fixture
def filled(begun: Any) -> Any:
    """The same with all its answers."""
    from consistori.eoffice.filing.drafts import PAPERS, save_answers

    answers = {"bar": "Bar de la Plaça", "covered": False, "tables": 6}
    save_answers(begun, answers, page="place", is_right=True)
    save_answers(begun, answers, page="terrace", is_right=True)
    begun.done = [*begun.done, PAPERS]
    begun.save()
    return begun


@pytest.fixture
def come_in(client: Any, town: Any) -> Callable[..., Any]:
    """`come_in(citizen)` gives a browser where that person has come in; `come_in(None)`, where nobody has."""

    def enter(citizen: Any) -> Any:
        from consistori.eoffice.identity.citizens import KEY

        session = client.session
        session[KEY] = {str(town.pk): asdict(citizen)} if citizen is not None else {}
        session.save()
        return client

    return enter


def put(draft: Any, name: str, data: bytes, key: str = "sketch") -> Any:
    """Put a file in a place of a draft."""
    from consistori.documents.received import ReceivedFile
    from consistori.eoffice.filing.papers import Place, put_paper

    return put_paper(draft, Place(key, key, kinds=("pdf", "image")), ReceivedFile.from_bytes(name, data))
