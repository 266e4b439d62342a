/** One tab listens and all hear; a silent line is taken up again, and a sleeping leader is replaced. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Stream, type Heard, type Listener } from "../../src/stream/stream";
import { localLock } from "../../src/sync/local-lock";

const RECORD: Heard = {
  what: "record",
  record: { kind: "incident.reported", subject_type: "incidents", subject_id: "i1" },
};

/** A browser with tabs, and a server to which each connection is kept. */
class Browser {
  readonly lock = localLock();
  readonly lines: { tab: number; say: Listener; open: boolean; hangUp: () => void }[] = [];
  readonly heard: Heard[][] = [];
  readonly asleep = new Set<number>();
  readonly tabs: Stream[] = [];
  private readonly ears: Listener[] = [];

  open(visible = true): Stream {
    const tab = this.tabs.length;
    this.heard.push([]);
    const ports = {
      lock: this.lock,
      listen: (say: Listener, signal: AbortSignal) =>
        new Promise<void>((resolve) => {
          const line = { tab, say, open: true, hangUp: () => ((line.open = false), resolve()) };
          signal.addEventListener("abort", line.hangUp);
          this.lines.push(line);
        }),
      tabs: {
        tell: (heard: Heard) =>
          this.ears.forEach((ear, at) => at !== tab && !this.asleep.has(at) && ear(heard)),
        listen: (ear: Listener) => {
          this.ears[tab] = ear;
          return () => (this.ears[tab] = () => undefined);
        },
      },
      now: () => Date.now(),
      sleep: (ms: number, signal: AbortSignal) =>
        new Promise<void>((resolve) => {
          if (this.asleep.has(tab)) return; // a frozen tab's timers stand still
          setTimeout(resolve, ms);
          signal.addEventListener("abort", () => resolve());
        }),
      visible: () => visible,
    };
    this.tabs.push(new Stream(ports, (heard) => this.heard[tab]!.push(heard)));
    return this.tabs[tab]!;
  }

  get lively() {
    return this.lines.filter(({ open, tab }) => open && !this.asleep.has(tab));
  }

  /** The server speaks on every line that is open, each second for a while. */
  async say(what: Heard, seconds = 1): Promise<void> {
    for (let second = 0; second < seconds; second++) {
      this.lively.forEach(({ say }) => say(what));
      await vi.advanceTimersByTimeAsync(1_000);
    }
  }
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("three tabs have one line between them, and each hears every record once", async () => {
  const browser = new Browser();
  for (let n = 0; n < 3; n++) browser.open();
  await browser.say({ what: "beat" }, 30);
  await browser.say(RECORD);
  expect(browser.lines).toHaveLength(1);
  for (const heard of browser.heard)
    expect(heard.filter(({ what }) => what === "record")).toEqual([RECORD]);
  expect(browser.heard.flat().filter(({ what }) => what === "gap")).toEqual([]);
});

test("when the leading tab closes another listens, and all read again", async () => {
  const browser = new Browser();
  browser.open();
  browser.open();
  await browser.say({ what: "beat" }, 5);
  browser.tabs[0]!.stop();
  await vi.advanceTimersByTimeAsync(4_000);
  await browser.say(RECORD);
  expect(browser.lively.map(({ tab }) => tab)).toEqual([1]);
  expect(browser.heard[1]!.slice(-2)).toEqual([{ what: "gap" }, RECORD]);
});

test("a line that falls silent is hung up and dialled again, with a gap", async () => {
  const browser = new Browser();
  browser.open();
  await browser.say({ what: "beat" }, 3);
  await vi.advanceTimersByTimeAsync(20_000);
  expect(browser.lines.map(({ open }) => open)).toEqual([false, true]);
  expect(browser.heard[0]).toContainEqual({ what: "gap" });
});

test("a visible tab takes the lead from one that sleeps; a hidden one does not", async () => {
  const browser = new Browser();
  browser.open();
  browser.open(false);
  await browser.say({ what: "beat" }, 3);
  browser.asleep.add(0);
  await vi.advanceTimersByTimeAsync(30_000);
  expect(browser.lively).toEqual([]);
  browser.open();
  await vi.advanceTimersByTimeAsync(20_000);
  await browser.say(RECORD);
  expect(browser.lively.map(({ tab }) => tab)).toEqual([2]);
  expect(browser.heard[1]).toContainEqual(RECORD);
});
