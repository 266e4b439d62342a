/** The same outbox in plain Node, for simulators and command lines: one import, no browser. */
import {
  createOutbox,
  type Credentials,
  type Judge,
  type Ports,
  type RunningOutbox,
} from "../outbox";
import { MemoryStore } from "../storage/memory";
import type { PhoneStore } from "../storage/types";
import { localBell } from "./bell";
import { storedCredentials } from "./credentials";
import { systemClock, systemHash, systemRandomness } from "./device";
import { localLock } from "./local-lock";
import { fetchNetwork } from "./network";

export interface HeadlessPhone extends RunningOutbox {
  store: PhoneStore;
}

/** `baseUrl` with `/api/v1`. Any port may be given instead of the machine's own (virtual clock, faulty network). */
export function headlessPhone(
  baseUrl: string,
  given: Partial<Omit<Ports, "store" | "credentials">> & {
    store?: PhoneStore;
    credentials?: Credentials;
    judge?: Judge;
  } = {},
): HeadlessPhone {
  const store = given.store ?? new MemoryStore();
  const { judge, ...ports } = given;
  const running = createOutbox(
    {
      clock: systemClock,
      randomness: systemRandomness,
      hash: systemHash,
      network: fetchNetwork(baseUrl),
      credentials: storedCredentials(store),
      lock: localLock(),
      bell: localBell(),
      visible: () => true,
      ...ports,
      store,
    },
    judge,
  );
  return { ...running, store };
}

export * from "../outbox";
export { MemoryStore } from "../storage/memory";
export { localBell } from "./bell";
export { bearerOf, storedCredentials } from "./credentials";
export { systemClock, systemHash, systemRandomness } from "./device";
export { localLock } from "./local-lock";
export { fetchNetwork } from "./network";
