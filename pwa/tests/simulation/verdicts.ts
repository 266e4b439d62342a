/** The oracle: compares what the phone promised with what the server holds and what the phone shows. */
import type { Promised } from "./phone";
import type { World } from "./world";

/** Everything that is wrong, in words; empty when all promises are kept. Call after `world.heal()`. */
export async function broken(world: World): Promise<string[]> {
  const lines = await Promise.all(world.promised.map((one) => wrongWith(one, world)));
  return [...lines.flat(), ...doubled(world), ...(await leftOver(world))];
}

/** At any moment: nothing is called delivered that the server never had. */
export async function claimedTooEarly({ store, server }: World): Promise<string[]> {
  const delivered = await store.list(["received", "complete", "purged"]);
  return delivered
    .filter(({ id, digest }) => !server.everHad(id, digest))
    .map(({ lane, id, state }) => `${lane} ${id}: ${state}, but the server never had it`);
}

async function wrongWith(one: Promised, world: World): Promise<string[]> {
  const entry = await world.store.read(one.id);
  if (!entry) return [`${one.note}: vanished from the phone`];
  const { state } = entry;
  if (one.note.includes("REFUSED")) {
    return state === "needs_attention" ? [] : [`${one.note}: refused, but ${state}`];
  }
  if (/BROKEN|FIREWALL/.test(one.note)) {
    const kept = ["saved", "sending"].includes(state) && (await world.store.readBytes(one.id));
    return kept ? [] : [`${one.note}: undeliverable, but ${state}`];
  }
  const row = world.server.facts().find(({ id }) => id === one.id);
  if (!row) return [`${one.note}: lost (${state})`];
  if (row.person !== one.person) return [`${one.note}: sent as somebody else's`];
  if (row.digest !== one.digest) return [`${one.note}: altered`];
  const missing = one.photos.filter(({ id, digest }) => !world.server.hasPicture(id, digest));
  if (missing.length > 0) return [`${one.note}: ${missing.length} photos missing (${state})`];
  const whole = world.server.isWhole(one.id) ? ["complete", "purged"] : ["received"];
  return whole.includes(state) ? [] : [`${one.note}: delivered, but ${state}`];
}

/** The server takes each id once; a phone that makes two ids of one report doubles it all the same. */
function doubled({ server }: World): string[] {
  const notes = server.facts().map(({ body }) => JSON.parse(new TextDecoder().decode(body)).note);
  return notes.filter((note, at) => notes.indexOf(note) !== at).map((note) => `${note}: doubled`);
}

/** Also what was never promised (the tab died while saving) must not lie stuck. */
async function leftOver({ store }: World): Promise<string[]> {
  const waiting = await store.list(["saved", "sending", "waiting_for_login"]);
  const stuck = await Promise.all(
    waiting.map(async (entry) => {
      const fact = entry.factId ? ((await store.read(entry.factId)) ?? entry) : entry;
      const text = new TextDecoder().decode(await store.readBytes(fact.id));
      const expected = /REFUSED|BROKEN|FIREWALL/.test(text);
      return expected ? [] : [`${entry.lane} ${entry.id}: stuck in ${entry.state}`];
    }),
  );
  return stuck.flat();
}
