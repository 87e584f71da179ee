"""People at work in the stories: a browser each, and what they do through the pages."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.test import Client

from consistori.cases.models import CaseDocument, CaseFile
from consistori.directory.models import Delegation, Person, Post
from consistori.kernel.clock import today
from consistori.signature.models import SignatureRequest, SigningKey
from consistori.signature.tests.conftest import PASSPHRASE
from consistori.tenancy.scope import working_for

DESK = "/e/vall-llobera/desk/"
DAY = timedelta(days=1)


def person(actor: Any) -> Person:
    return Person.objects.get(pk=actor.person_id)


def browser_of(actor: Any) -> Client:
    """A browser of her own, second factor passed."""
    client = Client()
    client.force_login(person(actor), backend="allauth.account.auth_backends.AuthenticationBackend")
    session = client.session
    session["account_authentication_methods"] = [{"method": "password"}, {"method": "mfa", "type": "totp"}]
    session.save()
    return client


def send_to_sign(case: CaseFile, clerk: Any, town: Any, to: str) -> Any:
    with working_for(town):
        leaf = str(CaseDocument.objects.get(case=case).pk)
    browser_of(clerk).post(f"{DESK}cases/{case.number}/sign/send/", {"leaf": leaf, "to": to})
    with working_for(town):
        return SignatureRequest.objects.with_papers().latest("asked_at")


def write_decree(browser: Client, town: Any, *, of: Any, to: Any, manner: str, **said: str) -> Any:
    """The secretary writes a decree down through its page: first it reckons, then it keeps."""
    with working_for(town):
        post = Post.objects.get(person_id=of.person_id)
    form = {"manner": manner, "of_post": str(post.pk), "to": str(to.person_id), "decree": "Decret 2026/45",
            "decree_on": (today() - 20 * DAY).isoformat(), "notified_on": (today() - 19 * DAY).isoformat(),
            **said}  # fmt: skip
    shown = browser.post(f"{DESK}people/delegations/new/", form)
    assert shown.status_code == 200, shown.content.decode()
    kept = browser.post(f"{DESK}people/delegations/new/", form | {"do": "yes"})
    assert kept.status_code == 302, kept.content.decode()
    with working_for(town):
        return Delegation.objects.latest("told_at")


def tell_absence(browser: Client, who: Any, **said: str) -> Any:
    form = {"starts_on": today().isoformat(), **said}
    return browser.post(f"{DESK}people/{who.person_id}/absence/", form | {"do": "yes"})


def sign(browser: Client, request: Any, key: SigningKey) -> Any:
    said = {"request": str(request.pk), "key": str(key.pk), "passphrase": PASSPHRASE}
    return browser.post(f"{DESK}signature/sign/", said)
