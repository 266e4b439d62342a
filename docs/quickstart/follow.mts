// Follow a municipality's journal and put an incident, by Node 20 or newer (from 22.18 on it runs this file as it stands):
//   npx tsc --strict --target es2022 --module nodenext --types node follow.mts
//   LEDLJUS_KEY=lj1.… node follow.mjs https://ledljus.kommunen.example
// The API key has the scopes journal.read, incidents.read and incidents.write.
import { createHash, randomBytes } from "node:crypto";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";

interface JournalRecord {
  id: string;
  kind: string;
  subject_id: string;
  body: { [field: string]: unknown } | null;
}
interface Receipt {
  id: string;
  receipt_no: string;
}

const CURSOR = "ledljus.cursor"; // where we are; kept by whoever follows, never by the server
const server = process.argv[2];
const headers = { Authorization: `Bearer ${process.env["LEDLJUS_KEY"]}` };
const pause = (seconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, seconds * 1000));

/** Every record in the order in which it became visible, from where we were, without end. */
async function* follow(waitSeconds = 2): AsyncGenerator<JournalRecord> {
  for (;;) {
    const after = existsSync(CURSOR) ? readFileSync(CURSOR, "utf8") : "";
    const query = new URLSearchParams({ after, limit: "200" });
    const answer = await fetch(`${server}/api/v1/journal?${query}`, { headers });
    if (answer.status === 410) {
      rmSync(CURSOR); // the server was restored: this cursor names nothing there any more
      continue; // everything comes again; tell what you have by its `id`
    }
    if (answer.status === 429 || answer.status === 503) {
      await pause(Number(answer.headers.get("retry-after") ?? waitSeconds));
      continue;
    }
    if (!answer.ok) throw new Error(((await answer.json()) as { detail: string }).detail);
    const page = (await answer.json()) as { items: JournalRecord[]; next: string };
    yield* page.items;
    writeFileSync(CURSOR, page.next); // only now: what was read twice is harmless, what was missed is not
    if (page.next === after) await pause(waitSeconds);
  }
}

/** Report an incident; the same bytes to the same id may be sent any number of times. */
async function putIncident(incident: object): Promise<Receipt> {
  const body = new TextEncoder().encode(JSON.stringify(incident)); // frozen: never made again, only sent again
  const digest = createHash("sha256").update(body).digest("base64");
  const told = { ...headers, "Content-Type": "application/json", "Content-Digest": `sha-256=:${digest}:` };
  const address = `${server}/api/v1/incidents/${uuid7()}`;
  for (const seconds of [0, 1, 2, 4, 8]) {
    await pause(seconds);
    const answer = await fetch(address, { method: "PUT", body, headers: told }).catch(() => null);
    if (answer === null) continue; // perhaps it came: sending the same bytes again gets the same receipt
    if (answer.ok) return ((await answer.json()) as { receipt: Receipt }).receipt;
    if (answer.status < 500 && answer.status !== 429) {
      throw new Error(((await answer.json()) as { detail: string }).detail);
    }
  }
  throw new Error("keep the body and its id, and try again later");
}

/** A time-ordered UUID of our own (RFC 9562). */
function uuid7(): string {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(Date.now(), 0, 6);
  bytes[6] = (bytes[6]! & 0x0f) | 0x70;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  return bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

const now = new Date().toISOString();
const incident = { v: 1, category: "lighting_fault", place: "Gångvägen vid skolan", occurred_at: now, saved_at: now };
const receipt = await putIncident(incident);
console.log("receipt", receipt.receipt_no, receipt.id);
for await (const record of follow()) {
  console.log("record", record.kind, record.subject_id);
}
