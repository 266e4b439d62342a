/** Can this phone keep anything at all? Asked at every start (P-C6). */
import { StorageBroken } from "../outbox";
import type { SettingStore } from "./types";

const KEY = "self_test";

/** Writes random bytes, reads them back and compares. Throws `StorageBroken` or `StorageFull`. */
export async function proveStorage(store: SettingStore): Promise<void> {
  const written = crypto.getRandomValues(new Uint8Array(1_024));
  await store.putSetting(KEY, written);
  const read = await store.setting<Uint8Array>(KEY);
  const equal = read?.length === written.length && written.every((byte, at) => byte === read[at]);
  if (!equal) throw new StorageBroken("what was written is not what was read");
}
