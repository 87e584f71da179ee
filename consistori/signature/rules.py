"""Plain arithmetic of the tray: papers that are the same text with one change are shown together."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

T = TypeVar("T")
FEWEST_WORDS = 2


@dataclass(frozen=True)
class Group(Generic[T]):
    """Papers shown together: the words they share, each with the words that are its own, and the template, if any."""

    title: str
    members: tuple[tuple[str, T], ...]
    template: str = ""

    @property
    def is_series(self) -> bool:
        """Whether it holds several papers of one text."""
        return len(self.members) > 1


def group_by_template(
    papers: Iterable[tuple[Hashable, str, T]], *, template_of: Callable[[T], str] | None = None
) -> list[Group[T]]:
    """Group (kind, title, thing): same kind, and the same template, or titles that begin with the same two words or
    more, or with one that is closed («Letter. …»), as the name of a template is.

    The shared beginning becomes the title of the group (of one template whose papers share none, its name) and only
    what changes is left to each. Order is kept: a group stands where its first paper stood. Each paper is looked at
    once, however many groups there are.
    """
    found: dict[Any, tuple[list[str], list[tuple[str, T]], str]] = {}
    for number, (kind, title, thing) in enumerate(papers):
        words = title.split()
        template = template_of(thing) if template_of is not None else ""
        key = _key(kind, words, template, number)
        if key in found:
            shared, members, name = found[key]
            members.append((title, thing))
            if words[: len(shared)] != shared:
                found[key] = _shared(shared, words), members, name
        else:
            found[key] = words, [(title, thing)], template
    return [_group(shared, members, template) for shared, members, template in found.values()]


def _key(kind: Hashable, words: Sequence[str], template: str, number: int) -> Hashable:
    """What papers of one group have in common; of one that stands alone, its place."""
    if kind is None:
        return number
    if template:
        return kind, "template", template
    if words and words[0][-1] in ".:":
        return kind, words[0]
    return (kind, *words[:FEWEST_WORDS]) if len(words) >= FEWEST_WORDS else number


def _names_a_text(common: Sequence[str]) -> bool:
    return len(common) >= FEWEST_WORDS or bool(common and common[0][-1] in ".:")


def _group(shared: Sequence[str], members: list[tuple[str, T]], template: str) -> Group[T]:
    if len(members) == 1:
        return Group(members[0][0], ((members[0][0], members[0][1]),), template)
    if not _names_a_text(shared):
        return Group(template, tuple(members), template)
    beginning = " ".join(shared)
    own = [(title.removeprefix(beginning).strip(" :·,-–"), thing) for title, thing in members]
    said = tuple((rest or beginning, thing) for rest, thing in own)
    return Group(beginning.rstrip(" .:·,-–"), said, template)


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
