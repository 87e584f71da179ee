"""What the office hangs on the frame of the house: tabs and foot of public pages, the help of its own pages."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from consistori.tenancy import modality
from consistori.ui.help import screen_help
from consistori.ui.places import places
from consistori.ui.public_frame import public_frame


def is_open(request: HttpRequest) -> bool:
    """Whether the town of this page has its e-office on."""
    entity: Any = getattr(request, "entity", None)
    return entity is not None and modality.is_on(entity, "eoffice")


def hang() -> None:
    """Tabs, foot, places, help, and the extensions of terms that the sums of terms ask for."""
    from consistori.deadlines import ports
    from consistori.eoffice.office.extensions import published_extensions

    places.add(home="eoffice:home")
    ports.published.append(published_extensions)
    _tabs()
    _foot()
    screen_help.add(
        "eoffice",
        title=_("What the e-office says"),
        what=_(
            "The hours of the counter, notices and incidents at the door, and the text of each legal page."
        ),
        acts=(
            _("The secretary or the administrator write; nothing is rubbed out: each text is a new version."),
            _("An incident alone extends no term: say which decision extends them, and to which day."),
            _(
                "While nobody writes a page, the program shows a proposed text and says that nobody validated it."
            ),
        ),
    )


def _tabs() -> None:
    public_frame.tab(_("Home"), url="eoffice:home", order=10, when=is_open)
    public_frame.tab(
        _("Procedures"), url="eoffice:procedures", order=20, when=is_open,
        pages=("eoffice:find", "eoffice:procedure", "eoffice:begin"),
    )  # fmt: skip
    public_frame.tab(_("Verify"), url="verify:form", order=40, pages=("verify:result",))
    public_frame.tab(
        _("My folder"), url="eoffice:folder", order=90, when=is_open, icon="folder", outlined=True,
        pages=("eoffice:folder_case", "eoffice:folder_entry", "eoffice:folder_papers", "eoffice:folder_messages",
               "eoffice:folder_sent", "eoffice:payments", "eoffice:payment", "eoffice:draft_receipt"),
    )  # fmt: skip


def _foot() -> None:
    public_frame.column("help", _("We help you"))
    public_frame.column("office", _("This e-office"))
    public_frame.column("check", _("Check it"))
    pages = "eoffice:legal"
    public_frame.foot("help", _("How to use this office"), url=pages, args=("instruccions",), when=is_open)
    public_frame.foot("help", _("Complaints and suggestions"), url=pages, args=("queixes",), when=is_open)
    public_frame.foot("office", _("Holder and rules"), url="eoffice:about", when=is_open)
    public_frame.foot("office", _("Accessibility"), url=pages, args=("accessibilitat",), when=is_open)
    public_frame.foot("office", _("Your data"), url=pages, args=("dades",), when=is_open)
    public_frame.foot("check", _("How plainly we speak"), url="eoffice:plain", when=is_open)
    public_frame.foot("check", _("Verify a document"), url="verify:form")
    public_frame.foot("check", _("Certificate of this office"), url=pages, args=("certificat",), when=is_open)
    public_frame.foot("check", _("State of the service"), url=pages, args=("incidencies",), when=is_open)
