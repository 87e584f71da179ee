"""What a story about guides needs: a town that has them, a guide of the province, a case of its series."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from consistori.cases.models import CaseFile
from consistori.cases.services import open_case
from consistori.cases.tests.conftest import make_series
from consistori.catalogue.tests.conftest import province, town
from consistori.guides.models import Guide
from consistori.guides.services import create_guide, publish
from consistori.kernel.actor import Actor
from consistori.tenancy.models import Entity
from consistori.tenancy.scope import working_for

__all__ = ["province", "town"]

TEXT = """\
code = "OBRES"
series = ["F302"]
name = {ca = "Obres menors", es = "Obras menores"}

[[steps]]
key = "look"
title = {ca = "Comprova els papers", es = "Comprueba los papeles"}

[[steps]]
key = "report"
does = "04"
article = "DL 1/2010, art. 188"
title = {ca = "Informe del tècnic", es = "Informe del técnico"}
why = {ca = "Ha de dir si s’ajusta al planejament.", es = "Debe decir si se ajusta al planeamiento."}

[[steps]]
key = "hearing"
does = "06"
kind = "wait"
when = "applicants > 1"
title = {ca = "Audiència", es = "Audiencia"}

[[steps]]
key = "decide"
does = "08"
title = {ca = "Resolució", es = "Resolución"}
"""
NEWER = (
    TEXT
    + """
[[steps]]
key = "notify"
does = "09"
title = {ca = "Notificació", es = "Notificación"}
"""
)


@pytest.fixture
def keeper(province: Entity) -> Actor:
    return Actor.system("keeper", province.pk)


@pytest.fixture
def shared(province: Entity, keeper: Actor) -> Guide:
    """A guide of the province, published."""
    with working_for(province):
        guide = create_guide(by=keeper, text=TEXT)
        publish(guide, by=keeper)
    return guide


@pytest.fixture
def renew(province: Entity, keeper: Actor) -> Callable[..., None]:
    """`renew(guide)` publishes another version of it above."""
    from consistori.guides.services import write_draft

    def make(guide: Guide, text: str = NEWER) -> None:
        with working_for(province):
            row = Guide.objects.get(pk=guide.pk)
            write_draft(row, by=keeper, text=text)
            publish(row, by=keeper)

    return make


@pytest.fixture
def case(shared: Guide, at_work: Any, clerk: Any) -> CaseFile:
    """A case of minor works, in the scope of the town."""
    return open_case(by=clerk, title="Reforma d’una façana", series=make_series("F302", "Obres menors"))
