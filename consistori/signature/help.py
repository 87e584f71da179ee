"""Help of the screens of signatures."""

from django.utils.translation import gettext_lazy as _

from consistori.ui.help import screen_help


def put_help() -> None:
    """Put on the shelf what each screen is and what one can do there."""
    screen_help.add(
        "signature:tray",
        title=_("Signature tray"),
        what=_(
            "What waits for your signature, whoever sends it. Papers of one text stand together and only what "
            "changes is shown. Read, tick, and sign them all with one passphrase, or one PIN."
        ),
        acts=(
            _("Tick several and sign them at once."),
            _("Return one with its reason: the others go on."),
            _("See who had it before you and who comes after."),
        ),
    )
    screen_help.add(
        "signature:keys",
        title=_("My keys"),
        what=_(
            "A key is your certificate with what signs. It is kept locked with a passphrase that nobody else "
            "knows; if you forget it, remove the key and bring it again. One that stays in a device opens with its PIN."
        ),
        acts=(_("Bring a key (.p12, .pfx)"), _("Change the passphrase"), _("Remove the key")),
    )
    screen_help.add(
        "signature:lasting",
        title=_("Signatures that last"),
        what=_(
            "Certificates end after a few years; the paper must hold for thirty. So each signed file keeps the proof "
            "that its certificates were good, and an archive timestamp over everything, with another on top before it "
            "ends."
        ),
        acts=(_("See what waits, and why"), _("Look after them now")),
    )
    screen_help.add(
        "signature:seals",
        title=_("Seals of the town hall"),
        what=_(
            "What the program seals by itself: the case that is taken away and the authentic copies. A decree fixes it "
            "before, with who answers for it and before whom it is appealed."
        ),
        acts=(_("Bring a seal"), _("Fix an automated act"), _("End it")),
    )
    _put_of_handing()
    screen_help.add(
        "signature",
        title=_("Signature"),
        what=_(
            "When you sign, the program asks first whether your certificate is valid and not revoked, adds a "
            "timestamp, and keeps every earlier file. Anybody can check it later with the code at its margin."
        ),
    )


def _put_of_handing() -> None:
    """Of what goes from hand to hand, and of copies."""
    screen_help.add(
        "signature:copies",
        title=_("Authentic copies"),
        what=_(
            "A copy that is worth as the original: with another format, of a paper, or only a part. It is a new "
            "document that says what it is, sealed, and anybody checks it with its code."
        ),
        acts=(_("Make the copy"), _("Print a copy with its code")),
    )
    screen_help.add(
        "signature:pass",
        title=_("Pass what waits to somebody else"),
        what=_(
            "Whoever stands in for you by a decree on record may sign what waits for you, on the days and in the "
            "matters that it says. Without one, it is prepared here in a tap."
        ),
        acts=(_("Choose the decree that says so"), _("Prepare the decree of substitution")),
    )
    screen_help.add(
        "signature:circuits",
        title=_("Circuits of signature"),
        what=_(
            "By whom each text goes, one after another or several at once: who approves, who signs, who reads, and "
            "until when. It goes to the post, so that whoever holds it that day has it."
        ),
        acts=(
            _("See who has each text, and since when."),
            _("Take it back, or ask another post."),
            _("Say which circuit each type of document has."),
        ),
    )
