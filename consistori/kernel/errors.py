"""Refusals [negatives / negativas] that a person understands: what happened, what to do, and the article."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Verdict:
    """The answer of a policy or a rule: yes or no, with its reason and, where there is one, its article."""

    ok: bool
    reason: Any = ""
    article: str = ""

    def __bool__(self) -> bool:
        return self.ok


class Refusal(Exception):
    """An act was refused. `message` is a (lazy) sentence for people; `status` is its HTTP status."""

    status = 409
    default_code = "refused"

    def __init__(
        self,
        message: Any = "",
        *,
        code: str = "",
        article: str = "",
        field: str = "",
        status: int | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.code = code or self.default_code
        self.article = article
        self.field = field
        if status is not None:
            self.status = status

    def __str__(self) -> str:
        return str(self.message)


class NotPermitted(Refusal):
    """The person may not do this (403)."""

    status = 403
    default_code = "not-permitted"


class NotHere(Refusal):
    """For this person it does not exist (404)."""

    status = 404
    default_code = "not-here"


class BadInput(Refusal):
    """Something that was typed or sent is wrong; `field` names it (422)."""

    status = 422
    default_code = "bad-input"


class Stale(Refusal):
    """Somebody else changed it meanwhile (412)."""

    status = 412
    default_code = "stale"


class AlreadyDone(Refusal):
    """It was done before (409)."""

    default_code = "already-done"


class Unavailable(Refusal):
    """Something that we need outside is not answering; nothing was lost (503)."""

    status = 503
    default_code = "unavailable"


def ensure(verdict: Verdict | bool, message: Any = "") -> None:
    """Raise `NotPermitted` with the verdict's own reason unless it is a yes."""
    if verdict:
        return
    if isinstance(verdict, Verdict):
        raise NotPermitted(verdict.reason or message, article=verdict.article)
    raise NotPermitted(message)
