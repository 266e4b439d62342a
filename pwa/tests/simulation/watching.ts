/** Filling a phone and looking at what it does, in virtual time. */
import type { Entry, Request } from "../../src/outbox";
import { author, report } from "../outbox/samples";
import type { World } from "./world";

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;

/** Saves without waiting in between. */
export async function fill(
  world: World,
  count: number,
  note = "",
  person = "p1",
): Promise<Entry[]> {
  const { outbox } = world.livingTabs()[0] ?? world.openTab();
  const saving = Array.from({ length: count }, (_, at) => {
    const wanted = report(`${note} ${at}`, { author: author(person) });
    return outbox.save(wanted);
  });
  await world.clock.advance(0);
  return Promise.all(saving);
}

export async function undelivered(world: World): Promise<Entry[]> {
  return world.store.list(["saved", "sending", "waiting_for_login", "needs_attention"]);
}

/** Virtual ms until `done`, looking every 250 ms; Infinity after `limit`. */
export async function timeUntil(world: World, done: () => Promise<boolean>, limit = 10 * MINUTE) {
  const start = world.clock.monotonic();
  while (!(await done())) {
    if (world.clock.monotonic() - start > limit) return Infinity;
    await world.clock.advance(250);
  }
  return world.clock.monotonic() - start;
}

/** Records what leaves, and when (virtual ms). */
export function listen(world: World): (Pick<Request, "path" | "headers"> & { at: number })[] {
  const heard: (Pick<Request, "path" | "headers"> & { at: number })[] = [];
  const send = world.network.send.bind(world.network);
  world.network.send = (request) => {
    heard.push({ path: request.path, headers: request.headers, at: world.clock.monotonic() });
    return send(request);
  };
  return heard;
}
