"""Acts on people, their accounts and posts, and the keys of programs."""

from consistori.directory.services.absences import come_back, tell_absence
from consistori.directory.services.delegations import (
    accept_delegation,
    end_delegation,
    publish_delegation,
    record_delegation,
    refuse_delegation,
)
from consistori.directory.services.doors import close_account, end_her_sessions, open_account, release_door
from consistori.directory.services.grants import (
    ask_information,
    give_information,
    grant_access,
    refuse_information,
    take_back,
)
from consistori.directory.services.leaving import Left, hand_over_carried, leave
from consistori.directory.services.people import (
    accept_invitation,
    bring_person,
    choose_language,
    invite_person,
    send_link_again,
)
from consistori.directory.services.posts import (
    change_post,
    close_unit,
    create_unit,
    end_post,
    give_post,
    rename_unit,
)
from consistori.directory.services.sessions import end_session, end_sessions
from consistori.directory.services.tokens import (
    SCOPES,
    change_token,
    create_token,
    revoke_token,
    rotate_token,
)

__all__ = [
    "SCOPES",
    "Left",
    "accept_delegation",
    "accept_invitation",
    "ask_information",
    "bring_person",
    "change_post",
    "change_token",
    "choose_language",
    "close_account",
    "close_unit",
    "come_back",
    "create_token",
    "create_unit",
    "end_delegation",
    "end_her_sessions",
    "end_post",
    "end_session",
    "end_sessions",
    "give_information",
    "give_post",
    "grant_access",
    "hand_over_carried",
    "invite_person",
    "leave",
    "open_account",
    "publish_delegation",
    "record_delegation",
    "refuse_delegation",
    "refuse_information",
    "release_door",
    "rename_unit",
    "revoke_token",
    "rotate_token",
    "send_link_again",
    "take_back",
    "tell_absence",
]
