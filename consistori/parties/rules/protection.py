"""People whose data must not help anybody to find them [persones protegides / personas protegidas]
(R-RGP-08).

LOPDGDD, DA 7a.2; LO 1/2004, art. 63; Llei 5/2008, art. 7. The mark blocks publication and hides where they
live.
"""

from dataclasses import dataclass

ARTICLE = "LOPDGDD, DA 7a.2; LO 1/2004, art. 63"


@dataclass(frozen=True)
class Disclosure:
    """What of a party may be shown to somebody: `reason` is a code, empty when all may be shown."""

    may_see_where: bool
    may_publish: bool
    reason: str = ""
    article: str = ""


def disclosure(*, protected: bool, trusted: bool) -> Disclosure:
    """What may be shown of a party to a person at work; `trusted` if their role may see where they live."""
    if not protected:
        return Disclosure(may_see_where=True, may_publish=True)
    reason = "protected_seen" if trusted else "protected_hidden"
    return Disclosure(may_see_where=trusted, may_publish=False, reason=reason, article=ARTICLE)
