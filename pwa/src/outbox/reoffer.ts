/** Asks the server what it still has of what it acknowledged, and sends again what it lost (P-A10). */
import { answerWithin, serverTime } from "./deliver";
import { keyOf } from "./authors";
import type { Entry } from "./entry";
import { attentionNeeded, completed, isDelivered, sentAgain } from "./life";
import type { Answer, Credential, Ports } from "./ports";
import { isObject, ownProblem, parsed } from "./verdict";

const MOST_AT_ONCE = 500;
const PATIENCE_MS = 60_000;

interface Known {
  id: string;
  state: "known" | "unknown" | "other_digest";
  complete: boolean;
}

export interface Reoffered {
  /** False when some question got no answer and should be put again soon. */
  answered: boolean;
  /** Server clock of the last answer, ms. */
  serverNow: number | null;
}

/** Asks once per author; a refused author does not keep the others from being asked. */
export async function reoffer(ports: Ports, signal: AbortSignal): Promise<Reoffered> {
  const retained = await ports.store.list(["received", "complete"]);
  const facts = retained.filter((one) => one.lane !== "photo");
  const result: Reoffered = { answered: true, serverNow: null };
  for (const group of groups(facts)) {
    const credential = await ports.credentials(group[0]!.author);
    if (!credential) continue;
    const heard = await ask(group, credential, ports, signal);
    if (!heard) result.answered = false;
    for (const item of heard?.items ?? []) await act(item, group, heard!.serverNow, ports);
    result.serverNow = heard?.serverNow ?? result.serverNow;
  }
  return result;
}

function groups(facts: readonly Entry[]): Entry[][] {
  const byAuthor = new Map<string, Entry[]>();
  for (const fact of facts) {
    const key = keyOf(fact.author);
    byAuthor.set(key, [...(byAuthor.get(key) ?? []), fact]);
  }
  return [...byAuthor.values()].flatMap((all) =>
    Array.from({ length: Math.ceil(all.length / MOST_AT_ONCE) }, (_, part) =>
      all.slice(part * MOST_AT_ONCE, (part + 1) * MOST_AT_ONCE),
    ),
  );
}

async function ask(facts: Entry[], credential: Credential, ports: Ports, signal: AbortSignal) {
  const question = facts.map(({ id, digest }) => ({ id, digest }));
  const headers = {
    Authorization: `Bearer ${credential.bearer}`,
    "Content-Type": "application/json",
    "Device-Time": new Date(ports.clock.now()).toISOString(),
  };
  const body = new TextEncoder().encode(JSON.stringify(question));
  const request = { method: "POST", path: "/receipts/query", headers, body } as const;
  const answer = await answerWithin(PATIENCE_MS, request, ports, signal).catch(() => null);
  const items = answer ? readItems(answer) : null;
  return answer && items ? { items, serverNow: serverTime(answer, { kind: "received" }) } : null;
}

/** Null unless the answer is ours; a login page must not make us send everything again. */
function readItems(answer: Answer): Known[] | null {
  if (answer.status === 401 || answer.status === 403) return ownProblem(answer) ? [] : null;
  const body = answer.status === 200 ? parsed(answer.body) : null;
  const items = isObject(body) ? body["items"] : null;
  if (!Array.isArray(items)) return null;
  return items.filter(isObject).map((item) => ({
    id: String(item["id"]),
    state: item["state"] as Known["state"],
    complete: item["complete"] === true,
  }));
}

async function act(item: Known, asked: Entry[], serverNow: number | null, ports: Ports) {
  const fact = asked.find(({ id }) => id === item.id.toLowerCase());
  if (!fact) return;
  if (item.state === "unknown") await sendAllAgain(fact, ports);
  else if (item.state === "other_digest") await flag(fact, ports);
  else if (item.state === "known") await compare(fact, item.complete, serverNow, ports);
}

async function sendAllAgain(fact: Entry, { store }: Ports): Promise<void> {
  for (const photo of await store.photosOf([fact.id])) await store.update(photo.id, sentAgain);
  await store.update(fact.id, sentAgain);
}

async function flag(fact: Entry, { store }: Ports): Promise<void> {
  await store.update(fact.id, (now) => attentionNeeded(now, { code: "other_digest" }));
}

/** Sending the fact once more costs little and its receipt names the photos that are missing. */
async function compare(fact: Entry, complete: boolean, serverNow: number | null, ports: Ports) {
  if (complete) {
    await ports.store.update(fact.id, (now) => completed(now, serverNow));
    return;
  }
  const photos = await ports.store.photosOf([fact.id]);
  const believedWhole = fact.state === "complete" || photos.length > 0;
  if (believedWhole && photos.every(isDelivered)) await ports.store.update(fact.id, sentAgain);
}
