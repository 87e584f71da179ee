"""The journey of another program, told with the client that a public generator made (openapi-python-client).

It prints, as JSON, what the test asks about. Arguments: address, key, short name of the town, address where it listens.
"""

from __future__ import annotations

import io
import json
import sys
import time

from consistori_client.api.cases import bring_document, change_case, open_case, show_case
from consistori_client.api.directory import list_trail_events
from consistori_client.api.webhooks import add_webhook_endpoint, replay_webhook, show_webhook_endpoint
from consistori_client.client import AuthenticatedClient
from consistori_client.models import (
    BringDocumentBody,
    CaseChanges,
    CaseIn,
    EndpointIn,
    OpeningPartyIn,
    ReplayIn,
)
from consistori_client.types import File

url, key, town, hook = sys.argv[1:5]
client = AuthenticatedClient(base_url=url, token=key, headers={"Accept-Language": "en"})

endpoint = add_webhook_endpoint.sync(
    client=client, x_entity=town, body=EndpointIn(name=f"Python {hook}", url=hook)
)
last = endpoint.sent_seq

case = CaseIn(title="Gual al carrer Nou", parties=[OpeningPartyIn(name="Fusteria Bosc", kind="legal")])
opened = open_case.sync(client=client, x_entity=town, body=case, idempotency_key=f"python {hook}")
again = open_case.sync(client=client, x_entity=town, body=case, idempotency_key=f"python {hook}")
file = File(payload=io.BytesIO(b"Informe favorable.\n"), file_name="informe.txt", mime_type="text/plain")
leaf = bring_document.sync(str(opened.id), client=client, x_entity=town, body=BringDocumentBody(file=file))

refused = open_case.sync_detailed(client=client, x_entity=town, body=CaseIn(title=""))
stale = change_case.sync_detailed(
    str(opened.id),
    client=client,
    x_entity=town,
    body=CaseChanges(title="Un altre"),
    if_match='"of-yesterday"',
)
read = show_case.sync_detailed(str(opened.id), client=client, x_entity=town)
changed = change_case.sync(
    str(opened.id),
    client=client,
    x_entity=town,
    body=CaseChanges(title="Gual"),
    if_match=read.headers["etag"],
)

kinds, newest, cursor = [], last, None
while True:
    more = {"cursor": cursor} if cursor else {}
    page = list_trail_events.sync(client=client, x_entity=town, after=last, limit=2, **more)
    kinds += [event.kind for event in page.items]
    newest = max([newest, *(event.seq for event in page.items)])
    cursor = page.next_
    if cursor is None:
        break

ends = time.monotonic() + 90
while show_webhook_endpoint.sync(endpoint.id, client=client, x_entity=town).sent_seq < newest:
    assert time.monotonic() < ends, "it was not told"
    time.sleep(0.3)
replay_webhook.sync(endpoint.id, client=client, x_entity=town, body=ReplayIn(after=last))
shown = show_webhook_endpoint.sync(endpoint.id, client=client, x_entity=town)

print(json.dumps({
    "number": opened.number, "same": str(opened.id) == str(again.id), "parties": len(opened.parties),
    "document": leaf.title, "refused": [refused.parsed.status, refused.parsed.errors[0].field],
    "stale": stale.parsed.status, "title": changed.title, "kinds": kinds, "secret": shown.secrets[0],
}))  # fmt: skip
