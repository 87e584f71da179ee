"""A saved message is read as one reads it, however badly it was made."""

from email.message import EmailMessage
from pathlib import Path

from consistori.formats.mail import read
from consistori.formats.tests import makers


def message(**changes: str) -> EmailMessage:
    mail = EmailMessage()
    mail["From"] = "Núria Camps <nuria@exemple.cat>"
    mail["To"] = "oac@vall-llobera.example"
    mail["Subject"] = "Sol·licitud de gual"
    mail["Date"] = "Tue, 24 Nov 2026 09:12:07 +0100"
    mail.set_content(changes.get("text", "Bon dia,\n\nus envio el plànol."))
    return mail


def test_headers_text_and_attachments_are_read(tmp_path: Path) -> None:
    mail = message()
    mail.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="plànol.pdf")

    found = read(makers.written(tmp_path, "a.eml", mail.as_bytes()))

    assert found.subject == "Sol·licitud de gual"
    assert "Núria Camps" in found.sender
    assert found.sent_at is not None
    assert found.sent_at.isoformat() == "2026-11-24T09:12:07+01:00"
    assert "us envio el plànol." in found.text
    assert found.attachments == ("plànol.pdf",)


def test_a_message_only_in_html_is_told_in_words(tmp_path: Path) -> None:
    mail = message()
    mail.set_content(
        "<style>p{}</style><p>Hola&nbsp;<b>veïna</b></p><script>x()</script><p>Adéu</p>", subtype="html"
    )

    found = read(makers.written(tmp_path, "a.eml", mail.as_bytes()))

    assert found.text == "Hola veïna\nAdéu"


def test_a_broken_message_does_not_stop_us(tmp_path: Path) -> None:
    headers = b"From: =?utf-9?q?=ff\r\nDate: ahir\r\nSubject:\r\nContent-Type: text/plain; charset=cap\r\n"
    raw = headers + b"\r\ncaf\xe9"

    found = read(makers.written(tmp_path, "a.eml", raw))

    assert found.sent_at is None
    assert found.text == "café"
