/** Nights that once ended badly, as they were shrunk; every one found later is added here. */
import type { Night } from "./steps";

export const REGRESSIONS: Record<string, Night> = {
  "a re-offer that hung kept a restored server from being asked again": {
    seed: 0,
    steps: [
      { do: "save", person: "p1", kind: "", photos: 0 },
      { do: "wait", ms: 1_000 },
      { do: "restore" },
      { do: "wait", ms: 50 },
      { do: "trap", countdown: 1, fault: "crash_before" },
      { do: "trap", countdown: 2, fault: "hang" },
      { do: "send_now" },
      { do: "wait", ms: 50 },
      { do: "wait", ms: 360_000 },
      { do: "save", person: "p1", kind: "", photos: 0 },
      { do: "wait", ms: 50 },
    ],
  },
  "what a restored server had lost was found but asked about too late again": {
    seed: 763_292,
    steps: [
      { do: "wait", ms: 360_000 },
      { do: "restore" },
      { do: "hide", visible: false },
      { do: "save", person: "p1", kind: "", photos: 0 },
      { do: "follow_up", person: "p1" },
      { do: "restore" },
      { do: "open" },
      { do: "trap", countdown: 4, fault: "fail_after" },
      { do: "save", person: "p2", kind: "", photos: 1 },
    ],
  },
  "after a clock that jumped back, a firewalled report was the only probe for ever": {
    seed: 4,
    steps: [
      { do: "save", person: "p1", kind: "FIREWALL", photos: 0 },
      { do: "save", person: "p1", kind: "", photos: 1 },
      { do: "follow_up", person: "p1" },
      { do: "kill" },
      { do: "save", person: "p1", kind: "", photos: 0 },
      { do: "save", person: "p1", kind: "", photos: 2 },
      { do: "weather", badness: 0.7, latency: 2_000, only: "cut_before" },
      { do: "kill" },
      { do: "wait", ms: 50 },
      { do: "save", person: "p1", kind: "", photos: 1 },
      { do: "open" },
      { do: "trap", countdown: 1, fault: "crash_before" },
      { do: "wait", ms: 60_000 },
      { do: "kill" },
      { do: "save", person: "p1", kind: "", photos: 1 },
      { do: "jump", ms: -34_560_000_000 },
    ],
  },
};
