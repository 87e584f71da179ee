"""The services that the program leans on: database, signer, timestamps, mail, documents; looked at, or really tried."""

from __future__ import annotations

import shutil
import socket
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.mail import get_connection
from django.db import connection
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from consistori.kernel import health
from consistori.kernel.health import Health, bad, good, warning

LITTLE_ROOM, NO_ROOM = 10, 2
PATIENCE = 3.0


def database() -> Health:
    """It answers, it is recent enough, and our role cannot cross the wall."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolsuper OR rolbypassrls, current_setting('server_version_num')::int,"
            " EXISTS (SELECT FROM pg_tables WHERE schemaname = 'public' AND tableowner = current_user)"
            " FROM pg_roles WHERE rolname = current_user"
        )
        powerful, version, owner = cursor.fetchone()
    detail = f"PostgreSQL {version // 10000}.{version % 10000}"
    if powerful or owner:
        return bad(_("The program enters the database with a role that can cross the wall."), detail)
    if version < 150000:
        return bad(_("The database is too old: PostgreSQL 15 or newer."), detail)
    return good(_("It answers, and our role cannot cross the wall."), detail)


def signer() -> Health:
    """The process that signs listens."""
    try:
        with socket.socket(socket.AF_UNIX) as s:
            s.settimeout(PATIENCE)
            s.connect(settings.SIGNER_SOCKET)
    except OSError as error:
        return bad(
            _("The process that signs does not answer: nobody can sign."),
            f"{settings.SIGNER_SOCKET}: {error}",
        )
    return good(_("The process that signs listens."))


def timestamp() -> Health:
    """There is an authority to ask, and certificates in which to trust."""
    if not settings.TSA_URLS:
        return bad(_("No timestamp authority is named (TSA_URLS): nothing can be signed."))
    roots = Path(settings.TRUST_ROOTS)
    if not roots.is_dir() or not any(roots.iterdir()):
        return bad(_("There are no certificates in which to trust."), str(roots))
    return good(_("An authority is named; the test asks it for a stamp."))


def timestamp_asked() -> Health:
    """Ask for a stamp."""
    looked = timestamp()
    if not looked.well:
        return looked
    authority: Any = import_string(settings.TIMESTAMP_AUTHORITY)()
    if authority.is_alive():
        return good(_("It has stamped now."))
    return bad(_("No timestamp authority answers: signing waits until one does."))


def mail() -> Health:
    """There is somebody to give our messages to."""
    if not settings.EMAIL_URL:
        return bad(_("No mail server is named (EMAIL_HOST): invitations and notices reach nobody."))
    return good(_("A mail server is named; the test enters it, and sends nothing."), settings.EMAIL_HOST)


def mail_entered() -> Health:
    """Enter the mail server and leave, without sending anything."""
    looked = mail()
    if not looked.well:
        return looked
    server = get_connection(fail_silently=False, timeout=PATIENCE)
    try:
        server.open()
    except OSError as error:
        return bad(_("The mail server does not let us in."), f"{settings.EMAIL_HOST}: {error}")
    finally:
        server.close()
    return good(_("The mail server lets us in."), settings.EMAIL_HOST)


def room() -> Health:
    """There is room on the disk of the data folder."""
    free = shutil.disk_usage(settings.DATA_DIR).free // 2**30
    detail = f"{free} GiB · {settings.DATA_DIR}"
    if free < NO_ROOM:
        return bad(_("The disk is almost full: soon nothing can be brought."), detail)
    if free < LITTLE_ROOM:
        return warning(_("There is little room left on the disk."), detail)
    return good(_("There is room on the disk."), detail)


def demo() -> Health:
    """This is not the demo, and errors do not show their insides."""
    if settings.DEMO:
        return bad(_("This is the demo: its keys are known to everybody. Never for a town."))
    if settings.DEBUG:
        return bad(_("DEBUG is on: errors show their insides to whoever asks."))
    if not settings.PUBLIC_URL.startswith("https://"):
        return bad(_("People do not come by https: passwords travel in the open."), settings.PUBLIC_URL)
    return good(_("It is fit for a town: its own keys, and by https."), settings.PUBLIC_URL)


def hang() -> None:
    """Hang them all for the console and the doctor."""
    health.add("fit", label=_("Kind of installation"), check=demo, order=1)
    health.add("database", label=_("Database"), check=database, order=10)
    health.add("signer", label=_("Process that signs"), check=signer, test=signer, order=21)
    health.add("timestamp", label=_("Timestamps"), check=timestamp, test=timestamp_asked, order=22)
    health.add("mail", label=_("Mail"), check=mail, test=mail_entered, order=23)
    health.add("room", label=_("Room on the disk"), check=room, order=33)
