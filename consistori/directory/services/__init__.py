"""Acts on people, posts and the keys of programs."""

from consistori.directory.services.people import choose_language, invite_person
from consistori.directory.services.posts import create_unit, end_post, give_post
from consistori.directory.services.tokens import SCOPES, create_token, revoke_token

__all__ = [
    "SCOPES",
    "choose_language",
    "create_token",
    "create_unit",
    "end_post",
    "give_post",
    "invite_person",
    "revoke_token",
]
