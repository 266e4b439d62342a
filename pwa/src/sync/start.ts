/** Starts the phone: store, outbox, leader and everything that wakes them in a browser. */
import {
  createOutbox,
  StorageBroken,
  StorageFull,
  UNDELIVERED,
  uuid7,
  type Outbox,
  type Ports,
} from "../outbox";
import { openPhoneStore } from "../storage/dexie";
import type { Owner, PhoneStore } from "../storage/types";
import { tabBell } from "./bell";
import { storedCredentials } from "./credentials";
import { systemClock, systemHash, systemRandomness } from "./device";
import { DeviceStatus } from "./device-status";
import { refreshFieldKit } from "./field-kit";
import { leaseLock } from "./lease-lock";
import { fetchNetwork } from "./network";
import { StorageLoss } from "./storage-loss";
import { StorageState } from "./storage-state";
import type { Phone, PhoneOptions } from "./types";
import { watchStatus } from "./watch-status";
import { webLock } from "./web-lock";

const KIT_LOOK_MS = 15_000;
const KIT_AGE_MS = 60 * 60_000;
const KIT_AGE_IN_FRONT_MS = 10 * 60_000;
const STORAGE_LOOK_MS = 60_000;

const newId = () => uuid7({ clock: systemClock, randomness: systemRandomness });
const isVisible = () => document.visibilityState === "visible";

/** Never rejects: a phone that cannot store says so in its status. */
export async function startPhone(options: PhoneOptions): Promise<Phone> {
  const baseUrl = options.baseUrl ?? "/api/v1";
  const store = openPhoneStore(undefined, options.blocked);
  const changes = new EventTarget();
  const changed = () => void changes.dispatchEvent(new Event("change"));
  const loss = new StorageLoss(store, newId);
  const storage = new StorageState(store, loss, changed);
  const ports = browserPorts(baseUrl, store);
  const running = createOutbox(ports);
  const outbox = watchful(running.outbox, storage);
  const end = new AbortController();
  const refreshKit = (owner: Owner) => refreshFieldKit(owner, baseUrl, store, systemClock);
  const status = new DeviceStatus({
    ...ports,
    store,
    appVersion: options.appVersion,
    storage: () => storage.use,
    loss,
    mayTell: () => running.leader.isLeading() && isVisible() && navigator.onLine,
  });
  running.leader.start();
  void status.run(end.signal);
  void storage.examine();
  wakeOnEvents(outbox, end.signal, () => kitIfOlder(KIT_AGE_IN_FRONT_MS));
  every(KIT_LOOK_MS, end.signal, () => kitIfOlder(KIT_AGE_MS));
  every(STORAGE_LOOK_MS, end.signal, () => void storage.look());
  store.observe(
    () => store.list(UNDELIVERED),
    (undelivered) => loss.note(undelivered),
  );

  async function kitIfOlder(age: number): Promise<void> {
    const owner = options.owner();
    if (!owner || !isVisible() || options.session() === "expired") return;
    const kit = await store.kit(owner).catch(() => undefined);
    // Checked in the future: the clock has jumped back, and nobody knows how long ago it was.
    if (Math.abs(Date.now() - (kit?.checkedAt ?? -Infinity)) >= age) await refreshKit(owner);
  }

  return {
    outbox,
    store,
    watchStatus: (viewer, listener) =>
      watchStatus(viewer, listener, outbox, storage, options, changes),
    refreshKit,
    signedIn: () => outbox.credentialChanged(),
    acknowledgeEviction: () => loss.markSeen().finally(changed),
    stop() {
      running.leader.stop();
      end.abort();
      store.close();
    },
  };
}

function browserPorts(baseUrl: string, store: PhoneStore): Ports {
  const device = { clock: systemClock, randomness: systemRandomness, hash: systemHash };
  return {
    ...device,
    store,
    network: fetchNetwork(baseUrl),
    credentials: storedCredentials(store),
    lock: navigator.locks ? webLock(navigator.locks) : leaseLock(store, systemClock, newId()),
    bell: tabBell(),
    visible: isVisible,
  };
}

/** A save that fails has the storage examined at once, so that the status line knows before the next try. */
function watchful(outbox: Outbox, storage: StorageState): Outbox {
  const save = outbox.save.bind(outbox);
  outbox.save = async (report) => {
    try {
      return await save(report);
    } catch (error) {
      if (error instanceof StorageBroken || error instanceof StorageFull) void storage.check();
      throw error;
    }
  };
  return outbox;
}

/** The network came back, or a person looks again: everything that waits is tried at once. */
function wakeOnEvents(outbox: Outbox, signal: AbortSignal, inFront: () => void): void {
  const look = () => {
    outbox.kick();
    if (isVisible()) inFront();
  };
  window.addEventListener("online", look, { signal });
  window.addEventListener("pageshow", look, { signal });
  document.addEventListener("visibilitychange", look, { signal });
}

function every(ms: number, signal: AbortSignal, act: () => void): void {
  const timer = setInterval(act, ms);
  signal.addEventListener("abort", () => clearInterval(timer));
}
