/** What the phone itself can be asked about being a safe place for reports (UX-F20, F37). */
export interface PhoneFacts {
  installed: boolean;
  persisted: boolean;
  /** 0–1; null where the phone does not tell. */
  battery: number | null;
  /** Bytes; null where the phone does not tell. */
  free: number | null;
  clockOffsetMs: number | null;
  /** The whole app lies on the phone and starts without network. */
  offline: boolean;
  /** The person's reports go by themselves, whoever is signed in. */
  enrolled: boolean;
  /** Places and kinds of incident are there. */
  kit: boolean;
  /** The person has refused the app the position; null where the phone does not tell. */
  positionRefused: boolean | null;
}

export type PhoneFault =
  | "installed"
  | "persisted"
  | "battery"
  | "storage"
  | "clock"
  | "offline"
  | "enrolled"
  | "kit"
  | "position";

/** What the app knows of itself, the phone aside. */
export type AppFacts = Pick<PhoneFacts, "clockOffsetMs" | "enrolled" | "kit">;

const LOW_BATTERY = 0.2;
const LOW_BYTES = 100_000_000;
const CLOCK_WRONG_MS = 5 * 60_000;

/** What is not as it should be, most pressing first. */
export function faultsOf(facts: PhoneFacts): PhoneFault[] {
  const { battery, free, clockOffsetMs } = facts;
  const held: [PhoneFault, boolean][] = [
    ["battery", battery !== null && battery < LOW_BATTERY],
    ["storage", free !== null && free < LOW_BYTES],
    ["clock", Math.abs(clockOffsetMs ?? 0) > CLOCK_WRONG_MS],
    ["offline", !facts.offline],
    ["enrolled", !facts.enrolled],
    ["kit", !facts.kit],
    ["installed", !facts.installed],
    ["persisted", !facts.persisted],
    ["position", facts.positionRefused === true],
  ];
  return held.filter(([, is]) => is).map(([fault]) => fault);
}

interface Powered {
  getBattery?: () => Promise<{ level: number; charging: boolean }>;
}

async function batteryLevel(): Promise<number | null> {
  const battery = await (navigator as Powered).getBattery?.().catch(() => null);
  return battery ? (battery.charging ? 1 : battery.level) : null;
}

function isInstalled(): boolean {
  const apple = (navigator as { standalone?: boolean }).standalone === true;
  return apple || matchMedia("(display-mode: standalone)").matches;
}

async function isPositionRefused(): Promise<boolean | null> {
  const asked = navigator.permissions?.query({ name: "geolocation" });
  return (await asked?.then(({ state }) => state === "denied").catch(() => null)) ?? null;
}

/** Asks the phone; nothing leaves it. */
export async function askPhone(app: AppFacts): Promise<PhoneFacts> {
  const { usage, quota } = (await navigator.storage?.estimate?.().catch(() => null)) ?? {};
  const persisted = (await navigator.storage?.persisted?.().catch(() => false)) ?? false;
  const free = quota === undefined ? null : quota - (usage ?? 0);
  const battery = await batteryLevel();
  const offline = !!navigator.serviceWorker?.controller;
  const positionRefused = await isPositionRefused();
  return { ...app, installed: isInstalled(), persisted, battery, free, offline, positionRefused };
}

export type Step = "one" | "two" | "three" | "four";

/** Which steps of the installation the phone shows to be done: right browser, installed, opened and signed in. */
export function stepsDone(facts: PhoneFacts, agent: string): Step[] {
  const apple = /iPhone|iPad/.test(agent);
  // Every browser on iOS calls itself Safari; the others also name themselves.
  const right = apple ? !/CriOS|FxiOS|EdgiOS/.test(agent) : /Chrome\//.test(agent);
  const { installed, enrolled } = facts;
  const held: [Step, boolean][] = [
    ["one", right || installed],
    ["two", installed],
    ["three", installed],
    ["four", installed && enrolled],
  ];
  return held.filter(([, is]) => is).map(([step]) => step);
}
