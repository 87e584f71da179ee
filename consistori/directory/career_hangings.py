"""What careers hang: what a post lets one do with people, and the help of their screens."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from consistori.directory.career_policies import may_record_delegations
from consistori.directory.policies import may_manage_people
from consistori.directory.sights import sights
from consistori.ui.help import screen_help


def hang_careers() -> None:
    """Called once, when the program starts."""
    sights.add_ability(
        _("to give posts and write down who leaves"), lambda actor: bool(may_manage_people(actor))
    )
    sights.add_ability(
        _("to write delegations and substitutions down"), lambda actor: bool(may_record_delegations(actor))
    )
    screen_help.add(
        "directory:person",
        title=_("A person of the house"),
        what=_(
            "Her posts with their dates, when she is away, in whose place she acts, and what she carries."
        ),
        acts=(
            _("Before a post changes, look at what would change in what she sees."),
            _(
                "An absence moves nothing: whoever covers sees it meanwhile, and on the day back it is as it was."
            ),
            _("When she leaves, everything she carries is listed and passes to others; her access ends."),
        ),
    )
    screen_help.add(
        "directory:delegations",
        title=_("Delegations and substitutions"),
        what=_(
            "Nobody signs in the place of another without a decree on record. A delegation waits until it is "
            "accepted; a substitution is used only while the other is away."
        ),
        acts=(
            _("Write the decree down: the program reckons from when it may be used, and says the article."),
        ),
    )
