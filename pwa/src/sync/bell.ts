/** The bell between tabs of one phone. */
import type { Bell, Ring } from "../outbox";

/** Rings within this process only. */
export function localBell(): Bell {
  const listeners = new Set<(what: Ring) => void>();
  return {
    ring: (what) => listeners.forEach((listener) => listener(what)),
    listen(heard) {
      listeners.add(heard);
      return () => listeners.delete(heard);
    },
  };
}

/** Rings in this tab at once and in the others by BroadcastChannel, where there is one. */
export function tabBell(name = "ledljus-outbox"): Bell & { close(): void } {
  const here = localBell();
  const others = "BroadcastChannel" in globalThis ? new BroadcastChannel(name) : null;
  others?.addEventListener("message", ({ data }) => here.ring(data === "kick" ? "kick" : "saved"));
  return {
    ring(what) {
      here.ring(what);
      others?.postMessage(what);
    },
    listen: (heard) => here.listen(heard),
    close: () => others?.close(),
  };
}
