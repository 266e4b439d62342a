/** What the phone itself can be asked about being a safe place for reports (UX-F20, F37). */
export interface PhoneFacts {
  installed: boolean;
  persisted: boolean;
  /** 0–1; null where the phone does not tell. */
  battery: number | null;
  /** Bytes; null where the phone does not tell. */
  free: number | null;
  clockOffsetMs: number | null;
}

export type PhoneFault = "installed" | "persisted" | "battery" | "storage" | "clock";

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
    ["installed", !facts.installed],
    ["persisted", !facts.persisted],
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

/** Asks the phone; nothing leaves it. */
export async function askPhone(clockOffsetMs: number | null): Promise<PhoneFacts> {
  const { usage, quota } = (await navigator.storage?.estimate?.().catch(() => null)) ?? {};
  const persisted = (await navigator.storage?.persisted?.().catch(() => false)) ?? false;
  const free = quota === undefined ? null : quota - (usage ?? 0);
  const battery = await batteryLevel();
  return { installed: isInstalled(), persisted, battery, free, clockOffsetMs };
}
