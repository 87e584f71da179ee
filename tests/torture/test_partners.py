"""The partners of the torture speak as the real ones do, and can be cut."""

import smtplib
import time

import pytest

from tests.torture.making import pages_pdf, words_of
from tests.torture.partners import Door, Mailbox

LETTER = "Subject: Hola\r\n\r\nUna carta.\r\n"


def test_the_mail_server_keeps_to_whom_it_was_written_and_when():
    began = time.monotonic()
    mailbox = Mailbox()
    door = Door(mailbox.port)

    with smtplib.SMTP("127.0.0.1", door.port, timeout=5) as client:
        client.sendmail("casa@example.org", ["Nuria@example.org"], LETTER)

    assert mailbox.received == {"nuria@example.org": 1}
    assert mailbox.last["nuria@example.org"] > began
    mailbox.shutdown()


def test_a_door_that_is_shut_lets_nobody_by():
    mailbox = Mailbox()
    door = Door(mailbox.port)
    door.is_open = False

    with pytest.raises((smtplib.SMTPException, OSError)):
        smtplib.SMTP("127.0.0.1", door.port, timeout=5)

    assert not mailbox.received
    mailbox.shutdown()


def test_the_words_of_a_paper_are_found_on_all_its_pages():
    found = words_of(pages_pdf(0.5))

    assert "Primera" in found
    assert "Tercera" in found
