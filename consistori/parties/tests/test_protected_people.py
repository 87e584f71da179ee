"""R-RGP-08: the protected mark blocks publication and hides where the person lives."""

import pytest

from consistori.parties.rules.protection import disclosure

CASES = [
    (False, False, True, True, ""),
    (False, True, True, True, ""),
    (True, False, False, False, "protected_hidden"),
    (True, True, True, False, "protected_seen"),
]


@pytest.mark.parametrize(("protected", "trusted", "sees_where", "may_publish", "reason"), CASES)
def test_what_may_be_shown(
    protected: bool, trusted: bool, sees_where: bool, may_publish: bool, reason: str
) -> None:
    shown = disclosure(protected=protected, trusted=trusted)

    assert (shown.may_see_where, shown.may_publish, shown.reason) == (sees_where, may_publish, reason)
    assert bool(shown.article) is protected
