"""Publishing on the board: what is found of people, who decides, for how long, and what the public page serves."""

import io
from datetime import UTC, date, datetime

import pikepdf
import pypdfium2
import pytest

from consistori.bulletin import selectors
from consistori.bulletin.models import Datum, Edict
from consistori.bulletin.rules.exposing import Standing
from consistori.bulletin.services import decide_data, extend_exposure, prepare_edict, publish_edict, take_down
from consistori.bulletin.services.preparing import AlreadyPublished
from consistori.bulletin.services.publishing import NamesProtected, NotDecided
from consistori.documents import blobs
from consistori.documents.received import ReceivedFile
from consistori.documents.services import freeze_document, new_version
from consistori.kernel.errors import AlreadyDone, BadInput, NotHere, NotPermitted, Stale
from consistori.parties.models import Party
from consistori.signature.models import SignatureRequest
from consistori.tenancy.scope import current_scope


def words_of(document) -> str:
    with blobs.open(document.latest_blob.sha256) as stream:
        pdf = pypdfium2.PdfDocument(stream.read())
    return " ".join(" ".join(page.get_textpage().get_text_range().split()) for page in pdf)


def test_what_the_text_tells_of_people_is_found_and_proposed(written, clerk):
    edict = prepare_edict(by=clerk, document=written, kind="plurality")

    found = {one.what: (one.text, one.proposal, one.shown_as) for one in Datum.objects.filter(edict=edict)}
    assert found == {
        "number": ("12345678Z", "mask", "***4567**"),
        "phone": ("612 34 56 78", "hide", ""),
        "email": ("laia@exemple.cat", "hide", ""),
        "firm": ("B65410011", "keep", ""),
    }


def test_nothing_is_published_that_nobody_decided(written, clerk):
    edict = prepare_edict(by=clerk, document=written, kind="plurality")

    with pytest.raises(NotDecided):
        publish_edict(edict, by=clerk, until_on=date(2099, 1, 1))
    with pytest.raises(BadInput, match="12345678Z"):
        decide_data(edict, by=clerk, decisions={})


def test_a_whole_number_never_stays_though_somebody_asks(written, clerk):
    edict = prepare_edict(by=clerk, document=written, kind="plurality")
    decisions = {one.pk: "keep" for one in Datum.objects.filter(edict=edict)}

    with pytest.raises(BadInput) as refused:
        decide_data(edict, by=clerk, decisions=decisions)

    assert refused.value.article == "LOPDGDD, DA 7a.1, paràgraf primer"


def test_the_published_version_of_a_text_is_text_without_what_goes(written, clerk, decided):
    edict = decided(written, hide=("terrassa a la plaça",))

    said = words_of(edict.shown)
    assert "***4567**" in said and "Laia Riubrugent Pou" in said and "B65410011" in said
    assert "12345678Z" not in said and "612 34 56 78" not in said and "terrassa a la plaça" not in said
    with blobs.open(edict.shown.latest_blob.sha256) as stream, pikepdf.open(io.BytesIO(stream.read())) as pdf:
        assert not pdf.attachments and b"mailto" not in b"".join(
            str(page.obj.get("/Annots", "")).encode() for page in pdf.pages
        )
    assert "12345678Z" not in edict.shown_text and "***4567**" in edict.shown_text


def test_of_a_pdf_the_pages_that_tell_become_an_image_and_the_others_stay(printed, decided):
    edict = decided(printed)

    with blobs.open(edict.shown.latest_blob.sha256) as stream:
        pdf = pypdfium2.PdfDocument(stream.read())
    first, second = (page.get_textpage().get_text_range() for page in pdf)
    assert "12345678" not in first and "1234567L" not in first and "Laia" not in first
    assert "Segona pàgina" in second
    assert "***4567**" in edict.shown_text and "****4567*" in edict.shown_text and "Laia" in edict.shown_text


def test_the_code_of_the_whole_document_is_not_on_the_published_one(written, clerk, decided):
    freeze_document(written, by=clerk, signer_posts=["Alcaldia"])

    edict = publish_edict(decided(written), by=clerk, amount=9, unit="natural_days")

    said = words_of(edict.shown)
    assert edict.shown.code and edict.shown.code in said
    assert written.code and written.code not in said


def test_it_says_who_signed_the_document_without_their_certificates(written, clerk, mayor, decided):
    version = freeze_document(written, by=clerk, signer_posts=["Alcaldia"])
    SignatureRequest.objects.create(
        document=written, version=version, signer_id=mayor.person_id, signer_post="Alcaldessa", state="signed",
        settled_at=datetime(2026, 3, 16, 10, tzinfo=UTC), signed_sha256=version.sha256,
    )  # fmt: skip

    edict = publish_edict(decided(written), by=clerk, amount=9, unit="natural_days")

    assert "Alcaldessa, 16 de març de 2026" in words_of(edict.shown)


def test_public_information_is_twenty_working_days_and_never_less(written, clerk, decided, calendars, at):
    at("2026-03-16")
    edict = decided(written, kind="public_information", journal="BOP 51, 16.3.2026")

    with pytest.raises(BadInput) as refused:
        publish_edict(edict, by=clerk, until_on=date(2026, 4, 10))
    published = publish_edict(edict, by=clerk)

    assert refused.value.article == "Llei 39/2015, art. 83.2"
    # 20 working days from the 17th of March: Good Friday and Easter Monday do not count.
    assert published.until_on == date(2026, 4, 15)
    assert published.reference == "2026/1"
    assert [
        one.event.reference
        for one in current_scope().pending
        if one.event.kind() == "bulletin.EdictPublished"
    ] == ["2026/1"]


def test_where_it_stands_changes_with_the_day_and_no_job(written, clerk, decided, at):
    at("2026-03-16")
    edict = publish_edict(decided(written), by=clerk, starts_on=date(2026, 3, 18), until_on=date(2026, 3, 20))

    seen = []
    for day, hour in (("2026-03-17", "23:59:59.9"), ("2026-03-18", "00:00"), ("2026-03-20", "23:59:59.9"),
                      ("2026-03-21", "00:00")):  # fmt: skip
        at(day, hour)
        seen.append((edict.standing, edict in selectors.on_board(), edict in selectors.past()))

    assert seen == [
        (Standing.TO_COME, False, False),
        (Standing.EXPOSED, True, False),
        (Standing.EXPOSED, True, False),
        (Standing.ENDED, False, True),
    ]


def test_numbers_have_no_holes(written, printed, clerk, decided):
    first, second = decided(written), decided(printed)

    with pytest.raises(BadInput):
        publish_edict(first, by=clerk)
    one = publish_edict(second, by=clerk, amount=10, unit="natural_days")
    two = publish_edict(first, by=clerk, amount=10, unit="natural_days")

    assert (one.number, two.number) == (1, 2)
    with pytest.raises(AlreadyPublished):
        publish_edict(one, by=clerk, amount=10, unit="natural_days")


def test_a_protected_person_is_never_published(written, clerk, decided, secretary):
    edict = decided(written)
    Party.objects.create(name="Laia", surname1="Riubrugent", surname2="Pou", is_protected=True)

    with pytest.raises(NamesProtected):
        publish_edict(edict, by=clerk, amount=10, unit="natural_days")
    again = prepare_edict(by=clerk, document=written, kind="plurality")

    protected = Datum.objects.get(edict=again, what="protected")
    assert protected.options == [("hide", protected.options[0][1])]


def test_by_announcement_the_number_is_whole_the_name_goes_and_the_boe_is_said(written, clerk, decided):
    Party.objects.create(
        name="Laia", surname1="Riubrugent", surname2="Pou", identifier="12345678Z", is_protected=False
    )
    from consistori.bulletin import ports

    ports.people_of.append(lambda document: Party.objects.all())
    try:
        edict = decided(written, kind="announcement")
        with pytest.raises(BadInput) as refused:
            publish_edict(edict, by=clerk, amount=10, unit="natural_days")
    finally:
        ports.people_of.pop()

    assert "12345678Z" in edict.shown_text and "Riubrugent" not in edict.shown_text
    assert refused.value.article == "Llei 39/2015, art. 44"


def test_another_text_is_looked_at_again(printed, clerk, decided):
    edict = decided(printed)
    import typst

    other = typst.compile(b"Un altre text", format="pdf")
    new_version(printed, by=clerk, received=ReceivedFile.from_bytes("anunci.pdf", other))

    with pytest.raises(Stale):
        publish_edict(Edict.objects.get(pk=edict.pk), by=clerk, amount=10, unit="natural_days")


def test_the_secretary_takes_it_down_by_order_of_a_court(written, clerk, secretary, decided, at):
    at("2026-03-16")
    edict = publish_edict(decided(written), by=clerk, until_on=date(2026, 3, 30))
    at("2026-03-18", "12:00")

    with pytest.raises(NotPermitted):
        take_down(edict, by=clerk, why="court", words="Interlocutòria 12/2026")
    with pytest.raises(BadInput):
        take_down(edict, by=secretary, why="court", words=" ")
    down = take_down(edict, by=secretary, why="court", words="Interlocutòria 12/2026 del Jutjat Contenciós 3")

    assert down.standing is Standing.TAKEN_DOWN and edict not in selectors.on_board()
    assert down.until.isoformat() == "2026-03-18T12:00:00+01:00"
    with pytest.raises(AlreadyDone):
        extend_exposure(down, by=clerk, until_on=date(2026, 4, 30), reason="Més dies")


def test_it_may_stay_longer_with_its_reason(written, clerk, decided, at):
    at("2026-03-16")
    edict = publish_edict(decided(written), by=clerk, until_on=date(2026, 3, 30))

    with pytest.raises(BadInput):
        extend_exposure(edict, by=clerk, until_on=date(2026, 3, 30), reason="La pàgina no responia")
    longer = extend_exposure(edict, by=clerk, until_on=date(2026, 4, 2), reason="La pàgina no responia")

    assert longer.until_on == date(2026, 4, 2)


def test_the_outsider_prepares_and_sees_nothing(written, town, other_town, outsider, clerk):
    edict = prepare_edict(by=clerk, document=written, kind="plurality")

    with pytest.raises(NotPermitted):
        prepare_edict(by=outsider, document=written, kind="plurality")
    with pytest.raises(NotHere):
        selectors.edict_for(outsider, edict.pk)
