"""The help of the screens that are the desk's own. Each room tells its own in its `apps.ready()`."""

from django.utils.translation import gettext_lazy as _

from consistori.ui.help import screen_help


def hang() -> None:
    """Put the help of the desk on the shelf."""
    screen_help.add(
        "desk:today",
        title=_("Today"),
        what=_(
            "One list of what needs you in your town halls: first where the law puts a date, then what came in, what "
            "is your turn and what waits for your signature. When it is done, it leaves the list."
        ),
        acts=(
            _("J and K go up and down the rows; Enter opens."),
            _("What is new since you last looked is in bold, with a dot."),
            _("Press a red or brown day, and its sum opens: why that day and what happens at its end."),
            _("O begins with the most urgent, and Alt N goes to the next without the list between."),
            _("Print it, and it is the agenda of the weekly meeting."),
        ),
    )
    screen_help.add(
        "desk:find",
        title=_("The finder"),
        what=_("It finds cases, persons, documents and things to do by the beginning of any of their words."),
        acts=(_("A whole number, of a case or a NIF, goes straight to it."), _("Accents do not matter.")),
    )
    screen_help.add(
        "desk:search",
        title=_("Search in the texts"),
        what=_(
            "It looks in the title and in all that is written inside the documents that you may see, the newest first."
        ),
        acts=(
            _("Words between inverted commas are looked for in that order."),
            _(
                "An asterisk after some letters finds all that begins so; a hyphen before a word leaves it out."
            ),
            _("Open the filters to look only in a type, a series, a person, some dates or a state."),
        ),
    )
    screen_help.add(
        "desk:jobs",
        title=_("Jobs in progress"),
        what=_("Long jobs run here while you go on: exports, whole cases, many signatures."),
        acts=(_("You can leave the page: the result waits for you here."),),
    )
    screen_help.add(
        "desk",
        title=_("The desk"),
        what=_("The pages that look over the whole town hall: Today, the finder, notices and jobs."),
    )
    _hang_of_other_rooms()


def _hang_of_other_rooms() -> None:
    screen_help.add(
        "cases",
        title=_("Cases"),
        what=_(
            "A case file is a folder with a number, a title and all that happens in a matter: papers, "
            "persons, signatures and dates. Everybody in the house sees it, unless its series is reserved."
        ),
        acts=(
            _("Drag files anywhere on the page to add them."),
            _("Pass it to a colleague with a note: it appears in their Today."),
            _("Ask “why can I see this?” at any time."),
        ),
    )
    screen_help.add(
        "signature",
        title=_("The signature tray"),
        what=_(
            "What waits for your signature. Read it, choose it, and sign all at once with your passphrase."
        ),
        acts=(_("You can return one with a reason, and the others go on."),),
    )
    screen_help.add(
        "documents",
        title=_("A document"),
        what=_("Each change of its text is a new version; what was signed is never touched."),
        acts=(_("What you throw away can be restored for thirty days."),),
    )
    screen_help.add(
        "parties",
        title=_("Persons and firms"),
        what=_("Who comes to the town hall, once: their numbers, addresses, and how we must talk to them."),
    )
    screen_help.add(
        "catalogue",
        title=_("The classification scheme"),
        what=_("The series in which cases are kept, found by the words that people use."),
    )
