"""Guides and their versions, which case follows which, what was skipped, and what colleagues propose."""

from consistori.guides.models.following import Following, GuideHidden, GuideMark
from consistori.guides.models.guide import Guide, GuideReview, GuideVersion
from consistori.guides.models.proposals import GuideProposal, GuideVote

__all__ = [
    "Following",
    "Guide",
    "GuideHidden",
    "GuideMark",
    "GuideProposal",
    "GuideReview",
    "GuideVersion",
    "GuideVote",
]
