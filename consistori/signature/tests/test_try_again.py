"""What could not be signed does not end there: it is told, put right, tried again, or returned."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from consistori.documents import blobs
from consistori.kernel.errors import AlreadyDone, NotPermitted, Refusal
from consistori.signature import selectors
from consistori.signature.models import SignatureBatch, SignatureRequest, SigningKey
from consistori.signature.services import request_signatures, sign_requests, try_again
from consistori.signature.services import signing as signing_module
from consistori.signature.tests.conftest import PASSPHRASE
from consistori.signature.tests.test_sign_many import begin, states_of
from consistori.signature.web.choosing import SignForm
from consistori.tenancy.scope import working_for

Ask = Callable[..., SignatureRequest]
GiveKey = Callable[..., SigningKey]
DESK = "/e/vall-llobera/desk/signature/"


@contextmanager
def damaged(request: SignatureRequest, town: Any) -> Iterator[None]:
    """Its bytes are not those that were fixed; at the end a copy of the night puts them right."""
    with working_for(town):
        path = blobs.existing_path(request.version.sha256)
    data = path.read_bytes()
    path.chmod(0o600)
    path.write_bytes(data[:-9] + b"\n% worm\n\n")
    yield
    path.write_bytes(data)


def test_what_could_not_be_signed_is_told_in_the_tray_and_only_that_is_signed_again(
    ask: Ask, give_key: GiveKey, mayor: Any, town: Any, sign_in: Callable[..., Any]
) -> None:
    give_key(mayor, town)
    requests = [ask(mayor, f"Decret {number}") for number in range(3)]
    with damaged(requests[1], town):
        outcome = sign_requests(requests, by=mayor, passphrase=PASSPHRASE)
    browser = sign_in(mayor)

    tray = browser.get(DESK).content.decode()
    page = browser.get(f"{DESK}batches/{outcome.batch_id}/").content.decode()
    again = browser.post(f"{DESK}batches/{outcome.batch_id}/again/", follow=True)

    assert "1 document no s’ha pogut signar" in tray
    assert "Torna-ho a provar" in page
    assert f"{DESK}{requests[1].pk}/return/" in page
    assert [one.pk for one in again.context["asked"]] == [requests[1].pk]
    assert sign_requests([requests[1]], by=mayor, passphrase=PASSPHRASE).signed == (requests[1].pk,)
    assert "no s’ha pogut signar" not in browser.get(DESK).content.decode()
    with working_for(town):
        assert SignatureBatch.objects.get(pk=outcome.batch_id).failed == 0


def test_whoever_comes_after_waits_for_it_until_it_is_asked_again_or_withdrawn(
    bring_paper: Any, give_key: GiveKey, mayor: Any, clerk: Any, town: Any, hire: Any, outsider: Any,
    sign_in: Callable[..., Any],
) -> None:  # fmt: skip
    give_key(mayor, town)
    second = hire(town, "councillor", "Pol", "Ferrer")
    from consistori.directory.models import Person

    people = [Person.objects.get(pk=one.person_id) for one in (mayor, second)]
    document = bring_paper()
    with working_for(town):
        first, later = request_signatures(by=clerk, document=document, signers=people)
    with damaged(first, town):
        sign_requests([first], by=mayor, passphrase=PASSPHRASE)

    with working_for(town):
        assert selectors.waiting_for(second.person_id) == []
        first.refresh_from_db()
        with pytest.raises(NotPermitted):
            try_again([first], by=hire(town, "auditor", "Àlex", "Prat"))
        (asked,) = request_signatures(by=clerk, document=document, signers=[people[0]])
        with pytest.raises(AlreadyDone):
            try_again([first], by=clerk)
    assert sign_in(outsider).post(f"{DESK}{first.pk}/again/").status_code == 404
    assert states_of([first, asked, later], town) == ["withdrawn", "waiting", "waiting"]


def test_one_that_is_refused_while_it_is_kept_leaves_the_others_signed(
    ask: Ask, give_key: GiveKey, mayor: Any, town: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    give_key(mayor, town)
    requests = [ask(mayor, f"Decret {number}") for number in range(3)]
    batch, real = begin(requests, mayor, town), signing_module.keep_ready

    def keep(batch: SignatureBatch, ready: Any, *, by: Any) -> Any:
        if any(one.request.pk == requests[2].pk for one in ready):
            raise Refusal("the text changed", code="other-text")
        return real(batch, ready, by=by)

    monkeypatch.setattr(signing_module, "keep_ready", keep)
    signing_module.run_batch(town, batch.pk, by=mayor)

    assert states_of(requests, town) == ["signed", "signed", "failed"]


@pytest.mark.parametrize(
    ("origins", "opens", "label"),
    [(["demo"], "passphrase", "Frase de pas per signar"), (["token"], "pin", "PIN del dispositiu"),
     (["token", "demo"], "either", "Frase de pas de la clau, o PIN del dispositiu")],
)  # fmt: skip
def test_a_key_in_a_device_is_asked_for_its_pin(
    origins: list[str], opens: str, label: str, give_key: GiveKey, mayor: Any, town: Any
) -> None:
    key = give_key(mayor, town)
    keys = [SigningKey(pk=key.pk, origin=origin) for origin in origins]
    SigningKey.objects.filter(pk=key.pk).update(origin=origins[0])

    from django.utils.translation import override

    with override("ca"):
        form = SignForm({"key": key.pk, "passphrase": ""}, keys=keys)

        assert form.opens_with == opens
        assert form.fields["passphrase"].label == label
        assert ("PIN" in form.errors["passphrase"][0]) == (origins[0] == "token")
