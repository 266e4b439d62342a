/** What a phone may say of itself, during the night and after it; the server is asked by whoever started us. */
import type { Entry } from "../../../src/outbox";
import type { Promised } from "../phone";
import type { NightPhone } from "./night";

/** Kinds of reports that a person must see to: the server refuses them, or a photo of them, for good. */
const REFUSED = /REFUSED|EMPTY|HUGE/;

/** At any moment: nothing is called delivered, or complete, that the server has not said so of. */
export async function claimedTooEarly({ store, line }: NightPhone): Promise<string[]> {
  const delivered = await store.list(["received", "complete", "purged"]);
  const early = delivered.filter(
    ({ id, path, lane, state }) =>
      !line.acknowledged.has(path) ||
      (lane !== "photo" && state !== "received" && !line.complete.has(id)),
  );
  return [...line.wrong, ...early.map(({ path, state }) => `${path}: ${state} too early`)];
}

/** What a healed phone still has to do. */
export async function unfinished(phone: NightPhone): Promise<Entry[]> {
  const open = await phone.store.list(["saved", "sending", "waiting_for_login", "received"]);
  const expected = await refusedIds(phone);
  return open.filter(({ id, factId }) => !expected.has(id) && !expected.has(factId ?? ""));
}

/** After healing, in words. */
export async function wrongWith(phone: NightPhone): Promise<string[]> {
  const stuck = (await unfinished(phone)).map(({ path, state }) => `${path}: stuck in ${state}`);
  const lines = await Promise.all(phone.promised.map((one) => wrongPromise(one, phone)));
  return [...(await claimedTooEarly(phone)), ...stuck, ...lines.flat()];
}

async function wrongPromise(
  { id, note }: Promised,
  { store, line }: NightPhone,
): Promise<string[]> {
  const entry = await store.read(id);
  // After months in a drawer even the receipt of what was complete is gone.
  if (!entry) return line.complete.has(id) ? [] : [`${note}: vanished from the phone`];
  const needed = REFUSED.test(note)
    ? ["needs_attention"]
    : note.endsWith("NOIMAGE")
      ? ["received"]
      : ["complete", "purged"];
  return needed.includes(entry.state) ? [] : [`${note}: ${entry.state}`];
}

/** What waits for a person, and reports whose photo does; also of those never promised. */
async function refusedIds({ store }: NightPhone): Promise<Set<string>> {
  const attention = await store.list(["needs_attention"]);
  return new Set(attention.flatMap(({ id, factId }) => [id, factId ?? id]));
}
