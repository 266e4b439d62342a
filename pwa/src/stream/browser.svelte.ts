/** The browser's own stream: screens follow it while they are open, and see whether it lives. */
import { systemClock } from "../sync/device";
import { localLock } from "../sync/local-lock";
import { webLock } from "../sync/web-lock";
import type { Unsubscribe } from "../outbox";
import { Stream, type Heard, type Listener, type StreamPorts } from "./stream";

const ADDRESS = "/api/v1/journal/stream";
/** Going from one screen to the next is no reason to hang up. */
const LINGER_MS = 5_000;
const LOST_MS = 10_000;

const listeners = new Set<Listener>();
let stream: Stream | null = null;
let lingering: ReturnType<typeof setTimeout> | undefined;
let heardAt = $state(Date.now());
let now = $state(Date.now());

/** Hears every record that the signed-in person may see, until it is called off. */
export function follow(listener: Listener): Unsubscribe {
  clearTimeout(lingering);
  listeners.add(listener);
  stream ??= open();
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) lingering = setTimeout(close, LINGER_MS);
  };
}

/** Since when nothing was heard, or null while the screen is up to date. */
export function silentSince(): Date | null {
  return now - heardAt > LOST_MS ? new Date(heardAt) : null;
}

function open(): Stream {
  heardAt = now = Date.now();
  return new Stream(browserPorts(), (heard) => {
    heardAt = now = Date.now();
    listeners.forEach((listener) => listener(heard));
  });
}

function close(): void {
  stream?.stop();
  stream = null;
}

function browserPorts(): StreamPorts {
  const others = new BroadcastChannel("ledljus-stream");
  return {
    lock: navigator.locks ? webLock(navigator.locks, "ledljus-stream") : localLock(),
    listen,
    tabs: {
      tell: (heard) => others.postMessage(heard),
      listen(heard) {
        others.onmessage = ({ data }) => heard(data as Heard);
        return () => others.close();
      },
    },
    now: () => (now = Date.now()),
    sleep: (ms, signal) => systemClock.sleep(ms, signal),
    visible: () => !document.hidden,
  };
}

/** The browser itself takes up a broken connection where it was; what the server refuses, it gives up. */
function listen(heard: Listener, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const source = new EventSource(ADDRESS);
    const end = () => {
      source.close();
      resolve();
    };
    source.addEventListener("heartbeat", () => heard({ what: "beat" }));
    source.addEventListener("record", ({ data }: MessageEvent<string>) => {
      const { kind, subject_type, subject_id } = JSON.parse(data);
      heard({ what: "record", record: { kind, subject_type, subject_id } });
    });
    source.addEventListener("ended", end);
    source.addEventListener("error", () => source.readyState === EventSource.CLOSED && end());
    signal.addEventListener("abort", end, { once: true });
  });
}
