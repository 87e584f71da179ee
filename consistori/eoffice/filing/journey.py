"""The way through a draft: who you are, one page at a time, papers, check and send; where one is, what is done."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from consistori.catalogue.procedures.selectors import Shown
from consistori.catalogue.procedures.sheet import in_words
from consistori.eoffice.filing.drafts import PAPERS, WHO, Content
from consistori.eoffice.forms.definition import pages_for
from consistori.eoffice.forms.fields import Form, Page
from consistori.eoffice.models import Draft

CHECK = "check"


@dataclass(frozen=True)
class Step:
    """A step of the way. `state`: done, here, open, or send for the last one, which is never done."""

    key: str
    label: str
    url: str
    state: str


@dataclass(frozen=True)
class Journey:
    """The steps of a draft as it is now; `here` is the key of the one that is looked at."""

    draft: Draft
    shown: Shown
    form: Form
    content: Content
    language: str
    here: str = ""
    pages: list[Page] = field(default_factory=list)

    @classmethod
    def of(
        cls, draft: Draft, shown: Shown, form: Form, content: Content, language: str, here: str = ""
    ) -> Journey:
        return cls(draft, shown, form, content, language, here, pages_for(form, content.answers))

    @property
    def title(self) -> str:
        """What people call the procedure, as a heading: «Posar terrassa al bar»."""
        return in_words(self.shown.sheet.name, self.language) or self.shown.code

    @property
    def keys(self) -> list[str]:
        return [WHO, *(page.key for page in self.pages), PAPERS, CHECK]

    @property
    def steps(self) -> list[Step]:
        """Every step, in order, with a way to each one that was done or comes next."""
        found, reached = [], True
        for key in self.keys:
            is_done = key in self.draft.done and key != CHECK
            state = "here" if key == self.here else "send" if key == CHECK else "done" if is_done else "open"
            found.append(Step(key, self.label(key), self.url(key) if reached or is_done else "", state))
            reached = reached and (is_done or key == self.here)
        return found

    @property
    def number(self) -> int:
        """Of the step that is looked at, from one."""
        return self.keys.index(self.here) + 1 if self.here in self.keys else 1

    @property
    def total(self) -> int:
        return len(self.keys)

    def label(self, key: str) -> str:
        if key == WHO:
            return _("Who you are")
        if key == PAPERS:
            return _("The papers")
        if key == CHECK:
            return _("Check and send")
        page = self.form.page(key)
        return page.title.in_(self.language) if page else key

    def url(self, key: str) -> str:
        """The address of a step."""
        here = [self.shown.code, self.draft.pk]
        if key == WHO:
            return reverse("eoffice:draft_who", args=here)
        if key == PAPERS:
            return reverse("eoffice:draft_papers", args=here)
        if key == CHECK:
            return reverse("eoffice:draft_check", args=here)
        numbers = [page.key for page in self.form.pages]
        return reverse("eoffice:draft_page", args=[*here, numbers.index(key) + 1])

    def after(self, key: str) -> str:
        """The address of the step that comes after that one."""
        return self._beside(key, 1)

    def before(self, key: str) -> str:
        """The address of the step that comes before it; empty for the first one."""
        return self._beside(key, -1) if key != WHO else ""

    @property
    def before_here(self) -> str:
        return self.before(self.here)

    def _beside(self, key: str, by: int) -> str:
        keys = self.keys
        if key in keys:
            return self.url(keys[min(len(keys) - 1, keys.index(key) + by)])
        # A page that what was answered has hidden: on to the nearest one that is asked.
        order = [page.key for page in self.form.pages]
        place = order.index(key) if key in order else 0
        shown = [page.key for page in self.pages]
        near = [one for one in (order[place:] if by > 0 else order[:place][::-1]) if one in shown]
        return self.url(near[0] if near else (PAPERS if by > 0 else WHO))

    @property
    def left_at(self) -> str:
        """Where whoever comes back goes on: the first step that is not done."""
        return self.url(next((key for key in self.keys if key not in self.draft.done), CHECK))

    def context(self, **more: Any) -> dict[str, Any]:
        """What every page of the way shows."""
        return {"journey": self, "draft": self.draft, "title": self.title, **more}
