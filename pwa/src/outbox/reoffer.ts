/** Asks the server what it still has of what it acknowledged, and sends again what it lost (P-A10). */
import { answerWithin, deliver, serverTime } from "./deliver";
import { keyOf } from "./authors";
import type { Entry } from "./entry";
import { attentionNeeded, completed, isDelivered, receiptRenewed, sentAgain } from "./life";
import { sendMissingPhotos } from "./missing";
import type { Answer, Credential, Ports } from "./ports";
import { isObject, judge, ownProblem, parsed } from "./verdict";

const MOST_AT_ONCE = 500;
const PATIENCE_MS = 60_000;

/** One author's turn. */
interface Round {
  ports: Ports;
  credential: Credential;
  signal: AbortSignal;
}

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
  /** The server has lost something: it goes again, and more may turn up. */
  lost: boolean;
}

/** Asks once per author; a refused author does not keep the others from being asked. */
export async function reoffer(ports: Ports, signal: AbortSignal): Promise<Reoffered> {
  const retained = await ports.store.list(["received", "complete"]);
  const facts = retained.filter((one) => one.lane !== "photo");
  const result: Reoffered = { answered: true, serverNow: null, lost: false };
  for (const group of groups(facts)) {
    const credential = await ports.credentials(group[0]!.author);
    if (!credential) continue;
    const round = { ports, credential, signal };
    const heard = await ask(group, round);
    if (!heard) result.answered = false;
    for (const item of heard?.items ?? []) await act(item, group, heard!.serverNow, round);
    result.lost ||= heard?.items.some(({ state }) => state === "unknown") ?? false;
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

async function ask(facts: Entry[], { ports, credential, signal }: Round) {
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

async function act(item: Known, asked: Entry[], serverNow: number | null, round: Round) {
  const fact = asked.find(({ id }) => id === item.id.toLowerCase());
  if (!fact) return;
  if (item.state === "unknown") await sendAllAgain(fact, round.ports);
  else if (item.state === "other_digest") await flag(fact, round.ports);
  else if (item.state === "known") await compare(fact, item.complete, serverNow, round);
}

async function sendAllAgain(fact: Entry, { store }: Ports): Promise<void> {
  for (const photo of await store.photosOf([fact.id])) await store.update(photo.id, sentAgain);
  await store.update(fact.id, sentAgain);
}

async function flag(fact: Entry, { store }: Ports): Promise<void> {
  await store.update(fact.id, (now) => attentionNeeded(now, { code: "other_digest" }));
}

/** The server has it, but not whole where the phone thinks it is: its receipt names the photos that are missing. */
async function compare(fact: Entry, complete: boolean, serverNow: number | null, round: Round) {
  const { ports } = round;
  if (complete) {
    await ports.store.update(fact.id, (now) => completed(now, serverNow));
    return;
  }
  const photos = await ports.store.photosOf([fact.id]);
  const believedWhole = fact.state === "complete" || photos.length > 0;
  if (believedWhole && photos.every(isDelivered)) await askByPut(fact, round);
}

/** A replay changes nothing on the server and gives the present receipt; here the entry keeps its place. */
async function askByPut(fact: Entry, { ports, credential, signal }: Round): Promise<void> {
  const { bearer } = credential;
  const { verdict, serverNow } = await deliver(fact, bearer, PATIENCE_MS, judge, ports, signal);
  if (verdict.kind !== "received") return;
  await ports.store.update(fact.id, (now) => receiptRenewed(now, verdict.receipt, serverNow));
  await sendMissingPhotos(fact.id, verdict.receipt.missingAttachments, ports.store);
}
