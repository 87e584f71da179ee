"""Plain arithmetic of the tray: papers that are the same text with one change are shown together."""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")
FEWEST_WORDS = 2


@dataclass(frozen=True)
class Group(Generic[T]):
    """Papers shown together: the words they share, and each with the words that are its own."""

    title: str
    members: tuple[tuple[str, T], ...]

    @property
    def is_series(self) -> bool:
        """Whether it holds several papers of one text."""
        return len(self.members) > 1


def group_by_template(papers: Iterable[tuple[Hashable, str, T]]) -> list[Group[T]]:
    """Group (kind, title, thing): same kind, and titles that begin with the same two words or more, or with one that is
    closed («Letter. …»), as the name of a template is.

    The shared beginning becomes the title of the group and only what changes is left to each. Order is kept:
    a group stands where its first paper stood.
    """
    found: list[tuple[Hashable, list[str], list[tuple[str, T]]]] = []
    for kind, title, thing in papers:
        words = title.split()
        for place, (other, shared, members) in enumerate(found):
            common = _shared(shared, words)
            if kind == other and kind is not None and _name_a_text(common):
                members.append((title, thing))
                found[place] = (other, common, members)
                break
        else:
            found.append((kind, words, [(title, thing)]))
    return [_group(shared, members) for _, shared, members in found]


def _name_a_text(common: Sequence[str]) -> bool:
    return len(common) >= FEWEST_WORDS or bool(common and common[0][-1] in ".:")


def _group(shared: Sequence[str], members: list[tuple[str, T]]) -> Group[T]:
    if len(members) == 1:
        return Group(members[0][0], ((members[0][0], members[0][1]),))
    beginning = " ".join(shared)
    own = [(title.removeprefix(beginning).strip(" :·,-–"), thing) for title, thing in members]
    return Group(beginning.rstrip(" .:·,-–"), tuple((rest or beginning, thing) for rest, thing in own))


def _shared(one: Sequence[str], other: Sequence[str]) -> list[str]:
    """The words with which both begin; joining words at the end are left to each."""
    words: list[str] = []
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        words.append(left)
    while len(words) > FEWEST_WORDS and words[-1].lower() in JOINING:
        words.pop()
    return words


JOINING = {
    "de",
    "del",
    "dels",
    "de la",
    "a",
    "al",
    "per",
    "la",
    "el",
    "les",
    "els",
    "los",
    "las",
    "y",
    "i",
    "núm.",
}
