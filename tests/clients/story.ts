// The journey of another program, told with the client that a public generator made (openapi-typescript-codegen).
// It prints, as JSON, what the test asks about. Arguments: address, key, short name of the town, where it listens.
import { ApiError, CasesService, DirectoryService, OpenAPI, WebhooksService } from "./client";

const [url, key, town, hook] = process.argv.slice(2);
OpenAPI.BASE = url;
OpenAPI.TOKEN = key;
OpenAPI.HEADERS = { "Accept-Language": "en" };

async function refusal(asked: Promise<unknown>): Promise<any> {
  try {
    await asked;
  } catch (error) {
    if (error instanceof ApiError) return error.body;
    throw error;
  }
  throw new Error("it was not refused");
}

async function story() {
  const endpoint = await WebhooksService.addWebhookEndpoint({ name: `TypeScript ${hook}`, url: hook }, town);
  const last = endpoint.sent_seq;

  const party = { name: "Fusteria Bosc", kind: "legal" };
  const body: any = { title: "Gual al carrer Nou", parties: [party] };
  const opened = await CasesService.openCase(body, town, `typescript ${hook}`);
  const again = await CasesService.openCase(body, town, `typescript ${hook}`);
  const file = new Blob(["Informe favorable.\n"], { type: "text/plain" });
  const leaf: any = await CasesService.bringDocument(opened.id, { file, title: "Informe" }, town);

  const refused = await refusal(CasesService.openCase({ title: "" } as any, town));
  const stale = await refusal(CasesService.changeCase(opened.id, { title: "Un altre" }, town, '"of-yesterday"'));
  const read = await fetch(`${url}/api/v1/cases/${opened.id}`, {
    headers: { Authorization: `Bearer ${key}`, "X-Entity": town },
  });
  const changed = await CasesService.changeCase(opened.id, { title: "Gual" }, town, read.headers.get("etag")!);

  const kinds: string[] = [];
  let newest = last;
  let cursor: string | null = null;
  do {
    const page: any = await DirectoryService.listTrailEvents(2, cursor, undefined, undefined, last, town);
    kinds.push(...page.items.map((event: any) => event.kind));
    newest = Math.max(newest, ...page.items.map((event: any) => event.seq));
    cursor = page.next;
  } while (cursor);

  for (let n = 0; ; n++) {
    const told: any = await WebhooksService.showWebhookEndpoint(endpoint.id, town);
    if (told.sent_seq >= newest) break;
    if (n > 300) throw new Error("it was not told");
    await new Promise((later) => setTimeout(later, 300));
  }
  await WebhooksService.replayWebhook(endpoint.id, { after: last }, town);
  const shown: any = await WebhooksService.showWebhookEndpoint(endpoint.id, town);

  console.log(
    JSON.stringify({
      number: opened.number, same: opened.id === again.id, parties: opened.parties.length, document: leaf.title,
      refused: [refused.status, refused.errors[0].field], stale: stale.status, title: changed.title, kinds,
      secret: shown.secrets[0],
    }),
  );
}

story().catch((error) => {
  console.error(error);
  process.exit(1);
});
