/** Can this phone keep anything at all? Asked at every start (P-C6). */
import { StorageBroken } from "../outbox";
import type { PlainSettings } from "./types";

const KEY = "self_test";
/** Tabs that prove at the same time overwrite each other; whoever wrote last is through, so n need n rounds. */
const MOST_ROUNDS = 10;

/** Writes random bytes, reads them back and compares. Throws `StorageBroken` or `StorageFull`. */
export async function proveStorage(store: PlainSettings): Promise<void> {
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const written = crypto.getRandomValues(new Uint8Array(1_024));
    await store.putSetting(KEY, written);
    const read = await store.setting<Uint8Array>(KEY);
    if (isSame(read, written)) return;
  }
  throw new StorageBroken("what was written is not what was read");
}

function isSame(read: Uint8Array | undefined, written: Uint8Array): boolean {
  return read?.length === written.length && written.every((byte, at) => byte === read[at]);
}
