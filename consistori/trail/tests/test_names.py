"""Who acted, as people read it."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import translation

from consistori.kernel.actor import Actor
from consistori.kernel.identifiers import uuid7
from consistori.tenancy.scope import working_for
from consistori.trail import announce
from consistori.trail.names import name_shown
from consistori.trail.selectors import recent
from consistori.trail.tests.test_chain import BellRang


@pytest.mark.parametrize(
    ("language", "said"), [("ca", "El programa"), ("es", "El programa"), ("en", "The program")]
)
def test_what_was_automatic_is_signed_by_the_program(town: Any, language: str, said: str) -> None:
    with working_for(town):
        announce(BellRang(bell_id=uuid7(), times=1), by=Actor.program(town.pk))

    with working_for(town), translation.override(language):
        assert recent()[0].who == said
        assert name_shown("Núria Camps") == "Núria Camps"
